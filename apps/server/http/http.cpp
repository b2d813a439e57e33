#include "apps/server/http/http.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "report/data/json_writer.h"

namespace firstchair::server {
namespace {

std::optional<std::string> decoded(std::string_view text, bool plus) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      unsigned char byte = 0;
      if (i + 2 >= text.size()) return std::nullopt;
      const auto [end, failed] = std::from_chars(&text[i + 1], &text[i + 1] + 2, byte, 16);
      if (failed != std::errc{} || end != &text[i + 1] + 2 || byte == 0) return std::nullopt;
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += plus && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

}  // namespace

Response json_error(int status, std::string_view line) {
  report::JsonWriter json;
  json.begin_object();
  json.text("error", line);
  json.end_object();
  return {.status = status, .body = json.take(), .tag = {}, .allow = {}};
}

Target parse_target(std::string_view target) {
  const std::size_t mark = target.find('?');
  std::optional<std::string> path = decoded(target.substr(0, mark), false);
  if (!path || !path->starts_with('/') || path->find("..") != std::string::npos ||
      path->find('\\') != std::string::npos) {
    return {};
  }
  Target read{.valid = true, .path = std::move(*path), .query = {}};
  std::string_view rest = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t sign = pair.find('=');
    std::optional<std::string> key = decoded(pair.substr(0, sign), true);
    std::optional<std::string> value =
        sign == std::string_view::npos ? std::string() : decoded(pair.substr(sign + 1), true);
    if (!key || !value) return {};
    read.query.insert_or_assign(std::move(*key), std::move(*value));
  }
  return read;
}

bool own_host(std::string_view host, std::string_view address, int port) {
  const std::string ending = ":" + std::to_string(port);
  if (!host.ends_with(ending)) return false;
  host.remove_suffix(ending.size());
  if (host == "localhost" || host == "127.0.0.1" || host == "[::1]") return true;
  const bool six = address.find(':') != std::string_view::npos;
  return !address.empty() && host == (six ? "[" + std::string(address) + "]" : std::string(address));
}

bool own_origin(std::string_view origin, std::string_view scheme, std::string_view address, int port) {
  return origin.starts_with(scheme) && own_host(origin.substr(scheme.size()), address, port);
}

bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned different = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    different |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
  return different == 0;
}

}  // namespace firstchair::server

#include "apps/server/http/exchange.h"

#include <algorithm>
#include <utility>

#include "apps/server/http/gzipped.h"
#include "apps/server/http/player_key.h"

namespace firstchair::server {
namespace {

constexpr std::string_view kTokenHeader = "X-Firstchair-Token";

// 'wasm-unsafe-eval' lets WebAssembly be compiled and nothing else; blob: is for a
// take's sound, played slower.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; media-src blob:; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors "
    "'none'";

constexpr std::string_view kConnect = "connect-src 'self'";

// "gzip, br;q=0.5": it may be packed so; with a weight of 0 it may not.
bool takes(std::string_view codings, std::string_view coding) {
  while (!codings.empty()) {
    const std::size_t end = std::min(codings.find(','), codings.size());
    std::string_view one = codings.substr(0, end);
    codings.remove_prefix(std::min(end + 1, codings.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (!one.starts_with(coding)) continue;
    one.remove_prefix(coding.size());
    if (one.empty() || one.starts_with(' ')) return true;
    if (one.starts_with(';')) return one.find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

std::string_view shown_token(const http::request_header<>& header, const Target& target) {
  const auto sent = header.find(for_beast(kTokenHeader));
  if (sent != header.end()) return of_beast(sent->value());
  const auto asked = target.query.find("token");
  return asked != target.query.end() ? std::string_view(asked->second) : std::string_view();
}

}  // namespace

bool breaks_protocol(const beast::error_code& failed) {
  static const auto& kHttp = beast::error_code(http::make_error_code(http::error::bad_method)).category();
  return failed.category() == kHttp && failed != http::error::end_of_stream &&
         failed != http::error::partial_message;
}

std::optional<Response> refusal(const http::request_header<>& header, const Target& target,
                                const Gate& gate) {
  // Two of them mean one thing to us and another to whoever stands between.
  if (header.count(http::field::host) > 1 || header.count(http::field::origin) > 1 ||
      header.count(http::field::transfer_encoding) > 1)
    return json_error(400, "not a request");
  const beast::string_view coding = header[http::field::transfer_encoding];
  if (!coding.empty() && !beast::iequals(coding, "chunked")) return json_error(400, "not a request");
  const std::string_view host = of_beast(header[http::field::host]);
  const bool by_site = !gate.site.empty() && host == gate.site;
  if (!by_site && !own_host(host, gate.address, gate.port))
    return json_error(403, "this host is not served here");
  const auto origin = header.find(http::field::origin);
  const bool from_site =
      by_site && origin != header.end() && of_beast(origin->value()) == "https://" + gate.site;
  if (origin != header.end() && !from_site &&
      !own_origin(of_beast(origin->value()), gate.scheme, gate.address, gate.port))
    return json_error(403, "another page may not ask here");
  if (!target.valid) return json_error(400, "not an address");
  if (gate.accounts || !target.path.starts_with("/api/")) return std::nullopt;
  const std::string_view token = shown_token(header, target);
  if (!same_secret(token, gate.token) && !player_of(token, gate.token))
    return json_error(401, "open the address that firstchair serve printed");
  return std::nullopt;
}

std::string shown_player(const http::request_header<>& header, const Target& target, const Gate& gate) {
  return player_of(shown_token(header, target), gate.token).value_or(std::string());
}

Response over_tls(const http::request_header<>& header, const Gate& gate) {
  const std::string_view host = of_beast(header[http::field::host]);
  const std::string_view target = of_beast(header.target());
  if (header.count(http::field::host) != 1 || !own_host(host, gate.address, gate.port) ||
      !target.starts_with('/'))
    return json_error(403, "this host is not served here");
  std::string location(gate.scheme);
  location.append(host).append(target);
  return {.status = 308, .type = {}, .body = {}, .tag = {}, .allow = {}, .location = std::move(location)};
}

void set_fields(http::response_header<>& response, const http::request_header<>& header, Response& answer) {
  response.result(static_cast<http::status>(answer.status));
  if (answer.elsewhere.empty()) {
    response.set("Content-Security-Policy", for_beast(kPolicy));
  } else {
    std::string policy(kPolicy);
    policy.insert(policy.find(kConnect) + kConnect.size(), " " + answer.elsewhere);
    response.set("Content-Security-Policy", policy);
  }
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Cross-Origin-Embedder-Policy", "require-corp");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("Permissions-Policy", "camera=(), geolocation=()");
  response.set(http::field::cache_control, answer.tag.empty() ? "no-store" : "no-cache");
  if (!answer.type.empty()) response.set(http::field::content_type, answer.type);
  if (!answer.allow.empty()) response.set(http::field::allow, answer.allow);
  if (!answer.location.empty()) response.set(http::field::location, answer.location);
  if (answer.brotli != nullptr) {
    response.set(http::field::vary, "Accept-Encoding");
    if (takes(of_beast(header[http::field::accept_encoding]), "br")) {
      response.set(http::field::content_encoding, "br");
      answer.body = *answer.brotli;
      if (!answer.tag.empty()) answer.tag.insert(answer.tag.size() - 1, "-br");
    }
  }
  if (!answer.tag.empty()) {
    response.set(http::field::etag, answer.tag);
    if (of_beast(header[http::field::if_none_match]) == answer.tag) {
      response.result(http::status::not_modified);
      answer.body.clear();
    }
  }
}

http::response<http::string_body> text_response(const http::request_header<>& header, Response answer,
                                                bool keep) {
  http::response<http::string_body> response = response_of<http::string_body>(header, answer, keep);
  if (answer.gzip) {
    response.set(http::field::vary, "Accept-Encoding");
    if (takes(of_beast(header[http::field::accept_encoding]), "gzip")) {
      if (auto packed = gzipped(answer.body)) {
        response.set(http::field::content_encoding, "gzip");
        answer.body = std::move(*packed);
      }
    }
  }
  response.body() = std::move(answer.body);
  if (answer.status != 204) response.prepare_payload();
  if (header.method() == http::verb::head) response.body().clear();  // its length stays
  return response;
}

}  // namespace firstchair::server

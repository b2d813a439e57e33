#include "apps/server/http/school_door.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "apps/server/http/file_part.h"
#include "apps/server/http/qr_code.h"

namespace firstchair::server {
namespace {

constexpr std::uint64_t kMostPart = 4 << 20;

std::string cookie_of(const http::request_header<>& header) {
  return school_api::session_in(of_beast(header[http::field::cookie]));
}

// Sound is listened to part by part.
std::optional<http::response<http::string_body>> part_response(const http::request_header<>& header,
                                                               const school_api::Told& told, bool keep) {
  std::error_code gone;
  const auto size = static_cast<std::uint64_t>(std::filesystem::file_size(told.file, gone));
  const auto part = gone ? std::nullopt : part_of(of_beast(header[http::field::range]), size, kMostPart);
  if (!part) return std::nullopt;
  const bool none = part->begin == part->end;
  Response answer{.status = none ? 416 : 206, .type = told.type, .body = {}, .tag = {}, .allow = {}};
  if (!none) answer.body = read_part(told.file, *part);
  http::response<http::string_body> response = text_response(header, std::move(answer), keep);
  response.set(http::field::content_range,
               none ? fmt::format("bytes */{}", size)
                    : fmt::format("bytes {}-{}/{}", part->begin, part->end - 1, size));
  response.set(http::field::cache_control, "no-store");
  return response;
}

// The page draws codes; how they are made is known here.
school_api::ApiConfig with_qr(school_api::ApiConfig config) {
  config.qr = qr_rows;
  return config;
}

}  // namespace

SchoolDoor::SchoolDoor(const SchoolServing& serving, std::function<std::int64_t()> now)
    : api_(with_qr(serving.api), std::move(now)), insecure_(serving.insecure_for_tests) {}

Result<std::unique_ptr<SchoolDoor>> SchoolDoor::make(const SchoolServing& serving,
                                                     std::function<std::int64_t()> now) {
  std::unique_ptr<SchoolDoor> door(new SchoolDoor(serving, std::move(now)));
  for (const std::string& text : serving.trusted_proxies) {
    const std::optional<Network> network = network_of(text);
    if (!network)
      return Error{ErrorCode::usage, "--trusted-proxy " + text, "not an address or a network",
                   "Write 127.0.0.1 or 10.0.0.0/8"};
    door->proxies_.push_back(*network);
  }
  return door;
}

Forwarded SchoolDoor::asker(const http::request_header<>& header, const std::string& peer) const {
  return forwarded(peer, of_beast(header["X-Forwarded-For"]), of_beast(header["X-Forwarded-Proto"]),
                   proxies_);
}

std::string SchoolDoor::client_of(const http::request_header<>& header, const std::string& peer) const {
  return asker(header, peer).client;
}

std::optional<bool> SchoolDoor::knows(const http::request_header<>& header) {
  return api_.knows(cookie_of(header));
}

school_api::Told SchoolDoor::answer(const http::request_header<>& header, Request request) {
  const Forwarded from = asker(header, request.client);
  const bool looks = request.method == "GET";
  school_api::Told told = api_.answer({.method = std::move(request.method),
                                       .path = std::move(request.path),
                                       .query = std::move(request.query),
                                       .body = std::move(request.body),
                                       .address = from.client,
                                       .session = cookie_of(header),
                                       .csrf = std::string(of_beast(header["X-Firstchair-Csrf"])),
                                       .secure = from.secure || insecure_,
                                       .if_match = std::string(of_beast(header[http::field::if_match])),
                                       .type = std::string(of_beast(header[http::field::content_type])),
                                       .upload = std::move(request.upload)});
  // Made here, since this is not the thread of the network.
  if (looks && told.status == 200 && told.file.empty() && told.tag.empty())
    told.tag = school_api::tag_of(told.body);
  return told;
}

std::optional<http::response<http::string_body>> told_response(const http::request_header<>& header,
                                                               school_api::Told told, bool keep) {
  if (!told.file.empty()) return part_response(header, told, keep);
  const bool looked_at = !told.tag.empty();
  Response answer{.status = told.status,
                  .type = told.type,
                  .body = std::move(told.body),
                  .tag = told.tag,
                  .allow = told.allow,
                  .location = told.location};
  http::response<http::string_body> response = text_response(header, std::move(answer), keep);
  response.set(http::field::cache_control, looked_at ? "private, no-cache" : "no-store");
  if (!told.cookie.empty()) response.set(http::field::set_cookie, told.cookie);
  if (told.retry_after_s > 0) response.set(http::field::retry_after, std::to_string(told.retry_after_s));
  return response;
}

}  // namespace firstchair::server

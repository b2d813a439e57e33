#include "apps/school/api.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>
#include <chrono>

#include "apps/school/call.h"
#include "apps/school/watch/request_line.h"
#include "school/secrets.h"

namespace firstchair::school_api {
namespace {

constexpr int kRequestBits = 64;

}  // namespace

std::string prefix_of(const std::string& address) {
  std::array<unsigned char, 16> six{};
  const bool mapped = address.starts_with("::ffff:") && address.find('.') != std::string::npos;
  const std::string four_text = mapped ? address.substr(7) : address;
  std::array<unsigned char, 4> four{};
  if (::inet_pton(AF_INET, four_text.c_str(), four.data()) == 1)
    return fmt::format("{}.{}.{}.0/24", four[0], four[1], four[2]);
  if (::inet_pton(AF_INET6, address.c_str(), six.data()) != 1) return {};
  return fmt::format("{:x}:{:x}:{:x}::/48", six[0] << 8 | six[1], six[2] << 8 | six[3], six[4] << 8 | six[5]);
}

bool is_of_school(std::string_view path) {
  return path == "/api/login" || path == "/api/logout" || path == "/api/me" || path.starts_with("/api/me/") ||
         path.starts_with("/api/invite/") || path.starts_with("/api/school/") ||
         path.starts_with("/api/classes/") || path.starts_with("/api/chairs/") ||
         path.starts_with("/api/assignments/") || path.starts_with("/api/submissions/") ||
         path.starts_with("/api/people/") || path.starts_with("/api/reset/") ||
         path.starts_with("/api/comments/") || path == "/api/due";
}

bool is_sent_sound(std::string_view method, std::string_view path, std::string_view type) {
  return method == "POST" && path.starts_with("/api/assignments/") && path.ends_with("/submissions") &&
         type.starts_with("multipart/form-data");
}

bool may_wait_for_sound(std::string_view method, std::string_view path, std::string_view type) {
  return is_sent_sound(method, path, type) || path.ends_with("/sound") || path.ends_with("/export.zip") ||
         path.find("/exports/") != std::string_view::npos;
}

std::string invite_link(std::string_view code) {
  return fmt::format("/#join/{}", code);
}

std::string reset_link(std::string_view code) {
  return fmt::format("/#reset/{}", code);
}

Api::Api(ApiConfig config, std::function<std::int64_t()> now)
    : config_(std::move(config)),
      now_(std::move(now)),
      stores_(config_.store),
      sounds_(config_.sounds),
      listener_(config_.hearing, config_.school, now_, stores_, sounds_, config_.listener),
      watch_({.stores = stores_,
              .sounds = sounds_,
              .school = config_.school,
              .listener = &listener_,
              .metrics = &metrics_,
              .passwords = &passwords_,
              .keeps_sound = !config_.sounds.empty(),
              .version = config_.version,
              .now = now_}) {}

struct Api::Seen {
  std::string_view route = "none";
  std::int64_t school = 0, person = 0;
};

std::optional<bool> Api::knows(const std::string& session) {
  const std::int64_t school = school_of(session);
  if (school == 0) return false;
  const Result<school::StorePool::Lent> lent = stores_.lend();
  if (!lent) return std::nullopt;
  const auto found = (*lent)->session(school, school::hash_of(session), now_());
  if (!found && found.error().code != ErrorCode::not_found) return std::nullopt;
  return static_cast<bool>(found);
}

Told Api::answer(const Asked& asked) {
  const auto begin = std::chrono::steady_clock::now();
  Seen seen;
  Told told = answered(asked, seen);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  metrics_.count(seen.route == "none" ? "none" : std::string_view(asked.method), seen.route, told.status,
                 took.count());
  if (config_.request_log) {
    const auto at = std::chrono::system_clock::now().time_since_epoch();
    config_.request_log(
        request_line({.at_ms = std::chrono::duration_cast<std::chrono::milliseconds>(at).count(),
                      .id = school::draw_secret(kRequestBits),
                      .method = seen.route == "none" ? "none" : std::string_view(asked.method),
                      .route = seen.route,
                      .school = seen.school,
                      .person = seen.person,
                      .status = told.status,
                      .ms = took.count() * 1000,
                      .bytes = told.body.size()}));
  }
  return told;
}

Told Api::answered(const Asked& asked, Seen& seen) {
  const Route* route = nullptr;
  std::vector<std::string> words;
  std::string allow;
  for (const Route& one : routes()) {
    auto found = matched(one.pattern, asked.path);
    if (!found) continue;
    allow += (allow.empty() ? "" : ", ") + std::string(one.method);
    if (one.method != asked.method) continue;
    route = &one;
    words = std::move(*found);
  }
  if (allow.empty()) return refusal(404, "no such address");
  if (route == nullptr) {
    Told answer = refusal(405, "this address does not take that method");
    answer.allow = allow;
    return answer;
  }
  seen.route = route->pattern;
  Result<school::StorePool::Lent> lent = stores_.lend();
  if (!lent) return no_database();
  Call call{.asked = asked,
            .config = config_,
            .store = **lent,
            .passwords = passwords_,
            .sounds = sounds_,
            .gradebooks = gradebooks_,
            .kept_chairs = kept_chairs_,
            .listener = listener_,
            .now_s = now_(),
            .words = std::move(words)};
  if (!recognise(call)) return no_database();
  seen.school = call.school;
  seen.person = call.actor.person;
  if (!call.logged_in() && !route->open) return refusal(401, "log in first");
  if (!route->open && lacks_factor(call) && !route->pattern.starts_with("/api/me") &&
      route->pattern != "/api/logout")
    return refusal(403, "an admin has a second factor; set it up under your name first");
  const bool changes = asked.method != "GET";
  if (changes && call.logged_in() && !route->open && !call.csrf_shown())
    return refusal(403, "this page is out of date; load it again");
  return route->handler(call);
}

}  // namespace firstchair::school_api

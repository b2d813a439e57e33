#include "apps/school/api.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "apps/school/call.h"
#include "apps/school/limits.h"
#include "apps/school/watch/request_line.h"
#include "school/secrets.h"
#include "store/json_bounds.h"

namespace firstchair::school_api {
namespace {

using school::Role;

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kMostS = 30 * 24 * kHour, kSeenEveryS = 60;
constexpr int kMostPage = 500, kRequestBits = 64;

// Whoever sees others' takes is asked for the password again sooner.
std::int64_t idle_s(const school::Actor& actor) {
  const auto strongest = school::strongest(actor);
  const bool reads_own = !strongest || *strongest == Role::student || *strongest == Role::guardian;
  return (reads_own ? 12 : 2) * kHour;
}

std::vector<std::string_view> parts(std::string_view path) {
  std::vector<std::string_view> all;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::size_t end = std::min(path.find('/'), path.size());
    all.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return all;
}

// What stands for the holes of a pattern; nothing: the path is another.
std::optional<std::vector<std::string>> matched(std::string_view pattern, std::string_view path) {
  const auto wanted = parts(pattern), found = parts(path);
  if (wanted.size() != found.size()) return std::nullopt;
  std::vector<std::string> words;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].starts_with('{')) {
      if (found[i].empty()) return std::nullopt;
      words.emplace_back(found[i]);
    } else if (wanted[i] != found[i]) {
      return std::nullopt;
    }
  }
  return words;
}

std::optional<std::int64_t> whole_of(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Told no_database() {
  Told answer = refusal(503, "the database does not answer; takes stay in your browser and are sent later");
  answer.retry_after_s = 30;
  return answer;
}

// Finds who shows the cookie, and what is true of them now. False: the database failed.
bool recognise(Call& call) {
  call.school = school_of(call.asked.session);
  if (call.school == 0) return true;
  call.hash = school::hash_of(call.asked.session);
  Result<school::Recognised> who = call.store.recognised(call.school, call.hash, call.now_s);
  if (!who) return who.error().code == ErrorCode::not_found;
  call.session = std::move(who->session);
  call.actor = {call.session.person, std::move(who->memberships), std::move(who->children)};
  if (call.now_s - call.session.seen_s >= kSeenEveryS) {
    const std::int64_t until = std::min(call.session.made_s + kMostS, call.now_s + idle_s(call.actor));
    if (!call.store.touch_session(call.school, call.hash, call.now_s, until)) return false;
  }
  return true;
}

}  // namespace

std::int64_t school_of(std::string_view token) {
  const std::size_t dash = token.find('-');
  const std::int64_t school =
      dash == std::string_view::npos ? 0 : whole_of(token.substr(0, dash)).value_or(0);
  return school > 0 && school < 1'000'000'000 ? school : 0;
}

std::string session_in(std::string_view cookies) {
  while (!cookies.empty()) {
    const std::string_view pair = cookies.substr(0, cookies.find(';'));
    cookies.remove_prefix(std::min(pair.size() + 1, cookies.size()));
    while (cookies.starts_with(' ')) cookies.remove_prefix(1);
    const std::size_t sign = pair.find('=');
    if (sign != std::string_view::npos && pair.substr(0, sign) == kCookie)
      return std::string(pair.substr(sign + 1));
  }
  return {};
}

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
         path.starts_with("/api/classes/") || path.starts_with("/api/assignments/") ||
         path.starts_with("/api/submissions/") || path.starts_with("/api/people/") ||
         path.starts_with("/api/reset/") || path.starts_with("/api/comments/") || path == "/api/due";
}

bool is_sent_sound(std::string_view method, std::string_view path, std::string_view type) {
  return method == "POST" && path.starts_with("/api/assignments/") && path.ends_with("/submissions") &&
         type.starts_with("multipart/form-data");
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
              .version = config_.version}) {}

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

bool Call::csrf_shown() const {
  return logged_in() && school::equal_secrets(asked.csrf, session.csrf);
}

school::Act Call::act() const {
  return {.person = actor.person,
          .role = school::strongest(actor).value_or(Role::student),
          .prefix = prefix_of(asked.address),
          .at_s = now_s};
}

std::optional<std::int64_t> Call::number(std::size_t at) const {
  return at < words.size() ? whole_of(words[at]) : std::nullopt;
}

std::optional<std::int64_t> Call::asked_number(std::string_view key, std::int64_t otherwise) const {
  const auto found = asked.query.find(key);
  return found == asked.query.end() ? otherwise : whole_of(found->second);
}

std::optional<school::Page> Call::page() const {
  const auto after = asked_number("after", 0), limit = asked_number("limit", 100);
  if (!after || *after < 0 || !limit || *limit < 1 || *limit > kMostPage) return std::nullopt;
  return school::Page{*after, static_cast<int>(*limit)};
}

std::optional<Json> Call::object() const {
  if (!store::within(asked.body, {.depth = 4, .values = 1000})) return std::nullopt;
  Json read = Json::parse(asked.body.empty() ? std::string("{}") : asked.body, nullptr, false);
  if (!read.is_object()) return std::nullopt;
  return read;
}

Told told(const Json& json, int status) {
  return {.status = status, .body = json.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

Told told_nothing() {
  return {.status = 204, .body = {}};
}

Told refusal(int status, std::string_view line) {
  return told(Json{{"error", line}}, status);
}

Told refusal(const Error& error) {
  switch (error.code) {
    case ErrorCode::usage:
      return refusal(400, error.line());
    case ErrorCode::not_found:
      return nothing_there();
    case ErrorCode::too_large: {
      Told answer = refusal(503, error.line());
      answer.retry_after_s = 2;
      return answer;
    }
    default:
      return no_database();
  }
}

Told forbidden() {
  return refusal(403, "your role does not allow that here");
}

Told teachers_only() {
  return refusal(403, "only teachers of this class see that");
}

Told nothing_there() {
  return refusal(404, "there is nothing here");
}

std::string text(const Json& object, const char* key, bool& wrong) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  if (!found->is_string()) {
    wrong = true;
    return {};
  }
  const auto& value = found->get_ref<const std::string&>();
  // No text here has more than one line, nor what a terminal would obey.
  wrong =
      wrong || std::any_of(value.begin(), value.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  return value;
}

std::optional<std::int64_t> whole(const Json& object, const char* key, bool& wrong) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (found->is_number_integer()) return found->get<std::int64_t>();
  wrong = true;
  return std::nullopt;
}

std::optional<bool> flag(const Json& object, const char* key, bool& wrong) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (found->is_boolean()) return found->get<bool>();
  wrong = true;
  return std::nullopt;
}

Told welcome(Call& call, std::int64_t person) {
  auto memberships = call.store.memberships_of(call.school, person, call.now_s);
  if (!memberships) return refusal(memberships.error());
  auto children = call.store.children_of(call.school, person);
  if (!children) return refusal(children.error());
  call.actor = {person, std::move(*memberships), std::move(*children)};
  const std::string token = fmt::format("{}-{}", call.school, school::draw_secret(school::kSessionBits));
  call.session = {.person = person,
                  .made_s = call.now_s,
                  .seen_s = call.now_s,
                  .until_s = call.now_s + idle_s(call.actor),
                  .csrf = school::draw_secret(school::kCsrfBits)};
  const Result<Done> begun =
      call.store.begin_session(call.school, school::hash_of(token), call.session, call.act());
  if (!begun) return refusal(begun.error());
  Told answer = me(call);
  answer.cookie =
      fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}", kCookie, token, kMostS);
  return answer;
}

const std::vector<Route>& routes() {
  static const std::vector<Route> kRoutes{
      {"POST", "/api/login", true, login},
      {"POST", "/api/logout", false, logout},
      {"POST", "/api/invite/{code}", true, take_invite},
      {"GET", "/api/me", false, me},
      {"POST", "/api/me/password", false, change_password},
      {"GET", "/api/me/second", false, second_factor},
      {"POST", "/api/me/second", false, propose_second_factor},
      {"DELETE", "/api/me/second", false, end_second_factor},
      {"POST", "/api/me/second/confirm", false, confirm_second_factor},
      {"GET", "/api/reset/{code}", true, look_at_reset},
      {"POST", "/api/reset/{code}", true, take_reset},
      {"GET", "/api/school/people", false, list_people},
      {"POST", "/api/school/people", false, add_person},
      {"GET", "/api/school/people/{id}", false, one_person},
      {"PATCH", "/api/school/people/{id}", false, change_person},
      {"DELETE", "/api/school/people/{id}", false, end_person},
      {"POST", "/api/school/people/{id}/reset", false, make_reset},
      {"DELETE", "/api/school/people/{id}/second", false, end_second_factor_of},
      {"POST", "/api/school/classes/{id}/cards", false, make_cards},
      {"POST", "/api/school/roster", false, enrol},
      {"GET", "/api/school/erasures", false, list_erasures},
      {"POST", "/api/people/{id}/erasure", false, ask_erasure},
      {"DELETE", "/api/people/{id}/erasure", false, drop_erasure},
      {"POST", "/api/people/{id}/erasure/confirm", false, confirm_erasure},
      {"GET", "/api/people/{id}/export.zip", false, export_person},
      {"GET", "/api/school/terms", false, list_terms},
      {"POST", "/api/school/terms", false, add_term},
      {"GET", "/api/school/classes", false, list_classes},
      {"POST", "/api/school/classes", false, add_class},
      {"GET", "/api/school/classes/{id}", false, one_class},
      {"PATCH", "/api/school/classes/{id}", false, change_class},
      {"DELETE", "/api/school/classes/{id}", false, archive_class},
      {"GET", "/api/school/classes/{id}/members", false, list_members},
      {"POST", "/api/school/classes/{id}/members", false, add_member},
      {"PATCH", "/api/school/classes/{id}/members/{person}", false, change_member},
      {"DELETE", "/api/school/classes/{id}/members/{person}", false, end_member},
      {"GET", "/api/school/invites", false, list_invites},
      {"POST", "/api/school/invites", false, make_invite},
      {"DELETE", "/api/school/invites/{id}", false, end_invite},
      {"GET", "/api/school/audit", false, read_log},
      {"GET", "/api/school/charts", false, list_charts},
      {"POST", "/api/school/charts", false, keep_chart},
      {"PATCH", "/api/school/people/{id}/consent", false, set_consent},
      {"GET", "/api/classes/{id}/assignments", false, list_assignments},
      {"POST", "/api/classes/{id}/assignments", false, add_assignment},
      {"GET", "/api/classes/{id}/gradebook", false, gradebook},
      {"GET", "/api/classes/{id}/gradebook.csv", false, gradebook_table},
      {"GET", "/api/assignments/{id}", false, one_assignment},
      {"PATCH", "/api/assignments/{id}", false, change_assignment},
      {"POST", "/api/assignments/{id}/release", false, release_results},
      {"POST", "/api/assignments/{id}/judge_again", false, judge_again},
      {"GET", "/api/assignments/{id}/overrides", false, list_overrides},
      {"POST", "/api/assignments/{id}/overrides", false, set_override},
      {"POST", "/api/assignments/{id}/openings", false, open_attempt},
      {"GET", "/api/assignments/{id}/submissions", false, list_submissions},
      {"POST", "/api/assignments/{id}/submissions", false, hand_in},
      {"GET", "/api/submissions/{id}", false, one_submission},
      {"PATCH", "/api/submissions/{id}", false, take_out},
      {"POST", "/api/submissions/{id}/again", false, hear_again},
      {"GET", "/api/submissions/{id}/take.json", false, take_json},
      {"GET", "/api/submissions/{id}/take.html", false, take_html},
      {"GET", "/api/submissions/{id}/sound", false, sound},
      {"GET", "/api/submissions/{id}/comments", false, list_comments},
      {"POST", "/api/submissions/{id}/comments", false, add_comment},
      {"PATCH", "/api/comments/{id}", false, change_comment},
      {"DELETE", "/api/comments/{id}", false, end_comment},
      {"GET", "/api/due", false, due},
      {"GET", "/api/me/takes", false, own_takes},
      {"POST", "/api/me/takes", false, keep_own_take},
      {"POST", "/api/me/limits", false, keep_own_limit},
      {"GET", "/api/me/phrases", false, own_phrases},
      {"PATCH", "/api/me/phrases", false, set_phrases},
  };
  return kRoutes;
}

}  // namespace firstchair::school_api

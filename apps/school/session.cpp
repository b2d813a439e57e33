// Who asks: a session is begun with a cookie, and found again by it.
#include <fmt/format.h>

#include <algorithm>

#include "apps/school/call.h"
#include "school/secrets.h"

namespace firstchair::school_api {
namespace {

using school::Role;

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kMostS = 30 * 24 * kHour, kSeenEveryS = 60;

// Whoever sees others' takes is asked for the password again sooner.
std::int64_t idle_s(const school::Actor& actor) {
  const auto strongest = school::strongest(actor);
  const bool reads_own = !strongest || *strongest == Role::student || *strongest == Role::guardian;
  return (reads_own ? 12 : 2) * kHour;
}

}  // namespace

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

}  // namespace firstchair::school_api

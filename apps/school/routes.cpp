// Every address that is answered here, and how a path is found among them.
#include <algorithm>

#include "apps/school/call.h"
#include "apps/school/limits.h"

namespace firstchair::school_api {
namespace {

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

}  // namespace

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
      {"GET", "/api/people/{id}/exports", false, list_exports},
      {"POST", "/api/people/{id}/exports", false, ask_export},
      {"GET", "/api/people/{id}/exports/{export}", false, load_export},
      {"GET", "/api/school/jobs", false, list_jobs},
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
      {"GET", "/api/classes/{id}/chairs", false, list_chairs},
      {"POST", "/api/classes/{id}/chairs", false, declare_chairs},
      {"GET", "/api/chairs/{id}", false, one_chairs},
      {"POST", "/api/chairs/{id}/seat", false, seat_chairs},
      {"POST", "/api/chairs/{id}/cancel", false, cancel_chairs},
      {"POST", "/api/chairs/{id}/appeals", false, appeal_chairs},
      {"POST", "/api/chairs/{id}/appeals/{n}/ruling", false, rule_chairs},
      {"GET", "/api/chairs/{id}/seating.html", false, chairs_sheet},
      {"GET", "/api/chairs/{id}/seating.jsonl", false, chairs_record},
      {"GET", "/api/chairs/{id}/seating.jsonl.minisig", false, chairs_signature},
      {"GET", "/api/chairs/{id}/seating.pub", false, chairs_public_key},
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

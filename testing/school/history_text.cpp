#include "testing/school/history_text.h"

namespace firstchair::testing {

using namespace school;

std::string told(const Result<Done>& result) {
  return result ? "done" : refused(result);
}
std::string told(const Result<std::int64_t>& result) {
  return result ? fmt::format("#{}", *result) : refused(result);
}
std::string text_of(const Person& one) {
  return fmt::format("{} {} {} {} {}", one.id, one.name, one.given, one.ended ? "ended" : "", one.source_id);
}
std::string text_of(const Membership& one) {
  return fmt::format("{} {} {} {}", one.klass, one.person, id_of(one.role), one.to_s.value_or(0));
}
std::string text_of(const Class& one) {
  return fmt::format("{} {} {} {}", one.id, one.term, one.title, one.archived ? "archived" : "");
}
std::string text_of(const Assignment& one) {
  return fmt::format("{} {} {} {} {} {} {} {} {}", one.id, one.version, one.title, demands_text(one.demands),
                     pass_text(one.pass), one.attempts.value_or(0), one.due_s.value_or(0),
                     one.closes_s.value_or(0), one.released ? "released" : "");
}
std::string text_of(const Submission& one) {
  return fmt::format("{} {} {} {} {} {} {} {} {}", one.id, one.assignment, one.person, one.version,
                     static_cast<int>(one.state), one.sent_name, one.came_s, one.why,
                     answers_text(one.answers));
}
std::string text_of(const Grade& one) {
  return fmt::format("{} {} {} {} {} {} {} {} {} {} {} {}", one.assignment, one.person,
                     id_of(one.result.standing), one.result.used, one.result.running,
                     one.attempts.value_or(0), one.due_s.value_or(0), one.waiting, one.failed,
                     one.overridden ? "by hand" : "", one.version, one.shown ? text_of(*one.shown) : "");
}
std::string text_of(const Comment& one) {
  return fmt::format("{} {} {} {} {} {}", one.id, one.bar, one.beat, one.text, one.by,
                     one.edited_s.value_or(0));
}
std::string text_of(const Invite& one) {
  return fmt::format("{} {} {} {}", one.id, one.klass, id_of(one.role), one.uses_left);
}
std::string text_of(const Noted& one) {
  // A school's own number is another one in every database.
  return fmt::format("{} {} {} {} {}", one.n, one.act.person, one.verb,
                     one.thing.starts_with("school ") ? "school" : one.thing, told_of(one));
}
std::string text_of(const ResultChange& one) {
  return fmt::format("{} {} {}", one.person, id_of(one.before), id_of(one.after));
}
std::string text_of(const Remaining& one) {
  return fmt::format("{} {} {} {}", one.assignment, one.version, one.demand, one.value);
}
std::string text_of(const OwnTake& one) {
  return fmt::format("{} {} {} {}", one.id, one.title, one.bpm, one.submission.value_or(0));
}

}  // namespace firstchair::testing

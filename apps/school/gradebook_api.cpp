// The gradebook as numbers and as a table, and what a student has before them.
#include <algorithm>

#include "apps/school/assigned.h"
#include "apps/school/words.h"

namespace firstchair::school_api {
namespace {

using school::Role;
using school::Verb;

constexpr std::size_t kFewest = 10;  // students, of whom a median is told

// A class with everything its gradebook is made of.
struct ClassBook {
  school::Class klass;
  std::vector<school::Assignment> assignments;
  std::vector<school::Grade> grades;  // by assignment and person
  std::map<std::int64_t, school::Person> students;
};

Result<ClassBook> class_book(Call& call, Verb verb, Told& refused) {
  const auto id = call.number();
  const auto klass = id && *id > 0 ? call.store.klass(call.school, *id) : Result<school::Class>(Error{});
  refused = klass ? teachers_only() : nothing_there();
  if (!klass || !call.allowed(verb, {.person = 0, .classes = {*id}})) return Error{};
  const auto assignments = call.store.assignments(call.school, *id);
  const auto grades = call.store.gradebook(call.school, *id, call.now_s);
  const auto members = call.store.members(call.school, *id, call.now_s);
  if (!assignments || !grades || !members) {
    refused = refusal(!assignments ? assignments.error() : !grades ? grades.error() : members.error());
    return Error{};
  }
  ClassBook book{.klass = *klass, .assignments = *assignments, .grades = *grades, .students = {}};
  for (const school::Membership& held : *members) {
    if (held.role != Role::student) continue;
    const auto person = call.store.person(call.school, held.person);
    if (person) book.students[held.person] = *person;
    if (person) continue;
    refused = refusal(person.error());
    return Error{};
  }
  return book;
}

const school::Assignment& assignment_in(const ClassBook& book, std::int64_t id) {
  return *std::find_if(book.assignments.begin(), book.assignments.end(),
                       [&](const school::Assignment& one) { return one.id == id; });
}

Json medians_of(const ClassBook& book, const std::vector<school::Remaining>& remains) {
  Json list = Json::array();
  for (const school::Assignment& asked : book.assignments)
    for (std::size_t demand = 0; demand < asked.demands.size(); ++demand) {
      std::vector<double> values;
      for (const school::Grade& grade : book.grades) {
        if (grade.assignment != asked.id || !grade.shown || grade.version != asked.version) continue;
        const auto& answers = grade.shown->answers;
        if (demand < answers.size() && answers[demand].standing != assign::DemandStanding::not_told)
          values.push_back(answers[demand].value);
      }
      for (const school::Remaining& one : remains)
        if (one.assignment == asked.id && one.version == asked.version && one.demand == demand)
          values.push_back(one.value);
      if (values.size() < kFewest) continue;
      std::sort(values.begin(), values.end());
      const std::size_t half = values.size() / 2;
      const double median = values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
      list.push_back(
          {{"assignment", asked.id}, {"demand", demand}, {"n", values.size()}, {"median", median}});
    }
  return list;
}

}  // namespace

Told gradebook(Call& call) {
  Told refused;
  const auto book = class_book(call, Verb::read_takes, refused);
  if (!book) return refused;
  const auto remains = call.store.remains(call.school, book->klass.id);
  if (!remains) return refusal(remains.error());
  Teller teller(call);
  Json students = Json::array(), assignments = Json::array(), grades = Json::array();
  for (const auto& [id, person] : book->students)
    students.push_back({{"person", id}, {"name", person.name}, {"given", person.given}});
  for (const school::Assignment& one : book->assignments) assignments.push_back(teller.json_of(one));
  for (const school::Grade& grade : book->grades)
    grades.push_back(teller.json_of(grade, assignment_in(*book, grade.assignment), false));
  return told_by(teller, {{"students", std::move(students)},
                          {"assignments", std::move(assignments)},
                          {"grades", std::move(grades)},
                          {"medians", medians_of(*book, *remains)}});
}

Told gradebook_table(Call& call) {
  Told refused;
  const auto book = class_book(call, Verb::export_takes, refused);
  if (!book) return refused;
  const auto mark = call.asked_number("bom", 0);
  if (!mark) return refusal(400, "bom is 0 or 1");
  std::vector<school::GradeRow> rows;
  for (const school::Grade& grade : book->grades) {
    const auto student = book->students.find(grade.person);
    if (student == book->students.end()) continue;
    const school::Assignment& asked = assignment_in(*book, grade.assignment);
    school::GradeRow row{.class_title = book->klass.title,
                         .assignment_title = asked.title,
                         .name = student->second.name,
                         .given = student->second.given,
                         .source_id = student->second.source_id,
                         .grade = grade,
                         .assignment = &asked};
    if (grade.shown) {
      const auto comments = call.store.comments(call.school, grade.shown->id);
      if (!comments) return refusal(comments.error());
      for (const school::Comment& one : *comments)
        row.comment += (row.comment.empty() ? "" : "; ") + one.text;
    }
    rows.push_back(std::move(row));
  }
  Told table{.status = 200, .body = school::gradebook_csv(rows, *mark != 0)};
  table.type = "text/csv; charset=utf-8";
  return table;
}

Told due(Call& call) {
  const auto person = call.asked_number("person", call.actor.person);
  if (!person) return refusal(400, "person is a number");
  if (*person != call.actor.person && !call.allowed(Verb::read_takes, {.person = *person}))
    return forbidden();
  const auto memberships = call.store.memberships_of(call.school, *person, call.now_s);
  if (!memberships) return refusal(memberships.error());
  Teller teller(call);
  Json list = Json::array();
  for (const school::Membership& held : *memberships) {
    if (held.klass == 0 || held.role != Role::student) continue;
    const auto klass = call.store.klass(call.school, held.klass);
    const auto all = call.store.assignments(call.school, held.klass);
    if (!klass || !all) return refusal(klass ? all.error() : klass.error());
    if (klass->archived) continue;
    for (const school::Assignment& asked : *all) {
      const auto grade = call.store.grade(call.school, asked.id, *person);
      if (!grade) return refusal(grade.error());
      const bool open = call.now_s >= asked.opens_s && !(asked.closes_s && call.now_s > *asked.closes_s) &&
                        !(grade->attempts && grade->result.used + grade->waiting >= *grade->attempts);
      list.push_back({{"class_title", klass->title},
                      {"assignment", teller.json_of(asked)},
                      {"grade", teller.json_of(*grade, asked, true)},
                      {"due_s", maybe_json(grade->due_s)},
                      {"open", open},
                      {"text", due_text(*grade, asked, released(asked, call.now_s), call.now_s)}});
    }
  }
  // What is due first stands first; what is due at no time stands last.
  std::stable_sort(list.begin(), list.end(), [](const Json& a, const Json& b) {
    if (a["due_s"].is_null() != b["due_s"].is_null()) return b["due_s"].is_null();
    return !a["due_s"].is_null() && a["due_s"].get<std::int64_t>() < b["due_s"].get<std::int64_t>();
  });
  return told_by(teller, {{"due", std::move(list)}});
}

}  // namespace firstchair::school_api

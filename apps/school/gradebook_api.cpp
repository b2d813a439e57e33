// The gradebook as numbers and as a table, and what a student has before them.
#include <algorithm>

#include "apps/school/assigned.h"
#include "apps/school/words.h"

namespace firstchair::school_api {
namespace {

using school::Role;
using school::Verb;

constexpr std::size_t kFewest = 10;  // students, of whom a median is told

using school::ClassBook;

// Says whether the class is there and the actor may; its number. Else `refused` is the answer.
std::optional<std::int64_t> class_asked(Call& call, Verb verb, Told& refused) {
  const auto id = call.number();
  const auto klass = id && *id > 0 ? call.store.klass(call.school, *id) : Result<school::Class>(Error{});
  refused = klass ? teachers_only() : nothing_there();
  if (!klass || !call.allowed(verb, {.person = 0, .classes = {*id}})) return std::nullopt;
  return id;
}

const school::Assignment& assignment_in(const ClassBook& book, std::int64_t id) {
  return *std::find_if(book.assignments.begin(), book.assignments.end(),
                       [&](const school::Assignment& one) { return one.id == id; });
}

Json medians_of(const ClassBook& book) {
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
      for (const school::Remaining& one : book.remains)
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

Told told_book(Call& call, const ClassBook& book) {
  Teller teller(call);
  Json students = Json::array(), assignments = Json::array(), grades = Json::array();
  for (const school::Person& person : book.students)
    students.push_back({{"person", person.id}, {"name", person.name}, {"given", person.given}});
  for (const school::Assignment& one : book.assignments) assignments.push_back(teller.json_of(one));
  for (const school::Grade& grade : book.grades)
    grades.push_back(teller.json_of(grade, assignment_in(book, grade.assignment), false));
  return told_by(teller, {{"students", std::move(students)},
                          {"assignments", std::move(assignments)},
                          {"grades", std::move(grades)},
                          {"medians", medians_of(book)}});
}

// Returns when the first day is over that the book shows: something is overdue, or its results are shown.
std::int64_t same_until(const ClassBook& book, std::int64_t now_s) {
  std::int64_t until = now_s + Gradebooks::kLongestS;
  const auto change_at = [&](const std::optional<std::int64_t>& at) {
    if (at && *at + 1 > now_s) until = std::min(until, std::max(*at, now_s + 1));
  };
  for (const school::Assignment& one : book.assignments) change_at(one.due_s);
  for (const school::Grade& one : book.grades) change_at(one.due_s);
  return until;
}

}  // namespace

Told gradebook(Call& call) {
  const auto id = call.number();
  const auto changes = id && *id > 0 ? call.store.changes(call.school, *id) : Result<std::int64_t>(Error{});
  if (!changes && id && *id > 0 && changes.error().code != ErrorCode::not_found)
    return refusal(changes.error());
  if (!changes) return nothing_there();
  if (!call.allowed(Verb::read_takes, {.person = 0, .classes = {*id}})) return teachers_only();
  Told refused;
  auto shown = call.gradebooks.shown(
      {.school = call.school, .klass = *id, .changes = *changes, .now_s = call.now_s},
      [&]() -> std::optional<Gradebooks::Made> {
        const auto book = call.store.class_book(call.school, *id, call.now_s);
        if (!book) {
          refused = refusal(book.error());
          return std::nullopt;
        }
        Told made = told_book(call, *book);
        if (made.status == 200)
          return Gradebooks::Made{.text = std::move(made.body), .until_s = same_until(*book, call.now_s)};
        refused = std::move(made);
        return std::nullopt;
      });
  if (!shown) return refused;
  Told answer{.status = 200, .body = std::move(shown->text)};
  answer.tag = std::move(shown->tag);
  return answer;
}

Told gradebook_table(Call& call) {
  Told refused;
  const auto id = class_asked(call, Verb::export_takes, refused);
  if (!id) return refused;
  const auto mark = call.asked_number("bom", 0);
  if (!mark) return refusal(400, "bom is 0 or 1");
  const auto book = call.store.class_book(call.school, *id, call.now_s);
  if (!book) return refusal(book.error());
  std::map<std::int64_t, const school::Person*> students;
  for (const school::Person& one : book->students) students[one.id] = &one;
  std::vector<school::GradeRow> rows;
  for (const school::Grade& grade : book->grades) {
    const school::Person& student = *students.at(grade.person);
    const school::Assignment& asked = assignment_in(*book, grade.assignment);
    school::GradeRow row{.class_title = book->klass.title,
                         .assignment_title = asked.title,
                         .name = student.name,
                         .given = student.given,
                         .source_id = student.source_id,
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
  const auto books = call.store.own_books(call.school, *person, call.now_s);
  if (!books) return refusal(books.error());
  Teller teller(call);
  Json list = Json::array();
  for (const ClassBook& book : *books)
    for (const school::Grade& grade : book.grades) {
      const school::Assignment& asked = assignment_in(book, grade.assignment);
      const bool open = call.now_s >= asked.opens_s && !(asked.closes_s && call.now_s > *asked.closes_s) &&
                        !(grade.attempts && grade.result.used + grade.waiting >= *grade.attempts);
      list.push_back({{"class_title", book.klass.title},
                      {"assignment", teller.json_of(asked)},
                      {"grade", teller.json_of(grade, asked, true)},
                      {"due_s", maybe_json(grade.due_s)},
                      {"open", open},
                      {"text", due_text(grade, asked, released(asked, call.now_s), call.now_s)}});
    }
  // What is due first stands first; what is due at no time stands last.
  std::stable_sort(list.begin(), list.end(), [](const Json& a, const Json& b) {
    if (a["due_s"].is_null() != b["due_s"].is_null()) return b["due_s"].is_null();
    return !a["due_s"].is_null() && a["due_s"].get<std::int64_t>() < b["due_s"].get<std::int64_t>();
  });
  return told_by(teller, {{"due", std::move(list)}});
}

}  // namespace firstchair::school_api

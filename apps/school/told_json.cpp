#include "apps/school/told_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "apps/school/words.h"
#include "charts/charts.h"
#include "engine/core/voice.h"

namespace firstchair::school_api {
namespace {

constexpr std::array<const char*, 3> kSources{"any", "midi", "audio"}, kSounds{"none", "teacher", "keep"},
    kReleases{"now", "due", "by_hand"};
constexpr std::array<const char*, 2> kLates{"refused", "marked"};
constexpr std::array<const char*, 4> kStates{"waiting", "heard", "failed", "taken_out"};

template <class Kind, std::size_t N>
const char* word_of(const std::array<const char*, N>& words, Kind kind) {
  return words.at(static_cast<std::size_t>(kind));
}

// Sets `field` by a word of the body; a word that is none is wrong.
template <class Kind, std::size_t N>
void set_word(const Json& body, const char* key, const std::array<const char*, N>& words, Kind& field,
              bool& wrong) {
  if (!body.contains(key)) return;
  const auto at = std::find(words.begin(), words.end(), text(body, key, wrong));
  if (at == words.end()) {
    wrong = true;
  } else {
    field = static_cast<Kind>(at - words.begin());
  }
}

std::optional<std::int64_t> maybe_whole(const Json& body, const char* key,
                                        const std::optional<std::int64_t>& otherwise, bool& wrong) {
  return body.contains(key) ? whole(body, key, wrong) : otherwise;
}

Json points_json(const school::Points& points) {
  const std::string text = school::points_text(points);
  return text.empty() ? Json(nullptr) : Json::parse(text);
}

}  // namespace

bool released(const school::Assignment& assignment, std::int64_t now_s) {
  switch (assignment.results) {
    case school::Release::now:
      return true;
    case school::Release::due:
      return assignment.released || !assignment.due_s || now_s >= *assignment.due_s;
    case school::Release::by_hand:
      return assignment.released;
  }
  return false;
}

Json maybe_json(const std::optional<std::int64_t>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json json_of(const assign::Demand& demand) {
  Json json{{"kind", school::id_of(demand.kind)}, {"bound", demand.bound}};
  if (school::of_a_line(demand.kind)) json["line"] = firstchair::id_of(demand.line);
  return json;
}

Result<Chart> chart_of(Call& call, const std::string& item) {
  constexpr std::size_t kHash = 64;
  return item.size() == kHash ? call.store.chart(call.school, item) : charts::builtin_chart(item);
}

std::string Teller::title_of(const std::string& item) {
  const auto known = titles_.find(item);
  if (known != titles_.end()) return known->second;
  const Result<Chart> chart = chart_of(call_, item);
  if (!chart && chart.error().code != ErrorCode::not_found) failed_ = chart.error();
  return titles_[item] = chart ? chart->title : item;
}

const std::vector<assign::Demand>& Teller::demands_of(const school::Assignment& assignment, int version) {
  const auto key = std::pair(assignment.id, version);
  const auto known = demands_.find(key);
  if (known != demands_.end()) return known->second;
  if (version == assignment.version) return demands_[key] = assignment.demands;
  const auto then = call_.store.assignment_version(call_.school, assignment.id, version);
  if (!then) failed_ = then.error();
  return demands_[key] = then ? then->demands : std::vector<assign::Demand>();
}

Json Teller::answers_of(const std::vector<assign::Answered>& answers, const school::Assignment& assignment,
                        int version) {
  Json list = Json::array();
  const std::vector<assign::Demand>& demands = demands_of(assignment, version);
  for (std::size_t i = 0; i < answers.size() && i < demands.size(); ++i) {
    const assign::Answered& answer = answers[i];
    const bool told = answer.standing != assign::DemandStanding::not_told;
    list.push_back({{"demand", school_api::json_of(demands[i])},
                    {"standing", school::id_of(answer.standing)},
                    {"value", told ? Json(answer.value) : Json(nullptr)},
                    {"low", told ? Json(answer.low) : Json(nullptr)},
                    {"high", told ? Json(answer.high) : Json(nullptr)},
                    {"unit", school::unit_of(demands[i].kind)},
                    {"n", answer.n},
                    {"needed", answer.needed},
                    {"text", answer_text(demands[i], answer)}});
  }
  return list;
}

Json Teller::json_of(const school::Assignment& a) {
  Json demands = Json::array();
  for (const assign::Demand& demand : a.demands) demands.push_back(school_api::json_of(demand));
  return {{"id", a.id},
          {"class", a.klass},
          {"version", a.version},
          {"edition", edition_of(a)},
          {"title", a.title},
          {"item", a.item},
          {"chart_title", title_of(a.item)},
          {"bpm", a.bpm},
          {"click", a.click},
          {"bars", a.bars},
          {"source", word_of(kSources, a.source)},
          {"demands", std::move(demands)},
          {"pass",
           {{"kind", school::id_of(a.pass.kind)},
            {"k", a.pass.k},
            {"n", a.pass.n},
            {"need_shown", a.pass.need_shown}}},
          {"attempts", a.attempts ? Json(*a.attempts) : Json(nullptr)},
          {"opens_s", a.opens_s},
          {"due_s", maybe_json(a.due_s)},
          {"closes_s", maybe_json(a.closes_s)},
          {"late", word_of(kLates, a.late)},
          {"sound", word_of(kSounds, a.sound)},
          {"results", word_of(kReleases, a.results)},
          {"released", released(a, call_.now_s)},
          {"points", points_json(a.points)}};
}

Json Teller::json_of(const school::Grade& grade, const school::Assignment& assignment, bool of_student) {
  const assign::PassResult& result = grade.result;
  const bool told = !of_student || released(assignment, call_.now_s);
  const std::optional<double>& points = assignment.points.at(static_cast<std::size_t>(result.standing));
  const bool passed =
      school::rank_of(result.standing) > 0 || result.standing == assign::ResultStanding::excused;
  return {{"assignment", grade.assignment},
          {"person", grade.person},
          {"standing", told ? Json(school::id_of(result.standing)) : Json(nullptr)},
          {"overridden", told && grade.overridden},
          {"overdue", (!told || !passed) && grade.due_s && call_.now_s > *grade.due_s},
          {"used", result.used},
          {"attempts", grade.attempts ? Json(*grade.attempts) : Json(nullptr)},
          {"waiting", grade.waiting},
          {"failed", grade.failed},
          {"running", told ? result.running : 0},
          {"wanted", result.wanted},
          {"submission", grade.shown ? Json(grade.shown->id) : Json(nullptr)},
          {"came_s", grade.shown ? Json(grade.shown->came_s) : Json(nullptr)},
          {"answers",
           told && grade.shown ? answers_of(grade.shown->answers, assignment, grade.version) : Json::array()},
          {"points", told && points ? Json(*points) : Json(nullptr)},
          {"text", told ? near_text(grade, assignment.pass) : when_shown(assignment)}};
}

Json Teller::json_of(const school::Submission& one, const school::Assignment& assignment, bool of_student) {
  const bool told = !of_student || released(assignment, call_.now_s);
  const auto comments = call_.store.comments(call_.school, one.id);
  if (!comments) failed_ = comments.error();
  const assign::Attempt when{.began_s = one.began_s, .came_s = one.came_s};
  std::string why = one.why;
  if (one.state == school::SubmissionState::waiting) {
    const auto job = call_.store.job_of(call_.school, school::kHearJob, one.id);
    if (!job) failed_ = job.error();
    if (job && *job && !(*job)->error.empty())
      why = fmt::format("{}, {}", (*job)->error, again_text((*job)->due_s, (*job)->running));
  }
  return {{"id", one.id},
          {"assignment", one.assignment},
          {"person", one.person},
          {"version", one.version},
          {"state", word_of(kStates, one.state)},
          {"why", why},
          {"began_s", one.began_s},
          {"came_s", one.came_s},
          {"late", !assign::in_time(when, assignment.due_s)},
          {"sound", !one.sound.empty()},
          {"take", maybe_json(one.take)},
          {"answers", told ? answers_of(one.answers, assignment, one.version) : Json::array()},
          {"comments", comments ? comments->size() : 0}};
}

std::string fill(school::Assignment& a, const Json& body) {
  constexpr std::array kFields{"title",   "item",  "bpm",      "click",   "bars",  "source",
                               "demands", "pass",  "attempts", "opens_s", "due_s", "closes_s",
                               "late",    "sound", "results",  "points"};
  for (const auto& [key, value] : body.items())
    if (std::none_of(kFields.begin(), kFields.end(),
                     [&name = key](const char* field) { return name == field; }))
      return key.size() < 40 ? "an assignment has no " + key : "an assignment has no such field";
  bool wrong = false;
  if (body.contains("title")) a.title = text(body, "title", wrong);
  if (body.contains("item")) a.item = text(body, "item", wrong);
  if (const auto bpm = body.find("bpm"); bpm != body.end()) {
    wrong = wrong || !bpm->is_number();
    if (bpm->is_number()) a.bpm = bpm->get<double>();
  }
  a.click = flag(body, "click", wrong).value_or(a.click);
  const auto bars = whole(body, "bars", wrong);
  if (bars) a.bars = static_cast<int>(std::clamp<std::int64_t>(*bars, -1, 10000));
  set_word(body, "source", kSources, a.source, wrong);
  set_word(body, "late", kLates, a.late, wrong);
  set_word(body, "sound", kSounds, a.sound, wrong);
  set_word(body, "results", kReleases, a.results, wrong);
  if (const auto demands = body.find("demands"); demands != body.end()) {
    auto read = school::demands_of(demands->dump(-1, ' ', false, Json::error_handler_t::replace));
    if (!read) return "a demand has a kind, a bound over 0, and a line where it is of one";
    a.demands = std::move(*read);
  }
  if (const auto pass = body.find("pass"); pass != body.end()) {
    if (!pass->is_object()) return "pass is a rule: kind, k, n, need_shown";
    Json whole_rule{{"kind", "k_of_last"}, {"k", 1}, {"n", 1}, {"need_shown", false}};
    whole_rule.update(*pass);
    const auto read = school::pass_of(whole_rule.dump(-1, ' ', false, Json::error_handler_t::replace));
    if (!read) return "a pass rule is one, k_of_last, last or mean_of_last, with k of n, n at most 20";
    a.pass = *read;
  }
  if (body.contains("attempts")) {
    const auto attempts = whole(body, "attempts", wrong);
    a.attempts = attempts ? std::optional(static_cast<int>(std::clamp<std::int64_t>(*attempts, 0, 100000)))
                          : std::nullopt;
  }
  a.opens_s = whole(body, "opens_s", wrong).value_or(a.opens_s);
  a.due_s = maybe_whole(body, "due_s", a.due_s, wrong);
  a.closes_s = maybe_whole(body, "closes_s", a.closes_s, wrong);
  if (const auto points = body.find("points"); points != body.end()) {
    const auto read = school::points_of(points->is_null() ? std::string() : points->dump());
    if (!read) return "points are numbers by result: passed, passed_late, not_met, not_told, not_begun";
    a.points = *read;
  }
  if (wrong) return "one of the fields is not as docs/school_api.json has it";
  return school::fault_of(a);
}

}  // namespace firstchair::school_api

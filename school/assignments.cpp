#include "school/assignments.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/core/voice.h"
#include "school/secrets.h"

namespace firstchair::school {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 7> kDemandKinds{"spread_norm", "spread_ms", "lean_ms",   "slips",
                                                       "tempo_off",   "limit_bpm", "bars_clean"};
constexpr std::array<std::string_view, 4> kPassKinds{"one", "k_of_last", "last", "mean_of_last"};
constexpr std::array<std::string_view, 4> kStandings{"not_told", "not_met", "met", "shown"};
constexpr std::array<std::string_view, 6> kResults{"excused", "not_begun",   "not_told",
                                                   "not_met", "passed_late", "passed"};

constexpr int kMostAttempts = 1000, kMostWindow = 20;
constexpr std::size_t kMostDemands = 20;

template <class Kind, std::size_t N>
std::optional<Kind> kind_of(const std::array<std::string_view, N>& ids, const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_string()) return std::nullopt;
  const auto at = std::find(ids.begin(), ids.end(), found->get<std::string>());
  if (at == ids.end()) return std::nullopt;
  return static_cast<Kind>(at - ids.begin());
}

std::optional<Line> line_of_id(const std::string& text) {
  for (int line = 0; line < kLineCount; ++line)
    if (firstchair::id_of(static_cast<Line>(line)) == text) return static_cast<Line>(line);
  return std::nullopt;
}

Error malformed(const char* what) {
  return Error{
      ErrorCode::malformed, "the database", fmt::format("{} are not as firstchair writes them", what), {}};
}

double number(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number() ? found->get<double>() : std::nan("");
}

int whole_number(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number_integer() ? found->get<int>() : -1;
}

}  // namespace

std::string_view id_of(assign::DemandKind kind) {
  return kDemandKinds.at(static_cast<std::size_t>(kind));
}
std::string_view id_of(assign::PassKind kind) {
  return kPassKinds.at(static_cast<std::size_t>(kind));
}
std::string_view id_of(assign::DemandStanding standing) {
  return kStandings.at(static_cast<std::size_t>(standing));
}
std::string_view id_of(assign::ResultStanding standing) {
  return kResults.at(static_cast<std::size_t>(standing));
}

bool of_a_line(assign::DemandKind kind) {
  return kind <= assign::DemandKind::lean_ms;
}

std::string points_text(const Points& points) {
  Json json = Json::object();
  for (std::size_t i = 0; i < points.size(); ++i)
    if (points[i]) json[std::string(kResults[i])] = *points[i];
  return json.empty() ? std::string() : json.dump();
}

Result<Points> points_of(const std::string& text) {
  Points points;
  if (text.empty()) return points;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return malformed("points");
  for (const auto& [key, value] : json.items()) {
    const auto at = std::find(kResults.begin(), kResults.end(), key);
    if (at == kResults.end() || !value.is_number()) return malformed("points");
    points[static_cast<std::size_t>(at - kResults.begin())] = value.get<double>();
  }
  return points;
}

std::string demands_text(const std::vector<assign::Demand>& demands) {
  Json list = Json::array();
  for (const assign::Demand& demand : demands) {
    Json one{{"kind", id_of(demand.kind)}, {"bound", demand.bound}};
    if (of_a_line(demand.kind)) one["line"] = firstchair::id_of(demand.line);
    list.push_back(std::move(one));
  }
  return list.dump();
}

Result<std::vector<assign::Demand>> demands_of(const std::string& text) {
  const Json list = Json::parse(text, nullptr, false);
  if (!list.is_array()) return malformed("demands");
  std::vector<assign::Demand> demands;
  for (const Json& one : list) {
    const auto kind = one.is_object() ? kind_of<assign::DemandKind>(kDemandKinds, one, "kind") : std::nullopt;
    if (!kind) return malformed("demands");
    assign::Demand demand{.kind = *kind, .bound = number(one, "bound")};
    if (of_a_line(*kind)) {
      const auto line =
          one.contains("line") && one["line"].is_string() ? line_of_id(one["line"]) : std::nullopt;
      if (!line) return malformed("demands");
      demand.line = *line;
    }
    if (!(demand.bound > 0)) return malformed("demands");
    demands.push_back(demand);
  }
  return demands;
}

std::string pass_text(const assign::PassRule& rule) {
  return Json{{"kind", id_of(rule.kind)}, {"k", rule.k}, {"n", rule.n}, {"need_shown", rule.need_shown}}
      .dump();
}

Result<assign::PassRule> pass_of(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  const auto kind = json.is_object() ? kind_of<assign::PassKind>(kPassKinds, json, "kind") : std::nullopt;
  if (!kind || !json.contains("need_shown") || !json["need_shown"].is_boolean())
    return malformed("pass rules");
  const assign::PassRule rule{*kind, whole_number(json, "k"), whole_number(json, "n"),
                              json["need_shown"].get<bool>()};
  if (rule.k < 1 || rule.n < rule.k || rule.n > kMostWindow) return malformed("pass rules");
  return rule;
}

std::string answers_text(const std::vector<assign::Answered>& answers) {
  Json list = Json::array();
  for (const assign::Answered& answer : answers)
    list.push_back({{"standing", id_of(answer.standing)},
                    {"value", answer.value},
                    {"low", answer.low},
                    {"high", answer.high},
                    {"n", answer.n},
                    {"needed", answer.needed}});
  return list.dump();
}

Result<std::vector<assign::Answered>> answers_of(const std::string& text) {
  const Json list = Json::parse(text, nullptr, false);
  if (!list.is_array()) return malformed("answers");
  std::vector<assign::Answered> answers;
  for (const Json& one : list) {
    const auto standing =
        one.is_object() ? kind_of<assign::DemandStanding>(kStandings, one, "standing") : std::nullopt;
    if (!standing) return malformed("answers");
    answers.push_back({.standing = *standing,
                       .value = number(one, "value"),
                       .low = number(one, "low"),
                       .high = number(one, "high"),
                       .n = whole_number(one, "n"),
                       .needed = whole_number(one, "needed")});
  }
  return answers;
}

bool asks_otherwise(const Assignment& one, const Assignment& other) {
  return one.item != other.item || one.bpm != other.bpm || one.click != other.click ||
         one.bars != other.bars || one.source != other.source || one.demands != other.demands ||
         one.pass != other.pass;
}

std::string edition_of(const Assignment& a) {
  const auto maybe = [](const auto& value) { return value ? std::to_string(*value) : std::string("-"); };
  std::string text;
  for (const std::string& field :
       {a.title, a.item, fmt::format("{}", a.bpm),
        fmt::format("{} {} {}", a.click, a.bars, static_cast<int>(a.source)), demands_text(a.demands),
        pass_text(a.pass), maybe(a.attempts), std::to_string(a.opens_s), maybe(a.due_s), maybe(a.closes_s),
        fmt::format("{} {} {} {}", static_cast<int>(a.late), static_cast<int>(a.sound),
                    static_cast<int>(a.results), a.released),
        points_text(a.points)})
    text += fmt::format("{}:{}", field.size(), field);
  return fmt::format("{}.{}", a.version, hash_of(text).substr(0, 16));
}

std::string fault_of(const Assignment& assignment) {
  if (assignment.title.empty() || assignment.title.size() > 200)
    return "an assignment has a title of 1 to 200 letters";
  if (assignment.item.empty() || assignment.item.size() > 200) return "an assignment names a chart";
  if (!(assignment.bpm >= 20 && assignment.bpm <= 400)) return "the tempo is from 20 to 400";
  if (assignment.bars < 0 || assignment.bars > 1000) return "the bars are from 1 to 1000";
  if (assignment.demands.empty() || assignment.demands.size() > kMostDemands)
    return "an assignment has 1 to 20 demands";
  for (const assign::Demand& demand : assignment.demands)
    if (!(demand.bound > 0 && demand.bound < 1e6)) return "a demand has a bound over 0";
  const assign::PassRule& pass = assignment.pass;
  if (pass.k < 1 || pass.n < pass.k || pass.n > kMostWindow)
    return "a pass rule is k of the last n, n at most 20";
  if (assignment.attempts && (*assignment.attempts < 1 || *assignment.attempts > kMostAttempts))
    return "the attempts are from 1 to 1000";
  if (assignment.attempts && *assignment.attempts < pass.k)
    return "with fewer attempts than the rule wants nobody passes";
  for (const std::optional<double>& points : assignment.points)
    if (points && !(*points >= 0 && *points <= 10000)) return "points are from 0 to 10,000";
  if (assignment.due_s && *assignment.due_s < assignment.opens_s) return "it is due before it opens";
  if (assignment.closes_s && *assignment.closes_s < assignment.due_s.value_or(assignment.opens_s))
    return "it closes before it is due";
  return {};
}

}  // namespace firstchair::school

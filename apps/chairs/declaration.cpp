#include "apps/chairs/declaration.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "engine/chairs/score.h"
#include "store/chart_text.h"

namespace firstchair::audition {
namespace {

using nlohmann::json;

constexpr std::size_t kMostExcerpts = 16, kMostTitle = 200, kMostNotes = 40000;
constexpr std::int64_t kMostSeconds = 253402300799;  // the year 9999
constexpr const char* kCriteria[] = {"spread", "slips", "dynamics", "unison"};
constexpr const char* kMusts[] = {"lean", "drift", "tempo", "answered"};
constexpr const char* kClaims[] = {"played", "again"};
constexpr const char* kMissing[] = {"last", "out"};
constexpr const char* kLevels[] = {"sent", "live"};
constexpr const char* kSources[] = {"audio", "midi"};
constexpr const char* kTieBreaks[] = {"rotate", "holder", "lot", "panel", "play again"};

template <class Enum, std::size_t n>
bool read_word(const json& at, const char* const (&words)[n], Enum& value) {
  for (std::size_t i = 0; i < n; ++i) {
    if (at == words[i]) {
      value = static_cast<Enum>(i);
      return true;
    }
  }
  return false;
}

bool read_line(const json& at, Line& line) {
  for (int i = 0; i < kLineCount; ++i) {
    if (at == std::string(id_of(static_cast<Line>(i)))) {
      line = static_cast<Line>(i);
      return true;
    }
  }
  return false;
}

// A member of an object that may lack it: then it is null.
const json& of(const json& object, const char* name) {
  static const json none;
  const auto at = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && at != object.end() ? *at : none;
}

bool read_excerpt(const json& from, Excerpt& excerpt) {
  if (!of(from, "chart").is_string() || !of(from, "bars").is_number_unsigned()) return false;
  Result<Chart> chart = store::read_chart_text(of(from, "chart").get_ref<const std::string&>());
  if (!chart || of(from, "bars") > 100000) return false;
  excerpt.chart = std::move(*chart);
  excerpt.bars = of(from, "bars").get<int>();
  return read_decimal(of(from, "bpm"), excerpt.bpm) && read_decimal(of(from, "weight"), excerpt.weight);
}

bool read_musts(const json& from, chairs::Musts& musts) {
  for (int i = 0; i < chairs::kMustCount; ++i) {
    const json& asked = of(from, kMusts[i]);
    musts.asked[i] = asked.is_string();
    double value = 0;
    if (musts.asked[i] && !read_decimal(asked, value)) return false;
    if (!musts.asked[i]) continue;
    if (i == static_cast<int>(chairs::Must::lean)) musts.lean_ms = value;
    if (i == static_cast<int>(chairs::Must::tempo)) musts.tempo_percent = value;
    if (i == static_cast<int>(chairs::Must::answered)) musts.answered = value;
  }
  return from.is_object();
}

bool read_conditions(const json& from, Conditions& c) {
  const json &hours = of(from, "appeal_hours"), &opens = of(from, "opens"), &closes = of(from, "closes");
  if (!hours.is_number_unsigned() || hours > 720 || !opens.is_number_unsigned() ||
      !closes.is_number_unsigned() || opens > kMostSeconds || closes > kMostSeconds)
    return false;
  c.appeal_hours = hours.get<int>();
  c.opens_s = opens.get<std::int64_t>();
  c.closes_s = closes.get<std::int64_t>();
  return read_word(of(from, "level"), kLevels, c.level) &&
         read_word(of(from, "source"), kSources, c.source) &&
         read_decimal(of(from, "draw_percent"), c.draw_percent);
}

json conditions_json(const Conditions& c) {
  return {{"appeal_hours", static_cast<std::uint64_t>(c.appeal_hours)},
          {"closes", static_cast<std::uint64_t>(c.closes_s)},
          {"draw_percent", decimal(c.draw_percent, 4)},
          {"level", kLevels[static_cast<int>(c.level)]},
          {"opens", static_cast<std::uint64_t>(c.opens_s)},
          {"source", kSources[static_cast<int>(c.source)]}};
}

// Returns an empty text, or what attempts cannot be asked so.
std::string unlike_conditions(const Declaration& d) {
  const Conditions& c = *d.attempts;
  if (!(c.draw_percent >= 0) || !(c.draw_percent <= 2))
    return "a tempo is drawn within 0 to 2 % of the one asked";
  if (c.closes_s != 0 && c.closes_s <= c.opens_s) return "the last day comes before the first";
  for (std::size_t e = 0; e < d.excerpts.size(); ++e) {
    const Excerpt& excerpt = d.excerpts[e];
    if (excerpt.bpm == 0) return fmt::format("excerpt {}: attempts have a tempo that is asked", e + 1);
    if (excerpt.bpm * 0.98 < 20 || excerpt.bpm * 1.02 > 400)
      return fmt::format("excerpt {}: a tempo that is drawn about it is not within 20 to 400 BPM", e + 1);
    if (excerpt.chart.meters.size() > 1) return fmt::format("excerpt {}: an attempt keeps one meter", e + 1);
  }
  return {};
}

}  // namespace

std::string decimal(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", std::isfinite(value) ? value : 0.0, decimals);
  // Nothing is written as minus nothing.
  if (text.starts_with('-') && text.find_first_of("123456789") == std::string::npos) text.erase(0, 1);
  return text;
}

bool read_decimal(const json& text, double& value) {
  if (!text.is_string()) return false;
  const auto& digits = text.get_ref<const std::string&>();
  if (digits.empty() || digits.size() > 40 || digits.find_first_not_of("-.0123456789") != std::string::npos)
    return false;
  char* end = nullptr;
  value = std::strtod(digits.c_str(), &end);
  return *end == 0 && std::isfinite(value);
}

chairs::ScoreConfig Declaration::scoring(std::size_t excerpt) const {
  return {.weights = weights,
          .bpm = excerpts[excerpt].bpm,
          .bars = excerpts[excerpt].bars,
          .unison_a = unison_a,
          .unison_b = unison_b};
}

chairs::SeatingConfig Declaration::seating(chairs::Claim of_claim) const {
  chairs::SeatingConfig config{.claim = of_claim, .tau = tau};
  for (const Excerpt& e : excerpts) {
    if (!e.left_out) config.weights.push_back(e.weight);
  }
  return config;
}

json declaration_json(const Declaration& d) {
  json excerpts = json::array(), weights = json::object(), musts = json::object();
  for (const Excerpt& e : d.excerpts) {
    excerpts.push_back({{"bars", static_cast<std::uint64_t>(e.bars)},
                        {"bpm", decimal(e.bpm, 4)},
                        {"chart", store::chart_text(e.chart)},
                        {"weight", decimal(e.weight, 4)}});
  }
  for (std::size_t i = 0; i < d.weights.size(); ++i) weights[kCriteria[i]] = decimal(d.weights[i], 4);
  const double bounds[] = {d.musts.lean_ms, 0, d.musts.tempo_percent, d.musts.answered};
  for (int i = 0; i < chairs::kMustCount; ++i) {
    if (d.musts.asked[i]) musts[kMusts[i]] = decimal(bounds[i], 4);
  }
  json all = {{"claim", kClaims[static_cast<int>(d.claim)]},
              {"excerpts", std::move(excerpts)},
              {"missing", kMissing[static_cast<int>(d.missing)]},
              {"musts", std::move(musts)},
              {"tau", decimal(d.tau, 4)},
              {"tie_break", kTieBreaks[static_cast<int>(d.tie_break)]},
              {"title", d.title},
              {"unison", {std::string(id_of(d.unison_a)), std::string(id_of(d.unison_b))}},
              {"weights", std::move(weights)}};
  if (d.attempts) all["attempts"] = conditions_json(*d.attempts);
  return all;
}

Result<Declaration> read_declaration(const json& from) {
  Declaration d;
  const Error broken{ErrorCode::malformed, {}, "is no declaration of an audition", {}};
  const json &title = of(from, "title"), &excerpts = of(from, "excerpts"), &unison = of(from, "unison");
  if (!title.is_string() || !excerpts.is_array() || excerpts.size() > kMostExcerpts || !unison.is_array() ||
      unison.size() != 2)
    return broken;
  d.title = title.get<std::string>();
  for (const json& e : excerpts) {
    if (!read_excerpt(e, d.excerpts.emplace_back())) return broken;
  }
  for (std::size_t i = 0; i < d.weights.size(); ++i) {
    if (!read_decimal(of(of(from, "weights"), kCriteria[i]), d.weights[i])) return broken;
  }
  if (!read_musts(of(from, "musts"), d.musts) || !read_word(of(from, "claim"), kClaims, d.claim) ||
      !read_word(of(from, "missing"), kMissing, d.missing) ||
      !read_word(of(from, "tie_break"), kTieBreaks, d.tie_break) || !read_decimal(of(from, "tau"), d.tau) ||
      !read_line(unison[0], d.unison_a) || !read_line(unison[1], d.unison_b))
    return broken;
  if (const json& attempts = of(from, "attempts"); !attempts.is_null()) {
    if (!read_conditions(attempts, d.attempts.emplace())) return broken;
  }
  if (std::string why = unlike_an_audition(d); !why.empty())
    return Error{ErrorCode::unsupported, {}, std::move(why), {}};
  return d;
}

int usual_bars(const Chart& chart) {
  constexpr int kRounds = 32;  // of a chart that is too short to count by itself
  const int own = static_cast<int>(bars_of(chart).size());
  return own >= chairs::kLeastBars ? std::min(own, chairs::kMostBars) : kRounds;
}

std::string unlike_an_audition(const Declaration& d) {
  if (d.excerpts.empty() || d.excerpts.size() > kMostExcerpts) return "an audition has 1 to 16 excerpts";
  if (d.title.size() > kMostTitle) return "a title has at most 200 letters";
  const auto in = [](double x, double low, double high) { return x >= low && x <= high; };
  double all = 0;
  for (const double w : d.weights) {
    if (!in(w, 0, 100)) return "a weight is a number from 0 to 100";
    all += w;
  }
  if (!(all > 0)) return "no criterion has a weight";
  if (!in(d.tau, 0, 2)) return "tau is a number from 0 to 2";
  for (std::size_t e = 0; e < d.excerpts.size(); ++e) {
    const Excerpt& excerpt = d.excerpts[e];
    const std::string name = fmt::format("excerpt {}: ", e + 1);
    if (!in(excerpt.weight, 0.01, 100)) return name + "a weight is a number from 0.01 to 100";
    if (excerpt.bpm != 0 && !in(excerpt.bpm, 20, 400)) return name + "a tempo is 20 to 400 BPM";
    if (excerpt.chart.notes.size() > kMostNotes || bars_of(excerpt.chart).size() > kMostNotes)
      return name + "a chart has at most 40,000 notes";
    if (std::string why = check_chart(excerpt.chart); !why.empty()) return name + why;
    if (std::string why = chairs::too_short(excerpt.chart, excerpt.bars); !why.empty()) return name + why;
  }
  if (d.claim == chairs::Claim::again && d.excerpts.size() < 4)
    return "who would play best again needs at least 4 excerpts";
  return d.attempts ? unlike_conditions(d) : std::string();
}

}  // namespace firstchair::audition

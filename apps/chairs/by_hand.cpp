#include "apps/chairs/by_hand.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/chairs/declaration.h"
#include "report/text/words.h"
#include "store/record/record.h"

namespace firstchair::audition {
namespace {

using nlohmann::json;

constexpr std::int64_t kMostStroke = 40000;
constexpr double kMostSeconds = 86400;

// An added stroke is as loud as those of its voice, or as all where there is none.
Hit stroke_of(const AddedStroke& added, const std::vector<Hit>& hits, double rate) {
  Hit hit{
      .frame = static_cast<Frames>(std::llround(added.at_s * rate)), .voice = added.voice, .timed = false};
  double n = 0, level = 0, strength = 0;
  const bool own =
      std::any_of(hits.begin(), hits.end(), [&](const Hit& h) { return h.voice == added.voice; });
  for (const Hit& other : hits) {
    if (own && other.voice != added.voice) continue;
    n += 1, level += static_cast<double>(other.level_db), strength += static_cast<double>(other.strength);
  }
  if (n > 0) hit.level_db = static_cast<float>(level / n), hit.strength = static_cast<float>(strength / n);
  return hit;
}

}  // namespace

void write_by_hand(json& fields, const ByHand& by_hand) {
  json added = json::array();
  for (const AddedStroke& stroke : by_hand.added)
    added.push_back({{"at", decimal(stroke.at_s, 4)}, {"voice", std::string(id_of(stroke.voice))}});
  fields["added"] = std::move(added);
  fields["struck_out"] = by_hand.struck_out;
}

bool read_by_hand(const json& fields, ByHand& by_hand) {
  const json out = fields.value("struck_out", json()), in = fields.value("added", json());
  if (!out.is_array() || !in.is_array() || out.size() + in.size() > kMostByHand) return false;
  for (const json& number : out) {
    if (!number.is_number_unsigned() || number < 1 || number > kMostStroke) return false;
    const auto n = number.get<std::size_t>();
    if (!by_hand.struck_out.empty() && n <= by_hand.struck_out.back()) return false;
    by_hand.struck_out.push_back(n);
  }
  for (const json& one : in) {
    if (!one.is_object()) return false;
    const json name = one.value("voice", json());
    const std::optional<Voice> voice =
        name.is_string() ? voice_from_id(name.get_ref<const std::string&>()) : std::nullopt;
    AddedStroke stroke;
    if (!voice || !read_decimal(one.value("at", json()), stroke.at_s) || stroke.at_s < 0 ||
        stroke.at_s > kMostSeconds || (!by_hand.added.empty() && stroke.at_s < by_hand.added.back().at_s))
      return false;
    stroke.voice = *voice;
    by_hand.added.push_back(stroke);
  }
  return !by_hand.empty();
}

std::string change_strokes(std::vector<Hit>& hits, const ByHand& by_hand, double rate, Frames length) {
  if (!by_hand.struck_out.empty() && by_hand.struck_out.back() > hits.size())
    return fmt::format("there is no stroke {}; the take has {}", by_hand.struck_out.back(), hits.size());
  std::vector<Hit> added;
  for (const AddedStroke& stroke : by_hand.added) {
    added.push_back(stroke_of(stroke, hits, rate));
    if (length > 0 && added.back().frame >= length)
      return fmt::format("there is no second {:.4f}; the take lasts {:.1f} s", stroke.at_s,
                         static_cast<double>(length) / rate);
  }
  for (auto number = by_hand.struck_out.rbegin(); number != by_hand.struck_out.rend(); ++number)
    hits.erase(hits.begin() + static_cast<std::ptrdiff_t>(*number - 1));
  hits.insert(hits.end(), added.begin(), added.end());
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  return {};
}

std::string by_hand_told(const ByHand& by_hand) {
  std::string told;
  if (!by_hand.struck_out.empty())
    told = fmt::format("{} struck out", report::count(by_hand.struck_out.size(), "stroke"));
  if (!by_hand.added.empty())
    told += told.empty() ? fmt::format("{} added", report::count(by_hand.added.size(), "stroke"))
                         : fmt::format(" and {} added", by_hand.added.size());
  return told + " by hand, by ruling";
}

}  // namespace firstchair::audition

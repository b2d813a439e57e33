// Slips in words: how many, of which line, and where: "3 of 64 kick notes missed, & of 3 (bars 5, 7) +1". A
// drummer finds a slip by its place in the bar, so the place that most of them share comes first.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr std::size_t kShown = 4;  // bars that are listed
constexpr double kShared = 0.6;    // of the slips, from which their common place is worth saying

// "bars 5, 7 (2), 9 +1"
std::string bars_words(const std::vector<Place>& places) {
  std::map<int, int> often;
  for (const Place& place : places) ++often[place.bar];
  const std::vector<std::pair<int, int>> bars(often.begin(), often.end());  // which, how often
  std::string text = bars.size() == 1 ? "bar " : "bars ";
  for (std::size_t i = 0; i < std::min(bars.size(), kShown); ++i) {
    text += fmt::format("{}{}", i == 0 ? "" : ", ", bars[i].first);
    if (bars[i].second > 1) text += fmt::format(" ({})", bars[i].second);
  }
  return bars.size() > kShown ? text + fmt::format(" +{}", bars.size() - kShown) : text;
}

}  // namespace

std::vector<Place> at_common_place(const Metric& m) {
  std::map<long, std::vector<Place>> by_beat;
  for (const Place& place : m.places) by_beat[std::lround(place.beat * 1000)].push_back(place);
  const std::vector<Place>* most = nullptr;
  for (const auto& [beat, places] : by_beat) {
    if (most == nullptr || places.size() > most->size()) most = &places;
  }
  if (most == nullptr || static_cast<double>(most->size()) < kShared * static_cast<double>(m.places.size()))
    return {};
  return *most;
}

std::string slip_places(const Metric& m) {
  if (m.places.empty()) return {};
  const std::vector<Place> common = at_common_place(m);
  if (common.empty()) return bars_words(m.places);
  const auto in_first = std::count_if(common.begin(), common.end(),
                                      [&](const Place& p) { return p.bar == common.front().bar; });
  // A chart of one bar, or slips in one bar: how often says more than which bar.
  const bool one_bar = common.size() > kShown && in_first == static_cast<std::ptrdiff_t>(common.size());
  std::string text = beat(common.front().beat);
  text += one_bar ? fmt::format(" ({})", common.size()) : " (" + bars_words(common) + ")";
  const std::size_t rest = m.places.size() - common.size();
  return rest > 0 ? text + fmt::format(" +{}", rest) : text;
}

std::string slip_words(const Metric& m) {
  const long counted = std::lround(m.value * m.n / 100.0);
  const std::string line = m.has_line ? std::string(name_of(m.line)) + " " : "";
  const std::string where = m.places.empty() ? "" : ", " + slip_places(m);
  switch (m.measure) {
    case Measure::missed:
      return fmt::format("{} of {} {}notes missed{}", counted, m.n, line, where);
    case Measure::extra:
      return fmt::format("{} extra {}strokes heard on {}{}", counted, line, m.n, where);
    default:
      return fmt::format("{} of {} {}notes on another drum{}", counted, m.n, line, where);
  }
}

}  // namespace firstchair::report

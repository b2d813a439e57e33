#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "charts/charts.h"
#include "charts/tab/tab.h"
#include "charts/tab/tab_words.h"

namespace firstchair::charts {

// data/charts/*.tab, put there by CMake in the order of their names: rudiment-01-... before groove-01-...
extern const std::span<const std::pair<std::string_view, std::string_view>> builtin_tabs;

namespace {

// "rudiment-16-single-paradiddle" -> group "rudiment", name "single-paradiddle"
BuiltinChart builtin_from(std::string_view stem, std::string_view tab) {
  const std::size_t dash = stem.find('-');
  const std::size_t first_line = tab.find('\n');
  return {.name = stem.substr(stem.find('-', dash + 1) + 1),
          .title = title_in(tab.substr(0, first_line)).value_or(stem),
          .group = stem.substr(0, dash),
          .tab = tab};
}

std::vector<BuiltinChart> make_builtin() {
  std::vector<BuiltinChart> charts;
  for (const auto& [stem, tab] : builtin_tabs) charts.push_back(builtin_from(stem, tab));
  return charts;
}

// Letters to insert, drop or exchange to make one of the other (Levenshtein 1966).
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0u);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t exchanged = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({exchanged, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

// A part of a name ("paradiddle") is nearer than a spelling mistake.
std::string nearest_names(std::string_view name) {
  constexpr std::size_t kHowMany = 3, kLongest = 64;
  name = name.substr(0, kLongest);
  std::vector<std::pair<std::size_t, std::string_view>> by_distance;
  for (const BuiltinChart& chart : builtin_charts()) {
    const bool part = name.size() >= 3 && chart.name.find(name) != std::string_view::npos;
    by_distance.emplace_back(part ? 0 : edits(name, chart.name), chart.name);
  }
  std::stable_sort(by_distance.begin(), by_distance.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string names;
  for (std::size_t i = 0; i < std::min(kHowMany, by_distance.size()); ++i) {
    names += (i == 0 ? "" : i + 1 < kHowMany ? ", " : " or ") + std::string(by_distance[i].second);
  }
  return names;
}

}  // namespace

std::span<const BuiltinChart> builtin_charts() {
  static const std::vector<BuiltinChart> charts = make_builtin();
  return charts;
}

bool has_builtin_tempo(const Chart& chart) {
  constexpr double kRounded = 1e-4;  // of a tempo: more than any format rounds it by
  if (chart.tempi.size() != 1) return false;
  for (const BuiltinChart& of : builtin_charts()) {
    if (of.title != chart.title) continue;
    const Result<Chart> built = builtin_chart(of.name);
    if (!built || built->tempi.size() != 1 || built->length != chart.length) continue;
    const double off = chart.tempi[0].bpm / built->tempi[0].bpm - 1;
    const auto same = [](const Note& a, const Note& b) { return a.tick == b.tick && a.voice == b.voice; };
    if (std::abs(off) < kRounded && std::ranges::equal(built->notes, chart.notes, same)) return true;
  }
  return false;
}

Result<Chart> builtin_chart(std::string_view name) {
  // Drummers leave out "single": the paradiddle, the paradiddle-diddle.
  const std::string single = "single-" + std::string(name);
  for (const BuiltinChart& chart : builtin_charts()) {
    if (chart.name != name && chart.name != single) continue;
    return read_tab({reinterpret_cast<const std::uint8_t*>(chart.tab.data()), chart.tab.size()});
  }
  return Error{ErrorCode::not_found, std::string(name), "no such file, and no chart of that name is built in",
               "Near it: " + nearest_names(name)};
}

}  // namespace firstchair::charts

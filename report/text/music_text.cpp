#include "report/text/music_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr std::size_t kMostPlaces = 3;
constexpr double kAll = 0.9;  // of the recording

// "bar 5 (0:08)"; "0:08" without a pulse, or outside it.
std::string place_of(const Take& take, const std::vector<Bar>& bars, Frames frame) {
  const std::string at = clock(seconds(take, static_cast<double>(frame)));
  const std::vector<PulsePoint>& pulse = take.alignment.pulse;
  const auto after = std::upper_bound(pulse.begin(), pulse.end(), static_cast<double>(frame),
                                      [](double f, const PulsePoint& point) { return f < point.frame; });
  if (after == pulse.begin() || after == pulse.end()) return at;
  return fmt::format("bar {} ({})", bar_at(bars, std::prev(after)->tick).number, at);
}

}  // namespace

std::string music_text(const Take& take) {
  const std::vector<MusicHeard>& music = take.source.music;
  if (music.empty()) return {};
  Frames masked = 0;
  for (const MusicHeard& heard : music) masked += heard.to - heard.from;
  std::string where;
  if (static_cast<double>(masked) >= kAll * static_cast<double>(take.source.length)) {
    where = "all along";
  } else {
    const std::vector<Bar> bars = bars_of(take.chart);
    for (std::size_t i = 0; i < std::min(kMostPlaces, music.size()); ++i) {
      where += fmt::format("{}from {} to {}", i > 0 ? ", " : "", place_of(take, bars, music[i].from),
                           place_of(take, bars, music[i].to));
    }
    if (music.size() > kMostPlaces)
      where += fmt::format(" and in {} more places", music.size() - kMostPlaces);
  }
  return "Other instruments or voices " + where +
         ": drums are masked there. Strokes may be missed or be theirs.";
}

}  // namespace firstchair::report

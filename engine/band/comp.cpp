// Chords: voicings without the root of three or four notes, each voice moving as little as the chords let it.
#include "engine/band/comp.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "engine/band/draw.h"

namespace firstchair::band {
namespace {

constexpr std::uint64_t kCellPlace = 3u << 20, kKeepPlace = 4u << 20;

// The pitch classes to voice, from the most telling on: third, seventh (or sixth), then colour, then fifth.
std::vector<int> classes_of(const Chord& chord) {
  std::vector<int> classes;
  const auto take = [&](std::initializer_list<int> any_of) {
    for (const int above : any_of)
      if ((chord.tones >> above & 1) != 0) {
        classes.push_back(pitch_class(chord.root + above));
        return true;
      }
    return false;
  };
  take({4, 3, 5, 2});  // third, or what is suspended for it
  const bool seventh = take({11, 10, 9});
  // Colour: what is neither root, third, fifth nor seventh.
  for (const int above : {2, 1, 6, 8, 9, 5}) {
    if (classes.size() >= 4) break;
    const int wanted = pitch_class(chord.root + above);
    const bool fifth_of_it = (above == 6 || above == 8) && (chord.tones >> 7 & 1) == 0;
    if ((chord.tones >> above & 1) != 0 && !fifth_of_it &&
        std::find(classes.begin(), classes.end(), wanted) == classes.end())
      classes.push_back(wanted);
  }
  if (classes.size() < 4) take({7, 6, 8});
  if (classes.size() < 3 || !seventh) classes.push_back(pitch_class(chord.root));  // a triad keeps its root
  std::sort(classes.begin(), classes.end());
  classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
  return classes;
}

// The voicing of the range whose voices move least from the last one: voicings are the classes' inversions,
// closed.
std::vector<int> voicing(const Chord& chord, const std::vector<int>& last, const Style& style) {
  const std::vector<int> classes = classes_of(chord);
  std::vector<int> best;
  double best_cost = 1e9;
  for (int lowest = style.comp_low; lowest <= style.comp_high - 12; ++lowest) {
    if (std::find(classes.begin(), classes.end(), pitch_class(lowest)) == classes.end()) continue;
    std::vector<int> pitches{lowest};
    for (int pitch = lowest + 1; pitch < lowest + 12; ++pitch)
      if (std::find(classes.begin(), classes.end(), pitch_class(pitch)) != classes.end())
        pitches.push_back(pitch);
    double cost = std::abs(pitches.front() + pitches.back() - style.comp_low - style.comp_high) * .05;
    for (const int pitch : pitches) {
      int away = last.empty() ? 0 : 100;
      for (const int before : last) away = std::min(away, std::abs(pitch - before));
      cost += away + (away > 4 ? 20 : 0);
    }
    // Two notes a half tone apart at the bottom are mud.
    if (pitches.size() > 1 && pitches[1] - pitches[0] == 1) cost += 6;
    if (cost < best_cost) {
      best_cost = cost;
      best = pitches;
    }
  }
  return best;
}

}  // namespace

Part comp_part(const Song& song, const Style& style, const CompOptions& options) {
  Part part{.name = "comp", .program = style.comp_program, .notes = {}};
  const Chart frame{.title = {}, .meters = song.meters, .tempi = {}, .notes = {}, .length = song.length};
  std::vector<int> last;
  std::optional<std::size_t> cell_before;
  for (const Bar& bar : bars_of(frame)) {
    if (bar.start >= song.length) break;
    const auto place = static_cast<std::uint64_t>(bar.number);
    std::vector<double> weights;
    for (const CompCell& cell : style.comp) weights.push_back(cell.weight);
    if (cell_before && style.comp.size() > 1) weights[*cell_before] = 0;
    const std::size_t chosen = draw_weighted(options.seed, kCellPlace + place, weights);
    cell_before = chosen;
    const CompCell& cell = style.comp[chosen];
    const Ticks beat = kTicksPerWhole / bar.meter.unit;
    for (std::size_t k = 0; k < cell.hits.size(); ++k) {
      const CompHit& hit = cell.hits[k];
      if (hit.beat >= bar.meter.beats) continue;
      // A busy drummer is left room; what stands accented stays longest.
      const double keep = 1 - options.busy * (.7 - .4 * hit.accent);
      if (options.busy > 0 && draw(options.seed, kKeepPlace + place * 16 + k) >= keep) continue;
      const Ticks tick = bar.start + static_cast<Ticks>(std::llround(hit.beat * static_cast<double>(beat)));
      // What is struck in the last half beat before a chord belongs to that chord: it is anticipated.
      const Ticks bar_end = bar.end();
      const bool early = bar_end - tick <= beat / 2 && bar_end < song.length;
      const ChordAt* at = chord_at(song, early ? bar_end : tick);
      if (at == nullptr || at->none) continue;
      last = voicing(at->chord, last, style);
      for (const int pitch : last)
        part.notes.push_back(
            {.tick = tick,
             .length =
                 std::max<Ticks>(1, static_cast<Ticks>(std::llround(hit.length * static_cast<double>(beat)))),
             .pitch = pitch,
             .velocity = std::clamp(static_cast<int>(std::lround(70 + 16 * hit.accent)), 1, 127)});
    }
  }
  return part;
}

std::string check_style(const Style& style) {
  if (style.bass.empty() || style.comp.empty())
    return "a style needs a cell for the bass and one for the chords";
  if (!(style.swing >= 1 && style.swing <= 3.5)) return "a style's swing is 1 to 3.5";
  if (style.bass_low < 0 || style.bass_high > 127 || style.bass_high - style.bass_low < 24)
    return "a bass needs two octaves";
  if (style.comp_low < 0 || style.comp_high > 127 || style.comp_high - style.comp_low < 24)
    return "chords need two octaves";
  if (style.beats < 1 || style.beats > 16) return "a style's bar has 1 to 16 beats";
  const auto inside = [&](double beat, double length) {
    return beat >= 0 && beat < style.beats && length > 0 && length <= 16;
  };
  double weights = 0;
  for (const BassCell& cell : style.bass) {
    if (!(cell.weight >= 0)) return "a weight is below 0";
    weights += cell.weight;
    for (std::size_t k = 0; k < cell.notes.size(); ++k)
      if (!inside(cell.notes[k].beat, cell.notes[k].length) ||
          (k > 0 && cell.notes[k].beat <= cell.notes[k - 1].beat))
        return "a bass note stands outside the bar, or before the one before it";
  }
  if (!(weights > 0)) return "all weights are 0";
  int usable = 0;
  for (const CompCell& cell : style.comp) {
    if (!(cell.weight >= 0)) return "a weight is below 0";
    usable += cell.weight > 0;
    for (std::size_t k = 0; k < cell.hits.size(); ++k)
      if (!inside(cell.hits[k].beat, cell.hits[k].length) ||
          (k > 0 && cell.hits[k].beat <= cell.hits[k - 1].beat))
        return "a chord stands outside the bar, or before the one before it";
  }
  if (usable == 0 || (usable == 1 && style.comp.size() > 1))
    return "of several cells for the chords two need a weight";
  return {};
}

}  // namespace firstchair::band

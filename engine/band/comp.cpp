// Chords: voicings without the root of three or four notes, each voice moving as little as the chords let it.
#include "engine/band/comp.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "engine/band/draw.h"
#include "engine/band/felt_bar.h"
#include "engine/band/plays_at.h"

namespace firstchair::band {
namespace {

constexpr std::uint64_t kCellPlace = 3u << 20, kKeepPlace = 4u << 20;
constexpr double kBothThirds = 60;  // as three voices that leap
constexpr double kMiddlePull =
    .25;  // what a half tone from the middle of the range counts against one of a move

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
  // Colour: what is neither root, third, fifth nor seventh. Beside a #9 the b9 is left out.
  const auto has = [&](int above) { return (chord.tones >> above & 1) != 0; };
  const bool sharp_nine = has(3) && has(4), altered = sharp_nine && has(8);
  for (const int above : {2, 1, 3, 9, 8, 6, 5}) {
    if (classes.size() >= 4) break;
    if ((above == 3 && !sharp_nine) || (above == 1 && sharp_nine)) continue;
    const int wanted = pitch_class(chord.root + above);
    const bool fifth_of_it = (above == 6 || above == 8) && !has(7) && !altered;
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

// How far a voicing is from the last one, and how it sounds: small is good.
double cost_of(const Chord& chord, const std::vector<int>& pitches, const std::vector<int>& last,
               const Style& style) {
  double cost = kMiddlePull * std::abs(pitches.front() + pitches.back() - style.comp_low - style.comp_high);
  for (const int pitch : pitches) {
    int away = last.empty() ? 0 : 100;
    for (const int before : last) away = std::min(away, std::abs(pitch - before));
    cost += away + (away > 4 ? 20 : 0);
  }
  // Two notes a half tone apart are harsh, and mud at the bottom.
  for (std::size_t k = 1; k < pitches.size(); ++k)
    if (pitches[k] - pitches[k - 1] == 1) {
      cost += k == 1 ? 6 : 5;
      // A #9 a half tone under its third is heard as both thirds at once; above it, it is a colour.
      if (pitch_class(pitches[k] - chord.root) == 4) cost += kBothThirds;
    }
  return cost;
}

// The voicing of the range whose voices move least from the last one: closed, or opened by setting the second
// voice from the top an octave lower.
std::vector<int> voicing(const Chord& chord, const std::vector<int>& last, const Style& style) {
  const std::vector<int> classes = classes_of(chord);
  const auto in_chord = [&](int pitch) {
    return std::find(classes.begin(), classes.end(), pitch_class(pitch)) != classes.end();
  };
  std::vector<int> best;
  double best_cost = 1e9;
  const auto look = [&](const std::vector<int>& pitches) {
    if (pitches.front() < style.comp_low || pitches.back() > style.comp_high) return;
    const double cost = cost_of(chord, pitches, last, style);
    if (cost < best_cost) {
      best_cost = cost;
      best = pitches;
    }
  };
  for (int lowest = style.comp_low; lowest <= style.comp_high; ++lowest) {
    if (!in_chord(lowest)) continue;
    std::vector<int> pitches;
    for (int pitch = lowest; pitch < lowest + 12; ++pitch)
      if (in_chord(pitch)) pitches.push_back(pitch);
    look(pitches);
    if (pitches.size() < 4) continue;
    pitches[pitches.size() - 2] -= 12;
    std::sort(pitches.begin(), pitches.end());
    look(pitches);
  }
  return best;
}

// Which hits of a cell fall into a stretch of so many beats.
std::size_t hits_in(const CompCell& cell, double beats) {
  std::size_t hits = 0;
  while (hits < cell.hits.size() && cell.hits[hits].beat < beats) ++hits;
  return hits;
}

bool alike(const CompCell& one, const CompCell& other, double beats) {
  const std::size_t hits = hits_in(one, beats);
  return hits == hits_in(other, beats) &&
         std::equal(one.hits.begin(), one.hits.begin() + static_cast<std::ptrdiff_t>(hits),
                    other.hits.begin(), [](const CompHit& a, const CompHit& b) { return a.beat == b.beat; });
}

class Comper {
 public:
  Comper(const Song& song, const Style& style, const CompOptions& options)
      : song_(song), style_(style), options_(options), plays_(song) {}

  std::vector<PartNote> play() {
    std::vector<FeltStretch> stretches;
    for (const Bar& bar : bars_of(song_)) {
      const std::size_t first = stretches.size();
      add_stretches(bar, style_.beats, stretches);
      beat_ = felt_beat(bar.meter);
      for (std::size_t s = first; s < stretches.size(); ++s) stretch(stretches[s], s - first);
    }
    return std::move(notes_);
  }

 private:
  // `part`: which stretch of its bar it is.
  void stretch(const FeltStretch& stretch, std::size_t part) {
    const Ticks end = stretch.start + ticks_of(stretch.beats, beat_);
    if (const MarkAt* mark = plays_.together(stretch.start)) {
      for (const ChordAt& at : song_.chords)
        if (at.tick >= stretch.start && at.tick < end && !at.none)
          strike(at.chord, at.tick, PlaysAt::length_of(*mark, at.tick, beat_), .8);
      return;
    }
    const CompCell& cell = style_.comp[choose(stretch, part)];
    for (std::size_t k = 0; k < hits_in(cell, stretch.beats); ++k) {
      const CompHit& hit = cell.hits[k];
      // A busy drummer is left room; what stands accented stays longest.
      const double keep = 1 - options_.busy * (.7 - .4 * hit.accent);
      if (options_.busy > 0 && draw(options_.seed, kKeepPlace + stretch.place * 64 + k) >= keep) continue;
      const Ticks tick = stretch.start + ticks_of(hit.beat, beat_);
      if (!plays_.at(tick)) continue;
      // What is struck at most half a beat before a chord belongs to that chord: it is anticipated.
      const ChordAt* at = chord_at(song_, tick);
      const Ticks soon = tick + beat_ / 2;
      if (const ChordAt* then = chord_at(song_, soon); soon < song_.length && then != at) at = then;
      if (at == nullptr || at->none) continue;
      strike(at->chord, tick, ticks_of(hit.length, beat_), hit.accent);
    }
  }

  std::size_t choose(const FeltStretch& stretch, std::size_t part) {
    if (before_.size() <= part) before_.resize(part + 1);
    std::vector<double> weights;
    double sum = 0;
    for (const CompCell& cell : style_.comp) {
      const bool again = before_[part] && alike(cell, *before_[part], stretch.beats);
      sum += weights.emplace_back(again ? 0 : cell.weight);
    }
    if (!(sum > 0))
      for (std::size_t c = 0; c < weights.size(); ++c) weights[c] = style_.comp[c].weight;
    const std::size_t chosen = draw_weighted(options_.seed, kCellPlace + stretch.place, weights);
    before_[part] = &style_.comp[chosen];
    return chosen;
  }

  void strike(const Chord& chord, Ticks tick, Ticks length, double accent) {
    last_ = voicing(chord, last_, style_);
    for (const int pitch : last_)
      notes_.push_back({.tick = tick,
                        .length = std::max<Ticks>(1, length),
                        .pitch = pitch,
                        .velocity = std::clamp(static_cast<int>(std::lround(70 + 16 * accent)), 1, 127)});
  }

  const Song& song_;
  const Style& style_;
  const CompOptions& options_;
  PlaysAt plays_;
  std::vector<PartNote> notes_;
  std::vector<const CompCell*> before_;  // of every part of the bar before
  std::vector<int> last_;
  Ticks beat_ = kTicksPerQuarter;
};

}  // namespace

Part comp_part(const Song& song, const Style& style, const CompOptions& options) {
  return {.name = "comp", .program = style.comp_program, .notes = Comper(song, style, options).play()};
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

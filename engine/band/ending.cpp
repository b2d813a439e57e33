#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/band/felt_bar.h"
#include "engine/band/form.h"

namespace firstchair::band {
namespace {

constexpr double kCurve =
    3;  // q of Friberg and Sundberg: between constant deceleration (2) and constant power

// "Bb-" -> 10.
std::optional<int> root_of(const std::string& key) {
  constexpr int kSteps[] = {9, 11, 0, 2, 4, 5, 7};  // A B C D E F G
  if (key.empty() || key[0] < 'A' || key[0] > 'G') return std::nullopt;
  const int sign = key.size() < 2 ? 0 : key[1] == 'b' ? -1 : key[1] == '#' ? 1 : 0;
  return pitch_class(kSteps[key[0] - 'A'] + sign);
}

double tempo_of(const Song& song, Ticks tick) {
  double bpm = song.tempi.empty() ? 120 : song.tempi.front().bpm;
  for (const TempoChange& change : song.tempi)
    if (change.tick <= tick) bpm = change.bpm;
  return bpm;
}

}  // namespace

Song with_ritardandi(const Song& song, double final_ratio) {
  Song out = song;
  const double ratio = std::clamp(final_ratio, .1, 1.);
  for (const MarkAt& mark : song.marks) {
    if (mark.mark != Mark::ritardando || mark.until <= mark.tick) continue;
    const double bpm = tempo_of(song, mark.tick);
    std::erase_if(out.tempi,
                  [&](const TempoChange& t) { return t.tick >= mark.tick && t.tick < mark.until; });
    const Ticks step = kTicksPerQuarter / 2;
    const auto length = static_cast<double>(mark.until - mark.tick);
    for (Ticks tick = mark.tick; tick < mark.until; tick += step) {
      // The step's own middle tells its tempo.
      const double x =
          std::min(1., (static_cast<double>(tick - mark.tick) + static_cast<double>(step) / 2) / length);
      out.tempi.push_back({tick, bpm * std::pow(1 + (std::pow(ratio, kCurve) - 1) * x, 1 / kCurve)});
    }
    const bool then = std::any_of(out.tempi.begin(), out.tempi.end(),
                                  [&](const TempoChange& t) { return t.tick == mark.until; });
    if (mark.until < song.length && !then) out.tempi.push_back({mark.until, bpm});
  }
  std::stable_sort(out.tempi.begin(), out.tempi.end(),
                   [](const TempoChange& a, const TempoChange& b) { return a.tick < b.tick; });
  if (!out.tempi.empty() && out.tempi.front().tick > 0)
    out.tempi.insert(out.tempi.begin(), {0, tempo_of(song, 0)});
  return out;
}

Song with_last_chord(const Song& song) {
  const auto sounds = [](const ChordAt& at) { return !at.none; };
  const auto first = std::find_if(song.chords.begin(), song.chords.end(), sounds);
  if (first == song.chords.end()) return song;
  const std::optional<int> key = root_of(song.key);
  auto tonic = std::find_if(song.chords.begin(), song.chords.end(),
                            [&](const ChordAt& at) { return sounds(at) && key && at.chord.root == *key; });
  if (tonic == song.chords.end()) tonic = first;
  Song out = song;
  const Bar last = bars_of(song).back();
  const ChordAt* ends = chord_at(song, last.end() - 1);
  const bool there =
      ends != nullptr && !ends->none && ends->chord.root == tonic->chord.root && ends->tick <= last.start;
  const Ticks tick = there ? last.start : song.length;
  if (!there) {
    out.length += last.meter.bar_length();
    out.chords.push_back({.tick = tick, .chord = tonic->chord, .none = false, .text = tonic->text});
  } else if (ends->tick < last.start) {
    out.chords.push_back({.tick = tick, .chord = ends->chord, .none = false, .text = ends->text});
  }
  out.marks.push_back({tick, tick + last.meter.bar_length(), Mark::ending});
  std::stable_sort(out.marks.begin(), out.marks.end(),
                   [](const MarkAt& a, const MarkAt& b) { return a.tick < b.tick; });
  return out;
}

bool LastChord::push(Frames frame, double level_db) FIRSTCHAIR_AUDIO {
  if (std::isfinite(level_db)) loudest_db_ = std::max(loudest_db_, level_db);
  const auto rung = static_cast<double>(frame - since_);
  const bool fallen = rung >= least_s_ * rate_ && loudest_db_ > -200 &&
                      (!std::isfinite(level_db) || level_db <= loudest_db_ - fall_db_);
  over_ = over_ || fallen || rung >= most_s_ * rate_;
  return !over_;
}

}  // namespace firstchair::band

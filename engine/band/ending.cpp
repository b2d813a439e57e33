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

Song with_written_tempi(const Song& song, const TempoBends& how) {
  const double slowest = std::clamp(how.slowest, .1, 1.), fastest = std::clamp(how.fastest, 1., 10.);
  const auto back_at = [&](Ticks tick) {
    return std::any_of(song.marks.begin(), song.marks.end(), [tick](const MarkAt& mark) {
      return mark.mark == Mark::a_tempo && mark.tick == tick;
    });
  };
  std::vector<TempoChange> made;
  auto next = song.tempi.begin();
  double now = tempo_of(song, 0);
  Ticks done = 0;
  for (const MarkAt& mark : song.marks) {
    const bool falls = mark.mark == Mark::ritardando;
    const Ticks from = std::max(mark.tick, done);
    if ((!falls && mark.mark != Mark::accelerando) || mark.until <= from) continue;
    for (; next != song.tempi.end() && next->tick <= from; ++next) {
      now = next->bpm;
      if (next->tick < from) made.push_back(*next);
    }
    // What is written inside it is where it leads; so is a faster tempo at its end.
    double led = 0;
    for (; next != song.tempi.end() && next->tick < mark.until; ++next) led = next->bpm;
    const bool then = next != song.tempi.end() && next->tick == mark.until;
    if (then) led = next->bpm;
    const double goal = now * (falls ? slowest : fastest);
    const double last = !falls && led > now ? led : goal;
    const Ticks step = kTicksPerQuarter / 2;
    const auto length = static_cast<double>(mark.until - from);
    for (Ticks tick = from; tick < mark.until; tick += step) {
      // The step's own middle tells its tempo.
      const double x =
          std::min(1., (static_cast<double>(tick - from) + static_cast<double>(step) / 2) / length);
      made.push_back({tick, now * std::pow(1 + (std::pow(last / now, kCurve) - 1) * x, 1 / kCurve)});
    }
    if (!falls && !back_at(mark.until)) now = last;
    if (mark.until < song.length && !then) made.push_back({mark.until, now});
    done = mark.until;
  }
  made.insert(made.end(), next, song.tempi.end());
  if (!made.empty() && made.front().tick > 0) made.insert(made.begin(), {0, tempo_of(song, 0)});
  Song out = song;
  out.tempi = std::move(made);
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

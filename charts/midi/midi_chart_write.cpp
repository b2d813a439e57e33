#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "charts/decimal.h"
#include "charts/midi/midi_chart.h"
#include "charts/midi/midi_dynamics.h"
#include "charts/tab/tab_letters.h"
#include "midi/percussion.h"
#include "midi/smf.h"

namespace firstchair::charts {
namespace {

constexpr std::uint8_t kNoteOn = 0x99, kNoteOff = 0x89;
constexpr Ticks kFewestTicks = 480, kMostTicks = 32767;
constexpr int kFinestDivision = 32256;  // the largest below 2^15 that divides kTicksPerQuarter

// The smallest division that holds every tick of the chart; the finest when none does.
int division_of(const Chart& chart) {
  Ticks step = std::gcd(kTicksPerQuarter, chart.length);
  for (const Note& n : chart.notes) step = std::gcd(step, n.tick);
  for (const TempoChange& t : chart.tempi) step = std::gcd(step, t.tick);
  for (const MeterChange& m : chart.meters) step = std::gcd(step, m.tick);
  const Ticks needed = kTicksPerQuarter / step;
  for (Ticks division = needed; division <= kMostTicks; division += needed) {
    if (division >= kFewestTicks && kTicksPerQuarter % division == 0) return static_cast<int>(division);
  }
  return kFinestDivision;
}

std::string big_endian(int value, int width) {
  std::string bytes;
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFF);
  return bytes;
}

bool has_pad_alone(const Chart& chart) {
  const auto has = [&](Voice voice) {
    return std::any_of(chart.notes.begin(), chart.notes.end(),
                       [&](const Note& n) { return n.voice == voice; });
  };
  return has(Voice::pad) && !has(Voice::snare);
}

bool has_velocities(const Chart& chart) {
  return std::any_of(chart.notes.begin(), chart.notes.end(), [](const Note& n) { return n.velocity > 0; });
}

std::string marker_text(const Chart& chart) {
  std::string text(kMarker);
  if (has_pad_alone(chart)) text += "; " + std::string(kSurfacePad);
  if (!has_velocities(chart)) text += "; " + std::string(kNoVelocities);
  if (chart.swing != 1) {
    text += "; " + std::string(kSwing) + decimal_text(chart.swing);
  }
  return text;
}

std::uint8_t note_velocity(const Note& note) {
  return note.velocity > 0 ? note.velocity : charts::velocity_of(note.dynamic);
}

// What the reader will make of the velocities alone, in the order of chart.notes.
std::vector<Dynamic> heard_dynamics(const Chart& chart) {
  std::map<std::uint8_t, std::vector<std::size_t>> by_key;
  for (std::size_t i = 0; i < chart.notes.size(); ++i)
    by_key[midi::note_of_voice(chart.notes[i].voice)].push_back(i);
  std::vector<Dynamic> heard(chart.notes.size());
  for (const auto& [key, indices] : by_key) {
    std::vector<std::uint8_t> velocities;
    for (const std::size_t i : indices) velocities.push_back(note_velocity(chart.notes[i]));
    const std::vector<Dynamic> dynamics = dynamics_of(velocities);
    for (std::size_t k = 0; k < indices.size(); ++k) heard[indices[k]] = dynamics[k];
  }
  return heard;
}

std::string words_for(const Note& note, Dynamic heard) {
  std::string words;
  const auto say = [&](std::string_view word) { words += (words.empty() ? "" : " ") + std::string(word); };
  if (has_hand(note.voice) && note.hand != Hand::unwritten) say(note.hand == Hand::right ? "R" : "L");
  if (note.ornament != Ornament::none) {
    say(note.ornament == Ornament::flam ? "flam" : note.ornament == Ornament::drag ? "drag" : "buzz");
  }
  if (note.dynamic != heard) {
    say(note.dynamic == Dynamic::ghost ? "ghost" : note.dynamic == Dynamic::accent ? "accent" : "normal");
  }
  if (note.suggested) say("suggested");
  return words;
}

class Writer {
 public:
  explicit Writer(const Chart& chart) : chart_(chart) { smf_.ticks_per_quarter = division_of(chart); }

  std::vector<std::uint8_t> bytes() {
    if (!chart_.title.empty())
      add(0, Rank::meta, {.status = midi::kMeta, .data1 = midi::kName, .text = chart_.title});
    add(0, Rank::meta, {.status = midi::kMeta, .data1 = midi::kText, .text = marker_text(chart_)});
    for (const MeterChange& m : chart_.meters) {
      int power = 0;
      while (1 << power < m.unit) ++power;
      // 24 clocks a click and 8 thirty-seconds a quarter note, as everybody has them
      const std::string payload =
          big_endian(m.beats, 1) + big_endian(power, 1) + big_endian(24, 1) + big_endian(8, 1);
      add(file_tick(m.tick), Rank::meta, {.status = midi::kMeta, .data1 = midi::kMeter, .text = payload});
    }
    for (const TempoChange& t : chart_.tempi) {
      const double microseconds = std::clamp(std::round(60e6 / t.bpm), 6000.0, 16777215.0);
      add(file_tick(t.tick), Rank::meta,
          {.status = midi::kMeta,
           .data1 = midi::kTempo,
           .text = big_endian(static_cast<int>(microseconds), 3)});
    }
    const std::vector<Dynamic> heard = heard_dynamics(chart_);
    for (std::size_t i = 0; i < chart_.notes.size(); ++i) add_note(chart_.notes[i], heard[i]);
    add_note_offs();
    add(file_tick(chart_.length), Rank::end, {.status = midi::kMeta, .data1 = midi::kEndOfTrack, .text = {}});

    std::stable_sort(events_.begin(), events_.end(), [](const Ranked& a, const Ranked& b) {
      return std::tuple(a.event.tick, a.rank) < std::tuple(b.event.tick, b.rank);
    });
    for (Ranked& ranked : events_) smf_.events.push_back(std::move(ranked.event));
    return midi::write_smf(smf_);
  }

 private:
  // At one tick the old notes end first, and a note's words stand right before it.
  enum class Rank { note_off, meta, note_on, end };
  struct Ranked {
    Rank rank;
    midi::SmfEvent event;
  };

  std::int64_t file_tick(Ticks tick) const {
    return (tick * smf_.ticks_per_quarter + kTicksPerQuarter / 2) / kTicksPerQuarter;
  }

  void add(std::int64_t tick, Rank rank, midi::SmfEvent event) {
    event.tick = tick;
    events_.push_back({rank, std::move(event)});
  }

  void add_stroke(std::int64_t tick, std::uint8_t key, int velocity, std::string words) {
    if (!words.empty())
      add(tick, Rank::note_on, {.status = midi::kMeta, .data1 = midi::kLyric, .text = std::move(words)});
    const auto loud = static_cast<std::uint8_t>(std::clamp(velocity, 1, 127));
    add(tick, Rank::note_on, {.status = kNoteOn, .data1 = key, .data2 = loud, .text = {}});
    strokes_[key].push_back(tick);
  }

  // Grace strokes stand at a fixed time before the main one, nearer where the drum was struck shortly before;
  // where there is no room at all (the first tick of the chart) the word alone tells of them.
  void add_note(const Note& note, Dynamic heard) {
    const std::uint8_t key = midi::note_of_voice(note.voice);
    const std::int64_t tick = std::min(file_tick(note.tick), file_tick(chart_.length) - 1);
    std::vector<std::int64_t>& before = strokes_[key];
    if (!before.empty() && before.back() == tick) return;  // a pad beside a snare
    const int graces = note.ornament == Ornament::flam ? 1 : note.ornament == Ornament::drag ? 2 : 0;
    if (graces > 0) {
      const double bpm = chart_.tempi.empty() ? 120 : tempo_at(chart_, note.tick);
      const double wanted = (graces == 1 ? kFlamMs : kDragMs) * bpm * smf_.ticks_per_quarter / 60000;
      const double room =
          static_cast<double>(tick - (before.empty() ? 0 : before.back())) * graces / (graces + 1);
      const auto step = static_cast<std::int64_t>(std::min(wanted, room) / graces);
      for (int g = step > 0 ? graces : 0; g > 0; --g) {
        add_stroke(tick - g * step, key, static_cast<int>(kGraceRatio * note_velocity(note)), "grace");
      }
    }
    add_stroke(tick, key, note_velocity(note), words_for(note, heard));
  }

  // A thirty-second long, or until the drum is struck again.
  void add_note_offs() {
    for (const auto& [key, ticks] : strokes_) {
      for (std::size_t i = 0; i < ticks.size(); ++i) {
        std::int64_t off = std::min(ticks[i] + smf_.ticks_per_quarter / 8, file_tick(chart_.length));
        if (i + 1 < ticks.size()) off = std::min(off, ticks[i + 1]);
        add(off, Rank::note_off, {.status = kNoteOff, .data1 = key, .data2 = 0, .text = {}});
      }
    }
  }

  const Chart& chart_;
  midi::Smf smf_;
  std::vector<Ranked> events_;
  std::map<std::uint8_t, std::vector<std::int64_t>> strokes_;  // note-ons of each key so far
};

}  // namespace

std::vector<std::uint8_t> write_midi_chart(const Chart& chart) {
  return Writer(chart).bytes();
}

}  // namespace firstchair::charts

#include "midi/performance.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "midi/kit/kit_gate.h"
#include "midi/smf.h"

namespace firstchair::midi {
namespace {

constexpr double kLongestTake = 24.0 * 3600;  // seconds

// A module scans its pads and sends over a serial line: about a millisecond before any file sees the stroke.
// Source: 10.3758/s13428-018-1042-7, Behavior Research Methods (2018).
constexpr double kModuleSigmaMs = 1.0;

// Rounding to a tick of t ms adds t / sqrt(12).
float sigma_ms(double tick_ms) {
  return static_cast<float>(std::sqrt(kModuleSigmaMs * kModuleSigmaMs + tick_ms * tick_ms / 12));
}

}  // namespace

Result<PlayedNotes> read_notes(std::span<const std::uint8_t> bytes) {
  const Result<Smf> smf = parse_smf(bytes);
  if (!smf) return smf.error();
  const std::vector<double> seconds = event_seconds(*smf);

  PlayedNotes played;
  NotesHeard said = NotesHeard::of(*smf);
  played.names = std::move(said.names);
  played.melodic = said.melodic;
  const bool beats = smf->ticks_per_quarter > 0;
  double tick_ms = beats ? 500.0 / smf->ticks_per_quarter : 1000.0 / smf->ticks_per_second;
  for (std::size_t i = 0; i < smf->events.size(); ++i) {
    const SmfEvent& event = smf->events[i];
    if (const std::optional<int> tempo = beats ? tempo_of(event) : std::nullopt) {
      if (played.tempo_bpm == 0) played.tempo_bpm = 60e6 / *tempo;
      tick_ms = *tempo * 1e-3 / smf->ticks_per_quarter;
    }
    if (!event.is_note_on()) continue;
    if (seconds[i] > kLongestTake) {
      return Error{ErrorCode::too_large, {}, "a stroke later than 24 hours", "Cut the file"};
    }
    played.notes.push_back({.frame = std::llround(seconds[i] * kMidiRate),
                            .sigma_ms = sigma_ms(tick_ms),
                            .channel = static_cast<std::uint8_t>(event.channel()),
                            .number = event.data1,
                            .velocity = event.data2});
  }
  if (played.notes.empty())
    return Error{ErrorCode::unsupported, {}, "no note in it", "Name a recording of the kit"};
  return played;
}

Result<Performance> perform(const PlayedNotes& played, const KitProfile* asked) {
  NotesHeard heard;
  heard.names = played.names;
  heard.melodic = played.melodic;
  for (const PlayedNote& note : played.notes) ++heard.strokes[note.channel & 15u][note.number & 127u];
  Result<KitChosen> chosen = choose_kit(heard, asked);
  if (!chosen) return chosen.error();

  Performance performance;
  performance.tempo_bpm = played.tempo_bpm;
  KitGate gate(*chosen->kit, kMidiRate);
  for (const PlayedNote& note : played.notes) {
    if (note.channel != chosen->channel) continue;
    if (const std::optional<Hit> hit =
            gate.push(note.number, note.velocity, {.frame = note.frame, .sigma_ms = note.sigma_ms}))
      performance.hits.push_back(*hit);
  }
  if (performance.hits.empty()) {
    return Error{ErrorCode::unsupported,
                 {},
                 "no note of a drum kit in it, as " + chosen->kit->id + " reads it",
                 "Record the kit on MIDI channel 10, or name its note map with --kit"};
  }
  performance.ignored = gate.outside();
  performance.kit = std::move(chosen->read);
  performance.kit.below_floor = gate.below_floor();
  performance.kit.retriggered = gate.retriggered();
  performance.kit.outside = gate.outside();
  const auto earlier = [](const Hit& a, const Hit& b) {
    return std::tuple(a.frame, a.voice) < std::tuple(b.frame, b.voice);
  };
  if (!std::is_sorted(performance.hits.begin(), performance.hits.end(), earlier)) {
    std::stable_sort(performance.hits.begin(), performance.hits.end(), earlier);
  }
  return performance;
}

Result<Performance> read_performance(std::span<const std::uint8_t> bytes, const KitProfile* asked) {
  const Result<PlayedNotes> played = read_notes(bytes);
  if (!played) return played.error();
  return perform(*played, asked);
}

}  // namespace firstchair::midi

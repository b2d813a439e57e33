#include "midi/performance.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "midi/note_hit.h"
#include "midi/smf.h"

namespace firstchair::midi {
namespace {

constexpr int kPercussion = 9;
constexpr double kLongestTake = 24.0 * 3600;  // seconds

// A module scans its pads and sends over a serial line: about a millisecond before any file sees the stroke.
// Source: 10.3758/s13428-018-1042-7, Behavior Research Methods (2018).
constexpr double kModuleSigmaMs = 1.0;

// Rounding to a tick of t ms adds t / sqrt(12).
float sigma_ms(double tick_ms) {
  return static_cast<float>(std::sqrt(kModuleSigmaMs * kModuleSigmaMs + tick_ms * tick_ms / 12));
}

bool has_percussion(const Smf& smf) {
  return std::any_of(smf.events.begin(), smf.events.end(),
                     [](const SmfEvent& e) { return e.is_note_on() && e.channel() == kPercussion; });
}

}  // namespace

Result<Performance> read_performance(std::span<const std::uint8_t> bytes) {
  const Result<Smf> smf = parse_smf(bytes);
  if (!smf) return smf.error();
  const bool percussion_only = has_percussion(*smf);
  const std::vector<double> seconds = event_seconds(*smf);

  Performance performance;
  const bool beats = smf->ticks_per_quarter > 0;
  double tick_ms = beats ? 500.0 / smf->ticks_per_quarter : 1000.0 / smf->ticks_per_second;
  for (std::size_t i = 0; i < smf->events.size(); ++i) {
    const SmfEvent& event = smf->events[i];
    if (const std::optional<int> tempo = beats ? tempo_of(event) : std::nullopt) {
      if (performance.tempo_bpm == 0) performance.tempo_bpm = 60e6 / *tempo;
      tick_ms = *tempo * 1e-3 / smf->ticks_per_quarter;
    }
    if (!event.is_note_on() || (percussion_only && event.channel() != kPercussion)) continue;
    const std::optional<Hit> hit =
        hit_of_note(event.data1, event.data2,
                    {.frame = std::llround(seconds[i] * kMidiRate), .sigma_ms = sigma_ms(tick_ms)});
    if (!hit) {
      ++performance.ignored;
      continue;
    }
    if (seconds[i] > kLongestTake) {
      return Error{ErrorCode::too_large, {}, "a stroke later than 24 hours", "Cut the file"};
    }
    performance.hits.push_back(*hit);
  }
  if (performance.hits.empty()) {
    return Error{
        ErrorCode::unsupported, {}, "no note of a drum kit in it", "Record the kit on MIDI channel 10"};
  }
  const auto earlier = [](const Hit& a, const Hit& b) {
    return std::tuple(a.frame, a.voice) < std::tuple(b.frame, b.voice);
  };
  if (!std::is_sorted(performance.hits.begin(), performance.hits.end(), earlier)) {
    std::stable_sort(performance.hits.begin(), performance.hits.end(), earlier);
  }
  return performance;
}

}  // namespace firstchair::midi

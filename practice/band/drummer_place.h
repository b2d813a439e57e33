// A DrummerPlace says at every stroke where in a band's song the drummer is: by the Follower where there is a
// drum chart, else by the BeatTracker, whose beat is laid on the nearest beat of the song. It adds no tracker
// of its own.
#pragma once

#include <array>
#include <cmath>
#include <optional>

#include "engine/band/clock.h"
#include "engine/follow/chart/follower.h"
#include "engine/follow/free/beats.h"

namespace firstchair::practice {

struct DrummerConfig {
  double rate = 48000;
  double bpm = 120;  // quarter notes a minute: the song's home tempo
  std::optional<Chart> chart =
      {};  // what the drummer plays; shorter than the song, it is played over and over
  VoiceDetail detail = VoiceDetail::voice;
  bool polyphonic = true;
  // These are for trials without a chart: how the beat is tracked, whether only strokes on quarters correct,
  // and whether such a stroke stands on its quarter itself.
  follow::BeatTuning beat = {};
  bool only_quarters = false;
  bool by_stroke = false;
};

class DrummerPlace {
 public:
  // [setup] Errors: those of Follower::make and BeatTracker::make.
  static Result<DrummerPlace> make(const DrummerConfig& config);

  // [audio] Takes a stroke and returns where the drummer is at it; strokes come in order of frame. `clock` is
  // asked only where the band is, to tell a beat from the same beat of another bar; the band stands no
  // further than `still`.
  band::Heard push(const Hit& hit, const band::BandClock& clock, double still = HUGE_VAL) FIRSTCHAIR_AUDIO;
  // [audio] Returns the song's tick of the chart's first note at or after `from` when the stroke may be it,
  // by its drum; none without a chart.
  std::optional<Ticks> answers_next(const Hit& hit, double from) const FIRSTCHAIR_AUDIO;
  // [audio] Returns the quarter of the song on which the last stroke stood, or none when it stood between
  // two, or its place is not known.
  std::optional<std::int64_t> quarter() const FIRSTCHAIR_AUDIO { return quarter_; }
  // [audio] Says whether the band may correct by the last stroke.
  bool corrects() const FIRSTCHAIR_AUDIO { return follower_ || !config_.only_quarters || quarter_; }

 private:
  explicit DrummerPlace(DrummerConfig config) : config_(std::move(config)) {}
  band::Heard by_chart(const Hit& hit, double band_tick) FIRSTCHAIR_AUDIO;
  band::Heard by_beat(const Hit& hit, double band_tick, double band_bpm) FIRSTCHAIR_AUDIO;

  DrummerConfig config_;
  std::optional<follow::Follower> follower_;
  std::optional<follow::BeatTracker> tracker_;
  std::optional<std::int64_t> quarter_;
  std::array<Family, kVoiceCount> family_{};  // by voice
};

}  // namespace firstchair::practice

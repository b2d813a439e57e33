// A BandRun is a drummer and a band that play a song together: strokes go in, the band's notes come out, and
// every beat of both is kept. It reads no clock and opens no file, so a live run, a render and a test are the
// same.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/band/clock.h"
#include "engine/band/played.h"
#include "engine/band/player.h"
#include "practice/band/drummer_place.h"

namespace firstchair::practice {

struct HeldSpan {
  Ticks from = 0, to = 0;
};

struct BandRunConfig {
  std::vector<band::PlayerNote> notes = {};
  std::vector<TempoChange> tempi = {};  // the home tempo; as a Chart's, one at least
  Ticks length = 0;
  double rate = 48000;
  Frames start = 0;  // of tick 0
  band::ClockConfig clock = {};
  DrummerConfig drummer = {};  // its rate and tempo are filled in
  // Frames from the band's sound to the same sound in the drummer's input: taken off every stroke.
  double round_trip = 0;
  std::vector<HeldSpan> held = {};  // in order; the band does not correct there
};

class BandRun {
 public:
  // [setup] Errors: those of HomeTempo, BandClock and DrummerPlace.
  static Result<BandRun> make(BandRunConfig config);

  // [audio] Takes a stroke, its frame as it was heard. Strokes come in order.
  void push(const Hit& hit) FIRSTCHAIR_AUDIO;
  // [audio] Returns the band's next note that begins or ends before `until`, at a frame from `from` on; none
  // when there is no more. What was asked for is played: later strokes do not move it.
  std::optional<band::Sounded> next(Frames from, Frames until) FIRSTCHAIR_AUDIO;
  // [audio] Says whether the song is over at the frame up to which was asked.
  bool over() const FIRSTCHAIR_AUDIO { return over_; }

  // [audio] Says whether the drummer has been further from the home tempo than the band goes.
  bool limited() const FIRSTCHAIR_AUDIO { return limited_; }

  const band::BandClock& clock() const FIRSTCHAIR_AUDIO { return clock_; }
  // The beats so far, in order; what the drummer played of the last ones may still come.
  std::span<const band::BandBeat> beats() const { return {beats_.data(), played_}; }

 private:
  BandRun(BandRunConfig config, band::HomeTempo home, band::BandClock clock, DrummerPlace place);
  void play_beats(Frames from, Frames until) FIRSTCHAIR_AUDIO;

  BandRunConfig config_;
  band::HomeTempo home_;
  band::BandClock clock_;
  DrummerPlace place_;
  band::NotePlayer player_;
  std::vector<band::BandBeat> beats_;  // all of the song; `played_` of them are over
  std::vector<int> strokes_;           // of the drummer on each beat
  std::size_t played_ = 0, held_ = 0;
  double moved_ms_ = 0, drummer_bpm_ = 0;
  bool sure_ = false, over_ = false, limited_ = false;
};

}  // namespace firstchair::practice

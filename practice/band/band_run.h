// A BandRun is a drummer and a band that play a song together: strokes go in, the band's notes come out, and
// every beat of both is kept. It reads no clock and opens no file, so a live run, a render and a test are the
// same.
//
// The Form says what is played when: where the song jumps, waits or leads to its end. The clock says at which
// frame.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/band/clock.h"
#include "engine/band/form.h"
#include "engine/band/played.h"
#include "engine/band/player.h"
#include "practice/band/drummer_place.h"

namespace firstchair::practice {

struct BandRunConfig {
  std::vector<band::PlayerNote> notes = {};
  // As a Song's; there is one home tempo at least, and the length is a whole number of bars.
  std::vector<MeterChange> meters = std::vector<MeterChange>(1);
  std::vector<TempoChange> tempi = {};
  std::vector<band::MarkAt> marks = {};
  Ticks length = 0;
  int thins = -1;  // the part whose chords thin out under a drummer who is busy; below 0: none
  double rate = 48000;
  Frames start = 0;  // of tick 0
  band::ClockConfig clock = {};
  band::FormConfig form = {};  // its rate is filled in
  DrummerConfig drummer = {};  // its rate and tempo are filled in
  // Frames from the band's sound to the same sound in the drummer's input: taken off every stroke.
  double round_trip = 0;
};

class BandRun {
 public:
  // [setup] Errors: those of HomeTempo, BandClock, Form and DrummerPlace.
  static Result<BandRun> make(BandRunConfig config);

  // [audio] Takes a stroke, its frame as it was heard. Strokes come in order.
  void push(const Hit& hit) FIRSTCHAIR_AUDIO;
  // [audio] Takes the level of the drummer's sound around a frame, in dB. Without it a last chord is let go 3
  // s after the last stroke.
  void level(double level_db) FIRSTCHAIR_AUDIO { level_db_ = level_db, sound_ = true; }
  // [audio] A cue ends a solo at the next bar line; asked for, one begins there.
  void cue() FIRSTCHAIR_AUDIO { form_.cue(); }
  void ask_solo() FIRSTCHAIR_AUDIO { form_.ask_solo(); }

  // [audio] Returns the band's next note that begins or ends before `until`, at a frame from `from` on; none
  // when there is no more. What was asked for is played: later strokes do not move it. Calls with one `until`
  // have one `from`, and the next stretch begins where the last one ended.
  std::optional<band::Sounded> next(Frames from, Frames until) FIRSTCHAIR_AUDIO;
  // [audio] Says whether the song is over at the frame up to which was asked: what sounds is let go.
  bool over() const FIRSTCHAIR_AUDIO { return over_; }

  // [audio] What the band does there, and how loud it is for it.
  band::Playing playing() const FIRSTCHAIR_AUDIO { return step_.playing; }
  double gain_db() const FIRSTCHAIR_AUDIO { return step_.gain_db; }
  // [audio] Says whether the band is silent there because it was asked to be.
  bool muted() const FIRSTCHAIR_AUDIO { return step_.muted; }
  // [audio] Says whether the drummer has been further from the home tempo than the band goes.
  bool limited() const FIRSTCHAIR_AUDIO { return limited_; }
  // [audio] Counts the fermatas at which nobody came.
  int waited_out() const FIRSTCHAIR_AUDIO { return waited_out_; }

  // [audio] Returns the tick before which notes are played now: nothing beyond a jump, or a wait, has a frame
  // yet.
  double plays_until() const FIRSTCHAIR_AUDIO { return limit(); }
  // [audio] Where the song went on elsewhere the last time.
  struct Went {
    int times = 0;            // so far
    double from = 0, to = 0;  // ticks
    bool waited = false;      // after a fermata, not by a jump
  };
  const Went& went() const FIRSTCHAIR_AUDIO { return went_; }
  // [audio] Returns the tick of the song that is played at a frame; while it waits, the one at which it
  // stands.
  double tick_at(double frame) const FIRSTCHAIR_AUDIO;
  double rate() const { return config_.rate; }
  const band::BandClock& clock() const FIRSTCHAIR_AUDIO { return clock_; }
  // The beats so far, in order; what the drummer played of the last ones may still come.
  std::span<const band::BandBeat> beats() const { return {beats_.data(), played_}; }

 private:
  BandRun(BandRunConfig config, band::HomeTempo home, band::BandClock clock, band::Form form,
          DrummerPlace place);
  void look(double tick, Frames frame) FIRSTCHAIR_AUDIO;
  void resume(const band::FormStep::Resume& resume) FIRSTCHAIR_AUDIO;
  double waiting_sure(const band::Heard& heard) const FIRSTCHAIR_AUDIO;
  void go_on_at(double tick) FIRSTCHAIR_AUDIO;
  double limit() const FIRSTCHAIR_AUDIO;
  void play_beats(Frames from, Frames until) FIRSTCHAIR_AUDIO;
  void end(Frames from, Frames until) FIRSTCHAIR_AUDIO;
  band::BandBeat* beat_of(std::int64_t quarter) FIRSTCHAIR_AUDIO;
  void note_backbeat(const Hit& hit, double tick) FIRSTCHAIR_AUDIO;

  BandRunConfig config_;
  band::HomeTempo home_;
  band::BandClock clock_;
  band::Form form_;
  DrummerPlace place_;
  band::NotePlayer player_;
  band::FormStep step_;
  Frames looked_until_ = -1;
  bool may_jump_ = false;  // once in a stretch
  Went went_;

  std::vector<band::BandBeat> beats_;  // room for all; `played_` of them are over
  std::vector<int> strokes_;           // of the drummer on each beat
  std::size_t played_ = 0;
  std::int64_t next_quarter_ = 0;  // of the song: the beat after those that are over
  bool back_ = false;              // that beat is the first after a wait
  double moved_ms_ = 0, drummer_bpm_ = 0;
  bool sure_ = false, over_ = false, limited_ = false;
  int waited_out_ = 0;

  double ends_at_ = HUGE_VAL;  // the tick of the last chord
  std::optional<band::LastChord> last_chord_;
  double level_db_ = 0;
  bool sound_ = false;
  struct Stroke {
    Frames frame = 0;
    double level_db = 0;
  };
  std::optional<Stroke> stroke_;  // the last one
};

}  // namespace firstchair::practice

// The Form says what the band does at a moment: it plays, the drummer is alone, it waits at a fermata, it
// leads to the end. It knows the song's marks and what the drummer did; the clock is the caller's.
//
// - open solo: the song goes round in the solo's bars until a cue, or so many bars, then on at the bar line;
// - fermata: the band plays the note, then waits for the drummer's next stroke whose place is known;
// - hits: nobody corrects inside them, nor while the drummer is alone;
// - muted: the band is silent and listens on;
// - silence: after two bars without a stroke the band plays to the end of the phrase, softer and softer, and
//   stops. A stroke before that end goes on as if nothing had been; a later one brings the band in at the
//   next bar line.
//
// Laws: a jump goes from a bar line to a bar line; the song goes on behind a fermata where the drummer does,
// and never back; gains are 0 dB beside a drummer who plays evenly; nothing here allocates after make().
#pragma once

#include <cmath>
#include <optional>
#include <vector>

#include "engine/band/song.h"
#include "engine/core/realtime.h"
#include "engine/core/result.h"

namespace firstchair::band {

struct FormConfig {
  double rate = 48000;
  bool waits = false;  // at fermatas: only beside a drum chart, which tells where the drummer is
  double wait_s = 8;   // at most, then the band goes on by itself
  // A solo is over by itself after so many bars; 0: only by a cue; -1: as long as it is written, or by a cue.
  int solo_bars = -1;
  int stop_bars = 2;        // without a stroke, until the band leads to the end
  int phrase_bars = 4;      // that end is the end of a phrase
  double answer_db = 0;     // 0..12: how far the band goes with the drummer's dynamics, each way
  int answer_strokes = 24;  // over which the drummer's level is taken: about two bars
};

enum class Playing : unsigned char {
  count_in,
  band,     // everybody
  alone,    // the drummer, and nothing is played but written hits
  solo,     // the drummer, in a solo
  waiting,  // at a fermata: the song stands still
  leading,  // to the end of the phrase: the drummer has stopped
  stopped,  // the drummer may come back
  over,
};

struct FormStep {
  Playing playing = Playing::band;
  bool corrects = true;  // the clock may listen
  bool muted = false;    // the drummer does not hear where the band is
  double gain_db = 0;    // of the band's parts
  double busy = 0;       // 0..1: how much denser the drummer plays than on the whole; chords thin out by it
  // The song goes on at `to` in the moment in which `from` would have been played. It is told until jumped().
  struct Jump {
    double from = 0, to = 0;
  };
  std::optional<Jump> jump = std::nullopt;
  // The song goes on at `tick` at `frame`: the wait at a fermata is over.
  struct Resume {
    double tick = 0;
    Frames frame = 0;
  };
  std::optional<Resume> resume = std::nullopt;
  bool waited_out = false;  // nobody came: told once
};

class Form {
 public:
  // [setup] Errors: usage, with the number that is out of range; malformed, a song that is none.
  static Result<Form> make(const Song& song, const FormConfig& config);

  // [audio] Takes a stroke: its frame, its place in the song, how probable that is (0..1), its level in dB.
  // Strokes come in order of frame.
  void stroke(Frames frame, double tick, double probability, double level_db) FIRSTCHAIR_AUDIO;
  // [audio] Takes a cue (a key, a pedal, a pad): a solo is over at the next bar line. Elsewhere it is
  // nothing.
  void cue() FIRSTCHAIR_AUDIO { cued_ = in_solo_; }
  // [audio] The drummer wants to be alone: from the next bar line on, while the song goes on, until a cue. In
  // a written solo it is nothing.
  void ask_solo() FIRSTCHAIR_AUDIO;
  // [audio] The caller has made the jump that was told.
  void jumped() FIRSTCHAIR_AUDIO;

  // [audio] Returns what the band does at a tick of the song, asked in order of frames; below 0 it counts in.
  // While it waits, the ticks that are asked for stand still.
  FormStep at(double tick, Frames frame) FIRSTCHAIR_AUDIO;
  // [audio] Returns the tick at which the song stands still next, waiting for the drummer; infinity when it
  // does not.
  double stands_at() const FIRSTCHAIR_AUDIO {
    return config_.waits && waited_ < waits_.size() ? waits_[waited_] : HUGE_VAL;
  }

 private:
  Form(const Song& song, const FormConfig& config);
  const Bar& bar_of(double tick) const FIRSTCHAIR_AUDIO;
  // Returns the bars from the beginning, with a fraction.
  double bars_at(double tick) const FIRSTCHAIR_AUDIO;
  double line_after(double tick) const FIRSTCHAIR_AUDIO;
  double phrase_end_after(double tick) const FIRSTCHAIR_AUDIO;
  bool wait(FormStep& step, double tick, Frames frame) FIRSTCHAIR_AUDIO;
  void marks(FormStep& step, double tick) FIRSTCHAIR_AUDIO;
  void solo(FormStep& step, double tick, double from, double until) FIRSTCHAIR_AUDIO;
  void asked_solo(FormStep& step, double tick) FIRSTCHAIR_AUDIO;
  void silence(FormStep& step, double tick) FIRSTCHAIR_AUDIO;
  double busy_at(double tick) const FIRSTCHAIR_AUDIO;

  FormConfig config_;
  std::vector<Bar> bars_;
  std::vector<MarkAt> marks_;  // in order
  std::vector<Ticks> reach_;   // up to where the marks up to each reach
  std::vector<double> waits_;  // where the song stands still, in order
  double length_ = 0, last_tick_ = 0;

  bool in_solo_ = false, cued_ = false, leaves_ = false;  // leaves_: the jump that is told goes out of it
  double solo_bars_ = 0;                                  // of the rounds before this one
  double round_bars_ = 0;                                 // that the jump at hand adds

  double asked_from_ = -1, asked_until_ = -1;  // bar lines of a solo that was asked for; below 0: none

  std::size_t waited_ = 0;  // waits that are over
  bool waiting_ = false;
  Frames waits_since_ = 0;
  struct Came {
    Frames frame = 0;
    double tick = 0;
  };
  std::optional<Came> came_;  // the stroke that ends the wait

  double last_stroke_ = 0;          // where the song was then
  bool heard_ = false;              // a stroke since the song began
  double led_from_ = 0, end_ = -1;  // of the way to the phrase's end; end_ below 0: there is none
  bool stopped_ = false;
  double back_at_ = -1;  // the bar line at which a stopped band comes in again

  double recent_db_ = 0, mean_db_ = 0;  // the drummer's level: of the last strokes, of all
  int strokes_ = 0;
  // dense_ counts the strokes of the last two bars at a tick, older ones less; drummed_ is the ticks over
  // which all of them came.
  double dense_ = 0, dense_at_ = 0, drummed_ = 0;
};

struct TempoBends {
  double slowest = .6;    // where a ritardando ends, of the tempo it begins with
  double fastest = 1.25;  // where an accelerando does that no faster tempo ends
};
// Returns the song with the tempo of every written ritardando falling and of every accelerando rising: over
// its length by Friberg and Sundberg's curve (JASA 1999, q = 3), forwards and backwards, a step every half
// beat. After a ritardando that does not end the song the tempo before it is back; after an accelerando it
// is where "a tempo" stands at its end, else the tempo that was reached stays.
Song with_written_tempi(const Song& song, const TempoBends& how = {});

// Returns the song with a last chord, held for a bar: its last bar where that one holds the tonic from its
// first beat on, else a bar more. The tonic is the first chord over the root of the song's key, or simply the
// first chord. A song without chords is returned as it is: what is written out ends as it is written.
Song with_last_chord(const Song& song);

// The LastChord rings until the drummer's last cymbal has fallen by 40 dB, or 6 s; half a second at least.
class LastChord {
 public:
  LastChord(Frames since, double rate, double fall_db = 40, double most_s = 6, double least_s = .5)
      : since_(since), rate_(rate), fall_db_(fall_db), most_s_(most_s), least_s_(least_s) {}
  // [audio] Takes the level of a block of the drummer's sound and returns whether the chord still rings.
  bool push(Frames frame, double level_db) FIRSTCHAIR_AUDIO;

 private:
  Frames since_;
  double rate_, fall_db_, most_s_, least_s_;
  double loudest_db_ = -200;
  bool over_ = false;
};

}  // namespace firstchair::band

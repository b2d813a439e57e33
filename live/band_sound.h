// A BandSound is the band of a live run. What was heard of the drummer goes in, the band's sound comes out: a
// thread of its own follows and renders two blocks ahead, so the callback only adds samples.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/band/played.h"
#include "engine/core/hit.h"
#include "engine/core/spsc_queue.h"
#include "io/live/clock_out.h"
#include "io/sound/ahead.h"
#include "io/sound/synth.h"
#include "live/backing.h"
#include "practice/band/arrange.h"
#include "practice/band/band_run.h"
#include "practice/band/midi_clock.h"

namespace firstchair::live {

struct BandSoundConfig {
  practice::Arranged band;
  practice::BandRunConfig run;  // its frames are those of the live run; notes and held spans are `band`'s
  std::string soundfont;
  std::optional<Backing> backing = {};  // stems that play besides
  io::ClockOut* clock_out = nullptr;    // gets the band's MIDI clock; it must outlive the sound
  int block = 256;                      // frames of the callback's blocks
};

struct BandNews {
  Frames frame = 0;    // that is rendered
  double quarter = 0;  // of the song at it; below 0 it is counted in
  double bpm = 0;
  bool over = false;
  band::Playing playing = band::Playing::count_in;
  int waited_out = 0;    // fermatas at which nobody came
  bool limited = false;  // the drummer was further from home than the band goes
};

class BandSound {
 public:
  // [setup] Loads the instruments and begins to render. Errors: those of BandRun::make and Synth::make.
  static Result<std::unique_ptr<BandSound>> make(BandSoundConfig config);
  ~BandSound();

  // One thread only (the listener's): takes strokes, their frames as they were heard, and says up to which
  // frame everything was heard.
  void heard(std::span<const Hit> hits, Frames until);
  // The level of the drummer's sound there, in dB; of an e-kit it is not known.
  void level(double level_db) { level_db_.store(level_db, std::memory_order_relaxed); }
  // [audio] Any thread may cue: a solo is over at the next bar line; asked for, one begins there.
  void cue() { cued_.store(true, std::memory_order_relaxed); }
  void ask_solo() { asked_.store(true, std::memory_order_relaxed); }
  // [audio] Adds the band to the first two channels, to one their mean; `frame` as in Ahead::push.
  void add(Frames frame, std::span<const std::span<float>> out);
  // [audio] In freewheel the callback waits until it may go on: the sound is there, and what the drummer
  // played is heard.
  bool ready(Frames frame, std::size_t frames) const;
  BandNews news() const;
  std::int64_t late() const { return ahead_ ? ahead_->late() : late_; }  // frames that were not there in time

  // [setup] Ends the rendering and returns what was played. The callback must not add any more.
  band::BandPlayed finish();

 private:
  static constexpr double kNoLevel = 1000;  // dB: no sound is told of

  BandSound(practice::BandRun run, io::Synth synth, std::optional<BackingPlayer> backing,
            std::vector<Bar> bars, const BandSoundConfig& config);
  void tell_clock(Frames frame, Frames until);
  void render(Frames frame, std::span<float> left, std::span<float> right);

  practice::BandRun run_;
  io::Synth synth_;
  std::optional<BackingPlayer> backing_;
  io::ClockOut* clock_out_;
  practice::MidiClock midi_clock_;
  std::vector<Bar> bars_;
  SpscQueue<Hit> hits_;
  std::size_t block_;
  std::vector<float> spare_left_, spare_right_;
  bool let_go_ = false;  // by the rendering thread alone, as is what stands above
  std::atomic<double> quarter_{-1e9}, bpm_{0};
  std::atomic<bool> over_{false}, limited_{false}, cued_{false}, asked_{false};
  std::atomic<band::Playing> playing_{band::Playing::count_in};
  std::atomic<int> waited_out_{0};
  std::atomic<double> level_db_{kNoLevel};
  std::atomic<Frames> heard_{0};
  std::int64_t late_ = 0;
  std::optional<io::Ahead> ahead_;
};

}  // namespace firstchair::live

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
#include "io/sound/ahead.h"
#include "io/sound/synth.h"
#include "practice/band/arrange.h"
#include "practice/band/band_run.h"

namespace firstchair::live {

struct BandSoundConfig {
  practice::Arranged band;
  practice::BandRunConfig run;  // its frames are those of the live run; notes and held spans are `band`'s
  std::string soundfont;
  int block = 256;  // frames of the callback's blocks
};

struct BandNews {
  Frames frame = 0;    // that is rendered
  double quarter = 0;  // of the song at it; below 0 it is counted in
  double bpm = 0;
  bool over = false;
};

class BandSound {
 public:
  // [setup] Loads the instruments and begins to render. Errors: those of BandRun::make and Synth::make.
  static Result<std::unique_ptr<BandSound>> make(BandSoundConfig config);
  ~BandSound();

  // One thread only (the listener's): takes strokes, their frames as they were heard, and says up to which
  // frame everything was heard.
  void heard(std::span<const Hit> hits, Frames until);
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
  BandSound(practice::BandRun run, io::Synth synth, int block);
  void render(Frames frame, std::span<float> left, std::span<float> right);

  practice::BandRun run_;
  io::Synth synth_;
  SpscQueue<Hit> hits_;
  std::size_t block_;
  std::vector<float> spare_left_, spare_right_;
  bool let_go_ = false;  // by the rendering thread alone, as is what stands above
  std::atomic<double> quarter_{-1e9}, bpm_{0};
  std::atomic<bool> over_{false};
  std::atomic<Frames> heard_{0};
  std::int64_t late_ = 0;
  std::optional<io::Ahead> ahead_;
};

}  // namespace firstchair::live

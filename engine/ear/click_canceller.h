// The ClickCanceller takes a metronome out of the sound when it is known when the metronome clicks.
//
// A click sounds the same every time, a stroke never does: what the clicks of one kind have in common, from
// kBefore before to kAfter after their times, is learned as a picture of the click in this room and at this
// microphone, and subtracted from the following ones. A click that is known to be alone, as those of a
// count-in are, makes a picture by itself; where none is known to be, it takes two in a row that agree. A
// click with a stroke on it teaches nothing, one with a stroke's tail little (each counts by how little
// sounds beside it), and none teaches anything beyond the next click, whose error would be learned with it.
// The click itself and its ring in the room, where strokes are likelier, are learned apart. Nothing is
// delayed. Without a count-in, a machine that strikes exactly on every click cannot be told from it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/realtime.h"
#include "engine/core/units.h"

namespace firstchair::ear {

class ClickCanceller {
 public:
  static constexpr int kKinds = 4;                          // an accent, a plain click, ...
  static constexpr int kAhead = 64;                         // clicks that may wait
  static constexpr double kBefore = 0.004, kAfter = 0.450;  // seconds

  // [setup] `rate` is that of the sound, in Hz.
  explicit ClickCanceller(double rate);

  struct Click {
    // `frame` is counted from the first sample pushed. It may be off by up to kBefore, if it always is by as
    // much.
    Frames frame = 0;
    int kind = 0;            // 0..kKinds-1
    Frames alone_until = 0;  // nobody plays before this frame; 0: not known
    float gain = 1;          // > 0: its amplitude as a multiple of the others' of its kind
    float part = 0;          // 0..1: the fraction of a frame by which it comes later than `frame`
  };
  // [audio] Announces a click that will be heard. Clicks must come in order. Returns false, and ignores the
  // click, when it comes too late (its window has begun) or out of order, or when kAhead are waiting.
  bool expect(const Click& click) FIRSTCHAIR_AUDIO;
  // [audio] Takes the next sample and returns it less the clicks that sound in it.
  float push(float sample) FIRSTCHAIR_AUDIO {
    if (open_ == 0 && waiting_ == 0) {
      ++now_;
      return sample;
    }
    return beside_clicks(sample);
  }
  // [audio] Says whether a sound of that level, at that frame, could be what is left of a click. It must be
  // asked within five seconds of the frame.
  bool left_over(Frames frame, float level_db) const FIRSTCHAIR_AUDIO;
  // [setup] Restores the state after the constructor.
  void reset();

 private:
  struct Picture {
    std::vector<float> sound;  // of the window
    std::vector<float> trust;  // 0..1 by stretch of it: how much of it is the click, not the room's noise
    double before = 0;         // mean square before the latest click
    double precision = 0, best = 0;  // 1 / mean square of what sounds beside: of the mean, of its best click
    int count = 0;                   // clicks it is the mean of; 0: none yet
    float left_db = 0;               // peak of what stays of a click
    std::vector<float> candidate;    // the latest window that was none of it
    double candidate_energy = 0;     // 0: none
  };
  struct Window {
    bool open = false;
    Frames first = 0;
    Frames clean = 0;  // frames of it before the next click
    std::size_t picture = 0;
    Frames alone_until = 0;
    float gain = 1, part = 0;
    std::vector<float> raw;  // as it came, less the other clicks; as long as the longer part
  };
  struct Past {
    Frames frame = -1000000000;
    float left_db = -120;
  };

  static constexpr int kParts = 2;  // the parts of a click: itself and its ring

  float beside_clicks(float sample) FIRSTCHAIR_AUDIO;
  void open(const Click& click);
  void learn(Window& window);
  double believe(std::size_t picture, std::span<const float> raw, bool fresh);
  void weigh(std::size_t picture);
  bool stands_out(std::span<const float> raw) const;           // is there a click in it at all?
  float known(const Window& window, std::size_t place) const;  // the part's sound there

  Frames before_, around_, stretch_;
  std::array<Frames, kParts + 1> edges_{};  // of the parts, from the window's first frame
  int open_ = 0;                            // windows
  Frames now_ = 0;
  std::array<Picture, kKinds * kParts> pictures_;
  std::vector<float> fade_;  // of the ring's end
  std::array<Window, 16> windows_;
  std::array<Click, kAhead> ahead_{};  // a ring
  int first_ = 0, waiting_ = 0;
  Frames latest_ = -1000000000;  // frame of the click expected last
  std::array<Past, 96> past_{};  // a ring of clicks that were taken out
  std::size_t newest_ = 0;
};

}  // namespace firstchair::ear

// The ear: sound in, strokes out. Streaming and causal; the same strokes whatever the block size.
//
// A stroke is told twice. First as an Onset, at most latency().onset frames after its attack ("something was
// struck, here"); then as a Hit, at most latency().hit frames after it, with voice and strength. Every Hit
// has had its Onset; their frames are equal.
//
// Paper trail: SuperFlux-style log-mel flux (Boeck & Widmer, DAFx 2013) for the novelty, AIC split (Maeda
// 1985, as in seismic phase picking) for the sub-frame attack.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/core/hit.h"
#include "engine/core/realtime.h"
#include "engine/core/result.h"
#include "engine/core/source.h"

namespace firstchair {

enum class VoicesMode : unsigned char { kit, pad };

struct EarConfig {
  double rate = 48000;  // 8000..192000
  VoicesMode voices = VoicesMode::kit;
  int max_block = 4096;  // largest block the caller intends; push() accepts any size, this only sets capacity
};

struct Onset {
  Frames frame = 0;
  float sigma_ms = 0;
};

struct EarLatency {
  Frames onset = 0;  // worst case from attack to Onset, in frames of the input
  Frames hit = 0;    // worst case from attack to Hit
};

class Ear {
 public:
  // [setup] Fails (ErrorCode::unsupported) when the rate is outside 8000..192000.
  static Result<Ear> make(const EarConfig& config);
  Ear(Ear&&) noexcept;
  Ear& operator=(Ear&&) noexcept;
  ~Ear();

  // [audio] Mono samples, full scale 1. NaN and infinities count as 0. Strokes found are appended to onsets()
  // and hits(), which hold those of this push only. Does not allocate while a block is at most max_block
  // frames.
  void push(std::span<const float> mono) FIRSTCHAIR_AUDIO;
  // [setup] The sound has ended: what is still waiting for its look-ahead is told now, in onsets() and
  // hits().
  void finish();
  // [audio] Valid until the next push, finish or reset; in order of frame.
  std::span<const Onset> onsets() const FIRSTCHAIR_AUDIO;
  std::span<const Hit> hits() const FIRSTCHAIR_AUDIO;
  // [setup] As after make().
  void reset();

  EarLatency latency() const FIRSTCHAIR_AUDIO;
  VoiceDetail detail() const FIRSTCHAIR_AUDIO;  // family (kit) or none (pad) in this version
  bool polyphonic() const FIRSTCHAIR_AUDIO;     // false in this version: one hit an attack
  SourceErrors errors() const
      FIRSTCHAIR_AUDIO;  // strokes it loses and adds, on kits it was not tuned on (docs/hearing.md)
  double bias_sd_ms() const FIRSTCHAIR_AUDIO;  // SD of a voice's constant offset, from rendered truth

 private:
  struct State;
  explicit Ear(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firstchair

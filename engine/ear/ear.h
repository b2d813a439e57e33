// The ear turns sound into strokes. It streams and is causal, and the strokes are the same whatever the block
// size.
//
// A stroke is told twice. First it is told as an Onset ("something was struck, here"), at most
// latency().onset frames after its attack; then as one Hit for every voice in it, at most latency().hit
// frames after it. Hits are final. An Onset is a prompt: it may be withdrawn, by no Hit coming, and its frame
// may differ from the Hit's by up to 10 ms. No Hit comes without an Onset; one that was missed is told with
// it.
//
// A spectrogram feeds a net (voices, strengths, a rough time); the waveform around that time gives the
// attack. The ear follows CRNN drum transcription (Vogl et al., ISMIR 2017), SuperFlux (Boeck & Widmer, DAFx
// 2013) for the net's second input, and the AIC split (Maeda 1985, as in seismic phase picking) for the
// attack.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/hit.h"
#include "engine/core/realtime.h"
#include "engine/core/result.h"
#include "engine/core/source.h"
#include "engine/ear/click_canceller.h"

namespace firstchair::ear {

enum class VoicesMode : unsigned char { kit, pad };

// Which of the two ears hears: the live one tells strokes while they are played (Ear), the file ear knows
// what comes after them (FileEar).
enum class WhichEar : unsigned char { live, file };

// EarWeights hold a weights file as training/ exports it (engine/nn/weights.h).
struct EarWeights {
  std::string name;  // the file's name; it carries the hash
  std::vector<std::uint8_t> bytes;
};

struct EarConfig {
  double rate = 48000;  // 8000..192000
  VoicesMode voices = VoicesMode::kit;
  int max_block = 4096;  // largest block the caller intends; push() accepts any size, this only sets capacity
  std::optional<EarWeights> weights = {};  // none: the weights the program was built with
};

struct KitSound;
struct KnownDrumsFit;

struct Onset {
  Frames frame = 0;
  float sigma_ms = 0;
};

struct EarLatency {
  Frames onset = 0;  // from an attack to its Onset when the prompt is in time, in frames of the input
  Frames hit = 0;    // worst case from attack to Hit
};

// Returns the name of the weights that are built in: ear-<hash>.weights.
std::string_view ear_weights_name();

class Ear {
 public:
  // [setup] Errors: unsupported when the rate is outside 8000..192000, malformed when the weights are not
  // this program's kind, whole and unharmed.
  static Result<Ear> make(const EarConfig& config);
  // [setup] Hears a kit whose drums are known (known_drums.h), with the live ear's fit; null: none is, and
  // the strokes are the same to the bit as of an ear that was never told. It may be called before the first
  // push() alone.
  void know(const KitSound* kit, const KnownDrumsFit& fit);
  Ear(Ear&&) noexcept;
  Ear& operator=(Ear&&) noexcept;
  ~Ear();

  // [audio] Takes mono samples, full scale 1. NaN and infinities count as 0. Strokes found are appended to
  // onsets() and hits(), which hold those of this push only. Does not allocate while a block is at most
  // max_block frames.
  void push(std::span<const float> mono) FIRSTCHAIR_AUDIO;
  // [audio] Announces that a click of a metronome will be heard at `frame` of the input;
  // ClickCanceller::expect has the terms. Clicks that were announced are taken out of the sound, and strokes
  // on them are still found.
  bool expect_click(const ClickCanceller::Click& click) FIRSTCHAIR_AUDIO;
  // [setup] The sound has ended: what is still waiting for its look-ahead is told now, in onsets() and
  // hits().
  void finish();
  // [audio] The spans are valid until the next push, finish or reset. Hits come in order of (frame, voice);
  // hits of one frame are a unison. Onsets come in the order in which they were told.
  std::span<const Onset> onsets() const FIRSTCHAIR_AUDIO;
  std::span<const Hit> hits() const FIRSTCHAIR_AUDIO;
  // [audio] Says that what was played so far is surely another kit than the known one, or far from that
  // microphone: its drums count for nothing while that is so.
  bool other_kit() const FIRSTCHAIR_AUDIO;
  // [setup] Restores the state after make().
  void reset();

  EarLatency latency() const FIRSTCHAIR_AUDIO;
  // Returns what its hits may be held against a chart for: family (kit), none (pad). The hits name full
  // voices, but not surely enough to call an open hat wrong where a closed one is written
  // (docs/guide/hearing.md).
  VoiceDetail detail() const FIRSTCHAIR_AUDIO;
  // Returns the shares of strokes that it loses and adds on kits it was not trained on
  // (docs/guide/hearing.md).
  SourceErrors errors() const FIRSTCHAIR_AUDIO;
  static std::size_t parameters();             // fitted numbers of the net
  double bias_sd_ms() const FIRSTCHAIR_AUDIO;  // the SD of a voice's constant offset, from rendered truth

 private:
  struct State;
  explicit Ear(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firstchair::ear

// A Synth plays notes with the instruments of a soundfont (FluidSynth). It is no push-object for a callback:
// a block costs some tens of microseconds, but now and then milliseconds. It runs in a thread that renders
// ahead (ahead.h), or offline.
#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::io {

struct SynthPart {
  int program = 0;     // General MIDI, from 0; of drums: the kit
  double level = 1;    // 0..1, of the part's full volume
  double pan = 0;      // -1 left .. 1 right
  bool drums = false;  // pitches are General MIDI percussion
  // What it plays at most: other pitches, and louder notes, may be silent. Of the instrument only what sounds
  // them is unpacked.
  std::bitset<128> pitches = std::bitset<128>().set();
  int loudest = 127;  // velocity
};

struct SynthConfig {
  std::string soundfont;         // find_soundfont()
  double rate = 48000;           // 8000..96000 frames a second
  std::vector<SynthPart> parts;  // 1..15
  double gain = 0.5;             // of all parts; at this one a band of four parts stays below kLoudest
};

class Synth {
 public:
  // A note begins at the start of a grain of so many frames, never inside one.
  static constexpr int kGrain = 64;
  // No sample leaves render() above it: -1 dB re full scale. Nothing is compressed: what is above is cut, and
  // counted.
  static constexpr float kLoudest = 0.8912509F;

  // [setup] Loads the instruments of the parts. Errors: usage (rate, parts), malformed (FluidSynth cannot
  // load it, or an instrument is not in it), unsupported (this program was built without FluidSynth).
  static Result<Synth> make(const SynthConfig& config);
  Synth(Synth&&) noexcept;
  Synth& operator=(Synth&&) noexcept;
  ~Synth();

  // Begins a note at the next grain, or with velocity 0 ends it. pitch 0..127, velocity 0..127.
  void play(int part, int pitch, int velocity);
  // Ends every note as if its key were let go.
  void let_go();
  // Fills both; their sizes are equal, and a whole number of grains (asserted).
  void render(std::span<float> left, std::span<float> right);
  std::int64_t cut() const;  // samples that were above kLoudest

 private:
  struct State;
  explicit Synth(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firstchair::io

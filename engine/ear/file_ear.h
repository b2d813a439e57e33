// The FileEar turns a recording into strokes. It streams with flat memory, but for eight bytes a stroke and
// forty more of a tom's, for settle(); twice as much with a kit's sound.
// The strokes are the same whatever the block size, but it hears what comes after a stroke before it tells
// it: it is for files, not for playing.
//
// Times are the net's own, since on real recordings they are nearer to the strokes than those of the
// waveform's steepest rise, which the live ear takes. Only where the waveform splits clearly, and near the
// net's time, its split is taken (docs/dev_log.md).
#pragma once

#include <memory>
#include <span>

#include "engine/ear/ear.h"
#include "engine/ear/file_times.h"
#include "engine/ear/kit_sound.h"
#include "engine/ear/known_drums.h"

namespace firstchair::ear {

class FileEar {
 public:
  // [setup] The weights must be those of a file ear. Errors: unsupported when the rate is outside
  // 8000..192000 or no weights are given, malformed when they are not this program's kind, whole and
  // unharmed.
  static Result<FileEar> make(const EarConfig& config);
  // [setup] Does so with other tables of its times than the program's own.
  static Result<FileEar> make(const EarConfig& config, const FileTimes& times);
  // [setup] Hears a kit whose drums are known (known_drums.h); null: none is, and the strokes are the same to
  // the bit as of an ear that was never told. It may be called before the first push() alone.
  void know(const KitSound* kit, const KnownDrumsFit& fit);
  FileEar(FileEar&&) noexcept;
  FileEar& operator=(FileEar&&) noexcept;
  ~FileEar();

  // Takes mono samples, full scale 1. NaN and infinities count as 0. Strokes found are in hits(), which holds
  // those of this push only: those of 3 s at once, now and then.
  void push(std::span<const float> mono);
  // Announces that a click of a metronome will be heard at `frame` of the input; ClickCanceller::expect has
  // the terms.
  bool expect_click(const ClickCanceller::Click& click);
  // The sound has ended: the strokes that are still waiting are in hits() now.
  void finish();
  // The span is valid until the next push, finish or reset. Hits come in order of (frame, voice); hits of one
  // frame are a unison.
  std::span<const Hit> hits() const;
  // Returns the same without the kit's sound: what it would have told if it had never been told of one.
  std::span<const Hit> hits_without_kit() const;
  // Says that what was played so far is surely another kit than the known one, or far from that microphone:
  // hits_without_kit() are the better ones then.
  bool other_kit() const;
  // Gives all the hits of the sound, as they were told, their strengths again (take_strength.h) and the toms
  // their names (take_toms.h), now that all of them are known. Before, both are guesses.
  void settle(std::span<Hit> hits) const;
  // Does so with those of hits_without_kit().
  void settle_without_kit(std::span<Hit> hits) const;
  // [setup] Restores the state after make().
  void reset();

  // Returns the frames of the input from an attack to its hit, at most.
  Frames latency() const;
  // These say what Ear's functions of these names say.
  VoiceDetail detail() const;
  SourceErrors errors() const;
  double bias_sd_ms() const;
  static std::size_t parameters();  // fitted numbers of the net

 private:
  struct State;
  explicit FileEar(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firstchair::ear

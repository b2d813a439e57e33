// A TakeWriter writes a take as it is played: sound.flac and hits.csv in a folder of its own.
//
// Both are written by one thread behind the queue; another makes them stay on the disk (fdatasync) every
// kSyncMs, so that a slow disk holds up no writing.
// FLAC is its own journal (flac_repair.h), a line of hits.csv too; so after a kill, a full disk or a pulled
// plug, recover_takes() loses at most what was played in the last 0.5 s: the sound in the queue (kTurnMs), in
// the encoder (one FLAC block, kBlockFrames) and, for the plug, since the last sync. A disk that takes longer
// than 0.2 s over one sync can lose more to a pulled plug, never to a kill.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/core/hit.h"
#include "engine/core/realtime.h"
#include "engine/core/result.h"

namespace firstchair::live {

struct TakeWriterConfig {
  std::string folder;   // made when it is not there; must not hold a take yet
  double rate = 48000;  // whole, 8000..192000
  int channels = 1;     // 0: hits only, 1 or 2
};

struct WrittenTake {
  std::string folder;
  Frames frames = 0;          // length of sound.flac
  Frames lost = 0;            // frames pushed in vain, now silence: the disk was more than kQueueSeconds late
  std::size_t hits = 0;       // lines of hits.csv
  std::size_t lost_hits = 0;  // hits pushed in vain
  std::optional<Error> failure;  // set when the disk gave up: the take is whole up to there
};

class TakeWriter {
 public:
  static constexpr int kTurnMs = 20, kSyncMs = 200, kBlockFrames = 1152;
  static constexpr double kQueueSeconds = 10;

  // [setup] Starts the thread. Errors: usage, unwritable.
  static Result<TakeWriter> start(const TakeWriterConfig& config);
  TakeWriter(TakeWriter&&) noexcept;
  TakeWriter& operator=(TakeWriter&&) noexcept;
  // Without finish() the take stays as a kill would leave it.
  ~TakeWriter();

  // [audio] Takes one block a channel, all of one length; channels beyond those of the take are left out.
  // `frame` counts from the start of the take: 0 is the first frame of sound.flac. A jump forward (an xrun)
  // becomes silence, so that every frame number stays true; what lies before the frame pushed last is
  // dropped.
  void push(Frames frame, std::span<const std::span<const float>> channels) FIRSTCHAIR_AUDIO;
  // [audio] Only the sound's thread may call it. It says whether the queue would take a block of so many
  // frames now.
  bool fits(std::size_t frames) FIRSTCHAIR_AUDIO;
  // [audio] Another thread than that of the sound may call it, but one only.
  void push(std::span<const Hit> hits) FIRSTCHAIR_AUDIO;

  // [setup] Returns what went wrong and when, once the disk gave up. Sound is let go from there on, and
  // finish() keeps what is there.
  std::optional<Error> failure() const;
  // [setup] Writes the rest, closes the files and gives them their names. It may be called once.
  WrittenTake finish();

 private:
  struct State;
  explicit TakeWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firstchair::live

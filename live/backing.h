// A Backing is a recording that plays in a band's place: its stems, mixed, and the tempo it was played at. It
// follows the band's clock (io/sound/stem_player.h).
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/core/chart.h"
#include "io/sound/stem_player.h"
#include "practice/band/band_run.h"

namespace firstchair::live {

struct Backing {
  std::shared_ptr<const io::StemSound> sound;  // at the run's rate
  std::vector<TempoChange> tempi;              // the recording's own, as a Chart's
  double first_s = 0;                          // of the song's tick 0 in it
  bool varispeed = false;
};

class BackingPlayer {
 public:
  // [setup] Errors: those of HomeTempo and StemPlayer; usage, sound of another rate than the run's.
  static Result<BackingPlayer> make(const Backing& backing, double rate);

  // Adds the recording to both, as the run plays frames [frame, frame + left.size()): calls go forward, and
  // the run was asked for them. It is silent where the drummer is alone and where the band has stopped. No
  // sample leaves it above Synth::kLoudest. It runs where the synth does.
  void render(const practice::BandRun& run, Frames frame, std::span<float> left, std::span<float> right);

 private:
  BackingPlayer(band::HomeTempo home, double first, io::StemPlayer player)
      : home_(std::move(home)), first_(first), player_(std::move(player)) {}

  band::HomeTempo home_;
  double first_;  // frame of tick 0
  io::StemPlayer player_;
};

}  // namespace firstchair::live

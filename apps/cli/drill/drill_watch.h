// A DrillWatch is what every turn of a run's screen has in common, of a drill and of free playing: it looks
// at the device, draws, and asks whether the run is over.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "apps/cli/live/stage.h"
#include "apps/cli/live/terminal.h"
#include "live/live_run.h"

namespace firstchair::cli {

// An Ended says how a run ended: by itself, since somebody asked for it, where it broke down, or without its
// device.
enum class Ended { over, asked, broke, lost };

class DrillWatch {
 public:
  DrillWatch(const Stage& stage, Terminal& terminal) : stage_(stage), terminal_(terminal) {}

  // A run begins; what was told of silence and of plugs stays told.
  void begin() { next_look_ = std::chrono::steady_clock::now(); }

  // `said` is empty while something is heard. A silence is told once, as long as it lasts: in `message`, the
  // screen's notice.
  void tell_silence(std::string& message, const std::string& said);

  // Goes on to the next turn, which begins after kTurn; or returns how the run ended. `screen` is called to
  // be drawn once `dropouts` and `message`, which are its own, are those of this turn. `over`: the run is.
  std::optional<Ended> turn(const live::LiveRun& run, int& dropouts, std::string& message, bool over,
                            const std::function<std::string()>& screen);

 private:
  bool look_at_device(const live::LiveRun& run, int& dropouts, std::string& message);

  const Stage& stage_;
  Terminal& terminal_;
  std::chrono::steady_clock::time_point next_look_;
  std::string silence_, unheard_;  // that was told; empty: none
};

}  // namespace firstchair::cli

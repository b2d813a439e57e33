// A take that was played through a microphone is heard again when it is over: the ear that knows what comes
// after a stroke has the last word.
#pragma once

#include <string>

#include "apps/cli/live/setup.h"
#include "live/live_run.h"

namespace firstchair::cli {

struct HeardAgain {
  std::string weights;  // of the ear whose strokes the result's take now holds
  std::string line;     // for the player: where the two ears differ, or why there was no second hearing
};

// Puts into `result` the take as the file ear hears its kept sound, judged as the live one was. `config` is
// what the run was started with. The take stays as it was where the sound cannot be read, or holds no stroke
// for the file ear.
HeardAgain hear_again(const live::LiveRunConfig& config, live::LiveResult& result);

}  // namespace firstchair::cli

// A take that was played live is heard again from the sound that was kept, by the ear that knows what comes
// after a stroke.
#pragma once

#include <optional>
#include <string>

#include "engine/core/result.h"
#include "engine/session.h"
#include "practice/click_announcer.h"

namespace firstchair::hearing {

// Hears `sound` with the file ear. `config` is that of the live session; rate and channels are read from the
// file. `clicks` are those that the microphone may have heard, `lag` how far their clock was off. Errors:
// those of reading it.
Result<Take> hear_again(const std::string& sound, SessionConfig config,
                        std::optional<practice::ClickAnnouncer> clicks,
                        const std::optional<practice::ClockLag>& lag = {});

}  // namespace firstchair::hearing

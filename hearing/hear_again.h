// A take that was played live is heard again from the sound that was kept, by the ear that knows what comes
// after a stroke.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "engine/core/hit.h"
#include "engine/core/result.h"
#include "engine/session.h"
#include "practice/click_announcer.h"

namespace firstchair::hearing {

// Two ears' strokes of one sound, laid side by side.
struct EarsDiffer {
  std::size_t both = 0;      // strokes that both tell, whatever the drum
  std::size_t renamed = 0;   // of them: of another family of drums
  std::size_t only_now = 0;  // strokes that the second ear alone tells
  std::size_t only_live = 0;
  bool operator==(const EarsDiffer&) const = default;
};

// Each attack of one is paired with at most one of the other, the nearest within 25 ms; hits within 8 ms of
// an attack's first belong to it. Both are in order of frame, at `rate`.
EarsDiffer compare_ears(std::span<const Hit> live, std::span<const Hit> again, double rate);

// Hears `sound` with the file ear. `config` is that of the live session; rate and channels are read from the
// file. `clicks` are those that the microphone may have heard, `lag` how far their clock was off. Errors:
// those of reading it.
Result<Take> hear_again(const std::string& sound, SessionConfig config,
                        std::optional<practice::ClickAnnouncer> clicks,
                        const std::optional<practice::ClockLag>& lag = {});

}  // namespace firstchair::hearing

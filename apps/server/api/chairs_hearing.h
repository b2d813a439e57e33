// What a page recorded in an attempt is heard here: when it is handed in, and again when a record is
// verified.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "apps/chairs/committed.h"
#include "engine/core/take.h"
#include "engine/judge/norms.h"

namespace firstchair::server {

// A HeardInput is what was heard from the excerpt's beginning on, without what is struck along with the
// count-in.
struct HeardInput {
  Take take;
  double first_bar = 0, bar_frames = 0;  // frames of its source: its first bar line as heard, a bar's length
};

// `recorded` is what the page recorded (door/page_replay.h), `bars` what was committed of it (none: nothing),
// `settings` what its drill was told. The same input gives the same strokes, on every machine. Errors:
// malformed (it is not what was committed, with the bar, or no recording), those of the drill.
Result<HeardInput> hear_input(const audition::Declaration& declaration, const audition::Attempt& attempt,
                              const std::vector<audition::CommittedBar>& bars, const std::string& settings,
                              std::string_view recorded, const judge::Norms& norms);

// Returns the head of a wav file of 24 bits and one channel with so many bytes of sound.
std::string wav_header(double rate, std::size_t bytes);
inline constexpr std::size_t kWavHeader = 44;

// Returns the strokes that are heard in a file of a page's attempt, packed as a take's line holds them;
// `file` is what hand_in() kept. Errors: those of hear_input; not_found (no page played this attempt).
Result<std::string> strokes_heard_again(const audition::Audition& audition,
                                        const std::vector<store::RecordLine>& lines,
                                        const audition::Attempt& attempt, std::string_view file,
                                        const judge::Norms& norms);

}  // namespace firstchair::server

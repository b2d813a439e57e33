// This file names the files of a take that is played live, and writes one hit as a line of hits.csv. A take
// that is still being written, or was left behind, has names that end in .part; hits.csv.part is locked
// (flock) as long as its writer lives.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/hit.h"

namespace firstchair::live {

inline constexpr std::string_view kTakeSound = "sound.flac";
inline constexpr std::string_view kTakeHits = "hits.csv";
inline constexpr std::string_view kPart = ".part";

inline constexpr std::string_view kHitsHeader =
    "frame,voice,voice_probability,level_db,strength,sigma_ms,timed,unison\n";

// The line comes without its end. hit_from_line is the inverse of line_of, to the digits a float has; it
// returns nothing for a line that is not whole.
std::string line_of(const Hit& hit);
std::optional<Hit> hit_from_line(std::string_view line);

// Cuts hits.csv after its last whole line and returns how many hits it holds. Returns nothing when it cannot
// be done.
std::optional<std::size_t> settle_hits(const std::string& path);

// The names are FOLDER/NAME and FOLDER/NAME.part.
std::string take_file(const std::string& folder, std::string_view name);
std::string part_file(const std::string& folder, std::string_view name);
// From this call on, what was renamed or made in `folder` survives a pulled plug. Returns false when it may
// not.
bool sync_folder(const std::string& folder);

}  // namespace firstchair::live

// This file finds links of iReal Pro in a text and takes them apart.
//
// irealbook://Title=Composer=Style=Key=n=Music is documented by its maker. The exported irealb:// is not: its
// music is scrambled, and is read here as other open readers read it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::songs {

struct IRealSong {
  std::string title, composer, style, key;
  std::string groove;  // what the player is set to: "Jazz-Medium Swing"; may be empty
  int bpm = 0;         // 0: none
  std::string music;   // as written, not scrambled
};

inline constexpr std::size_t kMaxIRealBytes = std::size_t{8} << 20;

// Says whether a link of iReal Pro stands in the text.
bool has_ireal_link(std::string_view text);

// Returns the songs of the first link with songs: of a bare link, or of one in a web page or any other text.
// Errors: malformed, with "byte N".
Result<std::vector<IRealSong>> ireal_songs(std::string_view text);

// Undoes what irealb:// does to music, and does it: blocks of 50 characters, some of which change places. The
// last 51 or fewer stay as they are. Law: scrambled(scrambled(text)) == text.
std::string scrambled(std::string_view music);
// Returns the music of a link without its scrambling and its abbreviations.
std::string unscrambled(std::string_view music);

// Returns an irealbook:// link, percent-encoded.
std::string plain_link(const IRealSong& song);

}  // namespace firstchair::songs

// Bars of text songs: the cells between two bar lines share the bar's time evenly.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "songs/written_song.h"

namespace firstchair::songs {

class TextBars {
 public:
  explicit TextBars(WrittenSong& song) : song_(song) {}

  // The next bars are in this meter.
  void meter(const MeterChange& meter) { meter_ = meter; }
  // The next bar begins a section.
  void section(std::string name) { section_ = std::move(name); }

  // Adds a bar of such cells: a chord's text, or "" where the chord before goes on. `place` is for errors.
  std::optional<Error> add(const std::vector<std::string>& cells, const std::string& place);
  // Adds the bar again that stood so many bars before. Returns false where none did.
  bool add_again(std::size_t back);

  bool empty() const { return song_.measures.empty(); }
  std::size_t bars() const { return song_.measures.size(); }
  // The flow of the bar that was added last; there must be one.
  charts::BarFlow& flow() { return song_.score.measures.back().flow; }

 private:
  void push(SongMeasure measure, const std::string& place);

  WrittenSong& song_;
  MeterChange meter_;
  std::string section_;
};

// Returns "Cmaj7" and "F7" of "  Cmaj7  F7 ".
std::vector<std::string> words_between_blanks(std::string_view text);
// Returns the text without blanks at its ends.
std::string_view without_blanks(std::string_view text);
// Reads "6/8" or "6 8".
std::optional<MeterChange> meter_in(std::string_view text);

}  // namespace firstchair::songs

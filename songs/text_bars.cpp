#include "songs/text_bars.h"

#include <algorithm>
#include <charconv>

#include "songs/chord_text.h"

namespace firstchair::songs {

std::optional<Error> TextBars::add(const std::vector<std::string>& cells, const std::string& place) {
  if (cells.size() > kMaxBarChords)
    return Error{ErrorCode::too_large, place, "over 64 cells in a bar", "Write its bar lines"};
  SongMeasure measure;
  const Ticks length = meter_.bar_length();
  for (std::size_t k = 0; k < cells.size(); ++k) {
    if (cells[k].empty()) continue;
    Result<ChordRead> read = read_chord(cells[k]);
    if (!read) {
      read.error().place = place;
      return read.error();
    }
    measure.chords.push_back({.tick = length * static_cast<Ticks>(k) / static_cast<Ticks>(cells.size()),
                              .chord = read->chord,
                              .none = read->none,
                              .text = cells[k]});
  }
  if (bars() >= kMaxSongBars) return Error{ErrorCode::too_large, place, "over 10,000 bars", "Cut the song"};
  push(std::move(measure), place);
  return std::nullopt;
}

bool TextBars::add_again(std::size_t back) {
  if (back == 0 || back > bars() || bars() >= kMaxSongBars) return false;
  SongMeasure again;
  again.chords = song_.measures[bars() - back].chords;
  std::erase_if(again.chords, [&](const band::ChordAt& at) { return at.tick >= meter_.bar_length(); });
  push(std::move(again), "bar " + std::to_string(bars() + 1));
  return true;
}

void TextBars::push(SongMeasure measure, const std::string& place) {
  measure.section = std::move(section_);
  section_.clear();
  charts::ScoreMeasure score;
  score.meter = meter_;
  score.place = place;
  song_.measures.push_back(std::move(measure));
  song_.score.measures.push_back(std::move(score));
}

std::vector<std::string> words_between_blanks(std::string_view text) {
  std::vector<std::string> words;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (text.empty()) return words;
    const std::size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::string_view without_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

std::optional<MeterChange> meter_in(std::string_view text) {
  text = without_blanks(text);
  int beats = 0, unit = 0;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, beats);
  if (first.ec != std::errc{} || first.ptr == end || (*first.ptr != '/' && *first.ptr != ' '))
    return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, unit);
  if (second.ec != std::errc{} || second.ptr != end) return std::nullopt;
  if (beats < 1 || beats > 64 || unit < 1 || unit > 64 || (unit & (unit - 1)) != 0) return std::nullopt;
  return MeterChange{0, beats, unit};
}

}  // namespace firstchair::songs

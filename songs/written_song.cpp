#include "songs/written_song.h"

#include <algorithm>

#include "charts/limits.h"
#include "charts/score/lay_out.h"
#include "charts/title.h"
#include "engine/core/letters.h"

namespace firstchair::songs {
namespace {

constexpr std::size_t kMaxSongNotes = charts::kMaxNotes;
constexpr std::size_t kMaxSigns = 200'000;  // chords, and marks

template <class At>
void in_order(std::vector<At>& list) {
  std::stable_sort(list.begin(), list.end(), [](const At& a, const At& b) { return a.tick < b.tick; });
}

// Of several at one tick the last counts; what is outside the song goes.
template <class At>
void one_a_tick(std::vector<At>& list, Ticks length) {
  in_order(list);
  std::vector<At> kept;
  for (At& at : list) {
    if (at.tick >= length) continue;
    if (!kept.empty() && kept.back().tick == at.tick) kept.pop_back();
    kept.push_back(std::move(at));
  }
  list = std::move(kept);
}

void tidy_chords(band::Song& song) {
  one_a_tick(song.chords, song.length);
  std::vector<band::ChordAt> kept;
  for (band::ChordAt& at : song.chords) {
    const bool again = !kept.empty() && kept.back().none == at.none && kept.back().chord == at.chord;
    if (!again) kept.push_back(std::move(at));
  }
  song.chords = std::move(kept);
}

// A section that is called a drum solo is one, to its end.
void mark_solos(band::Song& song) {
  for (std::size_t s = 0; s < song.sections.size(); ++s) {
    const std::string low = lowered(song.sections[s].name);
    if (low != "[solo]" && low.find("drum solo") == std::string::npos &&
        low.find("open solo") == std::string::npos)
      continue;
    const Ticks until = s + 1 < song.sections.size() ? song.sections[s + 1].tick : song.length;
    song.marks.push_back({song.sections[s].tick, until, band::Mark::solo});
  }
}

// What slows down or speeds up bar by bar does so once.
void join_bends(band::Song& song) {
  std::vector<band::MarkAt> kept;
  std::size_t bent = 0;  // one more than the place of the last one
  for (const band::MarkAt& mark : song.marks) {
    if (mark.mark != band::Mark::ritardando && mark.mark != band::Mark::accelerando) {
      kept.push_back(mark);
    } else if (bent > 0 && kept[bent - 1].mark == mark.mark && mark.tick <= kept[bent - 1].until) {
      kept[bent - 1].until = std::max(kept[bent - 1].until, mark.until);
    } else {
      kept.push_back(mark);
      bent = kept.size();
    }
  }
  song.marks = std::move(kept);
}

}  // namespace

Result<SongRead> finished(band::Song song, std::optional<Chart> drums, charts::Remarks& remarks) {
  SongRead read;
  tidy_chords(song);
  one_a_tick(song.sections, song.length);
  mark_solos(song);
  in_order(song.marks);
  song.marks.erase(std::unique(song.marks.begin(), song.marks.end()), song.marks.end());
  join_bends(song);
  std::erase_if(song.parts, [](const band::Part& part) { return part.notes.empty(); });
  for (band::Part& part : song.parts) in_order(part.notes);
  if (song.chords.empty() && song.parts.empty())
    return Error{ErrorCode::unsupported,
                 {},
                 "no chord and no part for a band in it",
                 "Write chords into the song, or export it with its other parts"};
  if (drums && check_chart(*drums).empty()) read.drums = std::move(drums);
  if (const std::string wrong = band::check_song(song); !wrong.empty())
    return Error{ErrorCode::malformed, {}, wrong, {}};
  read.remarks = remarks.take();
  read.titles = {song.title};
  read.song = std::move(song);
  return read;
}

Result<SongRead> play_out(WrittenSong written) {
  band::Song song;
  std::vector<charts::ScoreMeasure>& measures = written.score.measures;
  Result<charts::Layout> layout = charts::lay_out(measures, written.score.remarks);
  if (!layout) return layout.error();
  if (layout->laid.size() > kMaxSongBars)
    return Error{ErrorCode::too_large, {}, "over 10,000 bars with its repeats", "Repeat less"};

  song.title = charts::clean_title(written.title);
  song.composer = charts::clean_title(written.composer);
  song.style = charts::clean_title(written.style);
  song.key = charts::clean_title(written.key);
  song.follow = written.follow;
  song.meters = std::move(layout->meters);
  song.tempi = std::move(layout->tempi);
  song.length = layout->length;
  song.pickup = layout->pickup;
  std::erase_if(song.tempi, [&](const TempoChange& tempo) { return tempo.tick >= song.length; });
  song.parts = std::move(written.parts);
  for (band::Part& part : song.parts) part.name = charts::clean_title(part.name);

  Chart drums;
  std::size_t notes = 0;
  for (const charts::LaidMeasure& laid : layout->laid) {
    const SongMeasure& measure = written.measures[laid.measure];
    const Ticks at = laid.tick;
    if (song.chords.size() + measure.chords.size() > kMaxSigns ||
        song.marks.size() + measure.marks.size() > kMaxSigns)
      return Error{ErrorCode::too_large, {}, "over 200,000 chords or marks with its repeats", "Repeat less"};
    for (band::ChordAt chord : measure.chords) {
      chord.tick += at;
      song.chords.push_back(std::move(chord));
    }
    if (!measure.section.empty())
      song.sections.push_back({.tick = at, .name = charts::clean_title(measure.section)});
    for (band::MarkAt mark : measure.marks) {
      mark.tick += at;
      mark.until = std::min(mark.until + at, song.length);
      if (mark.tick < song.length && mark.until >= mark.tick) song.marks.push_back(mark);
    }
    for (std::size_t p = 0; p < measure.notes.size() && p < song.parts.size(); ++p)
      for (band::PartNote note : measure.notes[p]) {
        note.tick += at;
        if (note.tick < song.length) song.parts[p].notes.push_back(note);
        if (++notes > kMaxSongNotes) return charts::kTooMuch;
      }
    for (Note note : measures[laid.measure].notes) {
      note.tick += at;
      drums.notes.push_back(note);
      if (++notes > kMaxSongNotes) return charts::kTooMuch;
    }
  }
  if (drums.notes.empty()) return finished(std::move(song), std::nullopt, written.score.remarks);
  drums.title = song.title;
  drums.meters = song.meters;
  drums.tempi = song.tempi;
  drums.swing = layout->swing;
  drums.length = song.length;
  settle(drums);
  // The band plays at least as long as its drummer, in whole bars.
  song.length = std::max(song.length, drums.length);
  return finished(std::move(song), std::move(drums), written.score.remarks);
}

std::vector<std::string> lines_of(const SongRead& read) {
  charts::ChartRead told;
  told.remarks = read.remarks;
  return charts::lines_of(told);
}

}  // namespace firstchair::songs

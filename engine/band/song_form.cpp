#include "engine/band/song_form.h"

#include <algorithm>
#include <vector>

#include "engine/band/draw.h"
#include "engine/band/felt_bar.h"
#include "engine/band/form.h"

namespace firstchair::band {
namespace {

constexpr std::uint64_t kMutePlace = std::uint64_t{1} << 40;  // of draws: before it stand those of the notes
constexpr int kMostStretch = 64;                              // bars

Error usage(std::string place, std::string what) {
  return {.code = ErrorCode::usage, .place = std::move(place), .what = std::move(what), .advice = {}};
}

// The last chord is everybody's.
Ticks before_the_end(const Song& song) {
  Ticks end = song.length;
  for (const MarkAt& mark : song.marks)
    if (mark.mark == Mark::ending) end = std::min(end, mark.tick);
  return end;
}

// So many bars with the band, so many without, over and over.
void leave_alone(Song& song, int with, int without) {
  const std::vector<Bar> bars = bars_of(song);
  const Ticks end = before_the_end(song);
  const auto on = static_cast<std::size_t>(with), off = static_cast<std::size_t>(without);
  for (std::size_t k = on; k < bars.size(); k += on + off) {
    const Ticks until = std::min(bars[std::min(bars.size(), k + off) - 1].end(), end);
    if (until > bars[k].start) song.marks.push_back({bars[k].start, until, Mark::without});
  }
}

// Beats on end are one mark.
void mute(Song& song, double share, std::uint64_t seed) {
  const Ticks end = before_the_end(song);
  std::uint64_t place = kMutePlace;
  std::vector<MarkAt> muted;
  for (const Bar& bar : bars_of(song)) {
    const Ticks beat = felt_beat(bar.meter);
    for (Ticks tick = bar.start; tick < std::min(bar.end(), end); tick += beat) {
      if (draw(seed, place++) >= share) continue;
      const Ticks until = std::min({tick + beat, bar.end(), end});
      if (!muted.empty() && muted.back().until == tick)
        muted.back().until = until;
      else
        muted.push_back({tick, until, Mark::muted});
    }
  }
  song.marks.insert(song.marks.end(), muted.begin(), muted.end());
}

}  // namespace

Result<Song> play_form(const Song& song, const FormAsked& asked) {
  if (asked.trade < 0 || asked.trade > kMostStretch) return usage("--trade", "a trade is of 1 to 64 bars");
  if (asked.gap_off < 0 || asked.gap_off > kMostStretch || asked.gap_on < 0 || asked.gap_on > kMostStretch ||
      (asked.gap_off > 0 && asked.gap_on == 0))
    return usage("--gap", "1 to 64 bars with the band, then 1 to 64 without");
  if (asked.trade > 0 && asked.gap_off > 0) return usage("--gap", "trades and gaps are one or the other");
  if (!(asked.mute_share >= 0 && asked.mute_share <= 1))
    return usage("--mute-beats", "mutes are a share from 0 to 1");
  Result<Song> played = play_bars(at_tempo(song, asked.bpm), asked.from, asked.to, asked.times);
  if (!played) return played.error();
  Song whole = with_written_tempi(with_last_chord(*played));
  if (asked.trade > 0) leave_alone(whole, asked.trade, asked.trade);
  if (asked.gap_off > 0) leave_alone(whole, asked.gap_on, asked.gap_off);
  if (asked.mute_share > 0) mute(whole, asked.mute_share, asked.seed);
  std::stable_sort(whole.marks.begin(), whole.marks.end(),
                   [](const MarkAt& a, const MarkAt& b) { return a.tick < b.tick; });
  return whole;
}

Result<Song> play_bars(const Song& song, int from, int to, int times) {
  const std::vector<Bar> bars = bars_of(song);
  const int last = to == 0 ? static_cast<int>(bars.size()) : to;
  if (from < 1 || last < from || last > static_cast<int>(bars.size()))
    return usage("--bars", "the song has bars 1 to " + std::to_string(bars.size()));
  if (times < 1 || times > 1000) return usage("--times", "a song is played 1 to 1000 times");
  const Ticks begin = bars[static_cast<std::size_t>(from) - 1].start,
              end = bars[static_cast<std::size_t>(last) - 1].end(), length = end - begin;
  Song made = song;
  made.meters.clear(), made.tempi.clear(), made.chords.clear(), made.sections.clear(), made.marks.clear();
  for (Part& part : made.parts) part.notes.clear();
  // What is in force where a round begins is said there again, unless it is in force already.
  const auto round = [&](const auto& from_all, auto& into, Ticks shift, bool again) {
    for (std::size_t k = 0; k < from_all.size(); ++k) {
      auto one = from_all[k];
      const bool before = one.tick < begin;
      if (one.tick >= end || (before && k + 1 < from_all.size() && from_all[k + 1].tick <= begin)) continue;
      if (before && !again) continue;
      one.tick = std::max(one.tick, begin) - begin + shift;
      into.push_back(one);
    }
  };
  for (int n = 0; n < times; ++n) {
    const Ticks shift = n * length;
    round(song.meters, made.meters, shift, true);
    round(song.tempi, made.tempi, shift, true);
    round(song.chords, made.chords, shift, true);
    round(song.sections, made.sections, shift, false);
    for (const MarkAt& mark : song.marks) {
      if (mark.tick >= end || mark.until < begin || (mark.until == begin && mark.tick < begin)) continue;
      made.marks.push_back({.tick = std::max(mark.tick, begin) - begin + shift,
                            .until = std::min(mark.until, end) - begin + shift,
                            .mark = mark.mark});
    }
    for (std::size_t k = 0; k < song.parts.size(); ++k)
      round(song.parts[k].notes, made.parts[k].notes, shift, false);
  }
  made.length = length * times;
  made.pickup = from == 1 ? song.pickup : 0;
  return made;
}

Chart chart_bars(const Chart& chart, int from, int to) {
  const std::vector<Bar> bars = bars_of(chart);
  const int all = static_cast<int>(bars.size()), last = to == 0 ? all : std::min(to, all);
  Chart made;
  made.title = chart.title;
  made.swing = chart.swing;
  if (from < 1 || from > last) return made;
  made.meters.clear();
  const Ticks begin = bars[static_cast<std::size_t>(from) - 1].start,
              end = bars[static_cast<std::size_t>(last) - 1].end();
  // What is in force where it begins is said there.
  const auto cut = [&](const auto& all_changes, auto& into) {
    for (auto change : all_changes) {
      if (change.tick >= end) continue;
      if (change.tick <= begin) into.clear();
      change.tick = std::max(change.tick, begin) - begin;
      into.push_back(change);
    }
  };
  cut(chart.meters, made.meters);
  cut(chart.tempi, made.tempi);
  for (Note note : chart.notes) {
    if (note.tick < begin || note.tick >= end) continue;
    note.tick -= begin;
    made.notes.push_back(note);
  }
  made.length = end - begin;
  return made;
}

Song at_tempo(Song song, double bpm) {
  if (song.tempi.empty()) song.tempi = {{0, bpm}};
  const double times = bpm / song.tempi.front().bpm;
  for (TempoChange& change : song.tempi) change.bpm *= times;
  return song;
}

}  // namespace firstchair::band

#include "practice/band/arrange.h"

#include <algorithm>
#include <cmath>

#include "engine/band/comp.h"
#include "engine/band/felt_bar.h"
#include "engine/core/swing_map.h"

namespace firstchair::practice {
namespace {

constexpr int kMostParts = 13;  // sticks and drums stand beside them
constexpr int kSideStick = 37;  // General MIDI

Error usage(std::string place, std::string what, std::string advice) {
  return {ErrorCode::usage, std::move(place), std::move(what), std::move(advice)};
}

Chart frame_of(const band::Song& song) {
  return {.title = {}, .meters = song.meters, .tempi = {}, .notes = {}, .length = song.length};
}

bool is_bass(const band::Part& part) {
  return part.program >= 32 && part.program <= 39;
}
bool is_keys(const band::Part& part) {
  return part.program <= 7 || (part.program >= 16 && part.program <= 31);
}

// Bass and chords are written straight; here their eighths get the style's swing.
void swing(band::Part& part, const band::Song& song, const band::Style& style) {
  Chart frame = frame_of(song);
  frame.swing = style.swing;
  for (const band::PartNote& note : part.notes)
    if (note.tick < song.length) frame.notes.push_back({.tick = note.tick});
  const SwingMap map(frame);
  const auto meant = [&](Ticks tick) {
    return static_cast<Ticks>(std::llround(map.meant(tick) * static_cast<double>(kTicksPerQuarter)));
  };
  for (band::PartNote& note : part.notes) {
    const Ticks end = meant(note.tick + note.length);
    note.tick = meant(note.tick);
    note.length = std::max<Ticks>(1, end - note.tick);
  }
}

// Later by so many ms at the tempo in force there.
Ticks later(const band::Song& song, Ticks tick, double ms) {
  double bpm = 120;
  for (const TempoChange& change : song.tempi)
    if (change.tick <= tick || &change == song.tempi.data()) bpm = change.bpm;
  return static_cast<Ticks>(std::llround(ms * bpm / 60000 * static_cast<double>(kTicksPerQuarter)));
}

std::string names_of(const std::vector<band::Part>& parts) {
  std::string names;
  for (const band::Part& part : parts) names += (names.empty() ? "" : ", ") + part.name;
  return names;
}

Result<Done> choose(std::vector<band::Part>& parts, const ArrangeOptions& options) {
  const auto has = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const auto& [flag, names] : {std::pair("--parts", options.parts), std::pair("--mute", options.mute)})
    for (const std::string& name : names)
      if (std::none_of(parts.begin(), parts.end(), [&](const band::Part& part) { return part.name == name; }))
        return usage(std::string(flag) + " " + name, "the band has no such part",
                     "It has " + names_of(parts));
  std::erase_if(parts, [&](const band::Part& part) {
    return has(options.mute, part.name) || (!options.parts.empty() && !has(options.parts, part.name));
  });
  if (parts.empty())
    return Error{
        ErrorCode::unsupported, {}, "nobody plays", "A song needs chords, or parts that are not muted"};
  return Done{};
}

// Where the drummer is alone: every second stretch of `bars` bars.
std::vector<band::MarkAt> trades(const band::Song& song, int bars) {
  std::vector<band::MarkAt> spans;
  if (bars == 0) return spans;
  const std::vector<Bar> all = bars_of(frame_of(song));
  // The last chord is everybody's.
  Ticks end = song.length;
  for (const band::MarkAt& mark : song.marks)
    if (mark.mark == band::Mark::ending) end = mark.tick;
  for (std::size_t k = static_cast<std::size_t>(bars); k < all.size();
       k += 2 * static_cast<std::size_t>(bars)) {
    const std::size_t last = std::min(all.size(), k + static_cast<std::size_t>(bars)) - 1;
    const Ticks until = std::min(all[last].end(), end);
    if (until > all[k].start)
      spans.push_back({.tick = all[k].start, .until = until, .mark = band::Mark::stop});
  }
  return spans;
}

// "1 2 3 4 1 2 3 and 4 and"; with a pick-up, up to it.
void count_in(const band::Song& song, const band::Style& style, int bars, std::uint8_t part, Arranged& made) {
  if (bars == 0) return;
  const MeterChange meter = song.meters.front();
  const Ticks beat = kTicksPerWhole / meter.unit, end = song.pickup;
  made.count_in = (song.pickup > 0 ? bars - 1 : bars) * meter.bar_length();
  const auto strike = [&](Ticks tick, Ticks length, int velocity) {
    if (tick >= end && end > 0) return;
    made.notes.push_back({.tick = tick,
                          .end = tick + length / 2,
                          .part = part,
                          .pitch = kSideStick,
                          .velocity = static_cast<std::uint8_t>(velocity)});
  };
  for (int n = 0; n < bars * meter.beats; ++n) {
    const Ticks tick = n * beat - made.count_in;
    strike(tick, beat, n % meter.beats == 0 ? 110 : 80);
    const bool last_half = n >= (bars - 1) * meter.beats && 2 * (n % meter.beats) >= meter.beats;
    if (!last_half || meter.unit > 4) continue;
    const Ticks half = std::llround(static_cast<double>(beat) * style.swing / (1 + style.swing));
    strike(tick + half, beat - half, 55);
  }
}

// What sounds under a fermata is held until the song goes on: to the end of its beat, where a band waits.
void hold_under(const band::Song& song, std::vector<band::PlayerNote>& notes) {
  struct Span {
    Ticks from, stands;
  };
  std::vector<Span> spans;
  const std::vector<Bar> bars = bars_of(frame_of(song));
  for (const band::MarkAt& mark : song.marks)
    if (mark.mark == band::Mark::fermata)
      spans.push_back({mark.tick, mark.tick + band::felt_beat(bar_at(bars, mark.tick).meter)});
  for (band::PlayerNote& note : notes) {
    const auto span = std::upper_bound(spans.begin(), spans.end(), note.tick,
                                       [](Ticks tick, const Span& at) { return tick < at.stands; });
    if (span != spans.end() && note.end > span->from) note.end = std::max(note.end, span->stands);
  }
}

}  // namespace

Result<Arranged> arrange(const band::Song& song, const band::Style& style, const ArrangeOptions& options) {
  if (const std::string wrong = band::check_style(style); !wrong.empty())
    return Error{ErrorCode::malformed, style.name, wrong, {}};
  if (options.count_in < 0 || options.count_in > 16)
    return usage("--count-in", "the count-in must be 0 to 16 bars", {});
  if (options.trade < 0 || options.trade > 64) return usage("--trade", "a trade is of 1 to 64 bars", {});

  std::vector<band::Part> parts;
  if (!song.chords.empty() && !options.sticks) {
    const band::CompOptions how{.seed = options.seed};
    if (std::none_of(song.parts.begin(), song.parts.end(), is_bass)) {
      parts.push_back(band::bass_part(song, style, how));
      swing(parts.back(), song, style);
      for (band::PartNote& note : parts.back().notes) note.tick += later(song, note.tick, style.bass_ms);
    }
    if (std::none_of(song.parts.begin(), song.parts.end(), is_keys)) {
      parts.push_back(band::comp_part(song, style, how));
      parts.back().name = "keys";
      swing(parts.back(), song, style);
      for (band::PartNote& note : parts.back().notes) note.tick += later(song, note.tick, style.comp_ms);
    }
  }
  for (const band::Part& part : song.parts) {
    if (options.sticks) break;
    if (parts.size() < kMostParts) parts.push_back(part);
    // Of two with one name the second is told by its number.
    int same = 1;
    for (std::size_t k = 0; k + 1 < parts.size(); ++k) same += parts[k].name == part.name;
    if (same > 1) parts.back().name += " " + std::to_string(same);
  }
  if (!options.sticks)
    if (Result<Done> chosen = choose(parts, options); !chosen) return chosen.error();

  Arranged made;
  const std::vector<band::MarkAt> traded = trades(song, options.trade);
  const auto alone = [&](Ticks tick) {
    return std::any_of(traded.begin(), traded.end(),
                       [&](const band::MarkAt& span) { return tick >= span.tick && tick < span.until; });
  };
  for (const band::Part& part : parts) {
    const auto index = static_cast<std::uint8_t>(made.parts.size());
    const bool bass = is_bass(part);
    // The drums stand in the middle, the bass with them, the others apart.
    const double pan = bass ? 0 : index % 2 == 0 ? -.3 : .3;
    made.parts.push_back({.name = part.name, .program = part.program, .level = bass ? 1. : .85, .pan = pan});
    for (const band::PartNote& note : part.notes) {
      if (alone(note.tick) && !(bass && options.walk)) continue;
      Ticks end = note.tick + note.length;
      for (const band::MarkAt& span : traded)
        if (note.tick < span.tick && end > span.tick && !(bass && options.walk)) end = span.tick;
      made.notes.push_back({.tick = note.tick,
                            .end = end,
                            .part = index,
                            .pitch = static_cast<std::uint8_t>(std::clamp(note.pitch, 0, 127)),
                            .velocity = static_cast<std::uint8_t>(std::clamp(note.velocity, 1, 127))});
    }
  }
  hold_under(song, made.notes);
  made.marks = song.marks;
  made.marks.insert(made.marks.end(), traded.begin(), traded.end());
  std::stable_sort(made.marks.begin(), made.marks.end(),
                   [](const band::MarkAt& a, const band::MarkAt& b) { return a.tick < b.tick; });
  made.parts.push_back({.name = "sticks", .drums = true, .level = 1});
  count_in(song, style, options.count_in, static_cast<std::uint8_t>(made.parts.size() - 1), made);
  return made;
}

int longest_rest(const Chart& chart) {
  int longest = 0, rest = 0;
  std::size_t note = 0;
  for (const Bar& bar : bars_of(chart)) {
    const std::size_t first = note;
    while (note < chart.notes.size() && chart.notes[note].tick < bar.end()) ++note;
    rest = note > first ? 0 : rest + 1;
    longest = std::max(longest, rest);
  }
  return longest;
}

Result<band::Song> play_bars(const band::Song& song, int from, int to, int times) {
  const std::vector<Bar> bars = bars_of(frame_of(song));
  const int last = to == 0 ? static_cast<int>(bars.size()) : to;
  if (from < 1 || last < from || last > static_cast<int>(bars.size()))
    return usage("--bars", "the song has bars 1 to " + std::to_string(bars.size()), {});
  if (times < 1 || times > 1000) return usage("--times", "a song is played 1 to 1000 times", {});
  const Ticks begin = bars[static_cast<std::size_t>(from) - 1].start,
              end = bars[static_cast<std::size_t>(last) - 1].end(), length = end - begin;
  band::Song made = song;
  made.meters.clear(), made.tempi.clear(), made.chords.clear(), made.sections.clear(), made.marks.clear();
  for (band::Part& part : made.parts) part.notes.clear();
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
    for (const band::MarkAt& mark : song.marks) {
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

band::Song at_tempo(band::Song song, double bpm) {
  if (song.tempi.empty()) song.tempi = {{0, bpm}};
  const double times = bpm / song.tempi.front().bpm;
  for (TempoChange& change : song.tempi) change.bpm *= times;
  return song;
}

}  // namespace firstchair::practice

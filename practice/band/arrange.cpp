#include "practice/band/arrange.h"

#include <algorithm>
#include <cmath>

#include "engine/band/comp.h"
#include "engine/band/felt_bar.h"
#include "engine/core/swing_map.h"

namespace firstchair::practice {
namespace {

constexpr int kMostParts = 13;                           // sticks and drums stand beside them
constexpr int kSideStick = 37, kClick = 33, kBell = 34;  // General MIDI, and GS
constexpr const char* kKeys = "keys";

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

// The stretches in which the band's notes are left out, in order.
class Silences {
 public:
  explicit Silences(const std::vector<band::MarkAt>& marks) {
    for (const band::MarkAt& mark : marks) {
      if (mark.mark == band::Mark::muted) add(muted_, mark);
      if (mark.mark == band::Mark::without || mark.mark == band::Mark::muted) add(all_, mark);
    }
  }
  // Returns where a note that is written from `tick` to `end` ends; `tick` when it is not played. Who walks
  // is silent in muted beats alone.
  Ticks end_of(Ticks tick, Ticks end, bool walks) const {
    const std::vector<Span>& spans = walks ? muted_ : all_;
    const auto next = std::upper_bound(spans.begin(), spans.end(), tick,
                                       [](Ticks at, const Span& span) { return at < span.until; });
    if (next == spans.end() || next->from >= end) return end;
    return std::max(tick, next->from);
  }

 private:
  struct Span {
    Ticks from, until;
  };
  static void add(std::vector<Span>& spans, const band::MarkAt& mark) {
    if (spans.empty() || mark.tick > spans.back().until)
      spans.push_back({mark.tick, mark.until});
    else
      spans.back().until = std::max(spans.back().until, mark.until);
  }
  std::vector<Span> muted_, all_;
};

// "1 2 3 4 1 2 3 and 4 and"; with a pick-up, up to it.
void count_in(const band::Song& song, const band::Style& style, const ArrangeOptions& options,
              Arranged& made) {
  const int bars = options.count_in;
  if (bars == 0) return;
  const auto part = static_cast<std::uint8_t>(made.parts.size() - 1);
  const MeterChange meter = song.meters.front();
  const Ticks beat = kTicksPerWhole / meter.unit, end = song.pickup;
  made.count_in = (song.pickup > 0 ? bars - 1 : bars) * meter.bar_length();
  const auto strike = [&](Ticks tick, Ticks length, int velocity) {
    if (tick >= end && end > 0) return;
    const int pitch = !options.click ? kSideStick : velocity > 100 ? kBell : kClick;
    made.notes.push_back({.tick = tick,
                          .end = tick + length / 2,
                          .part = part,
                          .pitch = static_cast<std::uint8_t>(pitch),
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

  std::vector<band::Part> parts;
  bool comps = false;
  if (!song.chords.empty() && !options.sticks) {
    const band::CompOptions how{.seed = options.seed};
    if (std::none_of(song.parts.begin(), song.parts.end(), is_bass)) {
      parts.push_back(band::bass_part(song, style, how));
      swing(parts.back(), song, style);
      for (band::PartNote& note : parts.back().notes) note.tick += later(song, note.tick, style.bass_ms);
    }
    if (std::none_of(song.parts.begin(), song.parts.end(), is_keys)) {
      comps = true;
      parts.push_back(band::comp_part(song, style, how));
      parts.back().name = kKeys;
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
  const Silences silences(song.marks);
  for (const band::Part& part : parts) {
    const auto index = static_cast<std::uint8_t>(made.parts.size());
    const bool bass = is_bass(part);
    if (comps && made.comp < 0 && part.name == kKeys) made.comp = index;
    // The drums stand in the middle, the bass with them, the others apart.
    const double pan = bass ? 0 : index % 2 == 0 ? -.3 : .3;
    made.parts.push_back({.name = part.name, .program = part.program, .level = bass ? 1. : .85, .pan = pan});
    for (const band::PartNote& note : part.notes) {
      const Ticks end = silences.end_of(note.tick, note.tick + note.length, bass && options.walk);
      if (end <= note.tick) continue;
      made.notes.push_back({.tick = note.tick,
                            .end = end,
                            .part = index,
                            .pitch = static_cast<std::uint8_t>(std::clamp(note.pitch, 0, 127)),
                            .velocity = static_cast<std::uint8_t>(std::clamp(note.velocity, 1, 127))});
    }
  }
  hold_under(song, made.notes);
  made.marks = song.marks;
  made.parts.push_back({.name = "sticks", .drums = true, .level = 1});
  count_in(song, style, options, made);
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

}  // namespace firstchair::practice

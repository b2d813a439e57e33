#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>

#include "charts/games/game_midi.h"
#include "charts/limits.h"
#include "charts/midi/midi_chart.h"
#include "charts/midi/midi_dynamics.h"
#include "charts/midi/midi_meter.h"
#include "charts/midi/midi_pieces.h"
#include "charts/midi/percussion_names.h"
#include "charts/title.h"
#include "midi/kit/kit_choice.h"
#include "midi/smf.h"

namespace firstchair::charts {
namespace {

// What the words of a lyric say of the note they stand before.
struct Words {
  Hand hand = Hand::unwritten;
  std::optional<Dynamic> dynamic;
  Ornament ornament = Ornament::none;
  bool grace = false, suggested = false;
};

// What the marker of a file of ours says of all of it.
struct Marker {
  bool present = false, pad = false, no_velocities = false;
  double swing = 1;
};

struct Stroke {
  Note note;
  double seconds = 0;
  Words words;
};

Error too_large(std::int64_t tick) {
  return {ErrorCode::too_large, "tick " + std::to_string(tick), "over 100,000 bars or 1,000,000 notes",
          "Cut the file"};
}

const Error kFilmFrames{ErrorCode::unsupported, "byte 12", "it counts film frames, not beats",
                        "Export it with ticks per quarter note"};

// Karaoke files say their title in the first text that begins with @T; their tracks are called "Words" and
// the like.
std::string title_of(const midi::Smf& smf) {
  constexpr std::string_view kKaraokeTitle = "@T";
  std::string_view name;
  for (const midi::SmfEvent& event : smf.events) {
    if (event.status != midi::kMeta) continue;
    if (event.data1 == midi::kText && event.text.starts_with(kKaraokeTitle))
      return clean_title(std::string_view(event.text).substr(kKaraokeTitle.size()));
    if (event.data1 == midi::kName && name.empty()) name = event.text;
  }
  return clean_title(name);
}

Ticks chart_tick(const midi::Smf& smf, std::int64_t tick) {
  return (tick * kTicksPerQuarter + smf.ticks_per_quarter / 2) / smf.ticks_per_quarter;
}

Marker marker_of(const midi::Smf& smf) {
  Marker marker;
  for (const midi::SmfEvent& event : smf.events) {
    if (event.status != midi::kMeta || event.data1 != midi::kText || !event.text.starts_with(kMarker))
      continue;
    marker.present = true;
    marker.pad = event.text.find(kSurfacePad) != std::string::npos;
    marker.no_velocities = event.text.find(kNoVelocities) != std::string::npos;
    if (const std::size_t at = event.text.find(kSwing); at != std::string::npos) {
      const double swing = std::strtod(event.text.c_str() + at + kSwing.size(), nullptr);
      if (swing >= 1 && swing <= 3.5) marker.swing = swing;
    }
    break;
  }
  return marker;
}

// Nothing when a word is none of ours: then it is a song's lyric.
std::optional<Words> words_of(std::string_view text) {
  Words words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word == "R")
      words.hand = Hand::right;
    else if (word == "L")
      words.hand = Hand::left;
    else if (word == "ghost")
      words.dynamic = Dynamic::ghost;
    else if (word == "normal")
      words.dynamic = Dynamic::normal;
    else if (word == "accent")
      words.dynamic = Dynamic::accent;
    else if (word == "flam")
      words.ornament = Ornament::flam;
    else if (word == "drag")
      words.ornament = Ornament::drag;
    else if (word == "buzz")
      words.ornament = Ornament::buzz;
    else if (word == "grace")
      words.grace = true;
    else if (word == "suggested")
      words.suggested = true;
    else
      return std::nullopt;
  }
  return words;
}

// Drum machines round to 0.01 a minute or less and the file to whole microseconds: undo the second where it
// is clear.
double bpm_of(int microseconds) {
  const double exact = 60e6 / microseconds;
  for (const double scale : {1.0, 10.0, 100.0, 1000.0}) {
    const double round = std::round(exact * scale) / scale;
    if (round > 0 && std::llround(60e6 / round) == microseconds) return round;
  }
  return exact;
}

// Musicians write the odd beats before a change as a bar of their own.
void change_meter(std::vector<MeterChange>& meters, MeterChange next) {
  MeterChange& last = meters.back();
  next.tick = std::max(next.tick, last.tick);  // the one before may have moved beyond it
  const Ticks over = (next.tick - last.tick) % last.bar_length();
  if (over != 0) {
    const Ticks start = next.tick - over;
    std::optional<MeterChange> odd;
    for (int unit = last.unit; unit <= 64 && !odd; unit *= 2) {
      const Ticks beat = kTicksPerWhole / unit;
      if (over % beat == 0 && over / beat <= 64) odd = {start, static_cast<int>(over / beat), unit};
    }
    if (!odd) {
      next.tick = over * 2 < last.bar_length() ? start : start + last.bar_length();
    } else if (start == last.tick) {
      last = *odd;
    } else {
      meters.push_back(*odd);
    }
  }
  if (meters.back().tick == next.tick) meters.pop_back();
  meters.push_back(next);
}

std::optional<Error> read_meters(const midi::Smf& smf, Chart& chart) {
  for (const midi::SmfEvent& event : smf.events) {
    if (event.status != midi::kMeta || event.data1 != midi::kMeter || event.text.size() < 2) continue;
    const int beats = static_cast<unsigned char>(event.text[0]),
              power = static_cast<unsigned char>(event.text[1]);
    if (beats < 1 || beats > 64 || power > 6) {
      return Error{ErrorCode::malformed, "tick " + std::to_string(event.tick),
                   "a meter of " + std::to_string(beats) + " beats over 2^" + std::to_string(power),
                   "Export the MIDI file with meters of 1 to 64 beats over 1 to 64"};
    }
    change_meter(chart.meters, {chart_tick(smf, event.tick), beats, 1 << power});
  }
  const auto no_change = [](const MeterChange& a, const MeterChange& b) {
    return a.beats == b.beats && a.unit == b.unit;
  };
  chart.meters.erase(std::unique(chart.meters.begin(), chart.meters.end(), no_change), chart.meters.end());
  return std::nullopt;
}

std::optional<Error> read_tempi(const midi::Smf& smf, Chart& chart) {
  for (const midi::SmfEvent& event : smf.events) {
    const std::optional<int> tempo = midi::tempo_of(event);
    if (!tempo) continue;
    const double bpm = bpm_of(*tempo);
    if (bpm > 10000) {
      return Error{ErrorCode::malformed, "tick " + std::to_string(event.tick),
                   "a tempo of " + std::to_string(std::llround(bpm)) + " quarter notes a minute",
                   "Export the MIDI file with a tempo that can be played"};
    }
    const Ticks tick = chart_tick(smf, event.tick);
    if (chart.tempi.empty() && tick > 0)
      chart.tempi.push_back({0, 120});  // what a file means that says nothing
    if (!chart.tempi.empty() && chart.tempi.back().tick == tick) chart.tempi.pop_back();
    if (chart.tempi.empty() || chart.tempi.back().bpm != bpm) chart.tempi.push_back({tick, bpm});
  }
  return std::nullopt;
}

// A note that the kit has no voice for.
struct Outside {
  Ticks tick = 0;
  std::uint8_t number = 0;
};

// Strokes of each voice in order of time, one a tick, the louder.
using StrokesByVoice = std::array<std::vector<Stroke>, kVoiceCount>;

StrokesByVoice read_strokes(const midi::Smf& smf, int channel, const midi::KitProfile& kit,
                            std::vector<Outside>& outside) {
  StrokesByVoice strokes;
  const std::vector<double> seconds = midi::event_seconds(smf);
  Words words;
  std::int64_t words_tick = -1;
  for (std::size_t i = 0; i < smf.events.size(); ++i) {
    const midi::SmfEvent& event = smf.events[i];
    if (event.status == midi::kMeta && event.data1 == midi::kLyric) {
      if (const auto read = words_of(event.text)) words = *read, words_tick = event.tick;
    }
    if (!event.is_note_on() || event.channel() != channel) continue;
    const Words own = words_tick == event.tick ? words : Words{};
    words_tick = -1;
    const midi::KitPad& pad = kit.pads[event.data1 & 127u];
    if (pad.is != midi::KitPad::Is::stroke) {
      outside.push_back({chart_tick(smf, event.tick), event.data1});
      continue;
    }
    const Note note{
        .tick = chart_tick(smf, event.tick), .voice = pad.voice, .hand = own.hand, .velocity = event.data2};
    std::vector<Stroke>& line = strokes[static_cast<std::size_t>(pad.voice)];
    if (line.empty() || line.back().note.tick != note.tick) {
      line.push_back({note, seconds[i], own});
    } else if (line.back().note.velocity < note.velocity) {
      line.back() = {note, seconds[i], own};
    }
  }
  return strokes;
}

bool is_on_grid(Ticks tick) {
  return tick % (kTicksPerQuarter / 8) == 0 || tick % (kTicksPerQuarter / 12) == 0;
}

bool is_grace(const Stroke& grace, const Stroke& next, const Stroke& main) {
  const double gap_ms = (next.seconds - grace.seconds) * 1000;
  return gap_ms >= kGraceFromMs && gap_ms <= kGraceToMs &&
         grace.note.velocity < kGraceBelowRatio * main.note.velocity && !is_on_grid(grace.note.tick);
}

// Soft strokes off the grid just before a louder one of the same drum: one is a flam, two are a drag, more
// are a roll.
std::vector<Stroke> without_graces(const std::vector<Stroke>& line) {
  std::vector<Stroke> mains;
  for (std::size_t left = line.size(); left > 0;) {
    const Stroke& main = line[left - 1];
    std::size_t graces = 0;
    while (graces + 1 < left && is_grace(line[left - graces - 2], line[left - graces - 1], main)) ++graces;
    mains.push_back(main);
    if (graces == 1 || graces == 2) {
      mains.back().note.ornament = graces == 1 ? Ornament::flam : Ornament::drag;
    } else {
      for (std::size_t g = 1; g <= graces; ++g) mains.push_back(line[left - 1 - g]);
    }
    left -= graces + 1;
  }
  std::reverse(mains.begin(), mains.end());
  return mains;
}

void add_notes(const std::vector<Stroke>& line, const Marker& marker, std::vector<Note>& notes) {
  std::vector<std::uint8_t> velocities;
  for (const Stroke& stroke : line) velocities.push_back(stroke.note.velocity);
  const std::vector<Dynamic> dynamics = dynamics_of(velocities);
  for (std::size_t i = 0; i < line.size(); ++i) {
    Note note = line[i].note;
    note.dynamic = line[i].words.dynamic.value_or(dynamics[i]);
    if (line[i].words.ornament != Ornament::none) note.ornament = line[i].words.ornament;
    note.suggested = line[i].words.suggested;
    if (marker.pad && note.voice == Voice::snare) note.voice = Voice::pad;
    if (marker.no_velocities) note.velocity = 0;
    notes.push_back(note);
  }
}

void count_outside(const std::vector<Outside>& outside, ChartRead& read) {
  const std::vector<Bar> bars = bars_of(read.chart);
  LeftOuts outs;
  for (const Outside& note : outside) outs.add(percussion_name(note.number), bar_at(bars, note.tick).number);
  read.kit.outside = static_cast<int>(outside.size());
  read.left_out = outs.take();
}

// Errors as read_midi_chart_on's.
Result<ChartRead> chart_of(const midi::Smf& smf, const midi::KitProfile* asked,
                           std::optional<MeterChange> meter, Remarks& remarks) {
  Result<midi::KitChosen> chosen = midi::choose_kit(midi::NotesHeard::of(smf), asked);
  if (!chosen) return chosen.error();
  // Also keeps every product of ticks below 2^63.
  const std::int64_t last_tick = smf.events.back().tick;
  if (last_tick / smf.ticks_per_quarter > kMaxBars * 4 * 64) return too_large(last_tick);

  const Marker marker = marker_of(smf);
  ChartRead read;
  Chart& chart = read.chart;
  chart.swing = marker.swing;
  chart.title = title_of(smf);
  if (const auto error = read_meters(smf, chart)) return *error;
  if (const auto error = read_tempi(smf, chart)) return *error;

  std::vector<Outside> outside;
  for (std::vector<Stroke>& line : read_strokes(smf, chosen->channel, *chosen->kit, outside)) {
    if (marker.present) {
      std::erase_if(line, [](const Stroke& stroke) { return stroke.words.grace; });
    } else if (!line.empty() && family_of(line.front().note.voice) != Family::kick &&
               line.front().note.voice != Voice::hat_pedal) {
      line = without_graces(line);
    }
    add_notes(line, marker, chart.notes);
  }
  if (chart.notes.empty()) {
    return Error{ErrorCode::unsupported,
                 {},
                 "no note of a drum kit in it, as " + chosen->kit->id + " reads it",
                 "Put the drums on channel 10, General MIDI notes, or name their note map with --kit"};
  }
  chart.length = chart_tick(smf, last_tick);
  const bool names_meter = std::any_of(smf.events.begin(), smf.events.end(), [](const midi::SmfEvent& event) {
    return event.status == midi::kMeta && event.data1 == midi::kMeter;
  });
  if (meter) {
    chart.meters = {{0, meter->beats, meter->unit}};
  } else if (!names_meter) {
    std::stable_sort(chart.notes.begin(), chart.notes.end(),
                     [](const Note& a, const Note& b) { return a.tick < b.tick; });
    const MeterFound found = find_meter(chart.notes, chart.length);
    chart.meters = {found.meter};
    remarks.add({}, found.remark);
  }
  settle(chart);

  std::int64_t bars = 0;
  for (std::size_t i = 0; i < chart.meters.size(); ++i) {
    const Ticks end = i + 1 < chart.meters.size() ? chart.meters[i + 1].tick : chart.length;
    bars += (end - chart.meters[i].tick) / chart.meters[i].bar_length();
  }
  if (bars > kMaxBars || chart.notes.size() > kMaxNotes) return too_large(last_tick);
  read.kit = std::move(chosen->read);
  count_outside(outside, read);
  read.remarks = remarks.take();
  return read;
}

}  // namespace

Result<Chart> midi_frame(const midi::Smf& smf) {
  if (smf.ticks_per_quarter == 0) return kFilmFrames;
  Chart chart;
  const std::int64_t last_tick = smf.events.empty() ? 0 : smf.events.back().tick;
  if (last_tick / smf.ticks_per_quarter > kMaxBars * 4 * 64) return too_large(last_tick);
  chart.title = title_of(smf);
  if (const auto error = read_meters(smf, chart)) return *error;
  if (const auto error = read_tempi(smf, chart)) return *error;
  chart.length = chart_tick(smf, last_tick);
  settle(chart);
  std::erase_if(chart.tempi, [&](const TempoChange& tempo) { return tempo.tick >= chart.length; });
  std::erase_if(chart.meters,
                [&](const MeterChange& meter) { return meter.tick > 0 && meter.tick >= chart.length; });
  return chart;
}

Result<ChartRead> read_midi_chart_on(std::span<const std::uint8_t> bytes, const midi::KitProfile* asked,
                                     std::optional<MeterChange> meter) {
  Result<midi::Smf> smf = midi::parse_smf(bytes);
  if (!smf) return smf.error();
  if (smf->ticks_per_quarter == 0) return kFilmFrames;
  Remarks remarks;
  if (const auto game = game_chart_in(*smf)) return read_game_chart(*game, meter);
  if (smf->format == 2) return chart_of(one_piece(std::move(*smf), remarks), asked, meter, remarks);
  return chart_of(*smf, asked, meter, remarks);
}

Result<ChartRead> read_game_chart(const GameChart& game, std::optional<MeterChange> meter) {
  Remarks remarks;
  for (const std::string& remark : game.remarks) remarks.add({}, remark);
  Result<ChartRead> read = chart_of(game.smf, &midi::usual_kit(), meter, remarks);
  if (read) read->kit = {};  // lanes are no kit
  return read;
}

Result<Chart> read_midi_chart(std::span<const std::uint8_t> bytes) {
  Result<ChartRead> read = read_midi_chart_on(bytes, nullptr);
  if (!read) return read.error();
  return std::move(read->chart);
}

}  // namespace firstchair::charts

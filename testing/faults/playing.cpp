#include "testing/faults/playing.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <tuple>

#include "charts/charts.h"
#include "midi/performance.h"
#include "testing/chance.h"

namespace firstchair::testing {
namespace {

constexpr Ticks kSixteenth = kTicksPerQuarter / 4;
constexpr double kStart = 1.0;  // s

void add(Chart& chart, int bar, int sixteenth, Voice voice, Dynamic dynamic = Dynamic::normal) {
  chart.notes.push_back(
      {.tick = bar * kTicksPerWhole + sixteenth * kSixteenth, .voice = voice, .dynamic = dynamic});
}

void rock_bar(Chart& chart, int bar, int until) {
  for (int s = 0; s < until; s += 2) add(chart, bar, s, Voice::hat_closed);
  for (const int s : {0, 8, 10}) {
    if (s < until) add(chart, bar, s, Voice::kick);
  }
  for (const int s : {4, 12}) {
    if (s < until) add(chart, bar, s, Voice::snare, Dynamic::accent);
  }
}

// Three bars of rock, the fourth with a fill over its second half.
Groove four_bars() {
  Chart chart;
  chart.title = "Rock with a fill";
  for (int bar = 0; bar < 3; ++bar) rock_bar(chart, bar, 16);
  rock_bar(chart, 3, 8);
  for (int s = 8; s < 16; ++s) {
    add(chart, 3, s,
        s < 10   ? Voice::snare
        : s < 12 ? Voice::tom_high
        : s < 14 ? Voice::tom_mid
                 : Voice::tom_low);
  }
  settle(chart);
  return {"four-bars", chart};
}

// The second half of the fourth bar is silent.
Groove with_rest() {
  Chart chart;
  chart.title = "Rock with a rest";
  for (int bar = 0; bar < 4; ++bar) rock_bar(chart, bar, bar == 3 ? 8 : 16);
  settle(chart);
  return {"rest", chart};
}

double usual_velocity(const PlayedStroke& stroke) {
  switch (stroke.dynamic) {
    case Dynamic::ghost:
      return 34;
    case Dynamic::normal:
      return 76;
    case Dynamic::accent:
      return 104;
  }
  return 76;
}

}  // namespace

double Playing::beat_of(const PlayedStroke& stroke) const {
  return 1 + static_cast<double>(stroke.in_bar) * groove.chart.meters.front().unit /
                 static_cast<double>(kTicksPerWhole);
}

bool Playing::has(Line line) const {
  return std::any_of(strokes.begin(), strokes.end(),
                     [&](const PlayedStroke& s) { return line_of(s.voice) == line; });
}

std::vector<Ticks> Playing::places(Line line) const {
  std::map<Ticks, Ticks> at;
  for (const Note& note : groove.chart.notes) {
    if (line_of(note.voice) == line && note.dynamic != Dynamic::ghost) ++at[note.tick % bar_length()];
  }
  std::vector<Ticks> places;
  for (const auto& [tick, n] : at) {
    if (n * bar_length() >= groove.chart.length) places.push_back(tick);
  }
  return places;
}

std::vector<Groove> built_in_grooves() {
  std::vector<Groove> grooves{four_bars(), with_rest()};
  for (const char* name : {"rock-8ths", "rock-16ths", "funk-ghosts", "shuffle", "swing-ride", "bossa-nova",
                           "samba", "disco", "single-stroke-roll", "double-stroke-open-roll", "flam"}) {
    Result<Chart> chart = charts::builtin_chart(name);
    if (chart) grooves.push_back({name, std::move(*chart)});
  }
  return grooves;
}

std::vector<Groove> recorded_grooves(const std::string& folder) {
  struct Source {
    const char* name;
    const char* file;
  };
  constexpr Source kSources[] = {{"gmd-rock", "drummer3/session1/1_rock_105_beat_4-4.mid"},
                                 {"gmd-funk", "drummer8/session2/11_funk_81_beat_4-4.mid"}};
  std::vector<Groove> grooves;
  for (const Source& source : kSources) {
    std::ifstream file(folder + "/" + source.file, std::ios::binary);
    const std::vector<char> bytes((std::istreambuf_iterator<char>(file)), {});
    const std::vector<std::uint8_t> raw(bytes.begin(), bytes.end());
    const Result<midi::Performance> played = midi::read_performance(raw);
    if (!played || !(played->tempo_bpm > 0)) continue;
    // The drummers played to a click that the file's tempo names.
    const double bar = 240 / played->tempo_bpm * kMidiRate;
    std::map<std::pair<int, Voice>, int> bars_with;
    int bars = 0;
    for (const Hit& hit : played->hits) {
      const double at = static_cast<double>(hit.frame) / bar + 1.0 / 32;
      const int in = static_cast<int>(at), cell = static_cast<int>((at - in) * 16);
      bars = std::max(bars, in + 1);
      const Voice voice = line_of(hit.voice) == Line::hat ? Voice::hat_closed : hit.voice;
      if (hit.strength >= 45) ++bars_with[{cell, voice}];
    }
    Chart chart;
    chart.title = source.name;
    for (const auto& [at, n] : bars_with) {
      const Line line = line_of(at.second);
      if (line == Line::hat_foot || line == Line::tom || line == Line::crash) continue;
      if (n * 2 >= bars) {
        add(chart, 0, at.first, line == Line::snare ? Voice::snare : at.second,
            line == Line::snare ? Dynamic::accent : Dynamic::normal);
      }
    }
    if (chart.notes.size() < 6) continue;
    settle(chart);
    grooves.push_back({source.name, chart});
  }
  return grooves;
}

Playing play(const Groove& groove, const FaultlessPlayer& player, int bars, double bpm) {
  Playing playing;
  playing.groove = groove;
  playing.player = player;
  playing.bars = bars;
  playing.bpm = bpm;
  const Ticks bar = playing.bar_length(), length = groove.chart.length;
  for (Ticks start = 0; start < bars * bar; start += length) {
    for (const Note& note : groove.chart.notes) {
      const Ticks tick = start + note.tick;
      if (tick >= bars * bar) break;
      playing.strokes.push_back({.tick = tick,
                                 .bar = static_cast<int>(tick / bar),
                                 .in_bar = tick % bar,
                                 .voice = note.voice,
                                 .dynamic = note.dynamic,
                                 .hand = note.hand,
                                 .ornament = note.ornament});
    }
  }
  playing.period.assign(static_cast<std::size_t>(bars * bar / kTicksPerQuarter + 2), 60 / bpm);
  return playing;
}

std::size_t first_quarter(const Playing& playing, int bar) {
  return static_cast<std::size_t>(bar * playing.bar_length() / kTicksPerQuarter);
}

std::vector<Hit> hits_of(const Playing& playing, std::uint64_t seed) {
  Chance chance(seed);
  const FaultlessPlayer& player = playing.player;
  std::vector<double> start, together;
  double now = kStart, pace = 1, shared = player.shared_ms * chance.normal();
  for (const double period : playing.period) {
    start.push_back(now);
    together.push_back(shared);
    now += period * pace;
    pace *= 1 + player.walk * chance.normal();
    shared = player.shared_rho * shared +
             std::sqrt(1 - player.shared_rho * player.shared_rho) * player.shared_ms * chance.normal();
  }
  std::vector<double> seconds, force;
  for (const PlayedStroke& stroke : playing.strokes) {
    const double jitter = chance.normal(), level = chance.normal();
    if (stroke.instrument) {
      seconds.push_back(seconds[stroke.of] + (stroke.after_ms + stroke.after_sd_ms * jitter) / 1000);
      force.push_back(stroke.velocity * (1 + 0.05 * level));
      continue;
    }
    const auto quarter = static_cast<std::size_t>(stroke.tick / kTicksPerQuarter);
    const double in = static_cast<double>(stroke.tick % kTicksPerQuarter) / kTicksPerQuarter;
    const double next =
        quarter + 1 < start.size() ? start[quarter + 1] : start[quarter] + playing.period[quarter];
    const Line line = line_of(stroke.voice);
    double sd = playing.line_sd_ms[static_cast<std::size_t>(line)];
    if (!(sd > 0)) sd = player.sd_ms * (line == Line::kick ? player.foot : 1);
    if (stroke.hand == Hand::left && playing.left_sd_ms > 0) sd = playing.left_sd_ms;
    if (stroke.hand == Hand::right && playing.right_sd_ms > 0) sd = playing.right_sd_ms;
    const double kit = together[quarter] * (1 - in) +
                       (quarter + 1 < together.size() ? together[quarter + 1] : together[quarter]) * in;
    seconds.push_back(start[quarter] + in * (next - start[quarter]) +
                      (stroke.late_ms + kit + sd * jitter) / 1000);
    force.push_back(usual_velocity(stroke) * std::pow(10, (stroke.level_db + player.level_db * level) / 20));
  }
  std::vector<Hit> hits;
  const auto strike = [&](double at, Voice voice, double velocity) {
    const auto strength = static_cast<float>(std::clamp(std::round(velocity), 1.0, 127.0));
    hits.push_back({.frame = std::llround(at * kMidiRate),
                    .voice = voice,
                    .level_db = 20 * std::log10(strength / 127.0f),
                    .strength = strength,
                    .sigma_ms = 1});
  };
  for (std::size_t i = 0; i < playing.strokes.size(); ++i) {
    const PlayedStroke& stroke = playing.strokes[i];
    if (!stroke.struck || (stroke.instrument && !playing.strokes[stroke.of].struck)) continue;
    if (stroke.ornament == Ornament::flam) {
      strike(seconds[i] - (stroke.flam_ms + 2 * chance.normal()) / 1000, stroke.voice, force[i] * 0.45);
    }
    strike(seconds[i], stroke.voice, force[i]);
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return std::tuple(a.frame, a.voice) < std::tuple(b.frame, b.voice);
  });
  return hits;
}

}  // namespace firstchair::testing

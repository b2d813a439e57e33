#include "bench/band/played_drummers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <numbers>
#include <vector>

#include "bench/follow/groove.h"
#include "engine/band/played.h"
#include "engine/follow/free/transcribe.h"
#include "engine/stats/stats.h"
#include "practice/band/band_run.h"

namespace firstchair::bench {
namespace {

constexpr double kRate = 48000, kMostBend = .1, kBendQuarters = 128;
constexpr Frames kBlock = 256;

// A performance whose tempo goes up to 10 % over its own and as far under it, in a sine of 32 bars. Frames
// are of kRate.
std::vector<Hit> bent(const Groove& groove, double most) {
  std::vector<Hit> hits = groove.hits;
  const double turn = 2 * std::numbers::pi / kBendQuarters;
  for (Hit& hit : hits) {
    const double quarters = static_cast<double>(hit.frame) / kMidiRate * groove.bpm / 60;
    // The integral of 1 - most sin: time passes faster, and then slower.
    const double later = quarters + most / turn * (std::cos(turn * quarters) - 1);
    hit.frame = std::llround(later * 60 / groove.bpm * kRate);
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  return hits;
}

struct Gaps {
  std::vector<double> ms;  // of beats that both played, the take's mean taken off
  int lost = 0, quarters = 0;
};

void add(Gaps& all, std::vector<double> ms) {
  if (ms.empty()) return;
  const double mean = stats::describe(ms).mean;
  for (const double one : ms) all.ms.push_back(one - mean);
}

// What the whole take's own pulse leaves of the strokes on the beats, read afterwards.
std::vector<double> pulse_gaps(const std::vector<Hit>& hits, double bpm) {
  const follow::Transcription read = follow::transcribe(hits, {.rate = kRate, .bpm = bpm});
  std::map<std::pair<std::int32_t, Ticks>, std::pair<double, int>> beats;
  for (const Match& match : read.alignment.matches) {
    if (match.kind != MatchKind::matched || match.note < 0 || match.tick % kTicksPerQuarter != 0) continue;
    auto& [sum, n] = beats[{match.passage, match.tick}];
    sum += match.error_ms;
    ++n;
  }
  std::vector<double> gaps;
  for (const auto& [beat, sum] : beats) gaps.push_back(sum.first / sum.second);
  return gaps;
}

using Change = std::function<void(practice::BandRunConfig&)>;

void follow_it(const Groove& groove, const std::vector<Hit>& hits, double f, bool by_chart, Gaps& all,
               const Change& change = {}) {
  const auto quarters = static_cast<int>(groove.chart.length / kTicksPerQuarter);
  practice::BandRunConfig config{.notes = {}, .tempi = {{0, groove.bpm}}};
  config.meters = {groove.meter};
  config.length = groove.chart.length;
  config.rate = kRate;
  config.clock = {.follow = f / band::BandClock::kMostFollow};
  if (by_chart) config.drummer.chart = groove.chart;
  if (change) change(config);
  Result<practice::BandRun> made = practice::BandRun::make(std::move(config));
  if (!made) return;
  std::size_t next = 0;
  for (Frames from = 0; !made->over() && next < hits.size(); from += kBlock) {
    while (made->next(from, from + kBlock)) {
    }
    for (; next < hits.size() && hits[next].frame < from + kBlock; ++next) made->push(hits[next]);
  }
  band::BandPlayed played{.title = {}, .meter = groove.meter, .follow = f / band::BandClock::kMostFollow};
  played.beats.assign(made->beats().begin(), made->beats().end());
  std::vector<double> gaps;
  for (const band::BandBeat& beat : played.beats)
    if (beat.played.heard && !beat.held) gaps.push_back(beat.played.drummer_ms - beat.played.band_ms);
  add(all, std::move(gaps));
  all.lost += band::moves_of(played).lost;
  all.quarters += quarters;
}

double rms(const Gaps& gaps) {
  double sum = 0;
  for (const double ms : gaps.ms) sum += ms * ms;
  return gaps.ms.empty() ? 0 : std::sqrt(sum / static_cast<double>(gaps.ms.size()));
}

std::vector<Groove> held_back() {
  std::vector<Groove> grooves = load_grooves(groove_folder());
  std::erase_if(grooves, [](const Groove& groove) { return !groove.held_back || !groove.bar_known; });
  return grooves;
}

// Of the middle 95 %: a band that was lost for a while is in the next column.
double core_rms(const Gaps& gaps) {
  std::vector<double> ms = gaps.ms;
  std::sort(ms.begin(), ms.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
  ms.resize(ms.size() * 95 / 100);
  return rms({.ms = std::move(ms)});
}

}  // namespace

std::string played_table() {
  const std::string folder = groove_folder();
  if (folder.empty()) return "The Groove MIDI Dataset is not here (FIRSTCHAIR_DATA names its folder).\n";
  const std::vector<Groove> grooves = held_back();
  std::string table = fmt::format(
      "{} performances that nothing was fitted on and that begin on a bar line.\n\n"
      "| tempo | followed by | f | rms gap, ms | over the pulse's | middle 95 %, ms | over the pulse's | "
      "lost "
      "passages in 10 min | beats |\n|---|---|---|---|---|---|---|---|---|\n",
      grooves.size());
  for (const double most : {0., kMostBend}) {
    const char* tempo = most == 0 ? "as played" : "bent by 10 %";
    Gaps pulse;
    double minutes = 0;
    for (const Groove& groove : grooves) {
      const std::vector<Hit> hits = bent(groove, most);
      add(pulse, pulse_gaps(hits, groove.bpm));
      minutes += static_cast<double>(hits.back().frame) / kRate / 60;
    }
    table += fmt::format("| {} | the whole take's pulse, afterwards | | {:.1f} | 1 | {:.1f} | 1 | | {} |\n",
                         tempo, rms(pulse), core_rms(pulse), pulse.ms.size());
    for (const bool by_chart : {false, true})
      for (const double f : {.45, .75, .9}) {
        Gaps gaps;
        for (const Groove& groove : grooves) follow_it(groove, bent(groove, most), f, by_chart, gaps);
        table += fmt::format("| {} | {} | {} | {:.1f} | {:.2f} | {:.1f} | {:.2f} | {:.1f} | {} |\n", tempo,
                             by_chart ? "its chart" : "its beat", f, rms(gaps), rms(gaps) / rms(pulse),
                             core_rms(gaps), core_rms(gaps) / core_rms(pulse), 10 * gaps.lost / minutes,
                             gaps.ms.size());
      }
  }
  return table;
}

std::string played_row(const std::vector<std::string>& words) {
  if (groove_folder().empty())
    return "The Groove MIDI Dataset is not here (FIRSTCHAIR_DATA names its folder).\n";
  std::map<std::string, double> with;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    with[word.substr(0, equals)] = std::atof(word.substr(equals + 1).c_str());
  }
  const auto value = [&](const char* name, double otherwise) {
    const auto found = with.find(name);
    return found == with.end() ? otherwise : found->second;
  };
  Gaps gaps;
  double minutes = 0;
  std::string lost;
  for (const Groove& groove : held_back()) {
    const std::vector<Hit> hits = bent(groove, value("bend", 0));
    const int before = gaps.lost;
    follow_it(groove, hits, value("f", .75), value("chart", 0) > 0, gaps,
              [&](practice::BandRunConfig& config) {
                config.drummer.beat.walk = value("walk", config.drummer.beat.walk);
                config.drummer.beat.stroke = value("stroke", config.drummer.beat.stroke);
                config.drummer.only_quarters = value("only_quarters", config.drummer.only_quarters) > 0;
                config.drummer.by_stroke = value("by_stroke", 0) > 0;
                config.clock.sure = value("sure", config.clock.sure);
                config.clock.gate_ms = value("gate_ms", config.clock.gate_ms);
                config.clock.stray_ms = value("stray_ms", config.clock.stray_ms);
                config.clock.stray_tempo = value("stray_tempo", config.clock.stray_tempo);
                config.clock.lean_rate = value("lean_rate", config.clock.lean_rate);
              });
    minutes += static_cast<double>(hits.back().frame) / kRate / 60;
    if (value("lost", 0) > 0 && gaps.lost > before)
      lost +=
          fmt::format("{} ({}, {} BPM): {} lost\n", groove.id, groove.style, groove.bpm, gaps.lost - before);
  }
  return lost + fmt::format("rms {:.1f} ms, middle 95 % {:.1f} ms, lost {:.1f} in 10 min, {} beats\n",
                            rms(gaps), core_rms(gaps), 10 * gaps.lost / minutes, gaps.ms.size());
}

}  // namespace firstchair::bench

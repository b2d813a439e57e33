// Every metric has a file of its own. Each appends what it can say of the take to the verdict.
#pragma once

#include <span>
#include <vector>

#include "engine/core/take.h"
#include "engine/judge/judge.h"
#include "engine/judge/layers.h"
#include "engine/judge/line_timing.h"

namespace firstchair::judge {

// Evidence is what every metric reads.
struct Evidence {
  const Source& source;
  std::span<const Hit> hits;
  const Chart& chart;
  const Reading& reading;
  const Alignment& alignment;
  const Norms& norms;
  const JudgeConfig& config;
  std::vector<Bar> bars;
  std::vector<LineTiming> lines;
  double bpm = 0;                // mean tempo of the take; 0: unknown
  bool swung_unwritten = false;  // off-beats far from where the chart puts them
  bool swung_wrongly = false;    // another ratio than written
  Layers layers = {};
  std::vector<LineTiming> rests = {};  // the lines without what the layers took of them

  const Note& note(const Match& m) const { return chart.notes[static_cast<std::size_t>(m.note)]; }
  const Hit& hit(const Match& m) const { return hits[static_cast<std::size_t>(m.hit)]; }
  Place place_at(Ticks tick) const {
    const Bar& bar = bar_at(bars, tick);
    return {bar.number, bar.beat_at(tick), tick};
  }
};

// Sets value and interval of m to the observed SD with the instrument's jitter taken out in quadrature. When
// what is left is not above 0 with 95 %, it sets below_floor and returns false.
bool take_floor_out(Metric& m, const stats::Sample& observed, double floor_ms);

void measure_tempo(Evidence& evidence, Verdict& verdict);  // tempo, drift; sets bpm
void measure_swing(Evidence& evidence, Verdict& verdict);  // sets swung_unwritten
void measure_placement(const Evidence& evidence, Verdict& verdict);
void measure_tightness(const Evidence& evidence, Verdict& verdict);
void measure_positions(const Evidence& evidence, Verdict& verdict);  // positions, spot, phrase, bar
void measure_unison(const Evidence& evidence, Verdict& verdict);
void measure_flams(const Evidence& evidence, Verdict& verdict);
void measure_dynamics(const Evidence& evidence, Verdict& verdict);      // dynamics, accent
void measure_hands(const Evidence& evidence, Verdict& verdict);         // hands, hand_spread
void measure_doubles(const Evidence& evidence, Verdict& verdict);       // doubles, doubles_level
void measure_level_course(const Evidence& evidence, Verdict& verdict);  // level_spot, level_course
void measure_hits(const Evidence& evidence, Verdict& verdict);          // missed, extra, wrong_voice

}  // namespace firstchair::judge

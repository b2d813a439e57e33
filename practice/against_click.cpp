#include "practice/against_click.h"

#include <algorithm>
#include <cmath>

namespace firstchair::practice {

std::vector<DrillStroke> settled(const std::vector<DrillStroke>& told) {
  std::vector<DrillStroke> strokes = last_told(told);
  std::erase_if(strokes, [](const DrillStroke& stroke) {
    return stroke.kind != MatchKind::matched || stroke.elsewhere || !stroke.hit.timed;
  });
  return strokes;
}

std::vector<double> returns_of(const std::vector<DrillStroke>& strokes, const DrillPlan& plan) {
  const ClickPlan& click = plan.click;
  const Ticks bar_length = click.meter.bar_length(), beat = bar_length / click.meter.beats;
  std::vector<double> errors;
  for (std::size_t bar = 1; bar < plan.bar_numbers.size(); ++bar) {
    if (static_cast<int>(bar) % (click.gap_on + click.gap_off) != 0) continue;
    const Ticks start = static_cast<Ticks>(bar) * bar_length;
    double sum = 0, count = 0;
    for (const DrillStroke& stroke : strokes) {
      const Ticks tick = plan.chart.notes[static_cast<std::size_t>(stroke.note)].tick;
      if (tick < start || tick >= start + beat) continue;
      sum += stroke.error_ms;
      ++count;
    }
    if (count > 0) errors.push_back(sum / count);
  }
  return errors;
}

std::vector<judge::EnduranceStroke> in_order(const std::vector<DrillStroke>& strokes, double rate) {
  std::vector<judge::EnduranceStroke> all;
  for (const DrillStroke& stroke : strokes) {
    all.push_back(
        {.seconds = static_cast<double>(stroke.hit.frame) / rate,
         .line = line_of(stroke.hit.voice),
         .error_ms = stroke.error_ms,
         .level_db = 20 * std::log10(std::max(1.0, static_cast<double>(stroke.hit.strength)) / 127)});
  }
  return all;
}

Fatigue fatigue_so_far(const std::vector<DrillStroke>& strokes, double rate) {
  std::vector<teacher::FatigueBlock> blocks;
  for (const judge::EnduranceBlock& block : judge::endurance_blocks(in_order(strokes, rate))) {
    blocks.push_back({.spread_ms = block.spread_ms,
                      .level_db = block.level_db,
                      .level_sd_db = block.level_sd_db,
                      .sag_low = block.lag_low,
                      .sag_high = block.lag_high});
  }
  return teacher::fatigue_of(blocks);
}

bool lost_a_bar(const std::vector<DrillStroke>& strokes, const DrillPlan& plan) {
  if (strokes.empty() || plan.chart.notes.size() < 2) return false;
  Ticks closest = plan.chart.length;
  for (std::size_t i = 1; i < plan.chart.notes.size(); ++i) {
    const Ticks apart = plan.chart.notes[i].tick - plan.chart.notes[i - 1].tick;
    if (apart > 0) closest = std::min(closest, apart);
  }
  std::vector<double> sum(plan.bar_numbers.size(), 0), count(plan.bar_numbers.size(), 0);
  double mean = 0;
  for (const DrillStroke& stroke : strokes) {
    const Ticks tick = plan.chart.notes[static_cast<std::size_t>(stroke.note)].tick;
    const auto bar = static_cast<std::size_t>(tick / plan.click.meter.bar_length());
    mean += stroke.error_ms / static_cast<double>(strokes.size());
    if (bar >= sum.size()) continue;
    sum[bar] += stroke.error_ms;
    count[bar] += 1;
  }
  for (std::size_t bar = 0; bar < sum.size(); ++bar) {
    const double quarter_ms = 60000 / bpm_of_bar(plan.click, static_cast<int>(bar));
    const double limit = quarter_ms * static_cast<double>(closest) / kTicksPerQuarter / 4;
    if (count[bar] > 0 && std::abs(sum[bar] / count[bar] - mean) > limit) return true;
  }
  return false;
}

}  // namespace firstchair::practice

#include "practice/against_click.h"

#include <algorithm>
#include <cmath>

#include "engine/judge/judge.h"

namespace firstchair::practice {

namespace {

std::vector<DrillStroke> last_told(const std::vector<DrillStroke>& told) {
  std::vector<DrillStroke> strokes;
  for (const DrillStroke& stroke : told) {
    const auto before = std::find_if(strokes.rbegin(), strokes.rend(), [&](const DrillStroke& other) {
      return stroke.revised && other.hit == stroke.hit;
    });
    if (before != strokes.rend())
      *before = stroke;
    else
      strokes.push_back(stroke);
  }
  return strokes;
}

}  // namespace

std::vector<DrillStroke> settled(const std::vector<DrillStroke>& told) {
  std::vector<DrillStroke> strokes = last_told(told);
  std::erase_if(strokes, [](const DrillStroke& stroke) {
    return stroke.kind != MatchKind::matched || stroke.elsewhere || !stroke.hit.timed;
  });
  return strokes;
}

Take against_click(Take take, const std::vector<DrillStroke>& told, const DrillPlan& plan,
                   const judge::Norms& norms) {
  std::vector<DrillStroke> strokes = last_told(told);
  std::stable_sort(strokes.begin(), strokes.end(),
                   [](const DrillStroke& a, const DrillStroke& b) { return a.hit.frame < b.hit.frame; });
  take.chart = plan.chart;
  take.hits.clear();
  take.alignment = {};
  take.alignment.passages.resize(1);
  take.reading = {
      .chart_given = true, .bpm = plan.click.bpm, .bpm_low = plan.click.bpm, .bpm_high = plan.click.bpm};
  std::vector<bool> answered(plan.chart.notes.size(), false);
  for (const DrillStroke& stroke : strokes) {
    Match match{.kind = stroke.kind, .hit = static_cast<std::int32_t>(take.hits.size()), .note = stroke.note};
    const double ms = frames_to_ms(static_cast<double>(stroke.hit.frame), plan.click.rate);
    match.target = static_cast<double>(stroke.hit.frame);
    if (stroke.note < 0 || stroke.elsewhere) {
      match.kind = MatchKind::extra;
      match.note = -1;
      const auto line = std::upper_bound(plan.bar_lines.begin(), plan.bar_lines.end(), match.target);
      const auto bar = std::clamp<std::ptrdiff_t>(line - plan.bar_lines.begin() - 1, 0,
                                                  static_cast<std::ptrdiff_t>(plan.bar_numbers.size()) - 1);
      match.tick = bar * plan.click.meter.bar_length();
    } else {
      match.tick = plan.chart.notes[static_cast<std::size_t>(stroke.note)].tick;
      match.error_ms = stroke.error_ms;
      match.target = ms_to_frames(ms - stroke.error_ms, plan.click.rate);
      if (stroke.kind != MatchKind::grace) answered[static_cast<std::size_t>(stroke.note)] = true;
    }
    take.hits.push_back(stroke.hit);
    take.alignment.matches.push_back(match);
  }
  for (std::size_t i = 0; i < answered.size(); ++i) {
    if (answered[i]) continue;
    const Ticks tick = plan.chart.notes[i].tick, bar_length = plan.click.meter.bar_length();
    const auto bar = static_cast<std::size_t>(tick / bar_length);
    const double in = static_cast<double>(tick % bar_length) / static_cast<double>(bar_length);
    take.alignment.matches.push_back(
        {.kind = MatchKind::missed,
         .note = static_cast<std::int32_t>(i),
         .tick = tick,
         .target = plan.bar_lines[bar] + in * (plan.bar_lines[bar + 1] - plan.bar_lines[bar])});
  }
  std::stable_sort(take.alignment.matches.begin(), take.alignment.matches.end(),
                   [](const Match& a, const Match& b) { return a.target < b.target; });
  take.verdict = judge::judge(take.source, take.hits, take.chart, take.reading, take.alignment, norms,
                              {.bpm_wanted = plan.click.bpm});
  take.order = {};
  return take;
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

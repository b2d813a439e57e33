#include "apps/cli/live/screen.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/text/words.h"

namespace firstchair::cli {

std::string stroke_text(const DrillStroke& stroke, const Chart& chart) {
  const std::string voice(id_of(stroke.hit.voice));
  if (stroke.note < 0) return fmt::format("  {} extra", voice);
  const Note& note = chart.notes[static_cast<std::size_t>(stroke.note)];
  if (stroke.elsewhere) return fmt::format("  {} at another place of the chart", voice);
  if (!stroke.hit.timed) return fmt::format("  {} heard", id_of(note.voice));
  return fmt::format("  {} {} ±{}", id_of(note.voice), report::lean(stroke.error_ms, 1),
                     report::number(1.96 * static_cast<double>(stroke.hit.sigma_ms), 1));
}

void place(report::DrillScreen& screen, const practice::DrillPlan& plan, Frames now) {
  const practice::ClickPlan& click = plan.click;
  screen.seconds = static_cast<double>(now) / click.rate;
  const std::vector<double>& lines = plan.bar_lines;
  const double frame = static_cast<double>(now);
  screen.counting_in = frame < lines.front();
  if (screen.counting_in) {
    const double beat = 60 / click.bpm * 4 / click.meter.unit * click.rate;
    const double since = frame - static_cast<double>(click.start);
    screen.beat = since < 0 ? 0 : static_cast<int>(since / beat) % click.meter.beats + 1;
    return;
  }
  const auto after = std::upper_bound(lines.begin(), lines.end(), frame);
  if (after == lines.end()) return;
  const std::size_t bar = static_cast<std::size_t>(after - lines.begin()) - 1;
  screen.bar = plan.bar_numbers[bar];
  screen.bpm = practice::bpm_of_bar(click, static_cast<int>(bar));
  screen.beat =
      static_cast<int>((frame - lines[bar]) / (lines[bar + 1] - lines[bar]) * click.meter.beats) + 1;
  const int cycle = click.gap_on + click.gap_off;
  screen.silent = cycle > 0 && static_cast<int>(bar) % cycle >= click.gap_on;
}

report::FreeBeat free_beat_of(const follow::Beat& beat) {
  return {.known = beat.known,
          .bpm = beat.bpm,
          .low = beat.bpm - 1.96 * beat.bpm_sd,
          .high = beat.bpm + 1.96 * beat.bpm_sd,
          .probability = static_cast<double>(beat.probability),
          .beat = beat.in_bar + 1,
          .bar_probability = static_cast<double>(beat.bar_probability)};
}

}  // namespace firstchair::cli

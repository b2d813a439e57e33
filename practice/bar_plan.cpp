#include "practice/bar_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace firstchair::practice {
namespace {

// All of `text` read by `form`, which ends in %n.
template <class... Values>
bool reads(const std::string& text, const char* form, Values*... values) {
  int used = 0;
  return std::sscanf(text.c_str(), form, values..., &used) == static_cast<int>(sizeof...(values)) &&
         used == static_cast<int>(text.size()) && used > 0;
}

}  // namespace

Result<DrillPlan> plan_drill(const Chart& chart, const DrillRange& range, ClickPlan click) {
  const std::vector<Bar> bars = bars_of(chart);
  const int last = static_cast<int>(bars.size()), to = range.to == 0 ? last : range.to;
  if (range.from < 1 || to < range.from || to > last) {
    return Error{ErrorCode::usage, fmt::format("bars {}-{}", range.from, to),
                 fmt::format("the chart has bars 1-{}", last), "Choose bars of the chart"};
  }
  const MeterChange& meter = bars[static_cast<std::size_t>(range.from - 1)].meter;
  for (int b = range.from; b <= to; ++b) {
    const MeterChange& other = bars[static_cast<std::size_t>(b - 1)].meter;
    if (other.beats == meter.beats && other.unit == meter.unit) continue;
    return Error{ErrorCode::unsupported, fmt::format("bar {}", b), "a drill keeps one meter",
                 fmt::format("Drill bars {}-{}", range.from, b - 1)};
  }
  DrillPlan plan;
  plan.click = click;
  plan.click.meter = {.tick = 0, .beats = meter.beats, .unit = meter.unit};
  plan.chart.title = chart.title;
  plan.chart.swing = chart.swing;
  plan.chart.meters = {plan.click.meter};
  double bpm = 0;
  for (int pass = 0; pass < range.times; ++pass) {
    for (int b = range.from; b <= to; ++b) {
      const Bar& bar = bars[static_cast<std::size_t>(b - 1)];
      const int played = static_cast<int>(plan.bar_numbers.size());
      const Ticks start = played * meter.bar_length();
      const double its_bpm = bpm_of_bar(plan.click, played);
      if (its_bpm != bpm) plan.chart.tempi.push_back({start, its_bpm});
      bpm = its_bpm;
      for (Note note : chart.notes) {
        if (note.tick < bar.start || note.tick >= bar.end()) continue;
        note.tick += start - bar.start;
        plan.chart.notes.push_back(note);
      }
      plan.bar_numbers.push_back(b);
    }
  }
  settle(plan.chart);
  // Bars at the end that hold nothing are played all the same.
  plan.chart.length = static_cast<Ticks>(plan.bar_numbers.size()) * meter.bar_length();

  // The places of the bar lines do not depend on which clicks sound.
  ClickPlan plain = plan.click;
  plain.subdivision = 1;
  plain.offbeat = false;
  Result<ClickTrain> lines = ClickTrain::make(plain);
  if (!lines) return lines.error();
  if (Result<ClickTrain> sounding = ClickTrain::make(plan.click); !sounding) return sounding.error();
  while (plan.bar_lines.size() <= plan.bar_numbers.size()) {
    const ClickEvent event = lines->peek();
    if (event.bar >= 0 && event.beat == 0) plan.bar_lines.push_back(static_cast<double>(event.frame));
    lines->next();
  }
  return plan;
}

Result<DrillPlan> plan_free(const ClickPlan& click) {
  DrillPlan plan;
  plan.chart.title = "Free playing";
  plan.click = click;
  if (Result<ClickTrain> train = ClickTrain::make(click); !train) return train.error();
  const double bar = 60 / click.bpm * 4 / click.meter.unit * click.meter.beats * click.rate;
  plan.bar_lines = {static_cast<double>(click.start) + click.count_in_bars * bar};
  return plan;
}

Result<DrillRange> parse_bars(const std::string& text) {
  DrillRange range;
  if (text.empty() || reads(text, "%d-%d%n", &range.from, &range.to)) return range;
  if (reads(text, "%d%n", &range.from)) {
    range.to = range.from;
    return range;
  }
  return Error{ErrorCode::usage, "--bars " + text, "not bars", "Write them as 5 or 5-8"};
}

Result<Done> parse_gap(const std::string& text, ClickPlan& click) {
  if (text.empty()) return Done{};
  if (reads(text, "%d/%d%n", &click.gap_on, &click.gap_off) && click.gap_on > 0 && click.gap_off > 0)
    return Done{};
  return Error{ErrorCode::usage, "--gap " + text, "not a gap", "Write bars with click / bars without: 2/2"};
}

Result<std::uint64_t> parse_accents(std::string_view text) {
  constexpr std::uint64_t kMostBeats = 64;
  std::uint64_t accents = 0;
  bool named = false;
  const auto wrong = [&] {
    return Error{ErrorCode::usage, std::string(text), "no beats to accent",
                 "Write them as 1 or 1 3 5, from 1 to 64, or 0 for none"};
  };
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == ' ' || text[at] == ',') {
      ++at;
      continue;
    }
    std::uint64_t beat = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), beat);
    if (error != std::errc() || beat > kMostBeats) return wrong();
    if (beat > 0) accents |= std::uint64_t{1} << (beat - 1);
    at = static_cast<std::size_t>(end - text.data());
    named = true;
  }
  return named ? Result<std::uint64_t>(accents) : wrong();
}

Result<TempoRamp> parse_ramp(const std::string& text) {
  TempoRamp ramp;
  if (text.empty()) return ramp;
  if (reads(text, "%d:%lf:%lf%n", &ramp.bars, &ramp.step_bpm, &ramp.limit_bpm) && ramp.bars > 0) return ramp;
  const std::string back = ":back";
  if (text.ends_with(back) && reads(text.substr(0, text.size() - back.size()), "%d:%lf:%lf%n", &ramp.bars,
                                    &ramp.step_bpm, &ramp.limit_bpm)) {
    ramp.back = true;
    if (ramp.bars > 0) return ramp;
  }
  return Error{ErrorCode::usage, "--ramp " + text, "not a ramp",
               "Write bars:step:limit, and :back to return: 2:4:140, 2:4:140:back"};
}

}  // namespace firstchair::practice

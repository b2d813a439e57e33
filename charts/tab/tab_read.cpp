#include <algorithm>
#include <string>

#include "charts/limits.h"
#include "charts/tab/tab.h"
#include "charts/tab/tab_bars.h"
#include "charts/tab/tab_lines.h"
#include "charts/title.h"
#include "charts/utf16.h"

namespace firstchair::charts {
namespace {

// The order in which bars sound. A repeat without |: goes back to the end of the one before.
Result<std::vector<const WrittenBar*>> bars_played_out(const std::vector<WrittenBar>& bars) {
  std::vector<const WrittenBar*> order;
  std::size_t start = 0, notes = 0;
  const WrittenBar* open = nullptr;
  for (std::size_t b = 0; b < bars.size(); ++b) {
    if (bars[b].opens) {
      if (open != nullptr) {
        return tab_error(bars[b].line, "|: inside the repeat of line " + std::to_string(open->line),
                         "Close it with :|");
      }
      open = &bars[b];
      start = b;
    }
    order.push_back(&bars[b]);
    notes += bars[b].notes.size();
    if (bars[b].plays > 0) {
      std::size_t inside = 0;
      for (std::size_t i = start; i <= b; ++i) inside += bars[i].notes.size();
      const auto again = static_cast<std::size_t>(bars[b].plays - 1);
      notes += inside * again;
      if (order.size() + (b + 1 - start) * again <= static_cast<std::size_t>(kMaxBars) &&
          notes <= kMaxNotes) {
        for (std::size_t k = 0; k < again; ++k) {
          for (std::size_t i = start; i <= b; ++i) {
            if (!bars[i].first_ending) order.push_back(&bars[i]);
          }
        }
      } else {
        notes = kMaxNotes + 1;
      }
      start = b + 1;
      open = nullptr;
    }
    if (order.size() > static_cast<std::size_t>(kMaxBars) || notes > kMaxNotes) {
      return Error{ErrorCode::too_large, "line " + std::to_string(bars[b].line),
                   "over 100,000 bars or 1,000,000 notes", "Repeat less"};
    }
  }
  if (open != nullptr)
    return tab_error(open->line, "a repeat is opened and never closed", "Close it with :|");
  return order;
}

}  // namespace

Result<ChartRead> read_whole_tab(std::span<const std::uint8_t> bytes, std::optional<MeterChange> meter) {
  Remarks remarks;
  const std::optional<std::string> wide = from_utf16(bytes);
  Result<TabText> tab =
      read_tab_lines(wide ? std::string_view(*wide)
                          : std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()),
                     remarks);
  if (!tab) return tab.error();
  if (meter && tab->names_meter) {
    remarks.add({}, "its own meters are read, and not the one that was asked for");
  } else if (meter && !tab->systems.empty()) {
    tab->systems.front().beats = meter->beats;
    tab->systems.front().unit = meter->unit;
    tab->names_meter = true;
  }
  const Result<std::vector<WrittenBar>> bars = read_tab_bars(*tab, remarks);
  if (!bars) return bars.error();
  const Result<std::vector<const WrittenBar*>> order = bars_played_out(*bars);
  if (!order) return order.error();

  ChartRead reading;
  Chart& chart = reading.chart;
  chart.title = clean_title(tab->title);
  chart.swing = tab->swing;
  chart.meters.clear();
  const auto with_tempo =
      std::find_if(order->begin(), order->end(), [](const WrittenBar* bar) { return bar->bpm > 0; });
  double bpm = 0;
  int number = 0;
  LeftOuts outs;
  for (const WrittenBar* bar : *order) {
    ++number;
    const MeterChange now = bar->meter(chart.length);
    if (chart.meters.empty() || chart.meters.back().beats != now.beats ||
        chart.meters.back().unit != now.unit) {
      chart.meters.push_back(now);
    }
    // Bars before the first tempo line are played at it.
    const double own = bar->bpm > 0 || with_tempo == order->end() ? bar->bpm : (*with_tempo)->bpm;
    if (own != bpm) chart.tempi.push_back({chart.length, own});
    bpm = own;
    for (Note note : bar->notes) {
      note.tick += chart.length;
      chart.notes.push_back(note);
    }
    for (const auto& [what, strokes] : bar->outside) outs.add(what, number, strokes);
    chart.length += now.bar_length();
  }
  if (chart.notes.empty()) {
    return Error{ErrorCode::unsupported,
                 {},
                 tab->systems.empty() ? "no drum tab in it" : "no stroke in it",
                 "A line of tab looks like HH|x-x-x-x-|"};
  }
  settle(chart);
  reading.remarks = remarks.take();
  reading.left_out = outs.take();
  return reading;
}

Result<Chart> read_tab(std::span<const std::uint8_t> bytes) {
  Result<ChartRead> reading = read_whole_tab(bytes);
  if (!reading) return reading.error();
  return std::move(reading->chart);
}

}  // namespace firstchair::charts

#include "apps/cli/chart/chart_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <sstream>

#include "apps/cli/hear/hear_command.h"
#include "charts/charts.h"
#include "charts/groovescribe/groovescribe.h"
#include "charts/midi/midi_chart.h"
#include "hearing/kit_files.h"
#include "io/files/files.h"
#include "report/text/kit_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

constexpr std::size_t kMostMeters = 4;  // that chart check names

Error in_file(Error error, const std::string& file) {
  error.place = error.place.empty() ? file : file + ": " + error.place;
  return error;
}

Result<charts::ChartRead> read_chart_file(const std::string& file, const midi::KitProfile* kit,
                                          std::optional<MeterChange> meter) {
  Result<std::vector<std::uint8_t>> bytes = io::read_file(file);
  if (!bytes) return bytes.error();
  Result<charts::ChartFormat> format = charts::chart_format(file, *bytes);
  if (!format) return in_file(format.error(), file);
  Result<charts::ChartRead> read = *format == charts::ChartFormat::midi
                                       ? charts::read_midi_chart_on(*bytes, kit, meter)
                                       : charts::read_whole_chart(*format, *bytes, meter);
  if (!read) return in_file(read.error(), file);
  if (read->chart.title.empty()) read->chart.title = std::filesystem::path(file).stem().string();
  return read;
}

Result<charts::ChartRead> find_chart_on(const std::string& name, const std::string& kit,
                                        const std::string& meter = {}) {
  const Result<std::optional<MeterChange>> bars = parse_meter(meter);
  if (!bars) return bars.error();
  std::optional<midi::KitProfile> asked;
  if (!kit.empty()) {
    Result<midi::KitProfile> found = hearing::find_kit(kit);
    if (!found) return found.error();
    asked = std::move(*found);
  }
  if (charts::is_groovescribe(name)) return charts::read_groovescribe(name);
  std::error_code failed;
  if (std::filesystem::exists(name, failed)) return read_chart_file(name, asked ? &*asked : nullptr, *bars);
  Result<Chart> chart = charts::builtin_chart(name);
  if (!chart) return chart.error();
  charts::ChartRead reading;
  reading.chart = std::move(*chart);
  return reading;
}

// How a MIDI file's notes were read; nothing of a file that firstchair would write so.
void tell_kit(const KitRead& kit, std::FILE* out) {
  if (kit.profile.empty()) return;
  if (out == stdout || kit.choice != KitChoice::usual || kit.channel_guessed || !kit.hint.empty())
    for (const std::string& text : report::kit_texts(kit)) fmt::print(out, "{}\n", text);
}

// What was assumed, and what no chart holds.
void tell(const charts::ChartRead& reading, std::FILE* out) {
  tell_kit(reading.kit, out);
  for (const std::string& line : charts::lines_of(reading)) fmt::print(out, "{}\n", report::plain(line));
}

Error not_written(const std::string& out) {
  return {ErrorCode::usage, out, "charts of this kind are read and not written",
          "Write .tab, .mid, .musicxml, .mxl or .url"};
}

Error not_held(const std::string& out) {
  return {
      ErrorCode::unsupported, out,
      "a link of GrooveScribe holds 10 bars of one meter, in 32nds or their triplets, and this chart is more",
      "Write .tab, .mid, .musicxml or .mxl"};
}

std::string as_tab(const Chart& chart) {
  const std::vector<std::uint8_t> bytes = charts::write_chart(charts::ChartFormat::tab, chart);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Result<Chart> find_chart(const std::string& name) {
  Result<charts::ChartRead> read = find_chart_on(name, {});
  if (!read) return read.error();
  return std::move(read->chart);
}

Result<int> chart_list(const ChartOptions&) {
  std::string_view group;
  for (const charts::BuiltinChart& chart : charts::builtin_charts()) {
    if (chart.group != group) {
      group = chart.group;
      fmt::print("{}s\n", group);
    }
    fmt::print("  {:32} {}\n", chart.name, chart.title);
  }
  return 0;
}

Result<int> chart_show(const ChartOptions& options) {
  Result<charts::ChartRead> read = find_chart_on(options.in, options.kit, options.meter);
  if (!read) return read.error();
  tell(*read, stderr);
  std::stringstream tab(as_tab(read->chart));
  for (std::string line; std::getline(tab, line);) fmt::print("{}\n", report::plain(line));
  return 0;
}

Result<int> chart_convert(const ChartOptions& options) {
  const std::string& out = options.out;
  Result<charts::ChartRead> read = find_chart_on(options.in, options.kit, options.meter);
  if (!read) return read.error();
  Result<charts::ChartFormat> format = charts::chart_format(out, {});
  if (!format) return in_file(format.error(), out);
  if (!charts::is_written(*format)) return not_written(out);
  tell(*read, stderr);
  const std::vector<std::uint8_t> bytes = charts::write_chart(*format, read->chart);
  if (bytes.empty()) return not_held(out);
  if (*format == charts::ChartFormat::groovescribe) {
    const auto link = charts::write_groovescribe(read->chart);
    if (link && link->lost > 0)
      fmt::print(stderr, "not written: {}, where a line of GrooveScribe has a louder one in the same cell.\n",
                 report::count(static_cast<std::size_t>(link->lost), "stroke"));
  }
  auto done = io::write_file(out, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, options.force);
  if (!done) return done.error();
  return 0;
}

Result<int> chart_check(const ChartOptions& options) {
  Result<charts::ChartRead> read = find_chart_on(options.in, options.kit, options.meter);
  if (!read) return read.error();
  const Chart* chart = &read->chart;
  const std::vector<Bar> bars = bars_of(*chart);
  fmt::print("{}: {}, {}, {}/{}", report::plain(options.in), report::count(bars.size(), "bar"),
             report::count(chart->notes.size(), "note"), chart->meters.front().beats,
             chart->meters.front().unit);
  for (std::size_t i = 1; i < std::min<std::size_t>(chart->meters.size(), kMostMeters); ++i)
    fmt::print(", {}/{} from bar {}", chart->meters[i].beats, chart->meters[i].unit,
               bar_at(bars, chart->meters[i].tick).number);
  if (chart->meters.size() > kMostMeters) fmt::print(" ...");
  if (!chart->tempi.empty()) fmt::print(", {:.4g} bpm", chart->tempi.front().bpm);
  fmt::print(".\n");
  tell(*read, stdout);
  return 0;
}

}  // namespace firstchair::cli

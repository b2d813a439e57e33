#include "apps/cli/chart/chart_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <sstream>

#include "charts/charts.h"
#include "io/files/files.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

Error in_file(Error error, const std::string& file) {
  error.place = error.place.empty() ? file : file + ": " + error.place;
  return error;
}

Result<Chart> read_chart_file(const std::string& file) {
  Result<std::vector<std::uint8_t>> bytes = io::read_file(file);
  if (!bytes) return bytes.error();
  Result<charts::ChartFormat> format = charts::chart_format(file, *bytes);
  if (!format) return in_file(format.error(), file);
  Result<Chart> chart = charts::read_chart(*format, *bytes);
  if (!chart) return in_file(chart.error(), file);
  if (chart->title.empty()) chart->title = std::filesystem::path(file).stem().string();
  return chart;
}

std::string as_tab(const Chart& chart) {
  const std::vector<std::uint8_t> bytes = charts::write_chart(charts::ChartFormat::tab, chart);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Result<Chart> find_chart(const std::string& name) {
  std::error_code failed;
  if (std::filesystem::exists(name, failed)) return read_chart_file(name);
  return charts::builtin_chart(name);
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
  Result<Chart> chart = find_chart(options.in);
  if (!chart) return chart.error();
  std::stringstream tab(as_tab(*chart));
  for (std::string line; std::getline(tab, line);) fmt::print("{}\n", report::plain(line));
  return 0;
}

Result<int> chart_convert(const ChartOptions& options) {
  const std::string& out = options.out;
  Result<Chart> chart = find_chart(options.in);
  if (!chart) return chart.error();
  Result<charts::ChartFormat> format = charts::chart_format(out, {});
  if (!format) return in_file(format.error(), out);
  const std::vector<std::uint8_t> bytes = charts::write_chart(*format, *chart);
  auto done = io::write_file(out, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, options.force);
  if (!done) return done.error();
  return 0;
}

Result<int> chart_check(const ChartOptions& options) {
  Result<Chart> chart = find_chart(options.in);
  if (!chart) return chart.error();
  const std::vector<Bar> bars = bars_of(*chart);
  fmt::print("{}: {} bars, {} notes, {}/{}", report::plain(options.in), bars.size(), chart->notes.size(),
             chart->meters.front().beats, chart->meters.front().unit);
  if (!chart->tempi.empty()) fmt::print(", {:.4g} bpm", chart->tempi.front().bpm);
  fmt::print(".\n");
  return 0;
}

}  // namespace firstchair::cli

// Charts of the C API.
#include "charts/charts.h"

#include <memory>
#include <span>
#include <string_view>

#include "door/c/handles.h"

using namespace firstchair;
using door::caught;
using door::refuse;

namespace {

firstchair_status give(Result<Chart> read, firstchair_chart** chart) {
  if (!read) return refuse(read.error());
  *chart = std::make_unique<firstchair_chart>(std::move(*read)).release();
  return FIRSTCHAIR_OK;
}

}  // namespace

extern "C" {

firstchair_status firstchair_chart_read(const void* bytes, size_t size, const char* file_name,
                                        firstchair_chart** chart) {
  if (chart == nullptr) return refuse(FIRSTCHAIR_USAGE, "there is no place for the chart");
  *chart = nullptr;
  if (bytes == nullptr) return refuse(FIRSTCHAIR_USAGE, "there are no bytes");
  return caught([&]() -> firstchair_status {
    const std::span<const std::uint8_t> all(static_cast<const std::uint8_t*>(bytes), size);
    const std::string_view name = file_name != nullptr ? file_name : "";
    const Result<charts::ChartFormat> format = charts::chart_format(name, all);
    if (!format) return refuse(format.error());
    return give(charts::read_chart(*format, all), chart);
  });
}

firstchair_status firstchair_chart_find(const char* name, firstchair_chart** chart) {
  if (chart == nullptr) return refuse(FIRSTCHAIR_USAGE, "there is no place for the chart");
  *chart = nullptr;
  if (name == nullptr) return refuse(FIRSTCHAIR_USAGE, "there is no name");
  return caught([&] { return give(charts::builtin_chart(name), chart); });
}

const char* firstchair_chart_title(const firstchair_chart* chart) {
  return chart != nullptr ? chart->chart.title.c_str() : "";
}

size_t firstchair_chart_notes(const firstchair_chart* chart) {
  return chart != nullptr ? chart->chart.notes.size() : 0;
}

void firstchair_chart_free(firstchair_chart* chart) {
  delete chart;
}

}  // extern "C"

// Any lines behind a declaration: each is taken in or refused, and a take is never taken in twice.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "apps/chairs/audition.h"
#include "store/json_bounds.h"

namespace {

using namespace firstchair;

audition::Audition declared() {
  Chart chart;
  for (int i = 0; i < 16 * 8; ++i)
    chart.notes.push_back({.tick = i * kTicksPerQuarter / 2, .voice = Voice::hat_closed});
  settle(chart);
  audition::Declaration declaration;
  declaration.excerpts.push_back({.chart = chart, .bpm = 100, .bars = 16});
  declaration.attempts.emplace();
  audition::Audition audition;
  if (!audition.take_in(audition::declared_line(declaration, "key\n", "", 1)).empty()) std::abort();
  return audition;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const audition::Audition start = declared();
  audition::Audition audition = start;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!store::within(line, {.depth = 8, .values = 1000})) continue;
    nlohmann::json fields = nlohmann::json::parse(line, nullptr, false);
    if (!fields.is_object()) continue;
    store::RecordLine one{.t = 2};
    if (fields.contains("type") && fields["type"].is_string()) one.type = fields["type"];
    if (fields.contains("t") && fields["t"].is_number_unsigned() && fields["t"] < 4102444800U)
      one.t = fields["t"];
    one.fields = std::move(fields);
    const std::size_t before = audition.lines;
    if (audition.take_in(one).empty() != (audition.lines == before + 1)) std::abort();
  }
  return 0;
}

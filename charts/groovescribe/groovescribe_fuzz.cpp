// Law: what is read is a lawful chart, an error has words, and a chart that is written is read back.
#include <cstdlib>

#include "charts/groovescribe/groovescribe.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)charts::is_groovescribe(text);
  const Result<charts::ChartRead> read = charts::read_groovescribe(text);
  if (!read && read.error().what.empty()) std::abort();
  if (!read) return 0;
  if (!check_chart(read->chart).empty()) std::abort();
  const auto link = charts::write_groovescribe(read->chart);
  if (!link) return 0;
  if (!charts::is_groovescribe(link->url)) std::abort();
  const Result<charts::ChartRead> again = charts::read_groovescribe(link->url);
  if (!again || again->chart.notes.size() + static_cast<std::size_t>(link->lost) != read->chart.notes.size())
    std::abort();
  return 0;
}

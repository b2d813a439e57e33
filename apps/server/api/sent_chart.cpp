#include "apps/server/api/sent_chart.h"

#include <vector>

#include "charts/charts.h"
#include "store/chart_text.h"

namespace firstchair::server {

Result<Chart> sent_chart(const io::Cage& cage, std::span<const std::uint8_t> bytes, const std::string& name) {
  if (cage.program.empty()) {
    const Result<charts::ChartFormat> format = charts::chart_format(name, bytes);
    if (!format) return format.error();
    return charts::read_chart(*format, bytes);
  }
  std::vector<std::string> warnings;  // the server's start has said so
  const Result<std::vector<std::uint8_t>> text = io::ask_cage(cage, "chart", bytes, name, warnings);
  if (!text) return text.error();
  Result<Chart> chart = store::read_chart_text({reinterpret_cast<const char*>(text->data()), text->size()});
  if (!chart) return Error{ErrorCode::unreadable, {}, "could not be decoded (the decoder stopped)", {}};
  return chart;
}

}  // namespace firstchair::server

// Any bytes as lines of an exported book: read or refused, never more; what is read is written back the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "store/exchange.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace firstchair;
  using namespace firstchair::store;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const Result<exchange::Record> record = exchange::read_line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!record || record->kind != exchange::Record::Kind::take) continue;
    const auto line = exchange::take_line(record->player, record->take);
    if (!line) std::abort();
    const Result<exchange::Record> again = exchange::read_line(*line);
    if (!again || again->take.strokes != record->take.strokes) std::abort();
  }
  return 0;
}

#include "report/text/count_text.h"

#include <fmt/format.h>

namespace firstchair::report {
namespace {

std::string rest_of(const HitCount& count) {
  std::string text;
  if (count.wrong > 0) text += fmt::format(", {} on another drum", count.wrong);
  if (count.covered > 0) text += fmt::format("; {} not to be told apart", count.covered);
  return text;
}

}  // namespace

std::string heard_text(const HitCount& count) {
  return fmt::format("{} of {} notes heard", count.heard(), count.notes) + rest_of(count);
}

std::string slips_text(const HitCount& count) {
  return fmt::format("{} missed, {} extra of {}", count.missed, count.extra, count.notes) + rest_of(count);
}

std::string missed_cell(const HitCount& count) {
  return fmt::format("{} of {}", count.missed, count.notes);
}

std::string cell_of(int n) {
  return n > 0 ? std::to_string(n) : "-";
}

}  // namespace firstchair::report

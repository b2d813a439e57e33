#include "apps/chairs/power_table.h"

#include <fmt/format.h>

#include <cstdio>
#include <string_view>

namespace firstchair::audition {

// docs/measured/chairs.md as it was at compile time.
extern const std::string_view kMeasuredChairs;

std::vector<PowerRow> read_power(std::string_view markdown) {
  std::vector<PowerRow> rows;
  while (!markdown.empty()) {
    const std::size_t end = markdown.find('\n');
    const std::string line(markdown.substr(0, end));
    markdown.remove_prefix(end == std::string_view::npos ? markdown.size() : end + 1);
    PowerRow row;
    double points_again = 0, wrong_again = 0;
    int of = 0;
    const int read =
        std::sscanf(line.c_str(), "| %d | %d x %d | %lf / %lf | %lf / %lf / %lf | %lf of %d / %*f | %lf",
                    &row.players, &row.bars, &row.excerpts, &row.points_wrong, &points_again, &row.sole,
                    &row.sole_wrong, &wrong_again, &row.cuts, &of, &row.again);
    if (read == 11) rows.push_back(row);
  }
  return rows;
}

std::vector<PowerRow> power_rows() {
  return read_power(kMeasuredChairs);
}

std::string power_told(const PowerRow& row) {
  return fmt::format(
      "{} players, {} x {} bars: one first chair is told in {:.0f} of 100 auditions (wrong in {:.1f}); "
      "{:.1f} of {} "
      "cuts; who is best another time in {:.0f}. Points alone name the wrong first in {:.0f}.",
      row.players, row.excerpts, row.bars, row.sole, row.sole_wrong, row.cuts, row.players - 1, row.again,
      row.points_wrong);
}

}  // namespace firstchair::audition

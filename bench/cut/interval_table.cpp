#include "bench/cut/interval_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/cut/fine.h"

namespace firstchair::bench {
namespace {

// What 95 % of the values are not above.
double needed(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto k = static_cast<std::size_t>(std::ceil(.95 * (static_cast<double>(values.size()) + 1)));
  return values[std::min(k, values.size()) - 1];
}

struct Row {
  std::vector<double> even;  // what every draw of an even group needs
  int odd = 0, held = 0;     // of the others
  double widest = 0;         // sum of their half widths
};

void add(Row& row, bool even, double needs, double off, double half) {
  if (even) {
    row.even.push_back(needs);
  } else {
    ++row.odd;
    row.held += std::abs(off) <= half;
    row.widest += half;
  }
}

std::string text(const char* what, cut::Witness by, const Row& row, const char* unit, double in_use) {
  if (row.even.empty() && row.odd == 0) return {};
  return fmt::format("| {}, by {} | {} | {:.2f} {} | {:.2f} {} | {} | {} | {:.2f} |\n", what, cut::id_of(by),
                     row.even.size(), needed(row.even), unit, in_use, unit, row.odd,
                     share_text(row.held, row.odd), row.odd > 0 ? row.widest / row.odd : 0);
}

}  // namespace

double off_95_ms(const Draw& draw) {
  return 1000 * cut::offset_95_s(draw.off_by, draw.off_scatter_ms / 1000, draw.between_ms / 1000);
}

double ppm_95(const Draw& draw) {
  return 1e6 * cut::slope_95(draw.ppm_by, draw.ppm_scatter * 1e-6);
}

std::string share_text(int count, int of) {
  if (of == 0) return "-";
  const double n = of, p = count / n, z = 1.96, middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return fmt::format("{:.0f} ({:.0f} to {:.0f})", 100 * p, 100 * (middle - half), 100 * (middle + half));
}

std::string interval_table(const std::vector<Draw>& draws) {
  std::string table =
      "| what | draws of even groups | they need, besides or times | in use | draws of odd groups | of these "
      "it holds, % | mean half interval |\n|---|---|---|---|---|---|---|\n";
  for (const cut::Witness by :
       {cut::Witness::sound, cut::Witness::attacks, cut::Witness::windows, cut::Witness::loudness}) {
    Row row;
    for (const Draw& draw : draws)
      if (draw.pieces > 0 && draw.off_by == by) {
        // What the interval has since another way means another place is not needed besides.
        const double other_ms =
            1000 * (cut::offset_95_s(by, 0, draw.between_ms / 1000) - cut::offset_95_s(by, 0, 0));
        const double off_ms = std::max(0., std::abs(draw.off_ms) - other_ms);
        add(row, draw.group % 2 == 0,
            std::sqrt(std::max(0., off_ms * off_ms - draw.off_scatter_ms * draw.off_scatter_ms)), draw.off_ms,
            off_95_ms(draw));
      }
    table += text("offset", by, row, "ms", 1000 * cut::offset_95_s(by, 0, 0));
  }
  for (const cut::Witness by :
       {cut::Witness::sound, cut::Witness::windows, cut::Witness::attacks, cut::Witness::loudness}) {
    Row row;
    for (const Draw& draw : draws)
      if (draw.pieces > 0 && draw.ppm_by == by && draw.ppm_scatter > 0)
        add(row, draw.group % 2 == 0, std::abs(draw.ppm_off) / draw.ppm_scatter, draw.ppm_off, ppm_95(draw));
    table += text("slope", by, row, "times", cut::slope_95(by, 1));
  }
  return table;
}

}  // namespace firstchair::bench

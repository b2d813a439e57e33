// Struck together: for every pair of lines the differences in time as a histogram, with the mean and its
// interval.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "report/page/pictures.h"
#include "report/page/svg.h"
#include "report/report.h"
#include "report/text/facts.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

constexpr double kWidth = 360, kHeight = 170, kTop = 8, kBottom = 40, kSide = 12;
constexpr double kBinMs = 2;

using Chords = std::map<std::pair<std::int32_t, Ticks>, std::array<double, kLineCount>>;

Chords chords_of(const Take& take) {
  Chords chords;
  for (const Match& m : take.alignment.matches) {
    if (!has_error(take, m)) continue;
    auto [at, fresh] = chords.try_emplace({m.passage, m.tick});
    if (fresh) at->second.fill(std::nan(""));
    at->second[static_cast<std::size_t>(line_of(take, m))] = m.error_ms;
  }
  return chords;
}

std::string histogram(const Metric& m, const std::vector<double>& differences) {
  std::vector<double> sizes;
  for (const double d : differences) sizes.push_back(std::fabs(d));
  const auto at = sizes.begin() + static_cast<std::ptrdiff_t>(0.98 * static_cast<double>(sizes.size() - 1));
  std::nth_element(sizes.begin(), at, sizes.end());
  const double range = std::clamp(10 * std::ceil(*at / 10), 20.0, 60.0);
  const auto bins = static_cast<std::size_t>(2 * range / kBinMs);
  std::vector<int> count(bins);
  int beyond = 0;
  for (const double d : differences) {
    if (std::fabs(d) > range) ++beyond;
    const double bin = std::floor((std::clamp(d, -range, range) + range) / kBinMs);
    ++count[std::min(bins - 1, static_cast<std::size_t>(bin))];
  }
  const int most = *std::max_element(count.begin(), count.end());
  const auto x_of = [&](double ms) {
    return kSide + (std::clamp(ms, -range, range) + range) / (2 * range) * (kWidth - 2 * kSide);
  };
  const double base = kHeight - kBottom;

  std::string out = svg_open(kWidth, kHeight, metric_text(m), "small");
  out += svg_rect(x_of(m.mean_low), kTop, std::max(1.0, x_of(m.mean_high) - x_of(m.mean_low)), base - kTop,
                  "mean-band");
  Pen bars;
  const double width = (kWidth - 2 * kSide) / static_cast<double>(bins);
  for (std::size_t i = 0; i < bins; ++i) {
    if (count[i] == 0) continue;
    const double height = (base - kTop - 8) * count[i] / most;
    const double x = kSide + width * static_cast<double>(i);
    bars.move(x + 0.6, base)
        .line(x + 0.6, base - height)
        .line(x + width - 0.6, base - height)
        .line(x + width - 0.6, base)
        .raw("z");
  }
  out += bars.path("histogram");
  out += svg_line(kSide, base, kWidth - kSide, base, "zero");
  out += svg_line(x_of(0), kTop, x_of(0), base + 4, "bar-line");
  out += svg_line(x_of(m.mean), kTop, x_of(m.mean), base, "mean-line");
  for (double ms = -range; ms <= range; ms += 10) {
    if (std::fmod(ms, 20) != 0 && range > 20) continue;
    out += svg_text(x_of(ms), base + 15,
                    ms <= -range  ? "tick"
                    : ms >= range ? "tick-end"
                                  : "tick middle",
                    number(std::fabs(ms), 0));
  }
  out += svg_text(kSide, base + 32, "tick", fmt::format("← {} first", name_of(m.line)));
  out += svg_text(kWidth - kSide, base + 32, "tick-end", fmt::format("{} first →", name_of(m.other)));
  out += "</svg>";
  const std::string edge =
      beyond > 0 ? fmt::format(" {} beyond ±{} ms, drawn at the edge.", beyond, number(range, 0)) : "";
  return fmt::format("<figure class=\"pair\"><figcaption>{}. {} pairs.{}</figcaption>{}</figure>",
                     escape_html(metric_text(m)), differences.size(), edge, out);
}

}  // namespace

std::string unison_picture(const Take& take) {
  const Chords chords = chords_of(take);
  std::string html, few;
  for (const Metric& m : take.verdict.metrics) {
    if (m.measure != Measure::unison) continue;
    std::vector<double> differences;
    for (const auto& [at, errors] : chords) {
      const double d = errors[static_cast<std::size_t>(m.line)] - errors[static_cast<std::size_t>(m.other)];
      if (std::isfinite(d)) differences.push_back(d);
    }
    if (measured(m) && !differences.empty()) {
      html += histogram(m, differences);
    } else {
      few += metric_text(m) + ". ";
    }
  }
  if (html.empty() && few.empty()) {
    return take.source.times_apart
               ? "<p class=\"empty\">0 pairs of lines were struck together.</p>"
               : "<p class=\"empty\">In a recording, strokes within 8 ms are one attack: it has 1 time "
                 "for all of them.</p>";
  }
  if (!few.empty()) few = "<p class=\"axis-note\">" + few + "</p>";
  return (html.empty() ? "" : "<div class=\"pairs\">" + html + "</div>") + few;
}

}  // namespace firstchair::report

#include "engine/cut/missed.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/cut/steps.h"
#include "engine/stats/stats.h"

namespace firstchair::cut {
namespace {

constexpr double kOverlap = 0.25;          // of a window, to the next one
constexpr double kFitsNot = 0.75;          // of the usual fit: below it a window lies on no line
constexpr double kFitsThere = 0.5;         // of the usual fit, that it needs elsewhere
constexpr double kFitsNowhere = 0.3;       // of the usual fit: not even half of such a window lies on a line
constexpr std::ptrdiff_t kMostLooks = 60;  // everywhere: where more windows fit badly nothing stands out
constexpr int kRoundsOfLooks = 3;
constexpr double kFitsMore = 1.3;        // times its fit on the lines
constexpr double kLeastFit = 0.15;       // of a window elsewhere: what fits less is chance
constexpr double kOneLine = 0.008;       // s that windows of one line lie apart
constexpr std::size_t kInARow = 3;       // windows that are a piece
constexpr std::size_t kMostBetween = 1;  // windows of a row that fit nowhere

struct Looked {
  double middle_s = 0;
  std::size_t line = 0;  // of those found: where it fits best
  double fit = 0;        // there, of the usual one
  bool fits() const { return fit >= kFitsNot; }
  std::optional<double> offset_s;  // where it fits elsewhere
};

// A piece that was missed, and the middles of its first and last window.
struct Missed {
  Piece line;
  double first_s = 0, last_s = 0;
};

std::vector<Looked> look_closely(const Correlator& master, const Envelope& camera,
                                 const std::vector<Piece>& found, double window_s,
                                 std::span<const double> echoes_s) {
  const auto count = static_cast<std::size_t>(hop_of(window_s));
  const auto step = std::max<std::size_t>(1, static_cast<std::size_t>(kOverlap * static_cast<double>(count)));
  const auto master_hops = static_cast<std::ptrdiff_t>(master.master().hops());
  std::vector<Looked> looked;
  std::vector<double> fits;
  for (std::size_t first = 0; first + count <= camera.hops(); first += step) {
    Looked window;
    window.middle_s = static_cast<double>(first) * kHop + window_s / 2;
    double most = -1;
    for (std::size_t p = 0; p < found.size(); ++p) {
      const std::ptrdiff_t at = hop_of(master_of(found[p], window.middle_s) - window_s / 2);
      if (at < -static_cast<std::ptrdiff_t>(count) / 2 ||
          at > master_hops - static_cast<std::ptrdiff_t>(count) / 2)
        continue;
      const double fit = master.best_between(camera, first, count, at - kSamePlace, at + kSamePlace).value;
      if (fit > most) most = fit, window.line = p;
    }
    looked.push_back(window);
    fits.push_back(most);
  }
  std::vector<double> sorted = fits;
  std::erase_if(sorted, [](double fit) { return fit < 0; });
  std::sort(sorted.begin(), sorted.end());
  const double usual = sorted.empty() ? 0 : sorted[sorted.size() * 2 / 3];
  if (usual <= 0) return {};
  for (std::size_t k = 0; k < looked.size(); ++k) looked[k].fit = fits[k] / usual;
  if (std::ranges::count_if(looked, [](const Looked& window) { return !window.fits(); }) > kMostLooks)
    return looked;
  for (std::size_t k = 0; k < looked.size(); ++k) {
    Looked& window = looked[k];
    if (window.fits()) continue;
    const std::vector<Fit> best = master.best(camera, k * step, count, count / 2, 1);
    if (best.empty() || best[0].value < std::max(kFitsThere * usual, kLeastFit) ||
        best[0].value < kFitsMore * fits[k])
      continue;
    const Piece& line = found[window.line];
    const double offset_s = best[0].hop * kHop + window_s / 2 - (1 + line.slope) * window.middle_s;
    const bool echo = std::ranges::any_of(echoes_s, [&](double late_s) {
      return std::ranges::any_of(found, [&](const Piece& piece) {
        return std::abs(offset_s + late_s - piece.offset_s) < 4 * kOneLine;
      });
    });
    if (!echo) window.offset_s = offset_s;
  }
  return looked;
}

// Windows in a row that mean one line.
std::vector<Missed> rows_of(const std::vector<Looked>& looked, double slope) {
  std::vector<Missed> rows;
  for (std::size_t begin = 0; begin < looked.size();) {
    if (!looked[begin].offset_s) {
      ++begin;
      continue;
    }
    std::vector<double> offsets{*looked[begin].offset_s};
    std::size_t last = begin;
    for (std::size_t k = begin + 1; k < looked.size() && k - last <= kMostBetween + 1; ++k)
      if (looked[k].offset_s && std::abs(*looked[k].offset_s - offsets.back()) <= kOneLine)
        offsets.push_back(*looked[k].offset_s), last = k;
    if (offsets.size() >= kInARow)
      rows.push_back({{.offset_s = stats::median(offsets), .slope = slope},
                      looked[begin].middle_s,
                      looked[last].middle_s});
    begin = std::max(last, begin) + 1;
  }
  return rows;
}

// Whether what lies before a row in the camera lies before it on the master, too, and what is behind it
// behind.
bool in_order(const std::vector<Looked>& looked, const std::vector<Piece>& found, const Missed& row) {
  return std::ranges::all_of(looked, [&](const Looked& window) {
    if (!window.fits()) return true;
    const double at_s = master_of(found[window.line], window.middle_s);
    if (window.middle_s < row.first_s) return at_s < master_of(row.line, row.first_s);
    if (window.middle_s > row.last_s) return at_s > master_of(row.line, row.last_s);
    return true;
  });
}

// Returns the pieces with those that were missed; nothing where there are none.
std::vector<Piece> with_rows(const Correlator& master, const Envelope& camera,
                             const std::vector<Piece>& found, const std::vector<Looked>& looked,
                             double window_s) {
  std::vector<Missed> rows = rows_of(looked, found[0].slope);
  std::erase_if(rows, [&](const Missed& row) {
    std::vector<Piece> lines = found;
    lines.push_back(row.line);
    return !in_order(looked, found, row) ||
           !stands_out(master, camera, lines, lines.size() - 1, row.first_s - window_s / 2,
                       row.last_s + window_s / 2);
  });
  if (rows.empty()) return {};
  // All pieces in order, each with the times of its first and last window.
  std::vector<Missed> all = rows;
  for (std::size_t k = 0; k < looked.size();) {
    if (!looked[k].fits()) {
      ++k;
      continue;
    }
    const auto in_a_row = [&](const Missed& row) {
      return looked[k].middle_s > row.first_s && looked[k].middle_s < row.last_s;
    };
    if (std::ranges::any_of(rows, in_a_row)) {
      ++k;
      continue;
    }
    Missed piece{found[looked[k].line], looked[k].middle_s, looked[k].middle_s};
    std::size_t line = looked[k].line;
    for (++k; k < looked.size(); ++k) {
      if (std::ranges::any_of(rows, in_a_row)) break;
      if (!looked[k].fits()) continue;
      if (std::ranges::any_of(rows, [&](const Missed& row) {
            return row.first_s > piece.last_s && row.first_s < looked[k].middle_s;
          }))
        break;
      if (looked[k].line != line) break;
      piece.last_s = looked[k].middle_s;
    }
    all.push_back(piece);
  }
  std::sort(all.begin(), all.end(), [](const Missed& a, const Missed& b) { return a.first_s < b.first_s; });
  // One line twice in a row is one piece.
  std::vector<Missed> joined;
  for (const Missed& piece : all) {
    if (!joined.empty() && std::abs(joined.back().line.offset_s - piece.line.offset_s) <= kOneLine)
      joined.back().last_s = std::max(joined.back().last_s, piece.last_s);
    else
      joined.push_back(piece);
  }
  std::vector<Piece> pieces;
  for (const Missed& piece : joined) pieces.push_back(piece.line);
  pieces.front().from_s = found.front().from_s;
  pieces.back().to_s = found.back().to_s;
  for (std::size_t p = 1; p < pieces.size(); ++p)
    pieces[p - 1].to_s = pieces[p].from_s = step_between(master.master(), camera, pieces[p - 1], pieces[p],
                                                         joined[p - 1].last_s, joined[p].first_s);
  return pieces;
}

}  // namespace

Followed with_missed(const Correlator& master, const Envelope& camera, std::vector<Piece> found,
                     double window_s, std::span<const double> echoes_s) {
  Followed followed;
  followed.pieces = std::move(found);
  for (int round = 0; round < kRoundsOfLooks && !followed.pieces.empty(); ++round) {
    const std::vector<Looked> looked = look_closely(master, camera, followed.pieces, window_s, echoes_s);
    std::vector<Piece> more = with_rows(master, camera, followed.pieces, looked, window_s);
    if (!more.empty()) {
      followed.pieces = std::move(more);
      continue;
    }
    // What lies nowhere, where there are steps, may be another piece.
    for (std::size_t begin = 0; followed.pieces.size() > 1 && begin < looked.size();) {
      std::size_t end = begin;
      while (end < looked.size() && looked[end].fit < kFitsNowhere) ++end;
      if (end - begin >= kInARow && end - begin > followed.nowhere) {
        followed.nowhere = end - begin;
        followed.from_s = looked[begin].middle_s;
        followed.to_s = looked[end - 1].middle_s;
      }
      begin = std::max(end, begin + 1);
    }
    break;
  }
  return followed;
}

}  // namespace firstchair::cut

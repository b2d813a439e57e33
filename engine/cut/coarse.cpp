#include "engine/cut/coarse.h"

#include <algorithm>
#include <cmath>

#include "engine/cut/agree.h"
#include "engine/cut/echo.h"
#include "engine/cut/scan.h"
#include "engine/cut/trend.h"
#include "engine/stats/stats.h"

namespace firstchair::cut {
namespace {

constexpr double kWindow = 60, kLeastWindow = 3, kMostWindow = 600;  // s
constexpr int kWindows = 5, kMoreWindows = 20;
// Where only a part of one lies on the other.
constexpr double kLeastPart = 8, kPartStep = 0.25;  // s; of a window, to the next one
constexpr int kMostParts = 60;
// Where they share only an end.
constexpr double kMostAtAnEnd = 24, kEndStep = 1;  // s
constexpr double kEndFit = 0.2, kEndRatio = 1.6;   // of what is shared
constexpr std::size_t kLeastRow = 4;               // windows that overlap: 14 s
constexpr double kOfThoseInside = 0.8;             // that agree
constexpr std::size_t kPlaces = 8;                 // kept of a window
constexpr double kNear = 2;                        // s about an offset that was given
constexpr double kSteepestTried = 1500e-6;
constexpr double kSteepestTold = 6000e-6, kSpeedWithin = 100e-6;
constexpr double kSpeedWindow = 4;           // s
constexpr int kLeastSpeeds = 6;              // windows
constexpr double kNamedWithin = 160e-6;      // of a known speed: what a recorder's own clock adds
constexpr double kSlack = 60e-6;             // a coarse slope may be that much beyond the steepest
constexpr double kEchoApart = kAnswerReach;  // s
constexpr double kAmbiguousFit = 0.3;        // two places that fit less are chance
constexpr double kFitsBetter = 1.5;          // a speed, than a place that hardly fits
constexpr double kSpeeds[] = {25. / 24, 24. / 25, 1.001, 1 / 1.001};

struct Search {
  std::vector<Window> windows;
  Agreement line;
  double window_s = 0;
  bool apart = false;  // the windows share no sound, so each speaks for itself
};

std::size_t hops_of(double s) {
  return static_cast<std::size_t>(std::max(0.0, s / kHop));
}

Search search(const Correlator& over, const Envelope& laid, double window_s, int count,
              const std::optional<double>& near_s, double apart_s = kPlacesApart) {
  Search search;
  search.window_s = window_s;
  const std::size_t hops = std::min(hops_of(window_s), laid.hops());
  const std::size_t room = laid.hops() - hops;
  if (room < hops / 8) count = 1;
  search.apart = static_cast<std::size_t>(count) * hops <= laid.hops() + hops / 8;
  const std::size_t least = std::min(hops, std::max(hops / 2, hops_of(kLeastWindow)));
  for (int k = 0; k < count; ++k) {
    const std::size_t first =
        count == 1 ? 0 : room * static_cast<std::size_t>(k) / static_cast<std::size_t>(count - 1);
    Window window;
    const double half_s = static_cast<double>(hops) * kHop / 2;
    window.middle_s = static_cast<double>(first) * kHop + half_s;
    std::vector<Fit> fits;
    if (near_s) {
      const auto about =
          static_cast<std::ptrdiff_t>(std::llround(*near_s / kHop)) + static_cast<std::ptrdiff_t>(first);
      const auto reach = static_cast<std::ptrdiff_t>(kNear / kHop);
      fits = {over.best_between(laid, first, hops, about - reach, about + reach)};
    } else {
      fits = over.best(laid, first, hops, least, kPlaces, apart_s);
    }
    for (const Fit& fit : fits) {
      window.at_s.push_back(fit.hop * kHop + half_s);
      window.value.push_back(fit.value);
    }
    search.windows.push_back(std::move(window));
  }
  search.line = agree(search.windows, kSteepestTried);
  return search;
}

double ratio_of(const Search& search) {
  std::vector<double> ratios;
  for (const std::size_t k : search.line.windows) ratios.push_back(std::min(search.windows[k].ratio(), 99.0));
  return stats::median(ratios);
}

// How well the windows on the line fit.
double fit_of(const Search& search) {
  std::vector<double> fits;
  for (const std::size_t k : search.line.windows) fits.push_back(search.windows[k].value[0]);
  return fits.empty() ? 0 : stats::median(fits);
}

bool agrees(const Search& search) {
  const std::size_t n = search.windows.size();
  const std::size_t needed = n == 1 ? 1 : 3;
  return search.line.windows.size() >= needed &&
         (search.apart && n > 1 ? 0 : kNeededRatio) <= ratio_of(search);
}

// Windows that agree less often than in 3 of 5, as where a camera ran long before and after, are more of
// them.
std::optional<Search> search_all(const Correlator& over, const Envelope& laid,
                                 const std::optional<double>& near_s, Search& last,
                                 double apart_s = kPlacesApart) {
  const double length_s = laid.seconds();
  double window_s = std::clamp(length_s / kWindows, kLeastWindow, kWindow);
  while (true) {
    window_s = std::min(window_s, length_s);
    last = search(over, laid, window_s, kWindows, near_s, apart_s);
    if (agrees(last)) return last;
    if (length_s > 2 * kWindows * window_s) {
      Search more = search(over, laid, window_s, kMoreWindows, near_s, apart_s);
      if (agrees(more)) return more;
    }
    if (window_s >= std::min(length_s, kMostWindow)) return std::nullopt;
    window_s *= 2;
    if (window_s > 0.7 * length_s) window_s = length_s;
    window_s = std::min(window_s, kMostWindow);
  }
}

// Where one began long before the other, or went on long after it, most windows lie on nothing. Short ones
// are laid close together then: those that the line puts inside the other must nearly all be on it, and fit.
std::optional<Search> search_part(const Correlator& over, const Envelope& laid,
                                  const std::optional<double>& near_s) {
  const double length_s = laid.seconds();
  if (length_s < 2 * kLeastPart) return std::nullopt;
  const double window_s = std::max(kLeastPart, length_s / (1 + (kMostParts - 1) * kPartStep));
  const int count = 1 + static_cast<int>((length_s - window_s) / (kPartStep * window_s));
  const Search all = search(over, laid, window_s, count, near_s);
  const double end_s = over.master().seconds();
  Search inside;
  inside.window_s = window_s;
  for (const Window& window : all.windows) {
    const double at_s = all.line.offset_s + (1 + all.line.slope) * window.middle_s;
    if (at_s >= window_s / 2 - kTolerance && at_s <= end_s - window_s / 2 + kTolerance)
      inside.windows.push_back(window);
  }
  inside.line = agree(inside.windows, kSteepestTried);
  const std::size_t agreed = inside.line.windows.size();
  if (agreed < 3 ||
      static_cast<double>(agreed) < kOfThoseInside * static_cast<double>(inside.windows.size()) ||
      ratio_of(inside) < kNeededRatio || fit_of(inside) < kAmbiguousFit)
    return std::nullopt;
  return inside;
}

// Where sound was lost again and again most windows straddle a loss. Short ones are laid close together: the
// longest row of them that lies on one line, whose places stand out and fit.
std::optional<Search> search_row(const Correlator& over, const Envelope& laid) {
  const double length_s = laid.seconds();
  if (length_s < 2 * kLeastPart) return std::nullopt;
  const double window_s = std::max(kLeastPart, length_s / (1 + (kMostParts - 1) * kPartStep));
  const int count = 1 + static_cast<int>((length_s - window_s) / (kPartStep * window_s));
  const Search all = search(over, laid, window_s, count, {});
  Search longest;
  for (std::size_t begin = 0; begin < all.windows.size();) {
    Search row;
    row.window_s = window_s;
    std::size_t end = begin;
    const auto off = [&](std::size_t k) { return all.windows[k].at_s[0] - all.windows[k].middle_s; };
    while (end < all.windows.size() && !all.windows[end].at_s.empty() &&
           (end == begin || std::abs(off(end) - off(end - 1)) <= kTolerance / 4))
      row.windows.push_back(all.windows[end++]);
    begin = std::max(end, begin + 1);
    if (row.windows.size() <= longest.windows.size()) continue;
    row.line = agree(row.windows, kSteepestTried);
    if (ratio_of(row) >= kNeededRatio && fit_of(row) >= kAmbiguousFit) longest = std::move(row);
  }
  if (longest.windows.size() < kLeastRow) return std::nullopt;
  return longest;
}

// How fast a camera plays, by short windows of it: they blur least where its clock is far off. Nothing where
// few of them agree, or where they do not say it to a few parts in ten thousand.
struct Speed {
  double at = 0, within = 0;  // half of the 95 % interval
};
std::optional<Speed> speed_of(const Correlator& over, const Envelope& laid, bool turn) {
  const double length_s = laid.seconds();
  const double window_s = std::max(kSpeedWindow, length_s / kMostParts);
  const int count = static_cast<int>(length_s / window_s);
  if (count < kLeastSpeeds) return std::nullopt;
  const Search all = search(over, laid, window_s, count, {});
  const Agreement line = agree(all.windows, kSteepestTold);
  if (static_cast<int>(line.windows.size()) < std::max(kLeastSpeeds, count / 2)) return std::nullopt;
  std::vector<Point> points;
  for (const std::size_t k : line.windows)
    points.push_back({all.windows[k].middle_s, 1000 * (all.windows[k].at_s[0] - all.windows[k].middle_s)});
  const Trend trend = robust_trend(points, {.steepest = 1000 * kSteepestTold, .vote = 5, .finest = 0.5});
  if (trend.on_it.empty() || trend.slope_95 <= 0 || trend.slope_95 / 1000 > kSpeedWithin) return std::nullopt;
  const double slope = trend.slope / 1000;
  if (std::abs(slope) > kSteepestTold - kSpeedWithin) return std::nullopt;
  return Speed{turn ? 1 / (1 + slope) : 1 + slope, trend.slope_95 / 1000};
}

// Where a camera ends soon after the master begins, or begins soon before it ends, they share little. All
// places are tried at which they do: the best one must stand out among those, and what is shared there must
// fit as well nowhere else, and halves of it must mean the same place.
std::optional<Search> search_ends(const Correlator& over, const Envelope& laid) {
  const Envelope& longer = over.master();
  struct End {
    std::size_t first = 0, count = 0;  // hops of `laid`
    double at_s = 0, value = 0;        // of its first hop, on the longer one
  };
  std::vector<End> ends;
  for (const bool begins : {true, false}) {
    // Overlaps grow by a second; each is looked for where it would lie, a second to either side.
    for (double shared_s = kLeastOverlap; shared_s <= kMostAtAnEnd; shared_s += kEndStep) {
      const std::size_t count = hops_of(shared_s);
      if (count > laid.hops() || count > longer.hops()) break;
      const std::size_t first = begins ? 0 : laid.hops() - count;
      const auto at = begins ? static_cast<std::ptrdiff_t>(longer.hops() - count) : std::ptrdiff_t{0};
      const auto reach = static_cast<std::ptrdiff_t>(hops_of(kEndStep));
      const Fit fit =
          over.best_between(laid, first, count, begins ? at - reach : at, begins ? at : at + reach);
      ends.push_back({first, count, fit.hop * kHop, fit.value});
    }
  }
  std::sort(ends.begin(), ends.end(), [](const End& a, const End& b) { return a.value > b.value; });
  if (ends.empty() || ends[0].value < kEndFit) return std::nullopt;
  const End& best = ends[0];
  const double offset_s = best.at_s - static_cast<double>(best.first) * kHop;
  Search found;
  found.window_s = static_cast<double>(best.count) * kHop;
  // The whole of what is shared, and its halves, each wherever it fits best.
  for (const auto& [from, of] : {std::pair{0, 1}, {0, 2}, {1, 2}}) {
    const std::size_t count = best.count / static_cast<std::size_t>(of);
    const std::size_t first = best.first + count * static_cast<std::size_t>(from);
    Window window;
    const double half_s = static_cast<double>(count) * kHop / 2;
    window.middle_s = static_cast<double>(first) * kHop + half_s;
    for (const Fit& fit : over.best(laid, first, count, count * 3 / 4, kPlaces)) {
      window.at_s.push_back(fit.hop * kHop + half_s);
      window.value.push_back(fit.value);
    }
    if (window.at_s.empty() || std::abs(window.at_s[0] - window.middle_s - offset_s) > kTolerance ||
        window.ratio() < (of == 1 ? kEndRatio : kClearRatio))
      return std::nullopt;
    found.windows.push_back(std::move(window));
  }
  found.line = agree(found.windows, 0);
  return found;
}

// The line of the camera on the master from that of the master on the camera.
Piece turned(const Agreement& line) {
  Piece piece;
  piece.slope = 1 / (1 + line.slope) - 1;
  piece.offset_s = -line.offset_s / (1 + line.slope);
  return piece;
}

Piece line_of(const Search& search, bool turn, double camera_s) {
  Piece whole;
  if (turn) {
    whole = turned(search.line);
  } else {
    whole.offset_s = search.line.offset_s;
    whole.slope = search.line.slope;
  }
  whole.from_s = 0;
  whole.to_s = camera_s;
  return whole;
}

double overlap_of(const std::vector<Piece>& pieces, double master_s) {
  double sum = 0;
  for (const Piece& piece : pieces)
    sum += std::max(0.0, std::min(master_of(piece, piece.to_s), master_s) -
                             std::max(master_of(piece, piece.from_s), 0.0));
  return sum;
}

}  // namespace

Coarse lay_coarsely(const Envelope& master, const Envelope& camera, const CoarseConfig& config) {
  Coarse coarse;
  if (master.seconds() < kLeastWindow || camera.seconds() < kLeastWindow) {
    coarse.end = CoarseEnd::apart;
    coarse.overlap_s = std::min(master.seconds(), camera.seconds());
    return coarse;
  }
  const bool turn = camera.hops() > master.hops();
  const Envelope &longer = turn ? camera : master, &shorter = turn ? master : camera;
  const Correlator over(longer);
  std::optional<double> near_s = config.near_s;
  if (near_s && turn) near_s = -*near_s;

  Search last;
  std::optional<Search> found = search_all(over, shorter, near_s, last);
  if (!found) found = search_part(over, shorter, near_s);
  // One window as long as the recording that hardly fits is chance, where short ones say another place.
  if (const bool hardly = found && found->windows.size() == 1 && fit_of(*found) < kAmbiguousFit;
      !near_s && (!found || hardly)) {
    std::optional<Search> part = search_row(over, shorter);
    if (!part) part = search_ends(over, shorter);
    if (part) found = std::move(part);
  }
  if (!near_s && (!found || ratio_of(*found) < kClearRatio)) {
    // An echo is a second place that fits as well, not far away.
    Search beside;
    std::optional<Search> first = search_all(over, shorter, near_s, beside, kEchoApart);
    if (first && ratio_of(*first) >= kClearRatio &&
        !echoes_of(master, camera, line_of(*first, turn, camera.seconds())).late_s.empty())
      found = std::move(first);
  }
  const Search& told = found ? *found : last;
  coarse.windows = static_cast<int>(told.windows.size());
  coarse.agreed =
      told.line.windows.size() > 1 || coarse.windows == 1 ? static_cast<int>(told.line.windows.size()) : 0;
  coarse.window_s = told.window_s;
  coarse.ratio = ratio_of(told);
  const auto struck = [](const Search& s) {
    return std::any_of(s.windows.begin(), s.windows.end(), [](const Window& w) { return !w.at_s.empty(); });
  };
  if (!struck(told)) {
    coarse.end = CoarseEnd::silent;
    return coarse;
  }

  // Two places that are as good as each other.
  const bool clear = found && (near_s || coarse.ratio >= kClearRatio);
  if (!clear && !near_s) {
    std::vector<double> offsets = common_offsets(told.windows);
    std::vector<double> fits;
    for (const Window& window : told.windows) fits.push_back(window.value.empty() ? 0 : window.value[0]);
    std::vector<double> ratios;
    for (const Window& window : told.windows) ratios.push_back(window.ratio());
    if (offsets.size() == 2 && stats::median(fits) >= kAmbiguousFit && stats::median(ratios) < kClearRatio) {
      coarse.end = CoarseEnd::ambiguous;
      for (double& offset : offsets) offset = turn ? -offset : offset;
      coarse.offsets_s = std::move(offsets);
      return coarse;
    }
  }
  // Where few windows agree, or one as long as the recording stands out, it may be by chance: then it hardly
  // fits.
  const double fit = fit_of(told);
  const bool weak = clear && !near_s && fit < kAmbiguousFit &&
                    (told.windows.size() == 1 || told.line.windows.size() < told.windows.size());
  const bool steep = std::abs(told.line.slope) > kSteepest + kSlack;
  if (!clear || steep || weak) {
    // It may be the same music at another speed: a film's, or a television's.
    for (const double speed : kSpeeds) {
      if (near_s) break;
      Search tried;
      const Envelope slowed = at_speed(camera, 1 / speed);
      const bool turns = slowed.hops() > master.hops();
      const Correlator* on = &over;
      std::optional<Correlator> own;
      if (turns || turn) own.emplace(turns ? slowed : master), on = &*own;
      tried = search(*on, turns ? master : slowed,
                     std::clamp((turns ? master : slowed).seconds() / kWindows, kLeastWindow, kWindow),
                     kWindows, {});
      if (!agrees(tried) || std::abs(tried.line.slope) > kSteepest / 2 || ratio_of(tried) < kClearRatio ||
          (weak && fit_of(tried) < kFitsBetter * fit))
        continue;
      coarse.end = CoarseEnd::speed;
      coarse.speed = speed;
      coarse.agreed = static_cast<int>(tried.line.windows.size());
      if (const std::optional<Speed> told_at = speed_of(over, shorter, turn);
          told_at && std::abs(told_at->at - speed) > kNamedWithin)
        coarse.speed = told_at->at, coarse.speed_95 = told_at->within;
      return coarse;
    }
    if (!clear) return coarse;
    if (steep) {
      coarse.end = CoarseEnd::speed;
      if (const std::optional<Speed> told_at = speed_of(over, shorter, turn))
        coarse.speed = told_at->at, coarse.speed_95 = told_at->within;
      return coarse;
    }
  }

  Piece whole = line_of(told, turn, camera.seconds());
  const Echoes echoes = echoes_of(master, camera, whole);
  whole.offset_s -= (1 + whole.slope) * echoes.first_s;
  if (!echoes.late_s.empty()) coarse.echo_s = echoes.late_s.front();
  coarse.maybe_s = echoes.maybe_s;
  const std::optional<Correlator> own = turn ? std::optional<Correlator>(Correlator(master)) : std::nullopt;
  Scan scanned = scan(own ? *own : over, camera, whole, echoes.late_s);
  coarse.pieces = std::move(scanned.pieces);
  coarse.steps = std::move(scanned.steps);
  coarse.lost_from_s = scanned.lost_from_s, coarse.lost_to_s = scanned.lost_to_s;
  coarse.fit = scanned.fit;
  coarse.slope_95 = scanned.slope_95;
  coarse.overlap_s = overlap_of(coarse.pieces, master.seconds());
  if (coarse.overlap_s < kLeastOverlap) {
    coarse.pieces.clear();
    coarse.steps.clear();
    coarse.end = CoarseEnd::apart;
    return coarse;
  }
  coarse.end = CoarseEnd::laid;
  return coarse;
}

}  // namespace firstchair::cut

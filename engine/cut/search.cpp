#include "engine/cut/search.h"

#include <algorithm>
#include <cmath>

#include "engine/cut/coarse.h"
#include "engine/cut/trend.h"
#include "engine/stats/stats.h"

namespace firstchair::cut {
namespace {

constexpr double kWindow = 60, kMostWindow = 600;  // s
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
constexpr double kSpeedWindow = 4;  // s
constexpr int kLeastSpeeds = 6;     // windows

std::size_t hops_of(double s) {
  return static_cast<std::size_t>(std::max(0.0, s / kHop));
}

// The window of so many hops from `first` on, with the places where it fits.
Window window_of(std::size_t first, std::size_t hops, const std::vector<Fit>& fits) {
  Window window;
  const double half_s = static_cast<double>(hops) * kHop / 2;
  window.middle_s = static_cast<double>(first) * kHop + half_s;
  for (const Fit& fit : fits) {
    window.at_s.push_back(fit.hop * kHop + half_s);
    window.value.push_back(fit.value);
  }
  return window;
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
    std::vector<Fit> fits;
    if (near_s) {
      const auto about =
          static_cast<std::ptrdiff_t>(std::llround(*near_s / kHop)) + static_cast<std::ptrdiff_t>(first);
      const auto reach = static_cast<std::ptrdiff_t>(kNear / kHop);
      fits = {over.best_between(laid, first, hops, about - reach, about + reach)};
    } else {
      fits = over.best(laid, first, hops, least, kPlaces, apart_s);
    }
    search.windows.push_back(window_of(first, hops, fits));
  }
  search.line = agree(search.windows, kSteepestTried);
  return search;
}

// Short windows that overlap; none where the recording is too short for them.
Search search_closely(const Correlator& over, const Envelope& laid, const std::optional<double>& near_s) {
  const double length_s = laid.seconds();
  if (length_s < 2 * kLeastPart) return {};
  const double window_s = std::max(kLeastPart, length_s / (1 + (kMostParts - 1) * kPartStep));
  const int count = 1 + static_cast<int>((length_s - window_s) / (kPartStep * window_s));
  return search(over, laid, window_s, count, near_s);
}

}  // namespace

double ratio_of(const Search& search) {
  std::vector<double> ratios;
  for (const std::size_t k : search.line.windows) ratios.push_back(std::min(search.windows[k].ratio(), 99.0));
  return stats::median(ratios);
}

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

Search search_once(const Correlator& over, const Envelope& laid) {
  return search(over, laid, std::clamp(laid.seconds() / kWindows, kLeastWindow, kWindow), kWindows, {});
}

std::optional<Search> search_all(const Correlator& over, const Envelope& laid,
                                 const std::optional<double>& near_s, Search& last, double apart_s) {
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

std::optional<Search> search_part(const Correlator& over, const Envelope& laid,
                                  const std::optional<double>& near_s) {
  const Search all = search_closely(over, laid, near_s);
  const double end_s = over.master().seconds();
  Search inside;
  inside.window_s = all.window_s;
  for (const Window& window : all.windows) {
    const double at_s = all.line.offset_s + (1 + all.line.slope) * window.middle_s;
    if (at_s >= all.window_s / 2 - kTolerance && at_s <= end_s - all.window_s / 2 + kTolerance)
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

std::optional<Search> search_row(const Correlator& over, const Envelope& laid) {
  const Search all = search_closely(over, laid, {});
  Search longest;
  for (std::size_t begin = 0; begin < all.windows.size();) {
    Search row;
    row.window_s = all.window_s;
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
    Window window = window_of(first, count, over.best(laid, first, count, count * 3 / 4, kPlaces));
    if (window.at_s.empty() || std::abs(window.at_s[0] - window.middle_s - offset_s) > kTolerance ||
        window.ratio() < (of == 1 ? kEndRatio : kClearRatio))
      return std::nullopt;
    found.windows.push_back(std::move(window));
  }
  found.line = agree(found.windows, 0);
  return found;
}

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

}  // namespace firstchair::cut

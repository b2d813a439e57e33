#include "engine/cut/coarse.h"

#include <algorithm>
#include <cmath>

#include "engine/cut/agree.h"
#include "engine/cut/scan.h"
#include "engine/stats/stats.h"

namespace firstchair::cut {
namespace {

constexpr double kWindow = 60, kLeastWindow = 3, kMostWindow = 600;  // s
constexpr int kWindows = 5, kMoreWindows = 20;
// Where only a part of one lies on the other.
constexpr double kLeastPart = 8, kPartStep = 0.25;  // s; of a window, to the next one
constexpr int kMostParts = 60;
constexpr double kOfThoseInside = 0.8;  // that agree
constexpr std::size_t kPlaces = 8;      // kept of a window
constexpr double kNear = 2;             // s about an offset that was given
constexpr double kSteepestTried = 1500e-6;
constexpr double kSlack = 60e-6;       // a coarse slope may be that much beyond the steepest
constexpr double kAmbiguousFit = 0.3;  // two places that fit less are chance
constexpr double kFitsBetter = 1.5;    // a speed, than a place that hardly fits
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
              const std::optional<double>& near_s) {
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
      fits = over.best(laid, first, hops, least, kPlaces);
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
                                 const std::optional<double>& near_s, Search& last) {
  const double length_s = laid.seconds();
  double window_s = std::clamp(length_s / kWindows, kLeastWindow, kWindow);
  while (true) {
    window_s = std::min(window_s, length_s);
    last = search(over, laid, window_s, kWindows, near_s);
    if (agrees(last)) return last;
    if (length_s > 2 * kWindows * window_s) {
      Search more = search(over, laid, window_s, kMoreWindows, near_s);
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

// The line of the camera on the master from that of the master on the camera.
Piece turned(const Agreement& line) {
  Piece piece;
  piece.slope = 1 / (1 + line.slope) - 1;
  piece.offset_s = -line.offset_s / (1 + line.slope);
  return piece;
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
      return coarse;
    }
    if (!clear) return coarse;
    if (steep) {
      coarse.end = CoarseEnd::speed;
      coarse.speed = 1 / (1 + told.line.slope);
      return coarse;
    }
  }

  Piece whole;
  if (turn) {
    whole = turned(told.line);
  } else {
    whole.offset_s = told.line.offset_s;
    whole.slope = told.line.slope;
  }
  whole.from_s = 0;
  whole.to_s = camera.seconds();
  const std::optional<Correlator> own = turn ? std::optional<Correlator>(Correlator(master)) : std::nullopt;
  Scan scanned = scan(own ? *own : over, camera, whole);
  coarse.pieces = std::move(scanned.pieces);
  coarse.steps = std::move(scanned.steps);
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

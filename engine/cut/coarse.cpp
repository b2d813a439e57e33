#include "engine/cut/coarse.h"

#include <algorithm>
#include <cmath>

#include "engine/cut/agree.h"
#include "engine/cut/echo.h"
#include "engine/cut/scan.h"
#include "engine/cut/search.h"
#include "engine/stats/stats.h"

namespace firstchair::cut {
namespace {

constexpr double kNamedWithin = 160e-6;      // of a film's speed: what a recorder's own clock adds
constexpr double kClockMay = .003;           // a clock may be so far off by itself, and no other speed is
constexpr double kSlack = 60e-6;             // a coarse slope may be that much beyond the steepest
constexpr double kEchoApart = kAnswerReach;  // s
constexpr double kFitsBetter = 1.5;          // a speed, than a place that hardly fits
constexpr double kSpeeds[] = {25. / 24, 24. / 25, 1.001, 1 / 1.001};

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
      const Envelope slowed = at_speed(camera, 1 / speed);
      const bool turns = slowed.hops() > master.hops();
      const Correlator* on = &over;
      std::optional<Correlator> own;
      if (turns || turn) own.emplace(turns ? slowed : master), on = &*own;
      const Search tried = search_once(*on, turns ? master : slowed);
      if (!agrees(tried) || std::abs(tried.line.slope) > kSteepest / 2 || ratio_of(tried) < kClearRatio ||
          (weak && fit_of(tried) < kFitsBetter * fit))
        continue;
      coarse.end = CoarseEnd::speed;
      coarse.speed = speed;
      coarse.agreed = static_cast<int>(tried.line.windows.size());
      if (const std::optional<Speed> told_at = speed_of(over, shorter, turn);
          told_at &&
          std::abs(told_at->at - speed) > (std::abs(speed - 1) < kClockMay ? told_at->within : kNamedWithin))
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

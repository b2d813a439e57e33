#include "engine/cut/fine.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/cut/direct.h"
#include "engine/cut/pairs.h"
#include "engine/cut/trend.h"
#include "engine/stats/stats.h"

namespace firstchair::cut {
namespace {

constexpr double kSteepestLeft = 60e-6;                       // that a coarse slope may be wrong
constexpr double kLeftOver = 0.012;                           // s that a coarse line may be wrong at its ends
constexpr double kVote = 0.5, kChunkVote = 1, kPairVote = 2;  // ms
constexpr double kFinest = 0.02, kPairFinest = 0.1;           // ms
constexpr double kNearLine = 1;                               // ms: a delay that is nearer agrees with a line
// Half widths of 95 % of what no number of strokes takes away, measured by `bench cut`: of attacks that the
// ear hears in two rooms, of sound that is compared around strokes, of long windows, and of an envelope. The
// strokes' is the room's own: its first sound is no point but a few tenths of a millisecond long, and which
// part of it stands out is another one in every room. Long windows tell the loudest way, and that may be a
// reflection.
constexpr double kAttacks95 = 2.5, kSound95 = 0.20, kWindows95 = 4.8, kEnvelope95 = 7.5;  // ms
// Long windows are few, and what a room does to one it does to its neighbours: their slope's interval held 69
// % of 16 draws in car parks before it was so many times as wide (`bench cut`).
constexpr double kChunkWider = 1.7;
// Ten parts of the strokes know the slope a little less well than their scatter says, likewise.
constexpr double kStrokesWider = 1.35;
// A better slope is looked for within so many half intervals of a robust line's, and so many ms at a piece's
// ends at least.
constexpr double kSpanSlopes = 4, kSpanLeast = 0.4;
// A response whose highest peak is so many spreads above what is before all sound, and so many above all that
// it has, is no chance. The least above the one was 8.7 of 180 cameras in rooms, halls and tunnels, above the
// other 7.5 of 60; two sounds that are alike but for their noise had 4.5 and 5.7 of that.
constexpr double kHeard = 8, kCrest = 6.5;
// In car parks and tunnels the first sound swells for 1 to 2 ms, and its beginning is below the noise: a
// direct sound's place is known no better than so many ms over the 1.5th power of how far the highest peak
// stands above that (`bench cut`).
constexpr double kUnseen = 80;
constexpr std::size_t kLeastOfPiece = 8;               // strokes whose sum says where a further piece lies
constexpr double kPieceReach = 20;                     // ms about its coarse line
constexpr double kExact = 1, kSure = 1.5, kFrame = 8;  // ms: of the ways, of half an interval, of both
constexpr double kLeastInliers = 0.25;                 // of the delays on the line, for it to be believed
constexpr double kLeastSigmas = 5;                     // above chance, likewise
// Every quarter of a piece has so much of the best quarter's share on the line.
constexpr double kLeastPart = 0.25;

struct Believed {
  Trend line;
  bool yes = false;
};

// A line is believed where far more points lie near it than chance would have there.
Believed believe(std::span<const Point> points, const TrendConfig& config, double reach_ms,
                 std::size_t least) {
  Believed believed;
  if (points.size() < least) return believed;
  believed.line = robust_trend(points, config);
  if (believed.line.on_it.empty()) return believed;
  const double near = std::max(kNearLine, 2 * config.vote);
  double count = 0;
  for (const Point& point : points) count += std::abs(point.y - believed.line.at(point.x)) <= near;
  const auto n = static_cast<double>(points.size());
  // The line was chosen for its points, so chance gives it a few more: as if it were twice as broad.
  const double chance = std::min(0.9, 2 * near / reach_ms);
  const double sigmas = (count - n * chance) / std::sqrt(n * chance * (1 - chance));
  believed.yes = count >= kLeastInliers * n && sigmas >= std::min(kLeastSigmas, std::sqrt(n));
  return believed;
}

// Whether the points on the line are of all of the piece and not of a part: one that ends in the middle has a
// step there that was not seen.
bool holds_throughout(const Trend& line) {
  constexpr std::size_t kParts = 4, kLeast = 5;
  const std::size_t n = line.on_it.size();
  if (n < kParts * kLeast) return true;
  double least = 1, most = 0;
  for (std::size_t part = 0; part < kParts; ++part) {
    const std::size_t from = part * n / kParts, to = (part + 1) * n / kParts;
    double on = 0;
    for (std::size_t k = from; k < to; ++k) on += line.on_it[k] ? 1 : 0;
    least = std::min(least, on / static_cast<double>(to - from));
    most = std::max(most, on / static_cast<double>(to - from));
  }
  return least >= kLeastPart * most;
}

double steepest_for(const Piece& piece) {  // ms a second
  return 1000 * std::min(kSteepestLeft, kLeftOver / std::max((piece.to_s - piece.from_s) / 2, 1.0));
}

Piece moved(const Piece& piece, const Trend& line) {
  Piece by = piece;
  by.slope += line.slope / 1000;
  by.offset_s += (line.at_mean - line.slope * line.mean_x) / 1000;
  return by;
}

// The level of points whose slope is held, and half its interval, in ms.
struct Level {
  double at = 0, within = 0;
  std::size_t points = 0;
};
Level level_of(std::span<const Point> points) {
  const Trend line = robust_trend(points, {.steepest = 0, .vote = kPairVote, .finest = kPairFinest});
  if (line.on_it.empty()) return {};
  std::vector<double> kept;
  for (std::size_t k = 0; k < points.size(); ++k)
    if (line.on_it[k]) kept.push_back(points[k].y);
  // The median's standard error is 1.25 of the mean's.
  return {stats::median(kept), 1.25 * line.at_mean_95, kept.size()};
}

std::vector<Point> points_of(std::span<const Delayed> delays, std::size_t piece) {
  std::vector<Point> points;
  for (const Delayed& delay : delays)
    if (delay.piece == piece) points.push_back({delay.camera_s, delay.off_ms});
  return points;
}

// What of the first sound is below the noise: half its 95 % interval.
double unseen_ms(const Response& response) {
  return kUnseen / std::pow(stands_out(response), 1.5);
}

// Where a robust line is believed, a better one is looked for near it, and else everywhere.
std::optional<Response> response_along(const Compared& compared, const Believed& sound, std::size_t main,
                                       const Piece& piece, double coarse_95) {
  if (main >= compared.curves.size()) return {};
  const Curves& curves = compared.curves[main];
  const double steepest = steepest_for(piece), half = std::max((piece.to_s - piece.from_s) / 2, 1.0);
  std::optional<Response> response;
  if (sound.yes)
    response = align(curves, sound.line.slope,
                     std::min(std::max(kSpanSlopes * sound.line.slope_95, kSpanLeast / half), steepest));
  if (!response) response = align(curves, 0, std::max(steepest, 1000 * coarse_95));
  if (response && (stands_out(*response) < kHeard || crest_of(*response) < kCrest)) response.reset();
  return response;
}

// The line through the response's place on it, with its slope. Where the strokes one by one mean no line it
// goes through the response's highest peak.
void turn_to(const Response& response, bool likely, std::span<const Point> points, Trend& line) {
  line.at_mean = likely ? line.at(response.mean_x) : highest_of(response);
  line.mean_x = response.mean_x;
  line.slope = response.slope;
  line.slope_95 = response.slope_95;
  if (likely) return;
  line.on_it.clear();
  std::vector<double> near;
  for (const Point& point : points) {
    const double off = std::abs(point.y - line.at(point.x));
    line.on_it.push_back(off <= kNearLine);
    if (off <= kNearLine) near.push_back(off);
  }
  line.residual = stats::median(near);
  line.inliers =
      static_cast<double>(near.size()) / static_cast<double>(std::max<std::size_t>(points.size(), 1));
}

}  // namespace

double offset_95_s(Witness by, double scatter_s, double between_s) {
  const double besides = by == Witness::sound      ? kSound95
                         : by == Witness::attacks  ? kAttacks95
                         : by == Witness::windows  ? kWindows95
                         : by == Witness::loudness ? kEnvelope95
                                                   : 0;
  // Ways that mean two places do not say which of them is wrong: then the interval reaches to the other.
  const double other_s = 1000 * between_s > kFrame ? between_s : 0;
  return std::hypot(scatter_s, besides / 1000) + other_s;
}

double slope_95(Witness by, double scatter) {
  return by == Witness::windows ? kChunkWider * scatter
         : by == Witness::sound ? kStrokesWider * scatter
                                : scatter;
}

Fine lay_finely(const Coarse& coarse, const FinePlan& plan, const Compared& compared,
                std::span<const double> master_attacks_s, std::span<const double> camera_attacks_s) {
  Fine fine;
  Placement& placement = fine.placement;
  placement.pieces = coarse.pieces;
  placement.overlap_s = coarse.overlap_s;
  placement.slope_scatter = coarse.slope_95;
  placement.slope_by = Witness::loudness;
  placement.strokes = static_cast<int>(camera_attacks_s.size());
  const std::size_t main = longest_of(coarse.pieces);
  const Piece& whole = coarse.pieces[main];

  // The slope, by the sound.
  const std::vector<Point> points = points_of(compared.delays, main);
  const double reach_ms = 1000 * (plan.chunks ? kChunkReach : kStrokeReach);
  Believed sound = believe(
      points, {.steepest = steepest_for(whole), .vote = plan.chunks ? kChunkVote : kVote, .finest = kFinest},
      reach_ms, plan.chunks ? 4 : kFewStrokes);
  const std::optional<Response> response = response_along(compared, sound, main, whole, coarse.slope_95);
  const bool likely = sound.yes;  // by the strokes one by one
  if (response) {
    sound.yes = true;
    turn_to(*response, likely, points, sound.line);
  }
  const Piece by_sound = sound.yes ? moved(whole, sound.line) : whole;

  // The offset, by the attacks, with the slope held; where the sound says nothing, the slope too.
  std::vector<Point> pairs = pair_attacks(master_attacks_s, camera_attacks_s, by_sound);
  const TrendConfig pair_line{
      .steepest = sound.yes ? 0 : steepest_for(whole), .vote = kPairVote, .finest = kPairFinest};
  const Believed ear = believe(pairs, pair_line, 1000 * kPairReach, kFewStrokes);
  Piece final_piece = by_sound;
  if (ear.yes && !sound.yes) {
    final_piece = moved(whole, ear.line);
    placement.slope_scatter = ear.line.slope_95 / 1000;
    placement.slope_by = Witness::attacks;
  } else if (sound.yes && sound.line.slope_95 > 0) {
    // A line through too few windows says nothing of its own: the coarse one's interval stays.
    placement.slope_scatter = sound.line.slope_95 / 1000;
    placement.slope_by = plan.chunks ? Witness::windows : Witness::sound;
  }
  const double middle = (whole.from_s + whole.to_s) / 2;
  const double coarse_at = master_of(whole, middle), sound_at = master_of(by_sound, middle);
  Direct direct;  // of the response
  bool on_an_echo = false;
  if (response) {
    direct = direct_of(*response);
    on_an_echo = has_earlier(compared.far, *response, direct.at);
    final_piece.offset_s += (direct.at - sound.line.at_mean) / 1000;
    placement.between_ways_s = direct.apart / 1000;
    placement.offset_by = Witness::sound;
    placement.offset_scatter_s = std::hypot(response->at_95, unseen_ms(*response)) / 1000;
  } else if (ear.yes) {
    placement.between_ways_s = std::abs(master_of(final_piece, middle) - coarse_at);
    placement.offset_by = Witness::attacks;
    placement.offset_scatter_s = ear.line.at_mean_95 / 1000;
  } else {
    // In a room both are late: the loudness takes time to rise, and windows tell the loudest way. Whichever
    // has the camera's sound earlier is nearer, where both mean the same place.
    placement.between_ways_s = std::abs(coarse_at - sound_at);
    if (sound.yes && sound_at >= coarse_at && 1000 * placement.between_ways_s <= kFrame) {
      placement.offset_by = Witness::windows;
      placement.offset_scatter_s = sound.line.at_mean_95 / 1000;
    } else {
      final_piece.offset_s += coarse_at - sound_at;
      placement.offset_by = Witness::loudness;
    }
  }
  placement.offset_95_s =
      offset_95_s(placement.offset_by, placement.offset_scatter_s, placement.between_ways_s);
  placement.slope_95 = slope_95(placement.slope_by, placement.slope_scatter);
  const bool flat = std::abs(final_piece.slope) <= kSteepest;
  placement.pieces[main] = final_piece;
  placement.paired = static_cast<int>(pairs.size());
  if (!plan.chunks && !compared.delays.empty()) {
    placement.strokes = static_cast<int>(compared.delays.size());
    placement.paired = static_cast<int>(std::ranges::count(sound.line.on_it, true));
  }

  // The other pieces are the same clock's: their slope is held, and each has its own level.
  for (std::size_t p = 0; p < placement.pieces.size(); ++p) {
    if (p == main) continue;
    Piece& piece = placement.pieces[p];
    const double centre = (piece.from_s + piece.to_s) / 2, at = master_of(piece, centre);
    piece.slope = final_piece.slope;
    piece.offset_s = at + master_of(final_piece, middle) - coarse_at - (1 + piece.slope) * centre;
    const std::vector<Point> own = pair_attacks(master_attacks_s, camera_attacks_s, piece);
    placement.paired += static_cast<int>(own.size());
    if (ear.yes && own.size() >= kFewStrokes) {
      piece.offset_s += level_of(own).at / 1000;
    } else if (response && compared.curves[p].at_s.size() >= kLeastOfPiece) {
      const Curves& curves = compared.curves[p];
      const double mean_x = stats::median(curves.at_s), left = 1000 * (piece.slope - coarse.pieces[p].slope);
      const std::vector<double> sum = stack(curves, left, mean_x);
      if (const std::optional<double> later = later_by(response->sum, sum, response->rate, kPieceReach)) {
        const double off = direct.at + *later;
        piece.offset_s = master_of(coarse.pieces[p], mean_x) + off / 1000 - (1 + piece.slope) * mean_x;
      }
    } else if (sound.yes && !response) {
      std::vector<Point> turned;
      for (Point point : points_of(compared.delays, p)) {
        point.y += 1000 * (master_of(coarse.pieces[p], point.x) - master_of(piece, point.x));
        turned.push_back(point);
      }
      if (turned.size() >= kFewStrokes) piece.offset_s += level_of(turned).at / 1000;
    }
  }

  // What the line leaves.
  const Trend& line = sound.yes ? sound.line : ear.line;
  placement.residual_s = line.residual / 1000;
  placement.inliers = line.inliers;
  const std::vector<Point>& told = sound.yes ? points : pairs;
  const Piece& was = sound.yes || !ear.yes ? whole : by_sound;
  for (std::size_t k = 0; k < told.size() && !line.on_it.empty(); ++k) {
    const double off = told[k].y + 1000 * (master_of(was, told[k].x) - master_of(final_piece, told[k].x));
    fine.residuals.push_back({told[k].x, off, main});
    fine.on_line.push_back(line.on_it[k]);
  }

  // As far off as it may be, in the middle and at the ends.
  const double apart_ms = 1000 * placement.between_ways_s;
  const double most_off_ms = 1000 * placement.offset_95_s + apart_ms;
  const double ends_off_ms = 1000 * placement.slope_95 * (whole.to_s - whole.from_s) / 2;
  // Other music in the same time has attacks in the same places: where there is sound, it must agree.
  const bool throughout =
      (!response || response->throughout) && ((response && !likely) || holds_throughout(line));
  const bool believed = (compared.delays.empty() ? ear.yes : sound.yes) && flat && throughout &&
                        coarse.maybe_s == 0 && coarse.lost_to_s == 0 && !on_an_echo;
  placement.grade = !believed                                                                 ? Grade::check
                    : most_off_ms > kFrame || ends_off_ms > kFrame                            ? Grade::check
                    : response && apart_ms <= kExact && 1000 * placement.offset_95_s <= kSure ? Grade::exact
                                                                                              : Grade::frame;
  return fine;
}

}  // namespace firstchair::cut

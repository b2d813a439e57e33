#include "engine/cut/decide.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <utility>

#include "engine/cut/candidates.h"
#include "engine/cut/form.h"
#include "engine/cut/moves.h"
#include "engine/cut/shots.h"
#include "engine/cut/tension.h"

namespace firstchair::cut {
namespace {

constexpr double kUnsure = -.5;  // for a shot of a camera whose placement is to be checked
constexpr double kFace = -.25;   // for one of a face: it shows no drum
constexpr int kRounds = 24;      // of raising prices until every camera has its share

using Lines = std::array<bool, kLineCount>;

Lines lines_of(const Camera& camera) {
  Lines lines{};
  for (const Shown& shown : camera.shows) lines[static_cast<std::size_t>(shown.line)] = true;
  if (!camera.shows.empty()) return lines;
  for (std::size_t l = 0; l < lines.size(); ++l) {
    const bool foot = static_cast<Line>(l) == Line::kick || static_cast<Line>(l) == Line::hat_foot;
    lines[l] = camera.kind == CameraKind::feet ? foot : camera.kind == CameraKind::hands && !foot;
  }
  return lines;
}

// What a stroke counts for which camera is seen: its strength, or, by errors, whether its line is the bar's
// least even one.
std::vector<double> weights_of(const Film& film, const Take& take, const Form& form, bool by_errors) {
  std::vector<double> weights;
  for (const Mark& mark : film.marks) weights.push_back(std::max(.01, mark.strength));
  if (!by_errors || form.bars.empty()) return weights;
  const auto bar_of = [&](double at_s) {
    const FormBar* bar = bar_at(form, at_s);
    return bar == nullptr ? form.bars.size() : static_cast<std::size_t>(bar - form.bars.data());
  };
  std::vector<std::array<std::array<double, 2>, kLineCount>> errors(form.bars.size() + 1);  // sum, count
  for (const Match& match : take.alignment.matches) {
    if (match.hit < 0 || match.kind != MatchKind::matched) continue;
    const Hit& hit = take.hits[static_cast<std::size_t>(match.hit)];
    auto& one = errors[bar_of(static_cast<double>(hit.frame) / take.source.rate)]
                      [static_cast<std::size_t>(line_of(hit.voice))];
    one[0] += std::abs(match.error_ms);
    one[1] += 1;
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto& bar = errors[bar_of(film.marks[i].at_s)];
    double worst = 0;
    Line line = film.marks[i].line;
    for (std::size_t l = 0; l < bar.size(); ++l)
      if (bar[l][1] > 0 && bar[l][0] / bar[l][1] > worst)
        worst = bar[l][0] / bar[l][1], line = static_cast<Line>(l);
    if (film.marks[i].line != line) weights[i] *= .1;
  }
  return weights;
}

View view_of(const Film& film, const Camera& camera, const ShotProblem& problem,
             const std::vector<double>& weights) {
  const std::vector<Candidate>& places = problem.places;
  const std::size_t n = places.size();
  View view{.name = camera.name,
            .shown = std::vector<double>(n),
            .until = std::vector<int>(n),
            .welcome = std::vector<double>(n)};
  view.wide = camera.kind == CameraKind::kit ||
              ((camera.kind == CameraKind::other || camera.kind == CameraKind::face) && camera.shows.empty());
  view.flat = (camera.placement.grade == Grade::check ? kUnsure : 0) +
              (camera.kind == CameraKind::face && camera.shows.empty() ? kFace : 0);
  const Lines lines = lines_of(camera);
  std::size_t m = 0;
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double at = second_of(film, places[i].frame);
    for (; m < film.marks.size() && film.marks[m].at_s < at; ++m)
      if (lines[static_cast<std::size_t>(film.marks[m].line)]) sum += weights[m];
    view.shown[i] = sum;
    view.until[i] = static_cast<int>(i);
    if (places[i].phrase && camera.kind == CameraKind::kit) view.welcome[i] += problem.style.wide_on_phrase;
    if (places[i].fill_begins && !view.wide) view.welcome[i] += problem.style.insert_on_fill;
  }
  std::vector<FrameSpan> spans;
  for (const FrameSpan& span : spans_of(film, camera)) {
    if (!spans.empty() && span.first <= spans.back().end)
      spans.back().end = std::max(spans.back().end, span.end);
    else
      spans.push_back(span);
  }
  for (const FrameSpan& span : spans) {
    const auto place_from = [&](std::int64_t frame) {
      return static_cast<int>(
          std::lower_bound(places.begin(), places.end(), frame,
                           [](const Candidate& c, std::int64_t f) { return c.frame < f; }) -
          places.begin());
    };
    const int first = place_from(span.first), end = place_from(span.end);
    for (int i = first; i < end; ++i) view.until[static_cast<std::size_t>(i)] = end;
  }
  return view;
}

// Returns a piece's share of the film.
double length_of(const ShotProblem& problem, const ShotPiece& piece) {
  const std::int64_t frames = problem.places[static_cast<std::size_t>(piece.to)].frame -
                              problem.places[static_cast<std::size_t>(piece.from)].frame;
  return static_cast<double>(frames) / static_cast<double>(problem.places.back().frame);
}

std::vector<double> shares_of(const ShotProblem& problem, const std::vector<ShotPiece>& pieces) {
  std::vector<double> shares(problem.views.size());
  for (const ShotPiece& piece : pieces)
    if (piece.view >= 0) shares[static_cast<std::size_t>(piece.view)] += length_of(problem, piece);
  return shares;
}

// Gives shots to cameras below their floors, those that lose least first: cameras that show the same are seen
// all the time or never, whatever their prices are.
void hand_over(ShotProblem problem, const std::vector<double>& floors, std::vector<ShotPiece>& pieces) {
  constexpr std::size_t kMostPieces = 2000;  // every one of which is tried, and the whole film weighed
  if (pieces.size() > kMostPieces) return;
  for (View& view : problem.views) view.price = 0;
  std::vector<double> shares = shares_of(problem, pieces);
  const auto view_at = [&](std::size_t k) { return k < pieces.size() ? pieces[k].view : -1; };
  std::vector<std::size_t> order(floors.size());  // by name, so that it does not matter which is given first
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](std::size_t c) { return problem.views[c].name; });
  for (const std::size_t c : order) {
    if (shares[c] >= floors[c] - 1e-9) continue;
    const int camera = static_cast<int>(c);
    const auto stands_alone = [&](std::size_t k) {  // and none of its neighbours is the camera's already
      return view_at(k) >= 0 && view_at(k) != camera && view_at(k - 1) != camera && view_at(k + 1) != camera;
    };
    std::vector<std::pair<double, std::size_t>> losses;
    for (std::size_t k = 0; k < pieces.size(); ++k) {
      if (!stands_alone(k)) continue;
      const int was = std::exchange(pieces[k].view, camera);
      if (const double worth = worth_of(problem, pieces); std::isfinite(worth)) losses.push_back({-worth, k});
      pieces[k].view = was;
    }
    std::sort(losses.begin(), losses.end());
    for (const auto& [loss, k] : losses) {
      if (shares[c] >= floors[c] - 1e-9) break;
      const auto from = static_cast<std::size_t>(pieces[k].view);
      const double share = length_of(problem, pieces[k]);
      if (!stands_alone(k) || shares[from] - share < floors[from]) continue;
      pieces[k].view = camera;
      shares[from] -= share;
      shares[c] += share;
    }
  }
}

// Raises what a second of a camera is worth until it has its share: Lagrange's price of the floor. The pieces
// with the least missing are kept; of those that miss nothing, the first, whose prices are lowest.
std::vector<ShotPiece> with_floors(ShotProblem& problem, const std::vector<double>& floors) {
  std::vector<ShotPiece> best;
  double least_missing = 2;
  std::vector<double> step(floors.size(), .04);
  for (int round = 0; round < kRounds; ++round) {
    std::vector<ShotPiece> pieces = choose_shots(problem);
    const std::vector<double> shares = shares_of(problem, pieces);
    double missing = 0;
    for (std::size_t c = 0; c < floors.size(); ++c) {
      if (shares[c] >= floors[c] - 1e-9) continue;
      missing += floors[c] - shares[c];
      problem.views[c].price += step[c];
      step[c] *= 1.3;
    }
    if (missing < least_missing) least_missing = missing, best = std::move(pieces);
    if (missing == 0) break;
  }
  if (least_missing > 0) hand_over(problem, floors, best);
  return best;
}

std::string reason_of(const Candidate& place, double tension) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "tension %.2f", tension);
  std::string number = text.data();
  if (const auto zero = number.find(" 0."); zero != std::string::npos) number.erase(zero + 1, 1);
  return place.why.empty() ? number : place.why + ", " + number;
}

// The floors of all cameras; a camera that has a picture for less than the share has what it has, nearly.
Result<std::vector<double>> floors_of(const Film& film, const Wishes& wishes) {
  std::vector<double> floors(film.cameras.size(), kLeastShare);
  for (const Share& share : wishes.shares) {
    if (share.camera < 0 || share.camera >= static_cast<int>(film.cameras.size()) ||
        !(share.least >= 0 && share.least <= 1))
      return Error{ErrorCode::usage, "", "a share is of a camera, 0 to 100 % of the film", ""};
    floors[static_cast<std::size_t>(share.camera)] = share.least;
  }
  double sum = 0;
  for (std::size_t c = 0; c < floors.size(); ++c) {
    std::int64_t seen = 0;
    for (const FrameSpan& span : spans_of(film, film.cameras[c])) seen += span.end - span.first;
    floors[c] = std::min(floors[c], .9 * static_cast<double>(seen) / static_cast<double>(frames_of(film)));
    sum += floors[c];
  }
  if (sum > 1)
    return Error{ErrorCode::usage, "", "the cameras' shares are more than the whole film", "Ask for less"};
  return floors;
}

}  // namespace

Result<Film> decide(Film film, const Take& take, const Wishes& wishes) {
  if (film.cameras.size() > kMostCameras)
    return Error{ErrorCode::too_large, "", std::to_string(film.cameras.size()) + " cameras; 16 can be cut",
                 ""};
  if (film.rate.numerator <= 0 || film.rate.denominator <= 0 || !(film.to_s > film.from_s) ||
      frames_of(film) < 1)
    return Error{ErrorCode::usage, "", "the film has no frame", ""};
  film.to_s = second_of(film, frames_of(film));
  Result<std::vector<double>> floors = floors_of(film, wishes);
  if (!floors) return floors.error();

  const Form form = form_of(take);
  film.marks = marks_of(take, form);
  std::erase_if(film.marks,
                [&](const Mark& mark) { return mark.at_s < film.from_s || mark.at_s >= film.to_s; });
  film.phrases_s.clear();
  for (const double at : form.phrases_s)
    if (at >= film.from_s && at < film.to_s) film.phrases_s.push_back(at);
  film.style = wishes.style.id;
  film.seed = wishes.seed;
  if (film.tension.empty())
    film.tension = tension_of(film.marks, film.from_s, film.to_s, {.rise = wishes.style.rise});

  ShotProblem problem{.places = candidates_of(film, form, wishes.style),
                      .style = wishes.style,
                      .rate = film.rate.per_second(),
                      .seed = wishes.seed};
  const std::vector<double> weights = weights_of(film, take, form, wishes.style.follows_errors);
  std::size_t m = 0;
  double struck = 0;
  for (const Candidate& place : problem.places) {
    for (; m < film.marks.size() && film.marks[m].at_s < second_of(film, place.frame); ++m)
      struck += weights[m];
    problem.struck.push_back(struck);
    problem.tension.push_back(tension_at(film.tension, place.at_s));
  }
  // Only cameras with a picture take part: the others change nothing, also not how many answers are counted.
  std::vector<int> seen;
  std::vector<double> floors_seen;
  for (std::size_t c = 0; c < film.cameras.size(); ++c) {
    if (spans_of(film, film.cameras[c]).empty()) continue;
    seen.push_back(static_cast<int>(c));
    floors_seen.push_back((*floors)[c]);
    problem.views.push_back(view_of(film, film.cameras[c], problem, weights));
  }
  if (seen.empty())
    return Error{ErrorCode::usage, "", "no camera has a picture in the film", "Lay one with --at"};

  film.shots.clear();
  for (const ShotPiece& piece : with_floors(problem, floors_seen)) {
    const Candidate& place = problem.places[static_cast<std::size_t>(piece.from)];
    const int camera = piece.view < 0 ? -1 : seen[static_cast<std::size_t>(piece.view)];
    const double to_s = second_of(film, problem.places[static_cast<std::size_t>(piece.to)].frame);
    if (!film.shots.empty() && film.shots.back().camera == camera &&
        !(wishes.style.jump_cuts && camera >= 0)) {
      film.shots.back().to_s = to_s;
      continue;
    }
    Shot shot;
    shot.camera = camera;
    shot.from_s = second_of(film, place.frame);
    shot.to_s = to_s;
    shot.stroke_s = place.struck ? place.at_s : shot.from_s;
    if (!film.shots.empty())
      shot.why = reason_of(place, problem.tension[static_cast<std::size_t>(piece.from)]);
    film.shots.push_back(std::move(shot));
  }
  add_moves(film, form, {.pan = wishes.pan, .whip = wishes.style.whip, .jump = wishes.style.jump_cuts});
  return film;
}

double share_of(const Film& film, int camera) {
  double sum = 0;
  for (const Shot& shot : film.shots)
    if (shot.camera == camera) sum += shot.to_s - shot.from_s;
  return film.to_s > film.from_s ? sum / (film.to_s - film.from_s) : 0;
}

}  // namespace firstchair::cut

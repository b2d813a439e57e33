#include "engine/cut/moves.h"

#include <algorithm>
#include <cmath>

namespace firstchair::cut {
namespace {

constexpr double kBarLine_s = .06;

struct Spot {
  double x = .5, y = .5;
};

const Shown* shown_of(const Camera& camera, Line line) {
  for (const Shown& shown : camera.shows)
    if (shown.line == line) return &shown;
  return nullptr;
}

// Returns the mean place of what is struck in a stretch of time and shown by the camera.
bool struck_at(const Film& film, const Camera& camera, double from_s, double to_s, Spot& spot) {
  double sum = 0, x = 0, y = 0;
  auto mark = std::lower_bound(film.marks.begin(), film.marks.end(), from_s,
                               [](const Mark& m, double at) { return m.at_s < at; });
  for (; mark != film.marks.end() && mark->at_s < to_s; ++mark) {
    const Shown* shown = shown_of(camera, mark->line);
    if (shown == nullptr) continue;
    const double weight = std::max(.01, mark->strength);
    sum += weight, x += weight * shown->x, y += weight * shown->y;
  }
  if (sum > 0) spot = {x / sum, y / sum};
  return sum > 0;
}

bool several_places(const Camera& camera) {
  return std::any_of(camera.shows.begin(), camera.shows.end(), [&](const Shown& shown) {
    return shown.x != camera.shows.front().x || shown.y != camera.shows.front().y;
  });
}

Move glide_in(const Film& film, const Shot& shot, const Camera& camera, const MoveConfig& config) {
  const double middle = (shot.from_s + shot.to_s) / 2, least = config.window / 2;
  Spot a, b;
  const bool first = struck_at(film, camera, shot.from_s, middle, a);
  const bool second = struck_at(film, camera, middle, shot.to_s, b);
  if (!first && !second) return {};
  if (!first) a = b;
  if (!second) b = a;
  for (Spot* spot : {&a, &b}) {
    spot->x = std::clamp(spot->x, least, 1 - least);
    spot->y = std::clamp(spot->y, least, 1 - least);
  }
  const double way = std::max(std::abs(b.x - a.x), std::abs(b.y - a.y));
  const double most = config.fastest * (shot.to_s - shot.from_s);
  if (way > most) {
    b.x = a.x + (b.x - a.x) * most / way;
    b.y = a.y + (b.y - a.y) * most / way;
  }
  return {.kind = MoveKind::glide,
          .from_x = a.x,
          .from_y = a.y,
          .to_x = b.x,
          .to_y = b.y,
          .from_s = shot.from_s,
          .to_s = shot.to_s,
          .window = config.window};
}

// The window at rest, where the shot is struck; in the middle where nothing says where that is.
Move still(const Film& film, const Shot& shot, const Camera& camera, const MoveConfig& config) {
  const double least = config.window / 2;
  Spot spot;
  struck_at(film, camera, shot.from_s, shot.to_s, spot);
  const double x = std::clamp(spot.x, least, 1 - least), y = std::clamp(spot.y, least, 1 - least);
  return {.kind = MoveKind::glide,
          .from_x = x,
          .from_y = y,
          .to_x = x,
          .to_y = y,
          .from_s = shot.from_s,
          .to_s = shot.to_s,
          .window = config.window};
}

bool on_bar_line(const Form& form, double at_s) {
  return std::any_of(form.bars.begin(), form.bars.end(),
                     [&](const FormBar& bar) { return std::abs(bar.start_s - at_s) <= kBarLine_s; });
}
bool whole(const Camera& camera) {
  return camera.kind == CameraKind::kit || camera.kind == CameraKind::face;
}

}  // namespace

void add_moves(Film& film, const Form& form, const MoveConfig& config) {
  bool nearer = false;
  for (std::size_t s = 0; s < film.shots.size(); ++s) {
    Shot& shot = film.shots[s];
    shot.move = {};
    if (shot.camera < 0) continue;
    const Camera& camera = film.cameras[static_cast<std::size_t>(shot.camera)];
    if (config.pan && several_places(camera)) shot.move = glide_in(film, shot, camera, config);
    if (config.jump && s > 0 && film.shots[s - 1].camera == shot.camera) {
      nearer = !nearer;
      shot.move = nearer ? still(film, shot, camera, config) : Move{};
      continue;
    }
    nearer = false;
    if (!config.whip || s == 0 || film.shots[s - 1].camera < 0 || !on_bar_line(form, shot.stroke_s)) continue;
    const Camera& before = film.cameras[static_cast<std::size_t>(film.shots[s - 1].camera)];
    if (!whole(before) || !whole(camera)) continue;
    const double half_s = config.whip_frames / 2. / film.rate.per_second(), least = config.window / 2;
    // It comes from the other side to where the cut is struck; to the left where nothing says so.
    Spot to{.x = 0, .y = .5};
    struck_at(film, camera, shot.stroke_s - kBarLine_s, shot.stroke_s + kBarLine_s, to);
    to.x = std::clamp(to.x, least, 1 - least);
    to.y = std::clamp(to.y, least, 1 - least);
    shot.move = {.kind = MoveKind::whip,
                 .from_x = to.x < .5 ? 1 - least : least,
                 .from_y = to.y,
                 .to_x = to.x,
                 .to_y = to.y,
                 .from_s = shot.from_s - half_s,
                 .to_s = shot.from_s + half_s,
                 .window = config.window};
  }
}

}  // namespace firstchair::cut

#include <algorithm>
#include <cmath>
#include <map>

#include "io/video/render.h"

namespace firstchair::video {
namespace {

// Slow at both ends.
double eased(double share) {
  const double s = std::clamp(share, 0., 1.);
  return s * s * (3 - 2 * s);
}

void look_through(const cut::Move& move, double at_s, double picture_s, Wish& wish) {
  if (move.kind == cut::MoveKind::none || !(move.to_s > move.from_s)) return;
  const auto along = [&](double s) { return eased((s - move.from_s) / (move.to_s - move.from_s)); };
  const double share = along(at_s);
  wish.x = static_cast<float>(std::lerp(move.from_x, move.to_x, share));
  wish.y = static_cast<float>(std::lerp(move.from_y, move.to_y, share));
  wish.size = static_cast<float>(move.window);
  if (move.kind != cut::MoveKind::whip) return;
  // A shutter of 180 degrees is open for half of a picture's time.
  const double open = along(at_s + picture_s / 4) - along(at_s - picture_s / 4);
  wish.smear_x = static_cast<float>(open * (move.to_x - move.from_x));
  wish.smear_y = static_cast<float>(open * (move.to_y - move.from_y));
}

}  // namespace

PicturePlan plan_pictures(const cut::Film& film, const cut::Pace& pace) {
  PicturePlan plan;
  const double rate = film.rate.per_second(), picture_s = pace.speed / rate;  // of the clock
  const auto pictures = static_cast<std::size_t>(
      std::max(0., std::round(cut::film_length(pace, film.from_s, film.to_s) * rate)));
  std::map<std::pair<std::size_t, std::size_t>, int> known;
  struct Place {  // pictures of one place are of one stretch
    std::size_t shot = 0;
    const cut::Piece* piece = nullptr;
    bool held = false;
    bool operator==(const Place&) const = default;
  } before;
  std::size_t at = 0;
  for (std::size_t k = 0; k < pictures; ++k) {
    const double film_s = (static_cast<double>(k) + .5) / rate,
                 master_s = cut::take_time(pace, film.from_s, film_s);
    while (at + 1 < film.shots.size() && film.shots[at + 1].from_s <= master_s) ++at;
    plan.source.push_back(-1);
    plan.at_s.push_back(0);
    plan.stretch.push_back(k == 0 ? 0 : plan.stretch.back());
    Place place{.shot = at, .held = cut::is_held(pace, film.from_s, film_s)};
    const int camera_number = film.shots.empty() ? -1 : film.shots[at].camera;
    if (camera_number >= 0 && camera_number < std::ssize(film.cameras)) {
      const auto number = static_cast<std::size_t>(camera_number);
      const cut::Camera& camera = film.cameras[number];
      place.piece = camera.files.empty() ? nullptr : cut::piece_at(camera.placement, master_s);
      if (place.piece != nullptr) {
        const cut::Piece* first = camera.placement.pieces.data();
        const auto file = std::min(static_cast<std::size_t>(place.piece - first), camera.files.size() - 1);
        const auto [found, is_new] = known.try_emplace({number, file}, static_cast<int>(plan.sources.size()));
        if (is_new) plan.sources.push_back({number, file, {}});
        Wish wish{.at_s = cut::camera_of(*place.piece, master_s) + camera.picture_late_s};
        look_through(film.shots[at].move, master_s, picture_s, wish);
        plan.sources[static_cast<std::size_t>(found->second)].wishes.push_back(wish);
        plan.source.back() = found->second;
        plan.at_s.back() = wish.at_s;
      }
    }
    if (k > 0 && place != before) ++plan.stretch.back();
    before = place;
  }
  return plan;
}

}  // namespace firstchair::video

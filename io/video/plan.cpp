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

PicturePlan plan_pictures(const cut::Film& film, double speed) {
  PicturePlan plan;
  const double picture_s = speed / film.rate.per_second();  // of the clock
  const auto pictures =
      static_cast<std::size_t>(std::max(0., std::round((film.to_s - film.from_s) / picture_s)));
  std::map<std::pair<std::size_t, std::size_t>, int> known;
  std::size_t at = 0;
  for (std::size_t k = 0; k < pictures; ++k) {
    const double master_s = film.from_s + (static_cast<double>(k) + .5) * picture_s;
    while (at + 1 < film.shots.size() && film.shots[at + 1].from_s <= master_s) ++at;
    plan.source.push_back(-1);
    if (film.shots.empty()) continue;
    const cut::Shot& shot = film.shots[at];
    if (shot.camera < 0 || shot.camera >= std::ssize(film.cameras)) continue;
    const auto number = static_cast<std::size_t>(shot.camera);
    const cut::Camera& camera = film.cameras[number];
    const cut::Piece* piece = cut::piece_at(camera.placement, master_s);
    if (piece == nullptr || camera.files.empty()) continue;
    const auto file =
        std::min(static_cast<std::size_t>(piece - camera.placement.pieces.data()), camera.files.size() - 1);
    const auto [found, is_new] = known.try_emplace({number, file}, static_cast<int>(plan.sources.size()));
    if (is_new) plan.sources.push_back({number, file, {}});
    Wish wish{.at_s = cut::camera_of(*piece, master_s) + camera.picture_late_s};
    look_through(shot.move, master_s, picture_s, wish);
    plan.sources[static_cast<std::size_t>(found->second)].wishes.push_back(wish);
    plan.source.back() = found->second;
  }
  return plan;
}

}  // namespace firstchair::video

#include "hearing/lay_said.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace firstchair::hearing {
namespace {

constexpr double kNear = 2;          // s
constexpr double kSoundSpeed = 343;  // m/s

}  // namespace

void keep_to_offsets(Laid& laid, const LayOptions& options) {
  for (std::size_t c = 0; c < laid.cameras.size(); ++c) {
    LaidCamera& camera = laid.cameras[c];
    cut::Placement& placement = camera.placement;
    const auto said = options.offset.find(camera.name);
    if (said == options.offset.end() || placement.pieces.empty() || options.at.contains(camera.name) ||
        laid.master == static_cast<int>(c))
      continue;
    const auto distance = options.distance_m.find(camera.name);
    const double late_s = distance == options.distance_m.end() ? 0 : distance->second / kSoundSpeed;
    if (std::ranges::any_of(placement.pieces, [&](const cut::Piece& piece) {
          return std::abs(piece.offset_s - late_s - said->second) <= kNear;
        }))
      continue;
    placement.pieces.clear();
    placement.grade = cut::Grade::no;
    camera.residuals.clear();
    camera.notes = {
        fmt::format("does not fit within {:.0f} s of {:.2f} s, which --offset says", kNear, said->second)};
  }
}

}  // namespace firstchair::hearing

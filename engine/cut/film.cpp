#include "engine/cut/film.h"

#include <array>

namespace firstchair::cut {
namespace {
constexpr std::array<std::string_view, 5> kKinds{"kit", "hands", "feet", "face", "other"};
}

std::string_view id_of(CameraKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}
std::optional<CameraKind> camera_kind_from_id(std::string_view id) {
  for (std::size_t k = 0; k < kKinds.size(); ++k)
    if (kKinds[k] == id) return static_cast<CameraKind>(k);
  return std::nullopt;
}

}  // namespace firstchair::cut

#include "engine/cut/film.h"

#include <algorithm>
#include <array>
#include <numeric>

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

void tidy_pieces(Camera& camera) {
  std::vector<Piece>& pieces = camera.placement.pieces;
  const bool own_files = camera.files.size() == pieces.size();
  std::vector<std::size_t> order(pieces.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t p) { return master_of(pieces[p], pieces[p].from_s); });
  std::vector<Piece> kept;
  std::vector<std::string> files;
  std::vector<std::optional<Timecode>> timecodes;
  for (const std::size_t p : order) {
    Piece piece = pieces[p];
    if (!kept.empty())
      piece.from_s = std::max(piece.from_s, camera_of(piece, master_of(kept.back(), kept.back().to_s)));
    if (!(piece.from_s < piece.to_s)) continue;
    kept.push_back(piece);
    if (own_files) files.push_back(camera.files[p]);
    if (own_files && p < camera.timecodes.size()) timecodes.push_back(camera.timecodes[p]);
  }
  if (!files.empty()) camera.files = std::move(files);
  if (!timecodes.empty()) camera.timecodes = std::move(timecodes);
  pieces = std::move(kept);
}

}  // namespace firstchair::cut

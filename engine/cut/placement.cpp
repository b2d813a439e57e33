#include "engine/cut/placement.h"

#include <array>

namespace firstchair::cut {
namespace {
constexpr std::array<std::string_view, 4> kGrades{"exact", "frame", "check", "no"};
constexpr std::array<std::string_view, 5> kWitnesses{"none", "sound", "windows", "attacks", "loudness"};
}  // namespace

double master_of(const Piece& piece, double camera_s) {
  return piece.offset_s + (1 + piece.slope) * camera_s;
}
double camera_of(const Piece& piece, double master_s) {
  return (master_s - piece.offset_s) / (1 + piece.slope);
}

std::size_t longest_of(const std::vector<Piece>& pieces) {
  std::size_t longest = 0;
  for (std::size_t p = 1; p < pieces.size(); ++p)
    if (pieces[p].to_s - pieces[p].from_s > pieces[longest].to_s - pieces[longest].from_s) longest = p;
  return longest;
}

std::string_view id_of(Grade grade) {
  return kGrades[static_cast<std::size_t>(grade)];
}
std::optional<Grade> grade_from_id(std::string_view id) {
  for (std::size_t k = 0; k < kGrades.size(); ++k)
    if (kGrades[k] == id) return static_cast<Grade>(k);
  return std::nullopt;
}

std::string_view id_of(Witness witness) {
  return kWitnesses[static_cast<std::size_t>(witness)];
}
std::optional<Witness> witness_from_id(std::string_view id) {
  for (std::size_t k = 0; k < kWitnesses.size(); ++k)
    if (kWitnesses[k] == id) return static_cast<Witness>(k);
  return std::nullopt;
}

const Piece* piece_at(const Placement& placement, double master_s) {
  for (const Piece& piece : placement.pieces) {
    const double camera_s = camera_of(piece, master_s);
    if (camera_s >= piece.from_s && camera_s < piece.to_s) return &piece;
  }
  return nullptr;
}

}  // namespace firstchair::cut

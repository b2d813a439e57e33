// What the system's random numbers draw: tempo and count-in of an attempt, letters, salts.
#include <fmt/format.h>

#include <cmath>
#include <random>

#include "apps/chairs/audition.h"

namespace firstchair::audition {

Nonce draw_nonce(const Declaration& declaration, std::size_t excerpt, Level level) {
  std::random_device system;
  const auto share = [&] { return static_cast<double>(system()) / 4294967295.0; };
  const double bpm = declaration.excerpts[excerpt].bpm;
  const double most = level == Level::live ? declaration.attempts->draw_percent / 100 : 0;
  Nonce nonce;
  nonce.bpm = std::round(1e4 * bpm * (1 + most * (2 * share() - 1))) / 1e4;
  nonce.count_in = 1 + static_cast<int>(system() & 1U);
  nonce.seed = system();
  return nonce;
}

std::string draw_blind_id(const Audition& audition) {
  // I and O are read as digits.
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  std::random_device system;
  const std::size_t length = audition.players.size() < 300 ? 2 : 3;
  while (true) {
    std::string id;
    while (id.size() < length) id += kLetters[system() % kLetters.size()];
    if (!audition.entered(id)) return id;
  }
}

std::string draw_salt() {
  std::random_device system;
  std::string salt;
  for (int i = 0; i < 8; ++i) salt += fmt::format("{:08x}", system());
  return salt;
}

}  // namespace firstchair::audition

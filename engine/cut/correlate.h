// This file finds where a part of one envelope fits into another.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "engine/cut/envelope.h"

namespace firstchair::cut {

inline constexpr double kPlacesApart = 0.25;  // s between two places

// A Fit says that a window begins at a master's hop, and how well: the correlation of the rises about their
// means, -1..1. A place counts less at the master's
// ends and where it hardly plays.
struct Fit {
  double hop = 0;  // between hops by a parabola; negative: before the master begins
  double value = 0;
};

// The windows of many cameras are laid over one master.
class Correlator {
 public:
  // [setup] The master outlives it.
  explicit Correlator(const Envelope& master);
  ~Correlator();
  Correlator(Correlator&&) noexcept;
  const Envelope& master() const;
  // Returns the best places for hops first .. first + count of a camera, best first, at least `apart_s`
  // apart; at most `most`. Of the window `least` hops at least lie within the master. There is none when the
  // window has no rise in it.
  std::vector<Fit> best(const Envelope& camera, std::size_t first, std::size_t count, std::size_t least,
                        std::size_t most, double apart_s = kPlacesApart) const;
  // Returns the best place between two hops of the master, by summing up.
  Fit best_between(const Envelope& camera, std::size_t first, std::size_t count, std::ptrdiff_t from,
                   std::ptrdiff_t to) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace firstchair::cut

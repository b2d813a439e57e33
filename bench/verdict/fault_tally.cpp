#include "bench/verdict/fault_tally.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/stats/stats.h"

namespace firstchair::bench {

using namespace testing;

namespace {

// What names the planted fault but for its size accuses nobody of anything else.
bool right_but_for_size(const Claim& claim, std::vector<Planted> of) {
  for (Planted& p : of) p.size = 0;
  return any(claim, of);
}

}  // namespace

bool any(const Claim& claim, const std::vector<Planted>& of) {
  return std::any_of(of.begin(), of.end(), [&](const Planted& p) { return names(claim, p); });
}

void FaultTally::add(const FaultTally& other) {
  takes += other.takes, first += other.first, among += other.among;
  silent += other.silent, accused += other.accused, ordered_else += other.ordered_else;
}

void FaultTally::add(const Said& said, const Truth& truth) {
  ++takes;
  const bool is_first = !said.claims.empty() && any(said.claims.front(), truth.right);
  const bool is_among = std::any_of(said.claims.begin(), said.claims.end(),
                                    [&](const Claim& c) { return any(c, truth.right); });
  const auto foreign = [&](const Claim& c) {
    return !right_but_for_size(c, truth.right) && !right_but_for_size(c, truth.allowed);
  };
  first += is_first;
  among += is_among;
  silent += !is_among;
  accused += std::any_of(said.claims.begin(), said.claims.end(), foreign);
  ordered_else += said.ordered && foreign(said.claims.front());
}

std::string share(int count, int n) {
  const stats::Interval w = stats::wilson(count, n);
  return fmt::format("{:.0f} ({:.0f} to {:.0f})", 100.0 * count / n, 100 * w.low, 100 * w.high);
}

std::string row(const std::string& name, const std::string& strength, const FaultTally& t) {
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", name, strength, share(t.first, t.takes),
                     share(t.among, t.takes), share(t.silent, t.takes), share(t.accused, t.takes),
                     share(t.ordered_else, t.takes));
}

}  // namespace firstchair::bench

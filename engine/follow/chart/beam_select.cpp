// Which of a stroke's candidates become the hypotheses of the next one.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "engine/follow/chart/beam.h"

namespace firstchair::follow {

// The class of a period between shortest_ and longest_: most often that of the step before, or the next one.
std::int16_t Beam::tempo_class(double period, std::int16_t near) const {
  const auto p = static_cast<float>(period);
  int k = std::clamp<int>(near - first_class_, 0, static_cast<int>(class_from_.size()) - 2);
  while (k > 0 && p < class_from_[static_cast<std::size_t>(k)]) --k;
  while (k + 2 < static_cast<int>(class_from_.size()) && p >= class_from_[static_cast<std::size_t>(k) + 1])
    ++k;
  return static_cast<std::int16_t>(first_class_ + k);
}

// Every hypothesis may take the stroke as an extra one and stays what it was, another than all others. So
// once the beam is full, the dearest of these bounds what is kept: no other candidate need be weighed beyond
// it.
double Beam::cost_when_full(double seconds) const {
  const double none = std::numeric_limits<double>::infinity();
  if (wide_left_ > 0 || seconds - last_seconds_ > config_.jump.gap || beam_.front().chord < 0) return none;
  const double likely = std::clamp(beam_.front().cost + config_.beam.extra, -10.0, 10.0);
  const bool may_be_lost =
      strain_ + std::max(0.0, likely - strain_) / config_.jump.strain_strokes > config_.jump.strain;
  const int width = may_be_lost ? std::max(config_.beam.lost, config_.beam.width) : config_.beam.width;
  const auto last = static_cast<std::size_t>(width) - 1;
  return last < beam_.size() ? beam_[last].cost + config_.beam.extra : none;
}

// Fills ordered_ with the candidates that may be kept, sorted by ranges of their cost, and range_ends_.
void Beam::rank(std::size_t most) {
  const double ranges_a_nat = kRanges / std::max(dearest_ - least_, 1e-9);
  const auto range_of = [&](double cost) {
    return std::min(static_cast<std::size_t>((cost - least_) * ranges_a_nat), kRanges - 1);
  };
  ranks_.clear();
  for (std::size_t i = 0; i < candidate_count_; ++i) {
    const Candidate& c = candidates_[i];
    if (c.cost <= dearest_) ranks_.push_back({c.cost, c.chord, static_cast<std::int32_t>(i)});
  }
  if (ranks_.size() > most) {
    std::nth_element(ranks_.begin(), ranks_.begin() + static_cast<std::ptrdiff_t>(most), ranks_.end(),
                     Cheaper{});
    ranks_.resize(most);
  }
  range_ends_.fill(0);
  for (const Rank& r : ranks_) ++range_ends_[range_of(r.cost) + 1];
  for (std::size_t i = 1; i <= kRanges; ++i) range_ends_[i] += range_ends_[i - 1];
  ordered_.resize(ranks_.size());
  // Filling a range moves its begin to its end, which is the next one's begin.
  for (const Rank& r : ranks_) ordered_[range_ends_[range_of(r.cost)]++] = r;
}

void Beam::select(double seconds) {
  const double best = least_;
  strain_ += (std::clamp(best, -10.0, 10.0) - strain_) / config_.jump.strain_strokes;
  const std::size_t width = static_cast<std::size_t>(wide_left_ > 0                  ? config_.beam.wide
                                                     : strain_ > config_.jump.strain ? config_.beam.lost
                                                                                     : config_.beam.width);
  rank(2 * width);
  if (wide_left_ > 0) --wide_left_;

  next_.clear();
  const std::uint64_t stamp = strokes_ + 1;
  // What was stamped at an earlier stroke is free, so the table may be as small as this one needs.
  const std::size_t mask = std::min(table_.size(), std::bit_ceil(4 * width)) - 1;
  std::size_t sorted = 0;  // ordered_ up to here
  std::size_t range = 0;
  for (std::size_t at = 0; at < ordered_.size() && next_.size() < width; ++at) {
    if (at == sorted) {
      while (range_ends_[range] == at) ++range;
      sorted = range_ends_[range];
      std::sort(ordered_.begin() + static_cast<std::ptrdiff_t>(at),
                ordered_.begin() + static_cast<std::ptrdiff_t>(sorted), Cheaper{});
    }
    const Candidate& c = candidates_[static_cast<std::size_t>(ordered_[at].candidate)];
    const Origin& origin = origins_[static_cast<std::size_t>(c.from)];
    const Hypothesis& parent = beam_[static_cast<std::size_t>(c.parent)];
    PulseState pulse = parent.pulse;
    std::int16_t tempo = parent.tempo_class;
    if (c.note >= 0 && !c.grace) {
      if (c.arrival == Arrival::start || c.arrival == Arrival::restart) {
        pulse = origin.pulse;
        pulse.time = seconds;
      } else {
        const double ahead = score_.chords[static_cast<std::size_t>(c.chord)].position - origin.position;
        const PulseState expected = origin.pulse.ahead(ahead, config_.beam.walk);
        const double error = seconds - expected.time;
        const double z2 = error * error / (expected.tt + stroke_variance_);
        pulse = expected.seen(seconds, stroke_variance_ * (5 + z2) / 6);
        if (pulse.period < shortest_ || pulse.period > longest_) continue;
      }
      tempo = tempo_class(pulse.period, tempo);
    }
    std::size_t slot = (static_cast<std::size_t>(c.chord + 1) * 0x9E3779B1u ^
                        static_cast<std::size_t>(c.answered) * 0x85EBCA6Bu ^
                        static_cast<std::size_t>(c.graces) * 0xC2B2AE35u ^
                        static_cast<std::size_t>(tempo + 100) * 0x27D4EB2Fu) &
                       mask;
    bool known = false;
    for (; table_[slot] >> 32 == stamp; slot = (slot + 1) & mask) {
      const Hypothesis& other = next_[static_cast<std::size_t>(table_[slot] & 0xFFFFFFFFu)];
      known = other.chord == c.chord && other.answered == c.answered && other.graces == c.graces &&
              other.tempo_class == tempo;
      if (known) break;
    }
    if (known) continue;
    table_[slot] = stamp << 32 | next_.size();
    nodes_.push({parent.node, static_cast<std::uint32_t>(strokes_),
                 BeamStep{c.note, c.grace, c.arrival, origin.line, origin.bar}});
    next_.push_back({pulse, c.cost - best, c.chord, nodes_.size() - 1, c.answered, c.graces, tempo});
  }
  beam_.swap(next_);
  if (static_cast<std::size_t>(nodes_.size()) > collect_at_) collect();
}

}  // namespace firstchair::follow

#include "engine/teacher/findings.h"

#include <algorithm>
#include <cmath>

namespace firstchair::teacher {
namespace {

constexpr double kFalseOrder = 0.05;

// To be tighter, or more even, than the band is no fault: chance has one side to be mistaken for it.
bool has_one_side(Measure m) {
  return m == Measure::tightness || m == Measure::unison || m == Measure::dynamics || m == Measure::accent ||
         m == Measure::level_spot;
}

// How large it is beside what a teacher would speak of: 1 is just that.
double weight(const Metric& m) {
  const double size = std::abs(m.value);
  switch (m.measure) {
    case Measure::placement:
    case Measure::spot:
    case Measure::phrase:
      return size / 15;
    case Measure::bar:
      return size / 30;
    case Measure::step:
      return size / 1.5;
    case Measure::drift:
      return size / std::max(1e-9, 1.5 * m.band_high);
    case Measure::tightness:
      return m.value / std::max(1e-9, m.band_high);
    case Measure::unison:
      return m.value / 20;
    case Measure::hands:
    case Measure::doubles:
    case Measure::doubles_level:
    case Measure::level_spot:
    case Measure::level_course:
      return size / std::max(1e-9, m.band_high);
    case Measure::hand_spread:
      return std::max(m.value, 1 / std::max(1e-9, m.value)) / 1.25;
    default:
      return 1 + m.excess / 100;
  }
}

bool concerns(const Metric& unison, Line line) {
  return unison.line == line || unison.other == line;
}

}  // namespace

bool is_slip(Measure m) {
  return m == Measure::missed || m == Measure::extra || m == Measure::wrong_voice;
}

bool tested(const Metric& m) {
  return m.standing == Standing::in_band || m.standing == Standing::out_of_band;
}

bool is_loose_alone(const Metric& m, const Verdict& verdict) {
  if (m.measure != Measure::tightness || !m.has_loose || m.standing != Standing::out_of_band) return false;
  return std::any_of(verdict.metrics.begin(), verdict.metrics.end(), [&](const Metric& other) {
    return other.measure == Measure::tightness && other.line != m.line && tested(other);
  });
}

std::vector<const Metric*> findings(const Verdict& verdict) {
  const std::vector<Metric>& all = verdict.metrics;
  const auto out = [](const Metric& m) { return m.standing == Standing::out_of_band; };
  const auto any = [&](auto of) {
    return std::any_of(all.begin(), all.end(), [&](const Metric& m) { return out(m) && of(m); });
  };
  const auto bands =
      std::count_if(all.begin(), all.end(), [](const Metric& m) { return tested(m) && !is_slip(m.measure); });
  // A line that is looser than the others was tested against them first, and is laid beside its band alone:
  // of tests in a row only those are counted that are reached (Dmitrienko and Tamhane 2007).
  const auto loose =
      std::count_if(all.begin(), all.end(), [&](const Metric& m) { return is_loose_alone(m, verdict); });
  // What swings otherwise than written is off at every off-beat and at nothing else.
  const bool swung = any([](const Metric& m) { return m.measure == Measure::swing; });
  const bool stepped = any([](const Metric& m) { return m.measure == Measure::step; });
  std::vector<const Metric*> found;
  for (const Metric& m : all) {
    if (!out(m)) continue;
    if (is_slip(m.measure)) {
      const bool told =
          !m.has_line && any([&](const Metric& line) { return line.measure == m.measure && line.has_line; });
      if (!told) found.push_back(&m);
      continue;
    }
    // Layers were tested together already, and a tempo is not inferred.
    const bool layer = m.measure == Measure::spot || m.measure == Measure::phrase ||
                       m.measure == Measure::bar || m.measure == Measure::step || m.measure == Measure::tempo;
    const double sides = has_one_side(m.measure) ? 1 : 2;
    const auto tests = static_cast<double>(is_loose_alone(m, verdict) ? loose : bands);
    const double chance = sides / 2 * std::erfc(m.excess / std::sqrt(2.0)) * tests;
    if (!layer && chance > kFalseOrder) continue;
    if (m.measure == Measure::drift && stepped) continue;
    // Where a hand is late, so are its places; and of a line that plays alone, all lines.
    const auto of_hands = [&](const Metric& hand) {
      return (hand.measure == Measure::hands || hand.measure == Measure::doubles) &&
             (hand.line == m.line || !m.has_line);
    };
    if ((m.measure == Measure::spot || (m.measure == Measure::phrase && m.every < 2)) && any(of_hands))
      continue;
    // Where all lines are as loose, no line is named: see order().
    if (m.measure == Measure::tightness && !m.has_loose) continue;
    // A level that goes somewhere is uneven at every place.
    if (m.measure == Measure::dynamics &&
        any([](const Metric& level) { return level.measure == Measure::level_course; })) {
      continue;
    }
    if (swung &&
        (m.measure == Measure::placement || m.measure == Measure::spot || m.measure == Measure::phrase ||
         m.measure == Measure::unison || m.measure == Measure::tightness)) {
      continue;
    }
    if (m.measure == Measure::unison) {
      const bool told = any(
          [&](const Metric& line) { return line.measure == Measure::tightness && concerns(m, line.line); });
      if (told) continue;
    }
    found.push_back(&m);
  }
  std::stable_sort(found.begin(), found.end(), [](const Metric* a, const Metric* b) {
    if (is_slip(a->measure) != is_slip(b->measure)) return is_slip(a->measure);
    if (is_slip(a->measure)) return a->excess > b->excess;
    // What the kit may have done comes after what only the player can have.
    if (a->perhaps_kit != b->perhaps_kit) return b->perhaps_kit;
    return weight(*a) > weight(*b);
  });
  return found;
}

}  // namespace firstchair::teacher

#include "engine/teacher/feedback.h"

namespace firstchair::teacher {
namespace {

constexpr double kInsideRange = 1.33, kInsideMedian = 1.0;  // the professionals' p90 and median
constexpr double kSilentMs = 10;

}  // namespace

int told_every(double z) {
  if (z <= 0 || z > kInsideRange) return 1;
  return z > kInsideMedian ? 2 : 4;
}

bool tells(int take, double z) {
  return take % told_every(z) == 0;
}

std::optional<SaidLean> said_of(std::string_view text) {
  if (text == "early" || text == "e") return SaidLean::early;
  if (text == "late" || text == "l") return SaidLean::late;
  if (text == "even" || text == "n") return SaidLean::even;
  return std::nullopt;
}

SaidLean heard_lean(double low_ms, double high_ms) {
  if (high_ms < -kSilentMs) return SaidLean::early;
  return low_ms > kSilentMs ? SaidLean::late : SaidLean::even;
}

const Metric* asked_about(const Verdict& verdict) {
  const Metric* most = nullptr;
  for (const Metric& m : verdict.metrics) {
    if (m.measure != Measure::placement || m.standing == Standing::too_few) continue;
    if (most == nullptr || m.n > most->n) most = &m;
  }
  return most;
}

}  // namespace firstchair::teacher

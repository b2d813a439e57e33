// Musts are what is asked of everybody before anybody is compared: the tempo, an even one, lines that do not
// lean by more than a band, notes that are answered. A must is broken only by an interval that lies wholly
// outside its band, never by a value alone.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/take.h"

namespace firstchair::chairs {

enum class Must : unsigned char { lean, drift, tempo, answered };
inline constexpr int kMustCount = 4;

struct Musts {
  bool asked[kMustCount] = {true, true, true, true};  // by Must
  double bpm = 0;                                     // the tempo asked for; 0: none, and no must of it
  double lean_ms = 10, tempo_percent = 2, answered = 95;
};

struct BrokenMust {
  Must must = Must::lean;
  std::optional<Line> line = {};        // lean
  double value = 0, low = 0, high = 0;  // ms, % a minute, BPM or of 100 notes; 95 %
  double band_low = 0, band_high = 0;
  int bar = 0;  // where it starts, when that is known; else 0
};

// Reads the take's verdict. Musts are of the whole take.
std::vector<BrokenMust> broken_musts(const Take& take, const Musts& musts);

}  // namespace firstchair::chairs

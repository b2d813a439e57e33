// What the reading is fitted to: performances whole, cut, as an ear would tell them, and made into other
// meters, and bars of method books. Every sample has its readings, of which it is known which are right.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "bench/follow/groove.h"
#include "engine/follow/free/reading.h"

namespace firstchair::bench {

struct Candidate {
  std::array<float, follow::kFeatures> features{};
  float quarter_s = 0, first_bar = 0;
  int track = 0;
  MeterChange meter;
  bool tempo = false, all = false;  // the tempo is right; the meter and the bar line, where it is known, too
};

enum class SampleKind : unsigned char { whole, cut, brief, heard, heard_brief, made, book };
inline constexpr int kSampleKinds = 7;
std::string_view name_of(SampleKind kind);

struct Sample {
  SampleKind kind = SampleKind::whole;
  std::string drummer;
  bool held_back = false, bar_known = false, any_right = false;
  double weight = 1, bpm = 0;
  std::vector<Candidate>
      readings;  // those that the shipped weights think possible, the right ones, some others

  bool from_sound() const { return kind == SampleKind::heard || kind == SampleKind::heard_brief; }
};

std::vector<Sample> reading_samples(std::span<const Groove> grooves);

}  // namespace firstchair::bench

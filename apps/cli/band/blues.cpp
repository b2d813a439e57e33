#include "apps/cli/band/blues.h"

#include <cstdint>

namespace firstchair::cli {
namespace {

// Half tones above the root.
constexpr std::uint16_t kSeven = 0b010010010001, kMinor7 = 0b010010001001, kDiminished7 = 0b001001001001,
                        kFlat9 = 0b010010010011;

struct Written {
  int bar, beat, root;
  std::uint16_t tones;
  const char* text;
};
constexpr Written kBlues[] = {
    {1, 1, 5, kSeven, "F7"},          {2, 1, 10, kSeven, "Bb7"}, {3, 1, 5, kSeven, "F7"},
    {5, 1, 10, kSeven, "Bb7"},        {6, 1, 11, kDiminished7, "Bdim7"}, {7, 1, 5, kSeven, "F7"},
    {8, 1, 2, kFlat9, "D7b9"},        {9, 1, 7, kMinor7, "Gm7"}, {10, 1, 0, kSeven, "C7"},
    {11, 1, 5, kSeven, "F7"},         {11, 3, 2, kFlat9, "D7b9"}, {12, 1, 7, kMinor7, "Gm7"},
    {12, 3, 0, kSeven, "C7"},
};

}  // namespace

band::Song blues() {
  band::Song song;
  song.title = "Blues in F";
  song.style = "swing";
  song.tempi = {{0, 140}};
  for (const Written& written : kBlues) {
    const Ticks tick = (written.bar - 1) * kTicksPerWhole + (written.beat - 1) * kTicksPerQuarter;
    song.chords.push_back({.tick = tick,
                           .chord = {.root = written.root, .bass = written.root, .tones = written.tones},
                           .text = written.text});
  }
  song.length = 12 * kTicksPerWhole;
  return song;
}

band::Style swing_style() {
  band::Style style;
  style.name = "swing";
  style.swing = 2;
  using enum band::BassRole;
  style.bass = {
      {.weight = 3, .notes = {{0, 1, root, .3}, {1, 1, step, 0}, {2, 1, tone, .1}, {3, 1, approach, 0}}},
      {.weight = 1, .notes = {{0, 1, root, .3}, {1, 1, tone, 0}, {2, 1, fifth, .1}, {3, 1, approach, 0}}}};
  style.comp = {{.weight = 2, .hits = {{0, 1.4, .5}, {1.5, .4, 0}}},
                {.weight = 2, .hits = {{1.5, .4, .3}, {3.5, .4, .2}}},
                {.weight = 1, .hits = {{1, .5, 0}, {3, .5, 0}}},
                {.weight = 1, .hits = {{0.5, .4, .2}}}};
  return style;
}

}  // namespace firstchair::cli

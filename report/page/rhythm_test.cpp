#include "report/page/rhythm.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "testing/report/take_fixture.h"

namespace firstchair::report {
namespace {

constexpr Ticks kQ = kTicksPerQuarter;

// One beat as text: "q", "8", "16", dots ".", rests in brackets, "3:" before a tuplet.
std::string written(const BeatGroup& group) {
  static const char* const names[] = {"w", "h", "q", "8", "16", "32", "64"};
  std::string text = group.tuplet > 0 ? std::to_string(group.tuplet) + ":" : "";
  for (std::size_t i = 0; i < group.figures.size(); ++i) {
    const Figure& f = group.figures[i];
    std::string name = names[f.value];
    for (int dot = 0; dot < f.dots; ++dot) name += '.';
    text += (i > 0 ? " " : "") + (f.notes.empty() ? "(" + name + ")" : name);
  }
  return text;
}

std::string beat_of(std::vector<Ticks> onsets, MeterChange meter = {}) {
  Chart chart;
  chart.meters = {meter};
  for (const Ticks tick : onsets) chart.notes.push_back({tick, Voice::snare});
  settle(chart);
  std::vector<int> notes(onsets.size());
  std::iota(notes.begin(), notes.end(), 0);
  return written(write_rhythm(chart, bars_of(chart)[0], notes)[0]);
}

}  // namespace

TEST(Rhythm, WritesABeatAsADrummerWould) {
  EXPECT_EQ(beat_of({0}), "q");
  EXPECT_EQ(beat_of({0, kQ / 2}), "8 8");
  EXPECT_EQ(beat_of({kQ / 2}), "(8) 8");
  EXPECT_EQ(beat_of({0, 3 * kQ / 4}), "8. 16");
  EXPECT_EQ(beat_of({0, kQ / 4}), "16 8.");
  EXPECT_EQ(beat_of({0, kQ / 4, kQ / 2}), "16 16 8");
  EXPECT_EQ(beat_of({kQ / 4}), "(16) 8.");
  EXPECT_EQ(beat_of({0, kQ / 3, 2 * kQ / 3}), "3:8 8 8");
  EXPECT_EQ(beat_of({0, 2 * kQ / 3}), "3:q 8");
  EXPECT_EQ(beat_of({0, kQ / 6, kQ / 3}), "6:16 16 q");
  EXPECT_EQ(beat_of({0, kQ / 5}), "5:16 q");
  EXPECT_EQ(beat_of({0, kQ / 8, kQ / 4}), "32 32 8.");
  EXPECT_EQ(beat_of({0, kQ / 2, kQ}, {0, 6, 8}), "8 8 8");
  EXPECT_EQ(beat_of({0, kQ}, {0, 6, 8}), "q 8");
  EXPECT_EQ(beat_of({0, 3 * kQ / 4}, {0, 6, 8}), "8. 8.");
}

TEST(Rhythm, BeatsSumToTheBar) {
  for (int beats = 1; beats <= 64; ++beats) {
    for (const int unit : {1, 2, 4, 8, 16, 32, 64}) {
      const MeterChange meter{0, beats, unit};
      const std::vector<Ticks> parts = beats_of(meter);
      EXPECT_EQ(std::accumulate(parts.begin(), parts.end(), Ticks{0}), meter.bar_length())
          << beats << "/" << unit;
    }
  }
}

TEST(Rhythm, WritesEveryNoteOnceWhereverItFalls) {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    Chart chart;
    chart.meters = {{0, 1 + static_cast<int>(random() % 13), 1 << (random() % 6)}};
    const Ticks bar = chart.meters[0].bar_length();
    const Ticks grid = round % 3 == 0 ? 1 : kQ / (1 + static_cast<Ticks>(random() % 24));
    for (unsigned i = 0; i < 1 + random() % 24; ++i) {
      chart.notes.push_back({static_cast<Ticks>(random()) % bar / grid * grid, Voice::snare});
    }
    settle(chart);
    std::vector<int> notes(chart.notes.size());
    std::iota(notes.begin(), notes.end(), 0);
    std::vector<int> seen(notes.size());
    for (const BeatGroup& group : write_rhythm(chart, bars_of(chart)[0], notes)) {
      Ticks before = group.start - 1;
      for (const Figure& f : group.figures) {
        EXPECT_GT(f.tick, before);
        EXPECT_LT(f.tick, group.start + group.length);
        EXPECT_GE(f.value, 0);
        EXPECT_LE(f.value, 7);
        before = f.tick;
        for (const int n : f.notes) ++seen[static_cast<std::size_t>(n)];
      }
    }
    for (const int n : seen) EXPECT_EQ(n, 1);
  }
}

}  // namespace firstchair::report

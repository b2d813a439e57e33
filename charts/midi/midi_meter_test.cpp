#include "charts/midi/midi_meter.h"

#include <gtest/gtest.h>

#include <chrono>

#include "charts/midi/percussion_names.h"

namespace firstchair::charts {
namespace {

// Kick on the first beat of every bar, snare on its last, hats on eighths.
std::vector<Note> groove(int eighths, int bars) {
  std::vector<Note> notes;
  const Ticks eighth = kTicksPerQuarter / 2;
  for (int bar = 0; bar < bars; ++bar) {
    for (int i = 0; i < eighths; ++i) {
      const Ticks tick = (bar * eighths + i) * eighth;
      notes.push_back({.tick = tick, .voice = Voice::hat_closed});
      if (i == 0) notes.push_back({.tick = tick, .voice = Voice::kick});
      if (i + 2 == eighths || i == 3) notes.push_back({.tick = tick, .voice = Voice::snare});
    }
  }
  return notes;
}
std::string found(int eighths, int bars) {
  const MeterFound meter = find_meter(groove(eighths, bars), eighths * bars * kTicksPerQuarter / 2);
  return std::to_string(meter.meter.beats) + "/" + std::to_string(meter.meter.unit);
}

TEST(MidiMeter, IsTheBarAtWhichStrokesComeAgain) {
  EXPECT_EQ(found(8, 4), "4/4");
  EXPECT_EQ(found(6, 8), "3/4");
  EXPECT_EQ(found(7, 8), "7/8");
  EXPECT_EQ(found(10, 8), "5/4");
}

TEST(MidiMeter, OfAShortFileIsItsLength) {
  EXPECT_EQ(found(6, 1), "3/4");
  EXPECT_EQ(found(8, 1), "4/4");
  EXPECT_EQ(found(10, 1), "5/4");
  EXPECT_EQ(find_meter(groove(6, 1), 3 * kTicksPerQuarter).remark,
            "the file names no meter: read in 3/4, its length; --meter says another");
}

TEST(MidiMeter, IsFourWhereNothingComesAgain) {
  std::vector<Note> notes;
  for (int i = 0; i < 30; ++i)
    notes.push_back({.tick = (i * i * 7 % 96) * kTicksPerQuarter / 4, .voice = static_cast<Voice>(i % 5)});
  std::sort(notes.begin(), notes.end(), [](const Note& a, const Note& b) { return a.tick < b.tick; });
  EXPECT_EQ(find_meter(notes, 24 * kTicksPerQuarter).meter, (MeterChange{0, 4, 4}));
}

// Four strokes in four months: 78 bytes of a file may say so. Silence costs neither time nor memory.
TEST(MidiMeter, OfAFewStrokesFarApartIsFoundAtOnce) {
  const Ticks length = 20'000'000 * kTicksPerQuarter;
  std::vector<Note> notes;
  for (const Ticks tick : {Ticks{0}, 4 * kTicksPerQuarter, length / 2, length - 1})
    notes.push_back({.tick = tick, .voice = Voice::kick});
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(find_meter(notes, length).meter, (MeterChange{0, 4, 4}));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(50));
}

TEST(PercussionNames, AreGeneralMidis) {
  EXPECT_EQ(percussion_name(27), "high Q");
  EXPECT_EQ(percussion_name(39), "hand clap");
  EXPECT_EQ(percussion_name(56), "cowbell");
  EXPECT_EQ(percussion_name(61), "low bongo");
  EXPECT_EQ(percussion_name(81), "open triangle");
  EXPECT_EQ(percussion_name(87), "open surdo");
  EXPECT_EQ(percussion_name(88), "note 88");
  EXPECT_EQ(percussion_name(3), "note 3");
}

}  // namespace
}  // namespace firstchair::charts

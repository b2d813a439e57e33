#include "midi/kit/kit_gate.h"

#include <gtest/gtest.h>

#include "testing/no_new.h"

namespace firstchair::midi {
namespace {

constexpr double kRate = 48000;

NoteAt at_ms(double ms) {
  return {.frame = static_cast<Frames>(ms * kRate / 1000)};
}

KitProfile hat(std::uint8_t floor, std::uint8_t retrigger_ms) {
  KitProfile kit = usual_kit();
  kit.pads[42].floor = floor;
  kit.pads[42].retrigger_ms = retrigger_ms;
  return kit;
}

TEST(KitGate, TheUsualKitTakesWhatHitOfNoteTakes) {
  KitGate gate(usual_kit(), kRate);
  for (int number = 0; number < 128; ++number) {
    for (const int hard : {0, 1, 127}) {
      const auto note = static_cast<std::uint8_t>(number), velocity = static_cast<std::uint8_t>(hard);
      EXPECT_EQ(gate.push(note, velocity, at_ms(number)), hit_of_note(note, velocity, at_ms(number)))
          << number;
    }
  }
  EXPECT_FALSE(gate.push(200, 80, at_ms(999)));
}

TEST(KitGate, StrokesBelowTheFloorAreLeftOutAndCounted) {
  KitGate gate(hat(19, 0), kRate);
  EXPECT_FALSE(gate.push(42, 18, at_ms(0)));
  EXPECT_TRUE(gate.push(42, 19, at_ms(100)));
  EXPECT_TRUE(gate.push(38, 1, at_ms(100)));  // the floor is the hat's
  EXPECT_EQ(gate.below_floor(), 1);
}

//   velocity 100 .   .        80 at 20 ms: softer and too soon -> the pad's own
//                  .  .       90 at 45 ms: later than 30 ms after the stroke -> a stroke
TEST(KitGate, ASofterStrokeWithinTheRetriggerTimeIsThePadsOwn) {
  KitGate gate(hat(0, 30), kRate);
  EXPECT_TRUE(gate.push(42, 100, at_ms(0)));
  EXPECT_FALSE(gate.push(42, 80, at_ms(20)));
  EXPECT_TRUE(gate.push(42, 90, at_ms(45)));
  EXPECT_TRUE(gate.push(38, 40, at_ms(50)));  // another pad
  EXPECT_EQ(gate.retriggered(), 1);
}

TEST(KitGate, AGraceStrokeIsSofterThanWhatFollowsAndStays) {
  KitGate gate(hat(0, 30), kRate);
  EXPECT_TRUE(gate.push(42, 40, at_ms(0)));
  EXPECT_TRUE(gate.push(42, 100, at_ms(20)));
  EXPECT_EQ(gate.retriggered(), 0);
}

TEST(KitGate, EveryThirdTriggerIsLeftOutToo) {
  KitGate gate(hat(0, 30), kRate);
  EXPECT_TRUE(gate.push(42, 100, at_ms(0)));
  EXPECT_FALSE(gate.push(42, 50, at_ms(12)));
  EXPECT_FALSE(gate.push(42, 60, at_ms(24)));
  gate.reset();
  EXPECT_TRUE(gate.push(42, 50, at_ms(25)));
  EXPECT_EQ(gate.retriggered(), 0);
}

TEST(KitGate, ALiveStrokeAllocatesNothing) {
  KitGate gate(hat(19, 30), kRate);
  int strokes = 0;
  {
    const testing::AudioScope scope;
    for (int i = 0; i < 1000; ++i)
      strokes += gate.push(static_cast<std::uint8_t>(i % 128), static_cast<std::uint8_t>(i * 7 % 128),
                           at_ms(10.0 * i))
                     .has_value();
  }
  EXPECT_GT(strokes, 100);
}

TEST(KitGate, OnAPadEveryDrumIsOneSurface) {
  KitGate gate(usual_kit(), kRate);
  EXPECT_EQ(gate.push(36, 80, {.pad = true})->voice, Voice::pad);
}

}  // namespace
}  // namespace firstchair::midi

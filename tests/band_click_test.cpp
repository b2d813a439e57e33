// At 0 the band is the click: the same frames, whatever the drummer does.
#include <gtest/gtest.h>

#include <random>

#include "practice/band/band_run.h"
#include "practice/click_train.h"

namespace firstchair::practice {
namespace {

struct Click {
  double rate, bpm;
  MeterChange meter;
  Frames start;
};

TEST(BandAtZero, PlaysTheFramesOfTheClickSampleForSample) {
  constexpr int kBars = 120;
  for (const Click& one :
       {Click{48000, 120, {}, 24000}, Click{44100, 92.5, {.beats = 3}, 22050},
        Click{44100, 233.3, {.beats = 7, .unit = 8}, 1}, Click{96000, 40, {.beats = 5}, 777},
        Click{48000, 171.7, {.beats = 6, .unit = 8}, 24000}}) {
    ClickTrain train = *ClickTrain::make(
        {.rate = one.rate, .bpm = one.bpm, .meter = one.meter, .start = one.start, .count_in_bars = 2});
    const Ticks beat = kTicksPerWhole / one.meter.unit, bar = one.meter.bar_length();
    BandRunConfig config{.tempi = {{0, one.bpm}}, .length = kBars * bar, .rate = one.rate};
    // The train's first click is the count-in's; the band's tick 0 is two bars later, to the fraction.
    const double frames_a_tick = 60 * one.rate / (one.bpm * static_cast<double>(kTicksPerQuarter));
    const double first = 2 * static_cast<double>(bar) * frames_a_tick;
    // A start is a whole frame, so the band's is the train's own first bar line only where that is whole.
    ClickTrain from_bar_1 = *ClickTrain::make({.rate = one.rate,
                                               .bpm = one.bpm,
                                               .meter = one.meter,
                                               .start = one.start + static_cast<Frames>(first)});
    config.start = one.start + static_cast<Frames>(first);
    config.clock = {.follow = 0, .looseness_ms = 0};
    config.form.stop_bars = 64;  // a drummer who is silent for so long has stopped
    for (int n = -2 * one.meter.beats; n < kBars * one.meter.beats; ++n)
      config.notes.push_back({.tick = n * beat, .end = n * beat + beat / 2, .pitch = 37});
    BandRun run = *BandRun::make(config);
    std::mt19937_64 random(3);
    int compared = 0;
    for (Frames at = 0; !run.over(); at += 64) {
      while (const std::optional<band::Sounded> sounded = run.next(at, at + 64)) {
        if (sounded->velocity == 0) continue;
        if (sounded->frame < config.start) {
          // The count-in's clicks, counted back from bar 1.
          ASSERT_NEAR(static_cast<double>(train.peek().frame), static_cast<double>(sounded->frame), 1);
          train.next();
          continue;
        }
        ASSERT_EQ(from_bar_1.peek().frame, sounded->frame) << one.bpm << " beat " << compared;
        from_bar_1.next();
        ++compared;
      }
      if (random() % 500 == 0)
        run.push({.frame = at, .voice = static_cast<Voice>(random() % 13), .strength = 90, .sigma_ms = 1});
    }
    EXPECT_EQ(compared, kBars * one.meter.beats);
  }
}

}  // namespace
}  // namespace firstchair::practice

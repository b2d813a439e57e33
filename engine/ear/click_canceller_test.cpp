#include "engine/ear/click_canceller.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "engine/ear/ear.h"
#include "engine/ear/synthetic_strokes.h"

namespace firstchair::ear {
namespace {

constexpr double kRate = 44100;
constexpr Frames kBeat = 22050;

std::size_t at(Frames frame) {
  return static_cast<std::size_t>(frame);
}

// A beep of 30 ms with an echo of it 11 ms later.
std::vector<float> with_clicks(std::vector<float> sound, const std::vector<Frames>& clicks, double level,
                               double hz = 1500) {
  for (const Frames click : clicks) {
    for (const auto& [later, share] : {std::pair{Frames{0}, 1.0}, std::pair{Frames{485}, 0.4}}) {
      for (Frames i = 0; i < 4410 && at(click + later + i) < sound.size(); ++i) {
        const double t = static_cast<double>(i) / kRate;
        sound[at(click + later + i)] +=
            static_cast<float>(level * share * std::sin(2 * std::numbers::pi * hz * t) * std::exp(-t / 0.01));
      }
    }
  }
  return sound;
}

std::vector<Frames> beats(int count) {
  std::vector<Frames> clicks;
  for (int i = 0; i < count; ++i) clicks.push_back(kBeat / 2 + kBeat * i);
  return clicks;
}

std::vector<float> without_clicks(const std::vector<float>& sound, const std::vector<Frames>& clicks) {
  ClickCanceller canceller(kRate);
  for (const Frames click : clicks) EXPECT_TRUE(canceller.expect({click, 0}));
  std::vector<float> out;
  for (const float sample : sound) out.push_back(canceller.push(sample));
  return out;
}

double level_db(std::span<const float> sound) {
  double sum = 1e-12;
  for (const float sample : sound) sum += static_cast<double>(sample) * static_cast<double>(sample);
  return 10 * std::log10(sum / static_cast<double>(sound.size()));
}

TEST(ClickCanceller, TakesTheThirdClickAndAllLaterOnesOutOfTheSound) {
  std::vector<float> sound(at(8 * kBeat));
  add_noise(sound, -70);
  const std::vector<Frames> clicks = beats(8);
  const std::vector<float> in = with_clicks(sound, clicks, 0.3), out = without_clicks(in, clicks);
  for (std::size_t c = 0; c < clicks.size(); ++c) {
    const std::span<const float> before(in.data() + clicks[c], 2000), after(out.data() + clicks[c], 2000);
    if (c < 2) {
      EXPECT_EQ(level_db(before), level_db(after)) << c;
    } else {
      EXPECT_LT(level_db(after), level_db(before) - 30) << c;
    }
  }
}

TEST(ClickCanceller, TakesOutAClickBetweenTwoFrames) {
  // The microphone's clock is another: each click comes 0.3 frames later than the one before.
  std::vector<float> sound(at(8 * kBeat));
  const auto click = [](double frame) {
    const double t = frame / kRate;
    return t < 0 ? 0
                 : 0.3 * (1 - std::exp(-t / 0.0005)) * std::sin(2 * std::numbers::pi * 1500 * t) *
                       std::exp(-t / 0.01);
  };
  ClickCanceller canceller(kRate);
  std::vector<float> out;
  for (int c = 0; c < 8; ++c) {
    const Frames frame = beats(8)[static_cast<std::size_t>(c)];
    const double place = static_cast<double>(frame) + 0.3 * c;
    for (Frames i = frame; i < frame + 4410; ++i)
      sound[at(i)] += static_cast<float>(click(static_cast<double>(i) - place));
    EXPECT_TRUE(canceller.expect({.frame = static_cast<Frames>(std::floor(place)),
                                  .part = static_cast<float>(place - std::floor(place))}));
  }
  for (const float sample : sound) out.push_back(canceller.push(sample));
  for (int c = 2; c < 8; ++c) {
    const std::size_t from = at(beats(8)[static_cast<std::size_t>(c)]);
    EXPECT_LT(level_db(std::span(out).subspan(from, 2000)),
              level_db(std::span(sound).subspan(from, 2000)) - 25)
        << c;
  }
}

TEST(ClickCanceller, TheEndOfADropoutIsNoClick) {
  const std::vector<Frames> clicks = beats(3);
  std::vector<float> sound(at(3 * kBeat));
  add_noise(sound, -70);
  std::fill(sound.begin() + clicks[0] - 1000, sound.begin() + clicks[0] - 44, 0.0F);  // and no click is heard
  ClickCanceller canceller(kRate);
  for (const Frames click : clicks) EXPECT_TRUE(canceller.expect({.frame = click, .alone_until = clicks[1]}));
  for (std::size_t i = 0; i < sound.size(); ++i) ASSERT_EQ(canceller.push(sound[i]), sound[i]) << i;
}

TEST(ClickCanceller, OneClickIsEnoughWhenItIsKnownToBeAlone) {
  const std::vector<Frames> clicks = beats(2);
  const std::vector<float> in = with_clicks(std::vector<float>(at(2 * kBeat)), clicks, 0.3);
  ClickCanceller canceller(kRate);
  EXPECT_TRUE(canceller.expect({clicks[0], 0, clicks[1]}));
  EXPECT_TRUE(canceller.expect({clicks[1], 0}));
  std::vector<float> out;
  for (const float sample : in) out.push_back(canceller.push(sample));
  EXPECT_LT(level_db({out.data() + clicks[1], 2000}), level_db({in.data() + clicks[1], 2000}) - 30);
}

// The count-in's last click still rings when the first stroke comes; a click that cannot be heard has no
// picture.
// Sixteenths at 120 a minute: beats are one kind, what is between another, which sounds alone for two beats
// only and never without a neighbour.
TEST(ClickCanceller, ClicksThatFollowOneAnotherCloselyAreToldApart) {
  constexpr Frames kPart = kBeat / 4, kAlone = 8 * kBeat, kFirst = 4410;
  std::vector<Frames> beats, between;
  for (Frames i = 0; i < 64; ++i) {
    if (i % 4 == 0) beats.push_back(kFirst + i * kPart);
    if (i % 4 != 0 && i >= 24) between.push_back(kFirst + i * kPart);
  }
  std::vector<float> noise(at(20 * kBeat));
  add_noise(noise, -70);
  const std::vector<float> sound = with_clicks(with_clicks(noise, beats, 0.1), between, 0.05, 900);
  ClickCanceller canceller(kRate);
  std::vector<Frames> all = beats;
  all.insert(all.end(), between.begin(), between.end());
  std::sort(all.begin(), all.end());
  for (const Frames frame : all) {
    const int kind = (frame - kFirst) / kPart % 4 == 0 ? 0 : 1;
    EXPECT_TRUE(canceller.expect({.frame = frame, .kind = kind, .alone_until = kAlone}));
  }
  double clicks = 0, left = 0;
  for (std::size_t i = 0; i < sound.size(); ++i) {
    const double rest = static_cast<double>(canceller.push(sound[i]) - noise[i]);
    const double click = static_cast<double>(sound[i] - noise[i]);
    if (i < at(kAlone)) continue;
    clicks += click * click;
    left += rest * rest;
  }
  EXPECT_LT(left, 0.002 * clicks);
}

TEST(ClickCanceller, LearnsNeitherTheFirstStrokeNorNothing) {
  const std::vector<Frames> clicks = beats(8);
  const double first = static_cast<double>(clicks[4]) / kRate - 0.1;
  std::vector<float> drums = synthesise({{first, Voice::kick, 0.5}}, 5, kRate);
  add_noise(drums, -60);
  for (const double level : {0.0, 0.2}) {
    const std::vector<float> in = with_clicks(drums, clicks, level);
    ClickCanceller canceller(kRate);
    for (const Frames click : clicks)
      EXPECT_TRUE(canceller.expect({click, 0, std::llround((first - 0.01) * kRate)}));
    std::vector<float> out;
    for (const float sample : in) out.push_back(canceller.push(sample));
    for (std::size_t c = 5; c < 8; ++c) {
      const std::size_t after = at(clicks[c]) + 10000,
                        size = 6000;  // where the kick would come out of the ring
      EXPECT_LT(level_db({out.data() + after, size}), level_db({drums.data() + after, size}) + 4)
          << level << c;
      if (level == 0) {
        EXPECT_EQ(out[at(clicks[c]) + 100], in[at(clicks[c]) + 100]);
      }
    }
  }
}

TEST(ClickCanceller, ClicksThatGrowLouderAreOneKindWhenTheirGainIsTold) {
  const std::vector<Frames> clicks = beats(6);
  std::vector<float> in(at(6 * kBeat));
  ClickCanceller canceller(kRate);
  for (int c = 0; c < 6; ++c) {
    const double gain = 0.2 + 0.1 * c;
    in = with_clicks(in, {clicks[at(c)]}, 0.3 * gain);
    EXPECT_TRUE(canceller.expect({.frame = clicks[at(c)], .gain = static_cast<float>(gain)}));
  }
  std::vector<float> out;
  for (const float sample : in) out.push_back(canceller.push(sample));
  for (std::size_t c = 2; c < 6; ++c)
    EXPECT_LT(level_db({out.data() + clicks[c], 2000}), level_db({in.data() + clicks[c], 2000}) - 30) << c;
}

TEST(ClickCanceller, LeavesEverySampleBetweenTheClicksAsItWas) {
  std::vector<float> sound(at(4 * kBeat));
  add_noise(sound, -30);
  const std::vector<Frames> clicks = beats(4);
  const std::vector<float> in = with_clicks(sound, clicks, 0.3), out = without_clicks(in, clicks);
  for (Frames i = 0; i < 4 * kBeat; ++i) {
    const Frames beat = i % kBeat - kBeat / 2;
    if (beat < -200 && beat > -2000) {
      ASSERT_EQ(out[at(i)], in[at(i)]) << i;
    }
  }
}

// Two clicks alone, then snares on every click, played by a hand (2 to 9 ms off).
TEST(ClickCanceller, StrokesOnTheClicksStayWholeAndTeachItNothing) {
  const std::vector<Frames> clicks = beats(24);
  std::vector<SyntheticStroke> strokes;
  for (int i = 2; i < 24; ++i) {
    strokes.push_back({static_cast<double>(clicks[at(i)]) / kRate + (i % 2 ? 0.002 : -0.003) * (1 + i % 4),
                       i % 3 ? Voice::snare : Voice::kick, 0.5});
  }
  const std::vector<float> drums = synthesise(strokes, 12.5, kRate);
  const std::vector<float> out = without_clicks(with_clicks(drums, clicks, 0.2), clicks);
  for (int i = 2; i < 24; ++i) {
    std::vector<float> apart;
    for (Frames f = clicks[at(i)] - 100; f < clicks[at(i)] + 4000; ++f)
      apart.push_back(out[at(f)] - drums[at(f)]);
    const std::span<const float> drum(drums.data() + clicks[at(i)] - 100, 4100);
    EXPECT_LT(level_db(apart), level_db(drum) - 20) << i;
  }
}

TEST(ClickCanceller, LearnsAnotherClickWhenTheMetronomeIsChanged) {
  std::vector<float> sound(at(12 * kBeat));
  const std::vector<Frames> clicks = beats(12);
  const std::vector<Frames> early(clicks.begin(), clicks.begin() + 6), late(clicks.begin() + 6, clicks.end());
  const std::vector<float> in = with_clicks(with_clicks(sound, early, 0.3), late, 0.2, 2100);
  const std::vector<float> out = without_clicks(in, clicks);
  for (std::size_t c : {4U, 5U, 8U, 9U, 10U, 11U}) {
    const std::span<const float> before(in.data() + clicks[c], 2000), after(out.data() + clicks[c], 2000);
    EXPECT_LT(level_db(after), level_db(before) - 30) << c;
  }
}

TEST(ClickCanceller, RefusesWhatComesTooLateOutOfOrderOrTooMuch) {
  ClickCanceller canceller(kRate);
  for (int i = 0; i < 1000; ++i) canceller.push(0);
  EXPECT_FALSE(canceller.expect({1000, 0}));
  EXPECT_TRUE(canceller.expect({5000, 0}));
  EXPECT_FALSE(canceller.expect({5000, 0}));
  EXPECT_FALSE(canceller.expect({4000, 0}));
  EXPECT_FALSE(canceller.expect({6000, ClickCanceller::kKinds}));
  for (int i = 1; i < ClickCanceller::kAhead; ++i) EXPECT_TRUE(canceller.expect({5000 + 10 * i, 0}));
  EXPECT_FALSE(canceller.expect({100000, 0}));
}

TEST(ClickCanceller, ManyClicksAtOnceDoNoHarm) {
  ClickCanceller canceller(kRate);
  Frames next = 1000;
  for (Frames i = 0; i < 200000; ++i) {
    while (canceller.expect({next, static_cast<int>(next % 4)})) next += 37;
    EXPECT_TRUE(std::isfinite(canceller.push(0.1F * static_cast<float>(i % 7))));
  }
}

// A metronome as loud as the drums, a count-in of four, then a beat whose quarters fall 0 to 12 ms beside the
// clicks.
TEST(Ear, HearsTheStrokesAndNotTheMetronomeWhenItKnowsWhenThatClicks) {
  const std::vector<Frames> clicks = beats(20);
  std::vector<SyntheticStroke> strokes;
  for (int i = 4; i < 20; ++i) {
    const double click = static_cast<double>(clicks[at(i)]) / kRate;
    strokes.push_back({click + 0.004 * (i % 4), i % 2 ? Voice::snare : Voice::kick, 0.5});
    strokes.push_back({click + 0.25, Voice::hat_closed, 0.2});
  }
  std::vector<float> sound = with_clicks(synthesise(strokes, 11, kRate), clicks, 0.5);
  add_noise(sound, -70);
  Result<Ear> ear = Ear::make({.rate = kRate});
  for (const Frames click : clicks) EXPECT_TRUE(ear->expect_click({click, 0}));
  std::vector<Hit> told;
  for (std::size_t i = 0; i < sound.size(); i += 256) {
    ear->push(std::span<const float>(sound).subspan(i, std::min<std::size_t>(256, sound.size() - i)));
    for (const Hit& hit : ear->hits()) {
      if (told.empty() || told.back().frame != hit.frame) told.push_back(hit);
    }
  }
  std::erase_if(told, [&](const Hit& hit) { return hit.frame < clicks[2] - 1000; });  // what it learned from
  ASSERT_EQ(told.size(), strokes.size());
  for (std::size_t i = 0; i < told.size(); ++i)
    EXPECT_NEAR(static_cast<double>(told[i].frame) / kRate * 1000, strokes[i].seconds * 1000, 1) << i;
}

}  // namespace
}  // namespace firstchair::ear

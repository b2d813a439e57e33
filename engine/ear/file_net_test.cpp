#include "engine/ear/file_net.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/ear/file_net_parity.h"
#include "engine/ear/net_parts.h"
#include "engine/ear/untrained_test.h"

namespace firstchair::ear {
namespace {

std::vector<BandLevels> some_sound(std::size_t frames) {
  UntrainedNumbers number;
  std::vector<BandLevels> out(frames);
  for (std::size_t f = 0; f < frames; ++f) {
    for (float& level : out[f]) level = f % 25 == 0 ? -10 + 10 * number() : -50 + 10 * number();
  }
  return out;
}

std::vector<NetFrame> heard(FileNet& net, std::span<const BandLevels> sound) {
  std::vector<NetFrame> out;
  const auto take = [&](std::span<const NetFrame> frames) {
    out.insert(out.end(), frames.begin(), frames.end());
  };
  for (const BandLevels& levels : sound) take(net.push(levels));
  take(net.finish());
  return out;
}

TEST(FileNet, SaysWhatPyTorchSays) {
  Result<FileNet> net = FileNet::make("some.weights", untrained_weights());
  ASSERT_TRUE(net) << net.error().line();
  const std::vector<NetFrame> frames = heard(*net, some_sound(parity::kFrames));
  const auto probability = [](float logit) { return 1 / (1 + std::exp(-logit)); };
  const float* expected = parity::kOutputs;
  for (const std::size_t f : parity::kShown) {
    EXPECT_NEAR(frames[f].struck, probability(expected[0]), 1e-4) << f;
    EXPECT_NEAR(frames[f].any, probability(expected[1]), 1e-4) << f;
    EXPECT_NEAR(frames[f].offset, expected[2], 1e-4) << f;
    for (std::size_t v = 0; v < kHeardVoices; ++v) {
      EXPECT_NEAR(frames[f].voices[v], probability(expected[3 + v]), 1e-4) << f << " " << v;
      EXPECT_NEAR(frames[f].strengths[v], expected[3 + kHeardVoices + v], 1e-4) << f << " " << v;
    }
    expected += kNetOutputs;
  }
}

TEST(FileNet, EveryFrameIsSettledOnceAndInOrder) {
  Result<FileNet> net = FileNet::make("some.weights", untrained_weights());
  ASSERT_TRUE(net) << net.error().line();
  for (const std::size_t frames : {std::size_t{0}, std::size_t{1}, FileNet::kWindow + FileNet::kAhead - 1,
                                   FileNet::kWindow + FileNet::kAhead, 3 * FileNet::kWindow + 7}) {
    net->reset();
    EXPECT_EQ(heard(*net, some_sound(frames)).size(), frames);
  }
}

TEST(FileNet, AWindowEndsWhereNobodyHears) {
  // A sound that begins a little later has its windows elsewhere. Its frames are the same but for what the
  // beginning still says in the forward pass, so only those far behind the beginning are compared.
  Result<FileNet> net = FileNet::make("some.weights", untrained_weights());
  ASSERT_TRUE(net);
  const std::vector<BandLevels> sound = some_sound(2 * FileNet::kWindow);
  constexpr std::size_t kLater = 200, kFar = 300;
  const std::vector<NetFrame> whole = heard(*net, sound);
  net->reset();
  const std::vector<NetFrame> later = heard(*net, std::span(sound).subspan(kLater));
  for (std::size_t f = kFar; f < later.size(); ++f) {
    EXPECT_NEAR(later[f].any, whole[f + kLater].any, 1e-3) << f;
    for (std::size_t v = 0; v < kHeardVoices; ++v)
      EXPECT_NEAR(later[f].voices[v], whole[f + kLater].voices[v], 1e-3) << f << " " << v;
  }
}

TEST(FileNet, WhatComesAfterAFrameChangesIt) {
  Result<FileNet> net = FileNet::make("some.weights", untrained_weights());
  ASSERT_TRUE(net);
  std::vector<BandLevels> sound = some_sound(100);
  const float before = heard(*net, sound)[50].any;
  net->reset();
  sound[55].fill(20);
  EXPECT_GT(std::abs(heard(*net, sound)[50].any - before), 1e-4F);
}

TEST(FileNet, AfterResetItStartsAfresh) {
  Result<FileNet> net = FileNet::make("some.weights", untrained_weights());
  ASSERT_TRUE(net);
  const std::vector<BandLevels> sound = some_sound(40);
  const std::vector<NetFrame> first = heard(*net, sound);
  net->reset();
  const std::vector<NetFrame> again = heard(*net, sound);
  for (std::size_t f = 0; f < first.size(); ++f) EXPECT_EQ(first[f].any, again[f].any);
}

TEST(FileNet, WeightsThatAreHarmedOrOfTheOtherEarAreRefused) {
  std::vector<std::uint8_t> weights = untrained_weights();
  weights[7] = '2';
  EXPECT_FALSE(FileNet::make("some.weights", weights));
  weights[7] = '1';
  ASSERT_TRUE(FileNet::make("some.weights", weights));
  weights.pop_back();
  const Result<FileNet> cut = FileNet::make("some.weights", weights);
  ASSERT_FALSE(cut);
  EXPECT_NE(cut.error().line().find("cut short"), std::string::npos);
  EXPECT_FALSE(Net::make("some.weights", untrained_weights()));
}

}  // namespace
}  // namespace firstchair::ear

#include "midi/kit/kit_learn.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "midi/kit/kit_learn_text.h"
#include "testing/chance.h"

namespace firstchair::midi {
namespace {

class Playing {
 public:
  void stroke(double ms, int number, int velocity) {
    PlayedNote note;
    note.frame = static_cast<Frames>(ms * 1000);
    note.number = static_cast<std::uint8_t>(number);
    note.velocity = static_cast<std::uint8_t>(velocity);
    notes_.push_back(note);
  }
  KitLearnt learnt() {
    std::sort(notes_.begin(), notes_.end(), [](const auto& a, const auto& b) { return a.frame < b.frame; });
    KitLearner learner;
    learner.push(notes_);
    return learner.learn(usual_kit(), "mine");
  }
  testing::Chance chance{7};

 private:
  std::vector<PlayedNote> notes_;
};

PadLearnt pad_of(const KitLearnt& learnt, int number) {
  for (const PadLearnt& pad : learnt.pads)
    if (pad.number == number) return pad;
  ADD_FAILURE() << "no pad " << number;
  return {};
}

// Twelve strokes of the hat foot, six soft and six hard, a second apart; the hard ones are told on the hat,
// too. Then the hat by itself, from velocity 24 up.
Playing soft_and_hard(int hat_softest) {
  Playing playing;
  for (int i = 0; i < 12; ++i) {
    const bool hard = i >= 6;
    const double at = 1000.0 * (i + 1);
    playing.stroke(at, 44, hard ? 100 : 30);
    if (hard) playing.stroke(at + 12 + 0.3 * playing.chance.normal(), 42, 13 + i % 6);
  }
  for (int i = 0; i < 12; ++i) playing.stroke(20000 + 1000.0 * i, 42, i < 6 ? hat_softest + i : 110);
  return playing;
}

TEST(KitLearn, AFloorPartsCrosstalkFromThePadsOwnStrokes) {
  const KitLearnt learnt = soft_and_hard(24).learnt();
  const PadLearnt hat = pad_of(learnt, 42);
  EXPECT_EQ(hat.own, 12);
  EXPECT_EQ(hat.softest, 24);
  EXPECT_EQ(hat.told, 6);
  EXPECT_EQ(hat.told_with, 44);
  EXPECT_EQ(hat.told_loudest, 18);
  EXPECT_EQ(learnt.kit.pads[42].floor, 19);
  EXPECT_EQ(learnt.kit.pads[44].floor, 0);
  EXPECT_EQ(learnt.kit.id, "mine");
}

TEST(KitLearn, CrosstalkAsLoudAsASoftStrokeMakesNoFloor) {
  const KitLearnt learnt = soft_and_hard(15).learnt();
  EXPECT_TRUE(pad_of(learnt, 42).overlaps);
  EXPECT_EQ(learnt.kit.pads[42].floor, 0);
}

TEST(KitLearn, ThePadsRetriggerTimeIsALittleMoreThanItsLatestSecondTrigger) {
  Playing playing;
  for (int i = 0; i < 12; ++i) {
    playing.stroke(1000.0 * i, 38, 40 + 5 * i);
    if (i % 2 == 1) playing.stroke(1000.0 * i + 18 + i, 38, 10);
  }
  const KitLearnt learnt = playing.learnt();
  const PadLearnt snare = pad_of(learnt, 38);
  EXPECT_EQ(snare.second, 6);
  EXPECT_EQ(snare.own, 12);
  EXPECT_DOUBLE_EQ(snare.second_high_ms, 29);
  EXPECT_EQ(learnt.kit.pads[38].retrigger_ms, 31);
}

// A hat that is played soft with every kick, 6 ms SD: two limbs.
TEST(KitLearn, ALimbBesideAnotherMakesNoFloor) {
  Playing playing;
  for (int i = 0; i < 40; ++i) {
    playing.stroke(500.0 * i + 6 * playing.chance.normal(), 36, 110);
    playing.stroke(500.0 * i + 6 * playing.chance.normal(), 42, 40);
    playing.stroke(500.0 * i + 250, 42, 70);
  }
  EXPECT_EQ(playing.learnt().kit.pads[42].floor, 0);
}

TEST(KitLearn, AFlamAndAFastRollMakeNoRetriggerTime) {
  Playing playing;
  for (int i = 0; i < 20; ++i) {
    playing.stroke(500.0 * i - 25, 38, 45);  // a grace stroke
    playing.stroke(500.0 * i, 38, 100);
  }
  for (int i = 0; i < 40; ++i) playing.stroke(20000 + 70.0 * i, 38, i % 2 == 0 ? 100 : 60);
  EXPECT_EQ(playing.learnt().kit.pads[38].retrigger_ms, 0);
}

TEST(KitLearn, APartThatWasProgrammedMakesNoFloor) {
  Playing playing;
  for (int i = 0; i < 40; ++i) {
    playing.stroke(500.0 * i, 36, 110);
    playing.stroke(500.0 * i, 42, 40);
    playing.stroke(500.0 * i + 250, 42, 90);
  }
  EXPECT_EQ(playing.learnt().kit.pads[42].floor, 0);
}

TEST(KitLearn, RecordingsDoNotTouchOneAnother) {
  KitLearner learner;
  PlayedNote note;
  note.number = 38;
  for (const int velocity : {100, 20, 100, 20, 100, 20, 100, 20}) {
    note.velocity = static_cast<std::uint8_t>(velocity);
    learner.push({note});  // all at the start of their own
  }
  EXPECT_EQ(pad_of(learner.learn(usual_kit(), "a"), 38).second, 0);
}

TEST(KitLearn, ItIsSaidInWords) {
  KitLearnt learnt = soft_and_hard(24).learnt();
  EXPECT_EQ(kit_learnt_texts(learnt),
            (std::vector<std::string>{
                "note 42 (hat): 12 strokes, velocity 24 to 110; told with note 44 (hat foot) 6 times, at "
                "most velocity 18: floor 19.",
                "note 44 (hat foot): 12 strokes, velocity 30 to 100."}));
}

TEST(KitLearn, ANoteThatTheProfileDoesNotKnowIsAStranger) {
  Playing playing;
  for (int i = 0; i < 8; ++i) playing.stroke(1000.0 * i, 93, 80);
  EXPECT_EQ(playing.learnt().strangers, (std::vector<std::uint8_t>{93}));
}

}  // namespace
}  // namespace firstchair::midi

#include "engine/band/form.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "testing/no_new.h"

namespace firstchair::band {
namespace {

constexpr double kBar = static_cast<double>(kTicksPerWhole), kBeat = kBar / 4;
constexpr double kFramesABar = 96000;  // 4/4 at 120, 48 kHz

Song bars(int count, std::vector<MarkAt> marks = {}) {
  Song song;
  song.chords = {{.tick = 0, .chord = {}, .none = false, .text = "C"}};
  song.length = count * kTicksPerWhole;
  song.tempi = {{0, 120}};
  song.marks = std::move(marks);
  return song;
}
MarkAt mark(Mark what, int from, int until) {
  return {from * kTicksPerWhole, until * kTicksPerWhole, what};
}

// A caller as a live run is one: it asks every eighth, makes the jumps, and writes down which bar is played
// how: "1 2 3* 4" with a letter for everything but the band.
class Caller {
 public:
  Caller(const Song& song, const FormConfig& config) : form_(std::move(*Form::make(song, config))) {}

  // Plays until the song's end, at most so many bars in all. `strokes(bar)`: does the drummer play in the
  // n-th bar that is played? `cue`: in which one a cue is given.
  template <class Strokes>
  std::string play(int most, const Strokes& strokes, int cue = -1) {
    std::string told;
    double tick = 0;
    for (int n = 0; n < most * 8; ++n, frame_ += static_cast<Frames>(kFramesABar / 8)) {
      const int bar = n / 8;
      if (n % 8 == 2 && bar == cue) form_.cue();
      FormStep step = form_.at(tick, frame_);
      if (step.playing == Playing::over) break;
      if (n % 8 == 0)
        told += (told.empty() ? "" : " ") + std::to_string(static_cast<int>(tick / kBar) + 1) +
                letter(step.playing);
      if (strokes(bar)) form_.stroke(frame_, tick, .99, -20);
      double next = tick + kBeat / 2;
      step = form_.at(tick, frame_);
      if (step.jump && next >= step.jump->from) {
        next = step.jump->to + next - step.jump->from;
        form_.jumped();
      }
      tick = next;
    }
    return told;
  }

 private:
  static std::string letter(Playing playing) {
    switch (playing) {
      case Playing::alone:
        return "a";
      case Playing::solo:
        return "s";
      case Playing::leading:
        return "l";
      case Playing::stopped:
        return "-";
      case Playing::waiting:
        return "w";
      default:
        return "";
    }
  }
  Form form_;
  Frames frame_ = 0;
};

const auto kAlways = [](int) { return true; };

//  bars  1 | 2 without | 3, its second beat muted
TEST(Form, WithoutTheBandNobodyCorrectsAndUnderAMuteTheBandListensOn) {
  Form form = *Form::make(bars(3, {{kTicksPerWhole, 2 * kTicksPerWhole, Mark::without},
                                   {2 * kTicksPerWhole + kTicksPerQuarter,
                                    2 * kTicksPerWhole + 2 * kTicksPerQuarter, Mark::muted}}),
                          {});
  const FormStep with = form.at(0, 0), without = form.at(kBar, 1), after = form.at(2 * kBar, 2),
                 muted = form.at(2 * kBar + kBeat, 3), last = form.at(2 * kBar + 2 * kBeat, 4);
  EXPECT_EQ(with.playing, Playing::band);
  EXPECT_EQ(without.playing, Playing::alone);
  EXPECT_FALSE(without.corrects);
  EXPECT_EQ(after.playing, Playing::band);
  EXPECT_TRUE(muted.muted && muted.corrects);
  EXPECT_EQ(muted.playing, Playing::band);
  EXPECT_FALSE(with.muted || without.muted || after.muted || last.muted);
}

//  bars  1-8: quarters and eighths | 9-10: sixteenths, a fill | 11-16: as before
TEST(Form, WhoPlaysMuchDenserThanBeforeIsBusyAndASteadyGrooveIsNot) {
  Form form = *Form::make(bars(16), {});
  double steady = 0, fill = 0, after = 0;
  for (int sixteenth = 0; sixteenth < 16 * 16; ++sixteenth) {
    const double tick = sixteenth * kBeat / 4;
    const int bar = sixteenth / 16;
    const bool filled = bar == 8 || bar == 9;
    const double busy = form.at(tick, sixteenth * 6000).busy;
    double& most = bar < 8 ? steady : bar < 11 ? fill : after;
    if (bar != 10) most = std::max(most, busy);
    if (filled || sixteenth % 2 == 0) form.stroke(sixteenth * 6000, tick, .99, -20);
    if (filled && sixteenth % 2 == 0) form.stroke(sixteenth * 6000, tick, .99, -20);
  }
  EXPECT_EQ(steady, 0);
  EXPECT_GT(fill, .3);
  EXPECT_LT(after, fill / 2);
}

// Of marks that lie in, beside and over each other every one that holds a tick counts there.
TEST(Form, EveryMarkCountsWhereverItLies) {
  std::mt19937 random(11);
  for (int song = 0; song < 20; ++song) {
    std::vector<MarkAt> marks;
    for (int k = 0; k < 30; ++k) {
      const auto from = static_cast<Ticks>(random() % 40),
                 length = static_cast<Ticks>(1 + random() % (k % 7 == 0 ? 20 : 3));
      marks.push_back({from * kTicksPerQuarter, std::min<Ticks>(48, from + length) * kTicksPerQuarter,
                       k % 3 == 0   ? Mark::muted
                       : k % 3 == 1 ? Mark::hits
                                    : Mark::stop});
    }
    std::stable_sort(marks.begin(), marks.end(),
                     [](const MarkAt& a, const MarkAt& b) { return a.tick < b.tick; });
    Form form = *Form::make(bars(12, marks), {});
    for (int quarter = 0; quarter < 48; ++quarter) {
      const FormStep step = form.at(quarter * kBeat, quarter);
      const auto here = [&](Mark what) {
        return std::any_of(marks.begin(), marks.end(), [&](const MarkAt& mark) {
          return mark.mark == what && mark.tick <= quarter * kTicksPerQuarter &&
                 mark.until > quarter * kTicksPerQuarter;
        });
      };
      EXPECT_EQ(step.muted, here(Mark::muted));
      EXPECT_EQ(step.corrects, !here(Mark::hits) && !here(Mark::stop));
      EXPECT_EQ(step.playing == Playing::alone, here(Mark::stop));
    }
  }
}

TEST(Form, ASongWithoutMarksIsPlayedThrough) {
  EXPECT_EQ(Caller(bars(4), {}).play(20, kAlways), "1 2 3 4");
}

TEST(Form, StopsLeaveTheDrummerAloneAndNothingCorrectsInHits) {
  EXPECT_EQ(Caller(bars(4, {mark(Mark::stop, 1, 2)}), {}).play(20, kAlways), "1 2a 3 4");
  Form form = std::move(*Form::make(bars(4, {mark(Mark::hits, 1, 2)}), {}));
  EXPECT_TRUE(form.at(0, 0).corrects);
  EXPECT_FALSE(form.at(1.5 * kBar, 0).corrects);
  EXPECT_EQ(form.at(1.5 * kBar, 0).playing, Playing::band);
  EXPECT_TRUE(form.at(2 * kBar, 0).corrects);
}

//  bars   1  2  3  4  5     solo in 2 and 3
TEST(Form, ASoloIsAsLongAsItIsWrittenOrCuedOrCounted) {
  const Song song = bars(5, {mark(Mark::solo, 1, 3)});
  EXPECT_EQ(Caller(song, {}).play(20, kAlways), "1 2s 3s 4 5");
  // Open: it goes round until the cue, then on at the bar line.
  EXPECT_EQ(Caller(song, {.solo_bars = 0}).play(20, kAlways, 3), "1 2s 3s 2s 4 5");
  EXPECT_EQ(Caller(song, {.solo_bars = 0}).play(20, kAlways, 4), "1 2s 3s 2s 3s 4 5");
  EXPECT_EQ(Caller(song, {.solo_bars = 0}).play(9, kAlways), "1 2s 3s 2s 3s 2s 3s 2s 3s");
  EXPECT_EQ(Caller(song, {.solo_bars = 5}).play(20, kAlways), "1 2s 3s 2s 3s 2s 4 5");
  EXPECT_EQ(Caller(song, {.solo_bars = 1}).play(20, kAlways), "1 2s 4 5");
  // A cue elsewhere is nothing.
  EXPECT_EQ(Caller(song, {}).play(20, kAlways, 0), "1 2s 3s 4 5");
  EXPECT_EQ(Caller(song, {}).play(20, kAlways, 1), "1 2s 4 5");
}

//  bars   1  2  3  4  5     asked for in 2, the cue in 4
TEST(Form, ASoloThatIsAskedForBeginsAtTheNextBarLineAndEndsAtTheOneAfterTheCue) {
  Form form = std::move(*Form::make(bars(6), {}));
  std::string told;
  for (int eighth = 0; eighth < 48; ++eighth) {
    const double tick = eighth * kBeat / 2;
    if (eighth == 11) form.ask_solo();
    if (eighth == 28) form.cue();
    const FormStep step = form.at(tick, eighth * 12000);
    if (eighth % 8 == 0) told += step.playing == Playing::solo ? 's' : 'b';
    EXPECT_EQ(step.corrects, step.playing == Playing::band);
    EXPECT_FALSE(step.jump);
  }
  EXPECT_EQ(told, "bbssbb");
}

TEST(Form, AfterTwoBarsOfSilenceThePhraseIsEndedAndAStrokeBringsTheBandBack) {
  // The last stroke is at the end of bar 2: two bars later the band leads to the end of bar 8.
  EXPECT_EQ(Caller(bars(12), {}).play(20, [](int bar) { return bar < 2; }),
            "1 2 3 4 5l 6l 7l 8l 9- 10- 11- 12-");
  // He is back before the end: nothing happened.
  EXPECT_EQ(Caller(bars(12), {}).play(20, [](int bar) { return bar < 2 || bar >= 5; }),
            "1 2 3 4 5l 6l 7 8 9 10 11 12");
  // He is back after it: at the next bar line.
  EXPECT_EQ(Caller(bars(12), {}).play(20, [](int bar) { return bar < 2 || bar >= 9; }),
            "1 2 3 4 5l 6l 7l 8l 9- 10- 11 12");
  // Who has not begun is waited for; who is alone may be silent.
  EXPECT_EQ(Caller(bars(6), {}).play(20, [](int) { return false; }), "1 2 3 4 5 6");
  EXPECT_EQ(Caller(bars(8, {mark(Mark::solo, 1, 5)}), {}).play(20, [](int bar) { return bar == 0; }),
            "1 2s 3s 4s 5s 6 7 8l");
}

TEST(Form, TheWayToTheEndGetsSofterAndSofter) {
  Form form = std::move(*Form::make(bars(8), {}));
  form.at(0, 0);
  form.stroke(0, 0, .9, -20);
  double last = 1;
  for (double tick = 2 * kBar; tick < 4 * kBar; tick += kBeat) {
    const FormStep step = form.at(tick, 0);
    EXPECT_EQ(step.playing, Playing::leading);
    EXPECT_LT(step.gain_db, last);
    last = step.gain_db;
  }
  EXPECT_NEAR(last, -26, 1);
}

// The fermata is on beat 3 of bar 1: the song stands still from beat 4 on.
TEST(Form, TheBandWaitsAtAFermataForAStrokeWhosePlaceIsKnown) {
  const auto half = static_cast<Ticks>(2 * kBeat);
  const Song song = bars(4, {{half, half, Mark::fermata}});
  Form form = std::move(*Form::make(song, {.waits = true, .wait_s = 8}));
  EXPECT_EQ(form.at(2.5 * kBeat, 60000).playing, Playing::band);
  EXPECT_EQ(form.at(3 * kBeat, 72000).playing, Playing::waiting);
  form.stroke(80000, 3.2 * kBeat, .3, -20);  // anywhere
  EXPECT_EQ(form.at(3 * kBeat, 90000).playing, Playing::waiting);
  form.stroke(100000, kBar, .95, -20);
  const FormStep step = form.at(3 * kBeat, 101000);
  ASSERT_TRUE(step.resume);
  EXPECT_EQ(step.resume->tick, kBar);
  EXPECT_EQ(step.resume->frame, 100000);
  EXPECT_FALSE(step.waited_out);
  EXPECT_EQ(form.at(kBar, 102000).playing, Playing::band);
  // Nobody comes: after 8 s it goes on, and says so once.
  Form alone = std::move(*Form::make(song, {.waits = true, .wait_s = 8}));
  alone.at(3 * kBeat, 0);
  EXPECT_EQ(alone.at(3 * kBeat, 8 * 48000 - 1).playing, Playing::waiting);
  const FormStep out = alone.at(3 * kBeat, 8 * 48000);
  EXPECT_TRUE(out.waited_out);
  EXPECT_EQ(out.resume->tick, 3 * kBeat);
  EXPECT_FALSE(alone.at(3 * kBeat, 8 * 48000 + 1).waited_out);
  // Without a chart nobody waits.
  Form free = std::move(*Form::make(song, {}));
  EXPECT_EQ(free.at(3 * kBeat, 0).playing, Playing::band);
}

TEST(Form, TheAnswerGoesWithTheDrummerByItsLimit) {
  Form form = std::move(*Form::make(bars(64), {.answer_db = 6}));
  for (int k = 0; k < 200; ++k) form.stroke(k, 0, .9, -20);
  EXPECT_NEAR(form.at(0, 0).gain_db, 0, 1e-9);
  for (int k = 0; k < 30; ++k) form.stroke(k, 0, .9, -16);
  EXPECT_GT(form.at(0, 0).gain_db, 1.5);
  for (int k = 0; k < 60; ++k) form.stroke(k, 0, .9, 20);
  EXPECT_EQ(form.at(0, 0).gain_db, 6);
  Form off = std::move(*Form::make(bars(64), {}));
  for (int k = 0; k < 200; ++k) off.stroke(k, 0, .9, k < 100 ? -20. : 0.);
  EXPECT_EQ(off.at(0, 0).gain_db, 0);
}

TEST(Form, WrongUseIsRefusedByMake) {
  EXPECT_FALSE(Form::make(Song{}, {}));
  EXPECT_FALSE(Form::make(bars(4), {.wait_s = -1}));
  EXPECT_FALSE(Form::make(bars(4), {.answer_db = 40}));
}

// Whatever strokes, cues, ticks and frames come: it answers, and jumps go from bar line to bar line.
TEST(Form, AnythingMayHappenInAnyOrderWithoutAllocating) {
  const auto half = static_cast<Ticks>(2 * kBeat);
  const Song song = bars(16, {{half, half, Mark::fermata},
                              mark(Mark::solo, 2, 4),
                              mark(Mark::hits, 5, 6),
                              mark(Mark::stop, 7, 8),
                              mark(Mark::solo, 12, 16)});
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    std::mt19937_64 random(seed);
    const FormConfig config{.waits = random() % 2 == 0,
                            .solo_bars = static_cast<int>(random() % 5) - 1,
                            .answer_db = static_cast<double>(random() % 7)};
    Form form = std::move(*Form::make(song, config));
    for (int n = 0; n < 500; ++n) {
      const double tick = kBar * static_cast<double>(random() % 1800) / 100 - kBar;
      const auto frame = static_cast<Frames>(random() % 4000000);
      FormStep step;
      {
        const testing::AudioScope scope;
        step = form.at(tick, frame);
        if (random() % 3 == 0) form.stroke(frame, tick, .9, random() % 50 == 0 ? NAN : -10);
        if (random() % 20 == 0) form.cue();
      }
      if (step.jump) {
        ASSERT_EQ(std::fmod(step.jump->from, kBar), 0);
        ASSERT_EQ(std::fmod(step.jump->to, kBar), 0);
        ASSERT_GE(step.jump->from, tick);
        if (random() % 2 == 0) form.jumped();
      }
      ASSERT_TRUE(std::isfinite(step.gain_db));
    }
  }
}

TEST(Ending, ARitardandoSlowsToItsRatioAndTheTempoIsBackAfterIt) {
  const Song song = with_written_tempi(bars(6, {mark(Mark::ritardando, 1, 2), mark(Mark::ritardando, 5, 6)}),
                                       {.slowest = .5});
  EXPECT_EQ(song.tempi.front().bpm, 120);
  double last = 121;
  for (const TempoChange& tempo : song.tempi)
    if (tempo.tick > kTicksPerWhole && tempo.tick < 2 * kTicksPerWhole) {
      EXPECT_LT(tempo.bpm, last);
      last = tempo.bpm;
    }
  EXPECT_GT(last, 60);
  EXPECT_LT(last, 80);
  // v(x) = (1 + (w^3 - 1) x)^(1/3): half way 120 (1 - .875 / 2)^(1/3) = 99; the step's middle is at 9/16.
  const auto half = std::find_if(song.tempi.begin(), song.tempi.end(), [](const TempoChange& tempo) {
    return tempo.tick == kTicksPerWhole + kTicksPerWhole / 2;
  });
  ASSERT_NE(half, song.tempi.end());
  EXPECT_NEAR(half->bpm, 120 * std::cbrt(1 - .875 * 9 / 16), .01);
  const auto back = std::find_if(song.tempi.begin(), song.tempi.end(),
                                 [](const TempoChange& tempo) { return tempo.tick == 2 * kTicksPerWhole; });
  ASSERT_NE(back, song.tempi.end());
  EXPECT_EQ(back->bpm, 120);
  EXPECT_EQ(check_song(song), "");
}

//  bars  1 | 2 accel. | 3 | 4 accel. to 180 | 5 (180) | 6 a tempo | 7 accel. | 8 a tempo | 9
TEST(Ending, AnAccelerandoRisesAndTheTempoStaysUntilItIsTakenBack) {
  Song song = bars(9, {mark(Mark::accelerando, 1, 2), mark(Mark::accelerando, 3, 4),
                       mark(Mark::a_tempo, 5, 5), mark(Mark::accelerando, 6, 7), mark(Mark::a_tempo, 7, 7)});
  song.tempi.push_back({4 * kTicksPerWhole, 180});
  const Song played = with_written_tempi(song);
  EXPECT_EQ(check_song(played), "");
  const auto at = [&](double bar) {
    double bpm = 0;
    for (const TempoChange& tempo : played.tempi)
      if (static_cast<double>(tempo.tick) <= bar * kBar) bpm = tempo.bpm;
    return bpm;
  };
  EXPECT_EQ(at(.9), 120);
  EXPECT_NEAR(at(1.5), 120 * std::cbrt(1 + (1.25 * 1.25 * 1.25 - 1) * 9 / 16), .01);
  EXPECT_EQ(at(2), 150);
  EXPECT_EQ(at(2.9), 150);
  EXPECT_GT(at(3.9), 175);
  EXPECT_EQ(at(4), 180);
  EXPECT_EQ(at(5), 180);  // a tempo that is written is no change to take back
  EXPECT_GT(at(6.9), 215);
  EXPECT_EQ(at(7), 180);
  EXPECT_EQ(at(8.9), 180);
  for (std::size_t k = 1; k < played.tempi.size(); ++k)
    EXPECT_LT(played.tempi[k - 1].tick, played.tempi[k].tick);
}

TEST(Ending, TheLastChordRingsUntilTheCymbalHasFallenOrSixSeconds) {
  LastChord chord(0, 48000);
  EXPECT_TRUE(chord.push(0, -6));
  EXPECT_TRUE(chord.push(48000, -30));
  EXPECT_FALSE(chord.push(60000, -46.5));
  EXPECT_FALSE(chord.push(61000, -6));  // what is over is over
  LastChord before(0, 48000);
  EXPECT_TRUE(before.push(0, -60));      // it still rings from the bar before
  EXPECT_TRUE(before.push(9600, -120));  // the crash is late
  EXPECT_TRUE(before.push(12000, -3));
  LastChord longest(0, 48000);
  EXPECT_TRUE(longest.push(6 * 48000 - 1, -6));
  EXPECT_FALSE(longest.push(6 * 48000, -6));
}

}  // namespace
}  // namespace firstchair::band

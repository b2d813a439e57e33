#include "engine/follow/chart/follower.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/follow/chart/align.h"
#include "testing/follow/drummer.h"

namespace firstchair::follow {
namespace {

constexpr double kBar = 2.0;  // s, at 120

// A groove whose bars all differ in their kicks.
Chart story(int bars) {
  std::mt19937_64 random(77);
  std::string kick;
  for (int i = 0; i < 16 * bars; ++i) kick += i % 16 == 0 || random() % 4 == 0 ? 'x' : '.';
  return testing::chart_of({{Voice::hat_closed, testing::times("x.x.x.x.x.x.x.x.", bars)},
                            {Voice::snare, testing::times("....x.......x...", bars)},
                            {Voice::kick, kick}});
}

struct Live {
  std::vector<Followed> at_once, in_the_end;
  std::vector<Whereabouts> places;  // at every stroke
};

Follower made(const Chart& chart, FollowerConfig config = {.rate = testing::kTestRate}) {
  Result<Follower> follower = Follower::make(chart, config);
  EXPECT_TRUE(follower);
  return std::move(*follower);
}

Live follow(Follower& follower, const std::vector<Hit>& hits) {
  Live live;
  for (const Hit& hit : hits) {
    follower.push(hit);
    EXPECT_EQ(follower.answer().stroke, static_cast<std::int64_t>(live.at_once.size()));
    live.at_once.push_back(follower.answer());
    live.in_the_end.push_back(follower.answer());
    live.places.push_back(follower.at(hit.frame));
    for (const Followed& f : follower.revisions()) {
      EXPECT_LT(f.stroke, follower.answer().stroke);
      live.in_the_end[static_cast<std::size_t>(f.stroke)] = f;
    }
  }
  return live;
}

Live follow(const Chart& chart, const std::vector<Hit>& hits,
            FollowerConfig config = {.rate = testing::kTestRate}) {
  Follower follower = made(chart, config);
  return follow(follower, hits);
}

// What a player with 8 ms of spread makes of the chart, and the note of each stroke.
struct Played {
  std::vector<Hit> hits;
  std::vector<int> notes;
};

Played played(
    const Chart& chart, std::uint64_t seed = 1,
    std::function<double(double)> seconds = [](double q) { return 0.5 * q; }) {
  testing::Drummer drummer{.random = std::mt19937_64(seed), .spread_ms = 8, .seconds = std::move(seconds)};
  Played p;
  p.hits = testing::play(chart, drummer);
  // play() sorts by time: the note of a stroke is the nearest one of its voice.
  std::vector<std::vector<Hit>> by_voice(kVoiceCount);
  std::vector<std::vector<int>> note_of(kVoiceCount);
  for (std::size_t n = 0; n < chart.notes.size(); ++n)
    note_of[static_cast<std::size_t>(chart.notes[n].voice)].push_back(static_cast<int>(n));
  std::vector<std::size_t> next(kVoiceCount, 0);
  for (const Hit& hit : p.hits) {
    const auto voice = static_cast<std::size_t>(hit.voice);
    p.notes.push_back(note_of[voice][next[voice]++]);
  }
  return p;
}

// The strokes whose written place lies in bars [from, to), `seconds` later.
void add(Played& out, const Played& in, const Chart& chart, int from, int to, double seconds) {
  const Ticks bar = kTicksPerWhole;
  for (std::size_t i = 0; i < in.hits.size(); ++i) {
    const Ticks at = chart.notes[static_cast<std::size_t>(in.notes[i])].tick / bar;
    if (at < from || at >= to) continue;
    Hit hit = in.hits[i];
    hit.frame += std::llround(seconds * testing::kTestRate);
    out.hits.push_back(hit);
    out.notes.push_back(in.notes[i]);
  }
}

// Share of the strokes from number `first` on that were answered with their note.
double right(const std::vector<Followed>& answers, const Played& truth, std::size_t first = 0) {
  double ok = 0;
  for (std::size_t i = first; i < answers.size(); ++i) ok += answers[i].note == truth.notes[i];
  return ok / static_cast<double>(answers.size() - first);
}

std::size_t first_after(const Played& p, double seconds) {
  std::size_t i = 0;
  while (i < p.hits.size() && static_cast<double>(p.hits[i].frame) < seconds * testing::kTestRate) ++i;
  EXPECT_LT(i + 20, p.hits.size());
  return i;
}

TEST(Follower, EveryStrokeOfACleanTakeIsAnsweredWhenItComes) {
  const Chart chart = testing::rock(24);
  const Played p = played(chart);
  const Live live = follow(chart, p.hits);
  EXPECT_EQ(right(live.at_once, p), 1);
  EXPECT_EQ(live.at_once.front().reached, Reached::start);
  EXPECT_TRUE(std::all_of(live.at_once.begin() + 1, live.at_once.end(), [](const Followed& f) {
    return f.reached == Reached::in_order && f.probability > 0.5;
  }));
}

//  chart   |x.x.x.x.|x.x.x.x.|    every half bar alike
//  played  |....x.x.|x.x.x.x.|    joins in the middle of the second bar
TEST(Follower, AClickWhoseBarsAreKnownSaysWhereAPlayerJoins) {
  const Chart chart = testing::chart_of({{Voice::hat_closed, testing::times("x.x.x.x.x.x.x.x.", 12)},
                                         {Voice::snare, testing::times("....x.......x...", 12)},
                                         {Voice::kick, testing::times("x.......x.......", 12)}});
  const Played all = played(chart, 12);  // its first bar line after 1 s
  Played late;
  for (std::size_t i = 0; i < all.hits.size(); ++i) {
    if (chart.notes[static_cast<std::size_t>(all.notes[i])].tick < kTicksPerWhole * 3 / 2) continue;
    late.hits.push_back(all.hits[i]);
    late.notes.push_back(all.notes[i]);
  }
  const FollowerConfig click{.rate = testing::kTestRate, .click = true};
  FollowerConfig bars = click;
  bars.first_bar = testing::kTestRate;
  EXPECT_LT(right(follow(chart, late.hits, click).at_once, late), 0.1);
  EXPECT_GT(right(follow(chart, late.hits, bars).at_once, late), 0.99);
  // Nor does it hold back who stands whole bars away from it.
  bars.first_bar = testing::kTestRate - 3 * kBar * testing::kTestRate;
  const Chart other = story(12);
  const Played p = played(other, 13);
  EXPECT_GT(right(follow(other, p.hits, bars).at_once, p, 16), 0.99);
}

TEST(Follower, LiveAndWholeTakeAgreeOnACleanTake) {
  const Chart chart = testing::rock(16);
  const Played p = played(chart, 7);
  const Live live = follow(chart, p.hits);
  const Alignment whole = align(p.hits, chart, {.rate = testing::kTestRate});
  int compared = 0;
  for (const Match& m : whole.matches) {
    if (m.hit < 0) continue;
    EXPECT_EQ(live.at_once[static_cast<std::size_t>(m.hit)].note, m.note);
    ++compared;
  }
  EXPECT_EQ(compared, static_cast<int>(p.hits.size()));
}

//  chart   x . x . x . x .
//  played  x . x .x. . x .     a stroke out of nowhere, and one left out
TEST(Follower, ExtraAndMissedStrokesDoNotShiftWhatFollows) {
  const Chart chart = testing::rock(16);
  Played p = played(chart, 2);
  Hit extra = p.hits[40];
  extra.voice = Voice::tom_high;
  extra.frame += static_cast<Frames>(0.07 * testing::kTestRate);
  const auto at =
      std::find_if(p.hits.begin(), p.hits.end(), [&](const Hit& h) { return h.frame > extra.frame; });
  const auto place = at - p.hits.begin();
  p.hits.insert(at, extra);
  p.notes.insert(p.notes.begin() + place, -1);
  p.hits.erase(p.hits.begin() + 80);
  p.notes.erase(p.notes.begin() + 80);
  const Live live = follow(chart, p.hits);
  EXPECT_GE(right(live.at_once, p), 0.99);
  EXPECT_EQ(live.at_once[static_cast<std::size_t>(place)].kind, MatchKind::extra);
}

TEST(Follower, AnotherDrumInTimeIsAWrongVoiceOfItsNote) {
  const Chart chart = testing::rock(8);
  Played p = played(chart, 3);
  const auto snare =
      std::find_if(p.hits.begin() + 60, p.hits.end(), [](const Hit& h) { return h.voice == Voice::snare; });
  const auto at = static_cast<std::size_t>(snare - p.hits.begin());
  snare->voice = Voice::tom_high;
  const Live live = follow(chart, p.hits);
  EXPECT_EQ(live.in_the_end[at].kind, MatchKind::wrong_voice);
  EXPECT_EQ(live.in_the_end[at].note, p.notes[at]);
}

TEST(Follower, ASkippedBarIsFoundWithinTwoBars) {
  const Chart chart = story(24);
  const Played whole = played(chart, 4);
  Played p;
  add(p, whole, chart, 0, 9, 0);
  add(p, whole, chart, 10, 24, -kBar);
  const Live live = follow(chart, p.hits);
  EXPECT_EQ(right(live.at_once, p, first_after(p, 1 + 11 * kBar)), 1);
  EXPECT_TRUE(std::any_of(live.in_the_end.begin(), live.in_the_end.end(),
                          [](const Followed& f) { return f.reached == Reached::jump; }));
}

TEST(Follower, ARepeatedBarIsFoundWithinTwoBars) {
  const Chart chart = story(24);
  const Played whole = played(chart, 5);
  Played p;
  add(p, whole, chart, 0, 10, 0);
  add(p, whole, chart, 9, 24, kBar);
  const Live live = follow(chart, p.hits);
  EXPECT_EQ(right(live.at_once, p, first_after(p, 1 + 12 * kBar)), 1);
}

TEST(Follower, ARestartAnywhereIsFoundWithinTwoBars) {
  const Chart chart = story(24);
  for (const int to : {3, 7, 17}) {
    const Played whole = played(chart, 6);
    Played p;
    add(p, whole, chart, 0, 11, 0);
    // 2.3 s of silence: not on the old beat.
    add(p, whole, chart, to, 24, (11 - to) * kBar + 2.3);
    const Live live = follow(chart, p.hits);
    EXPECT_GE(right(live.at_once, p, first_after(p, 1 + 13 * kBar + 2.3)), 0.99) << to;
  }
}

TEST(Follower, AStartInTheMiddleIsFoundWithinTwoBars) {
  const Chart chart = story(24);
  const Played whole = played(chart, 8);
  Played p;
  add(p, whole, chart, 13, 24, 0);
  const Live live = follow(chart, p.hits);
  EXPECT_EQ(right(live.at_once, p, first_after(p, 1 + 15 * kBar)), 1);
}

TEST(Follower, TempoSwingsOfTenPercentAreFollowedAndNamed) {
  const Chart chart = testing::rock(32);
  // Period 0.5 s (1 + 0.1 sin): its integral.
  const double w = 2 * 3.14159265 / 60;
  const auto seconds = [w](double q) { return 0.5 * (q + 0.1 / w * (1 - std::cos(w * q))); };
  const Played p = played(chart, 9, seconds);
  const Live live = follow(chart, p.hits);
  EXPECT_GE(right(live.at_once, p), 0.995);
  double inside = 0, n = 0;
  for (std::size_t i = 60; i < p.hits.size(); ++i) {
    const double q =
        static_cast<double>(chart.notes[static_cast<std::size_t>(p.notes[i])].tick) / kTicksPerQuarter;
    const double bpm = 120 / (1 + 0.1 * std::sin(w * q));
    EXPECT_NEAR(live.places[i].bpm, bpm, 9);
    inside += std::abs(live.places[i].bpm - bpm) < 3 * live.places[i].bpm_sd;
    ++n;
  }
  EXPECT_GT(n, 300);
  EXPECT_GT(inside / n, 0.9);
}

TEST(Follower, IdenticalBarsAreCountedThroughBarsOfOtherStrokes) {
  // 24 equal bars; bars 9 and 10 are played as a fill on the toms.
  const Chart chart = testing::chart_of({{Voice::hat_closed, testing::times("x.x.x.x.x.x.x.x.", 24)},
                                         {Voice::snare, testing::times("....x.......x...", 24)},
                                         {Voice::kick, testing::times("x.......x.......", 24)}});
  const Chart fill = testing::chart_of({{Voice::tom_low, testing::times("x.xxx.xxx.xxx.xx", 2)}});
  Played whole = played(chart, 10);
  const Played toms = played(fill, 11);
  Played p;
  add(p, whole, chart, 0, 8, 0);
  for (Hit hit : toms.hits) {
    hit.frame += static_cast<Frames>(8 * kBar * testing::kTestRate);
    p.hits.push_back(hit);
    p.notes.push_back(-1);
  }
  add(p, whole, chart, 10, 24, 0);
  const Live live = follow(chart, p.hits);
  EXPECT_GE(right(live.at_once, p, first_after(p, 1 + 11 * kBar)), 0.99);
}

TEST(Follower, TheWhereaboutsRunOnBetweenAndBehindTheStrokes) {
  const Chart chart = testing::rock(8);
  const Played p = played(chart, 12);
  Follower follower = made(chart);
  EXPECT_FALSE(follower.at(0).known);
  for (std::size_t i = 0; i < p.hits.size() / 2; ++i) follower.push(p.hits[i]);
  const Frames now = p.hits[p.hits.size() / 2].frame;
  for (const double later : {0.0, 0.25, 1.0, 4.0}) {
    const Frames frame = now + static_cast<Frames>(later * testing::kTestRate);
    const Whereabouts w = follower.at(frame);
    const double quarters = (static_cast<double>(frame) / testing::kTestRate - 1) / 0.5;
    EXPECT_NEAR(static_cast<double>(w.tick) / kTicksPerQuarter, quarters, 0.05 + 0.05 * later);
    EXPECT_GT(w.probability, 0.9);
    EXPECT_GT(w.tick_sd, 0);
  }
  EXPECT_GT(follower.at(now + 48000 * 4).tick_sd, follower.at(now).tick_sd);
  EXPECT_GT(follower.at(now + 48000 * 4).silent, 7);
}

TEST(Follower, AClickHoldsTheTempoThroughLooseStrokes) {
  const Chart chart = testing::rock(16);
  const Played p = played(chart, 13);
  const Live live = follow(chart, p.hits, {.rate = testing::kTestRate, .click = true});
  const Live free = follow(chart, p.hits);
  EXPECT_EQ(right(live.at_once, p), 1);
  double held = 0, loose = 0;
  for (std::size_t i = 40; i < p.hits.size(); ++i) {
    held += std::abs(live.places[i].bpm - 120);
    loose += std::abs(free.places[i].bpm - 120);
  }
  EXPECT_LT(held, 0.9 * loose);
}

TEST(Follower, ResetForgetsEverything) {
  const Chart chart = testing::rock(12);
  const Played p = played(chart, 14);
  Follower follower = made(chart);
  const Live first = follow(follower, p.hits);
  follower.reset();
  EXPECT_FALSE(follower.at(0).known);
  const Live second = follow(follower, p.hits);
  for (std::size_t i = 0; i < p.hits.size(); ++i) {
    EXPECT_EQ(first.at_once[i].note, second.at_once[i].note);
    EXPECT_EQ(first.at_once[i].probability, second.at_once[i].probability);
  }
}

TEST(Follower, ANoteAnsweredTooSoonIsTakenBackByARevision) {
  // Nobody can tell from the first strokes alone where in the chart a player began; later ones do.
  const Chart chart = story(24);
  const Played whole = played(chart, 15);
  Played p;
  add(p, whole, chart, 14, 24, 0);
  Follower follower = made(chart);
  std::size_t revisions = 0;
  for (const Hit& hit : p.hits) {
    follower.push(hit);
    revisions += follower.revisions().size();
  }
  EXPECT_GT(revisions, 0U);
  const Live live = follow(chart, p.hits);
  EXPECT_GT(right(live.in_the_end, p), right(live.at_once, p));
}

TEST(Follower, MakeRefusesWhatCannotBeFollowed) {
  Chart broken = testing::rock(2);
  broken.length = 1;
  EXPECT_EQ(Follower::make(broken, {}).error().code, ErrorCode::malformed);
  Chart empty = testing::rock(2);
  empty.notes.clear();
  EXPECT_EQ(Follower::make(empty, {}).error().code, ErrorCode::unsupported);
  EXPECT_EQ(Follower::make(testing::rock(2), {.rate = 0}).error().code, ErrorCode::unsupported);
}

}  // namespace
}  // namespace firstchair::follow

#include "engine/cut/decide.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>

#include "engine/cut/candidates.h"
#include "engine/cut/groove_test.h"

namespace firstchair::cut {
namespace {

constexpr int kBars = 64;
constexpr double kEnd = 1 + 2.4 * kBars + 2;

Wishes in(std::string_view style) {
  return {.style = *style_from_id(style), .seed = 1, .shares = {}};
}
Film decided(Film film, const Take& take, const Wishes& wishes) {
  Result<Film> made = decide(std::move(film), take, wishes);
  EXPECT_TRUE(made) << (made ? "" : made.error().line());
  return made ? std::move(*made) : Film{};
}

void expect_lawful(const Film& film, const Style& style) {
  ASSERT_FALSE(film.shots.empty());
  EXPECT_EQ(film.shots.front().from_s, film.from_s);
  EXPECT_NEAR(film.shots.back().to_s, film.to_s, 1e-9);
  const double frame_s = 1 / film.rate.per_second();
  for (std::size_t s = 0; s < film.shots.size(); ++s) {
    const Shot& shot = film.shots[s];
    if (s > 0) {
      EXPECT_EQ(shot.from_s, film.shots[s - 1].to_s);
      EXPECT_NE(shot.camera, film.shots[s - 1].camera);
      EXPECT_FALSE(shot.why.empty());
    }
    const double frames = (shot.from_s - film.from_s) / frame_s;
    EXPECT_NEAR(frames, std::round(frames), 1e-6);
    if (shot.camera < 0) continue;
    const Camera& camera = film.cameras[static_cast<std::size_t>(shot.camera)];
    for (double at = shot.from_s + frame_s / 2; at < shot.to_s; at += frame_s)
      ASSERT_TRUE(piece_at(camera.placement, at)) << camera.name << " at " << at;
    const auto at_edge = [&](double at) {
      return std::abs(at - film.from_s) < 1e-6 || std::abs(at - film.to_s) < 1e-6 ||
             std::any_of(
                 film.cameras.begin(), film.cameras.end(),
                 [&](const Camera& c) {
                   const auto spans = spans_of(film, c);
                   return std::any_of(spans.begin(), spans.end(), [&](const FrameSpan& span) {
                     return std::abs(second_of(film, span.first) - at) < 1e-6 ||
                            std::abs(second_of(film, span.end) - at) < 1e-6;
                   });
                 });
    };
    EXPECT_TRUE(shot.to_s - shot.from_s >= style.least_s - 1e-6 ||
                (at_edge(shot.from_s) && at_edge(shot.to_s)))
        << shot.from_s << " " << shot.to_s;
  }
}

TEST(Decide, ShotsTileTheFilmInEveryStyle) {
  const Take take = groove_take(kBars);
  for (const Style& style : styles()) {
    const Film film = decided(three_cameras(kEnd), take, in(style.id));
    expect_lawful(film, style);
    EXPECT_GT(film.shots.size(), 5u) << style.id;
    EXPECT_EQ(film.style, style.id);
  }
}

// The phones were started late, stopped and started again.
//   wide     |-----------|      |------------|
//   hands         |----------------|
//   feet                             |-|
TEST(Decide, ShotsStayInsideTheirPicturesAndWhereNobodyHasOneItIsBlack) {
  const Take take = groove_take(kBars);
  std::mt19937 random(5);
  for (int draw = 0; draw < 30; ++draw) {
    const auto between = [&](double a, double b) {
      return a + (b - a) * static_cast<double>(random() % 10000) / 1e4;
    };
    Film film = three_cameras(kEnd);
    film.rate = draw % 2 == 0 ? FrameRate{30000, 1001} : FrameRate{25, 1};
    film.from_s = draw % 3 == 0 ? 4.04 : 0;
    for (Camera& camera : film.cameras) {
      const double a = between(0, 60), b = between(a + .3, kEnd), c = between(b, kEnd + 20);
      camera.placement.pieces = {{.from_s = 0, .to_s = b - a, .offset_s = a, .slope = 1e-4},
                                 {.from_s = 200, .to_s = 200 + between(.2, 60), .offset_s = c - 200}};
    }
    const Style style = styles()[static_cast<std::size_t>(draw) % 4];
    const Film made = decided(film, take, in(style.id));
    expect_lawful(made, style);
    for (const Shot& shot : made.shots) {
      if (shot.camera >= 0) continue;
      for (double at = shot.from_s + .02; at < shot.to_s - .02; at += .04)
        for (const Camera& camera : made.cameras) EXPECT_FALSE(piece_at(camera.placement, at)) << at;
    }
  }
}

TEST(Decide, ACameraWithoutAPictureChangesNothing) {
  const Take take = groove_take(kBars);
  for (const Style& style : styles()) {
    const Film film = decided(three_cameras(kEnd), take, in(style.id));
    Film more = three_cameras(kEnd);
    more.cameras.push_back(camera_of("gone", CameraKind::kit, kEnd + 10, kEnd + 40));
    more.cameras.push_back(camera_of("unlaid", CameraKind::hands, 0, kEnd));
    more.cameras.back().placement.grade = Grade::no;
    EXPECT_EQ(decided(more, take, in(style.id)).shots, film.shots) << style.id;
  }
}

TEST(Decide, CamerasInAnotherOrderGiveTheSameShots) {
  const Take take = groove_take(kBars);
  for (const Style& style : styles()) {
    const Film film = decided(three_cameras(kEnd), take, in(style.id));
    Film other = three_cameras(kEnd);
    std::rotate(other.cameras.begin(), other.cameras.begin() + 1, other.cameras.end());
    other = decided(other, take, in(style.id));
    ASSERT_EQ(other.shots.size(), film.shots.size()) << style.id;
    for (std::size_t s = 0; s < film.shots.size(); ++s) {
      EXPECT_EQ(other.cameras[static_cast<std::size_t>(other.shots[s].camera)].name,
                film.cameras[static_cast<std::size_t>(film.shots[s].camera)].name);
      EXPECT_EQ(other.shots[s].from_s, film.shots[s].from_s);
    }
  }
}

TEST(Decide, EveryCameraHasItsShare) {
  const Take take = groove_take(kBars);
  const Film film = decided(three_cameras(kEnd), take, in("cover"));
  for (int c = 0; c < 3; ++c) EXPECT_GE(share_of(film, c), kLeastShare - 1e-9) << c;
  Wishes wishes = in("cover");
  wishes.shares = {{.camera = 2, .least = .3}};
  EXPECT_GE(share_of(decided(three_cameras(kEnd), take, wishes), 2), .3 - 1e-9);
  wishes.shares = {{.camera = 1, .least = .7}, {.camera = 2, .least = .6}};
  const Result<Film> more = decide(three_cameras(kEnd), take, wishes);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, ErrorCode::usage);
}

TEST(Decide, CamerasThatShowTheSameAreAllSeen) {
  const Take take = groove_take(kBars);
  Film film = three_cameras(kEnd);
  for (int k = 0; k < 9; ++k) {
    Camera again = film.cameras[static_cast<std::size_t>(k % 3)];
    again.name += std::to_string(k);
    film.cameras.push_back(again);
  }
  for (const char* style : {"clean", "whiplash"}) {
    const Film cut = decided(film, take, in(style));
    expect_lawful(cut, *style_from_id(style));
    for (int c = 0; c < 12; ++c) EXPECT_GE(share_of(cut, c), kLeastShare - 1e-9) << style << " " << c;
    Film turned = film;
    std::ranges::reverse(turned.cameras);
    const Film same = decided(turned, take, in(style));
    ASSERT_EQ(same.shots.size(), cut.shots.size());
    for (std::size_t s = 0; s < cut.shots.size(); ++s)
      EXPECT_EQ(same.shots[s].camera, 11 - cut.shots[s].camera);
  }
}

//  kit   |-----|nearer|-----|nearer|---   one camera, cut to itself on the strokes
TEST(Decide, AJumpCutGoesNearerAndBack) {
  const Take take = groove_take(kBars);
  Film one = three_cameras(kEnd);
  one.cameras.resize(1);
  EXPECT_EQ(decided(one, take, in("cover")).shots.size(), 1U);
  Wishes wishes = in("cover");
  wishes.style.jump_cuts = true;
  const Film film = decided(one, take, wishes);
  ASSERT_GT(film.shots.size(), 30U);
  for (std::size_t s = 0; s < film.shots.size(); ++s) {
    const Shot& shot = film.shots[s];
    EXPECT_EQ(shot.camera, 0);
    EXPECT_EQ(shot.move.kind, s % 2 == 1 ? MoveKind::glide : MoveKind::none) << s;
    EXPECT_EQ(shot.move.from_x, shot.move.to_x);
    EXPECT_EQ(shot.move.window, s % 2 == 1 ? .7 : 1) << s;
    EXPECT_GE(shot.to_s - shot.from_s, wishes.style.least_s - 1e-6);
    EXPECT_EQ(shot.why.empty(), s == 0);
  }
  const double mean_s = (film.to_s - film.from_s) / static_cast<double>(film.shots.size());
  EXPECT_NEAR(mean_s, wishes.style.length_s, .8);

  // With three of them every camera still has its share.
  const Film three = decided(three_cameras(kEnd), take, wishes);
  for (int c = 0; c < 3; ++c) EXPECT_GE(share_of(three, c), kLeastShare - 1e-9) << c;
}

TEST(Decide, CutsStandAFrameBeforeTheirStrokes) {
  const Take take = groove_take(kBars);
  const Film film = decided(three_cameras(kEnd), take, in("cover"));
  for (std::size_t s = 1; s < film.shots.size(); ++s) {
    const double before = film.shots[s].stroke_s - film.shots[s].from_s;
    EXPECT_GE(before, .5 / 30 - 1e-9);
    EXPECT_LE(before, 1.5 / 30 + 1e-9);
  }
}

TEST(Decide, ShotsAreShorterWhereMoreHappens) {
  const Take take = groove_take(kBars);
  Film film = three_cameras(kEnd);
  film.tension = {{0, 0}, {kEnd / 2 - 1, 0}, {kEnd / 2 + 1, 1}, {kEnd, 1}};
  const Film made = decided(film, take, in("cover"));
  EXPECT_EQ(made.tension, film.tension);
  const auto calm =
      std::count_if(made.shots.begin(), made.shots.end(), [](const Shot& s) { return s.from_s < kEnd / 2; });
  EXPECT_GT(static_cast<std::ptrdiff_t>(made.shots.size()) - calm, calm * 3 / 2);
}

TEST(Decide, TheReasonNamesBarBeatAndTension) {
  const Take take = groove_take(kBars);
  const Film film = decided(three_cameras(kEnd), take, in("cover"));
  const bool phrase = std::any_of(film.shots.begin(), film.shots.end(), [](const Shot& shot) {
    return shot.why.starts_with("bar 17 beat 1, phrase, crash, accent, tension .");
  });
  EXPECT_TRUE(phrase);
}

TEST(Decide, APlacementToCheckIsSeenLess) {
  const Take take = groove_take(kBars);
  Film film = three_cameras(kEnd);
  const double sure = share_of(decided(film, take, in("cover")), 1);
  film.cameras[1].placement.grade = Grade::check;
  EXPECT_LT(share_of(decided(film, take, in("cover")), 1), sure);
}

TEST(Decide, ByErrorsTheLineThatIsLeastEvenIsSeen) {
  Take take = groove_take(kBars);
  for (Match& match : take.alignment.matches) {
    const bool kick = take.hits[static_cast<std::size_t>(match.hit)].voice == Voice::kick;
    match.error_ms = kick ? (match.hit % 2 == 0 ? 25 : -25) : 1;
  }
  Film film = three_cameras(kEnd);
  const Film made = decided(film, take, in("coach"));
  EXPECT_GT(share_of(made, 2), .5);  // the feet
}

TEST(Decide, TheSeedDecidesOnlyBetweenEquals) {
  const Take take = groove_take(kBars);
  Film film = three_cameras(kEnd);
  for (Camera& camera : film.cameras) camera.kind = CameraKind::other;
  Wishes one = in("cover"), two = in("cover");
  two.seed = 2;
  const Film a = decided(film, take, one), b = decided(film, take, two);
  EXPECT_EQ(decided(film, take, one).shots, a.shots);
  EXPECT_NE(a.shots, b.shots);
  ASSERT_EQ(a.shots.size(), b.shots.size());
  for (std::size_t s = 0; s < a.shots.size(); ++s) EXPECT_EQ(a.shots[s].from_s, b.shots[s].from_s);
}

TEST(Decide, TheLastBarOfWhiplashIsOneShotAndItsBeatsAreWhipped) {
  const Take take = groove_take(kBars);
  Film film = three_cameras(kEnd);
  film.cameras[2].kind = CameraKind::face;
  film.cameras.erase(film.cameras.begin() + 1);
  const Film made = decided(film, take, in("whiplash"));
  EXPECT_LE(made.shots.back().from_s, 1 + 2.4 * (kBars - 1));
  EXPECT_TRUE(std::any_of(made.shots.begin(), made.shots.end(),
                          [](const Shot& shot) { return shot.move.kind == MoveKind::whip; }));
}

TEST(Decide, WithoutStrokesACameraStandsAndNothingIsCutTwice) {
  Take take;
  take.source.rate = 1e6;
  const Film film = decided(three_cameras(30), take, in("clean"));
  expect_lawful(film, *style_from_id("clean"));
  EXPECT_EQ(film.shots.size(), 1u);
  take.hits.push_back({.frame = 12'000'000, .voice = Voice::crash, .strength = 100});
  expect_lawful(decided(three_cameras(30), take, in("clean")), *style_from_id("clean"));
}

// An hour of thirty strokes a second.
TEST(Decide, AHundredThousandStrokesAreAFilm) {
  Take take;
  take.source.rate = 1e6;
  for (int k = 0; k < 100'000; ++k)
    take.hits.push_back({.frame = 36'000 * static_cast<Frames>(k),
                         .voice = k % 8 == 0   ? Voice::kick
                                  : k % 4 == 2 ? Voice::snare
                                               : Voice::hat_closed,
                         .strength = static_cast<float>(60 + k % 40)});
  const Film film = decided(three_cameras(3600), take, in("clean"));
  EXPECT_EQ(film.marks.size(), 100'000U);
  EXPECT_GT(film.shots.size(), 500U);
  EXPECT_LT(film.shots.size(), 20'000U);
}

TEST(Decide, WhatCannotBeCutIsRefused) {
  const Take take = groove_take(4);
  EXPECT_FALSE(decide(three_cameras(0), take, in("clean")));
  Film film = three_cameras(10);
  film.cameras.clear();
  EXPECT_FALSE(decide(film, take, in("clean")));
  film.cameras.assign(17, camera_of("x", CameraKind::kit, 0, 10));
  ASSERT_FALSE(decide(film, take, in("clean")));
  EXPECT_EQ(decide(film, take, in("clean")).error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace firstchair::cut

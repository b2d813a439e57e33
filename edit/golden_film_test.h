// For tests: a film that has everything an edit list must hold, and names that no format likes.
//
//   frames    0       60      150  180     240            420
//   hands     |-------|                    |              |     two files, the second from frame 240 on
//   feet              |--------|                                other rate
//   nobody                     |---|
//   wide                           |-------|
//   wide                                                        its clock runs 400 ppm slow
#pragma once

#include "engine/cut/film.h"

namespace firstchair::edit {

inline cut::Film golden_film() {
  using namespace cut;
  Film film;
  film.title = "Groove & <fill> \"100%\" für Jo's kit";
  film.rate = {30000, 1001};
  const auto at = [&](int frame) { return 2 + frame * 1001 / 30000.; };
  film.from_s = at(0), film.to_s = at(420);
  film.sound = "my mix 50%.wav";
  film.style = "cover";
  film.seed = 7;
  film.cameras.resize(3);
  Camera& hands = film.cameras[0];
  hands.name = "hands";
  hands.files = {"phone one/hands & sticks.mp4", "phone one/hands#2?.mp4"};
  hands.kind = CameraKind::hands;
  hands.shows = {{.line = Line::snare, .x = .4, .y = .6, .z = 23.25}};
  hands.rate = {30, 1};
  hands.width = 1920, hands.height = 1080, hands.length_s = 61;
  hands.placement = {.grade = Grade::exact,
                     .pieces = {{.from_s = 0, .to_s = 5.25, .offset_s = 1.5, .slope = 20.1e-6},
                                {.from_s = 0, .to_s = 30, .offset_s = at(240) - .001, .slope = 20.1e-6}},
                     .offset_95_s = .0004,
                     .slope_95 = .4e-6,
                     .between_ways_s = .0006,
                     .residual_s = .0009,
                     .inliers = .93,
                     .strokes = 297,
                     .paired = 210,
                     .overlap_s = 14,
                     .also_at_s = {}};
  Camera& feet = film.cameras[1];
  feet.name = "feet";
  feet.files = {"/media/Füße.mov"};
  feet.kind = CameraKind::feet;
  feet.rate = {24000, 1001};
  feet.width = 1080, feet.height = 1920, feet.length_s = 40;
  feet.picture_late_s = .02;
  feet.seen_late_s = .0212, feet.seen_late_95_s = .0031;
  feet.placement = {.grade = Grade::frame,
                    .pieces = {{.from_s = 0, .to_s = 40, .offset_s = -2.443, .slope = 75e-6}},
                    .also_at_s = {}};
  Camera& wide = film.cameras[2];
  wide.name = "wide";
  wide.files = {"wide.mp4"};
  wide.kind = CameraKind::kit;
  wide.rate = {30000, 1001};
  wide.width = 3840, wide.height = 2160, wide.length_s = 3600;
  wide.placement = {.grade = Grade::check,
                    .pieces = {{.from_s = 0, .to_s = 3600, .offset_s = -1000, .slope = 400e-6}},
                    .also_at_s = {3.21}};
  film.shots = {{.camera = 0, .from_s = at(0), .to_s = at(60), .stroke_s = at(0), .why = "", .move = {}},
                {.camera = 1,
                 .from_s = at(60),
                 .to_s = at(150),
                 .stroke_s = at(61),
                 .why = "bar 2 beat 1, crash, tension .82",
                 .move = {}},
                {.camera = -1,
                 .from_s = at(150),
                 .to_s = at(180),
                 .stroke_s = at(150),
                 .why = "feet ends, tension .50",
                 .move = {}},
                {.camera = 2,
                 .from_s = at(180),
                 .to_s = at(240),
                 .stroke_s = at(181),
                 .why = "bar 3 beat 2.5, kick, tension .40",
                 .move = {}},
                {.camera = 0,
                 .from_s = at(240),
                 .to_s = at(420),
                 .stroke_s = at(241),
                 .why = "bar 4 beat 1, snare, accent, tension .91",
                 .move = {.kind = MoveKind::glide,
                          .from_x = .35,
                          .from_y = .5,
                          .to_x = .6,
                          .to_y = .5,
                          .from_s = at(240),
                          .to_s = at(420),
                          .window = .7}}};
  film.marks = {{.at_s = at(0) + .01, .line = Line::kick, .strength = .7, .bar = 1, .beat = 1},
                {.at_s = at(61), .line = Line::crash, .strength = .9, .bar = 2, .beat = 1},
                {.at_s = at(181), .line = Line::kick, .strength = .5, .bar = 3, .beat = 2.5},
                {.at_s = at(241), .line = Line::snare, .strength = .8, .bar = 4, .beat = 1}};
  film.tension = {{at(0), .2}, {at(420), .95}};
  film.phrases_s = {at(0), at(241)};
  return film;
}

// This is two minutes of one camera whose clock runs 400 ppm slow: 1.4 frames over the shot, so every list
// retimes it.
inline cut::Film drifting_film() {
  cut::Film film = golden_film();
  film.rate = {30, 1};
  film.from_s = 0, film.to_s = 120;
  film.cameras.erase(film.cameras.begin(), film.cameras.begin() + 2);
  film.shots = {{.camera = 0, .from_s = 0, .to_s = 120, .stroke_s = 0, .why = "", .move = {}}};
  film.sound.clear();
  film.sound_camera = 0;
  film.marks.clear();
  return film;
}

// This is the golden film of cameras that have timecodes, each of another kind:
//
//   hands     drop-frame at the film's rate, just before a minute; its second file has none
//   feet      10 o'clock at 23.976
//   wide      59.94 pictures a second, of which it counts half, past midnight
inline cut::Film timecode_film() {
  cut::Film film = golden_film();
  const cut::FrameRate half{30000, 1001};
  film.cameras[0].rate = half;
  film.cameras[0].timecodes = {cut::timecode_from("01:00:59;10", half), std::nullopt};
  film.cameras[1].timecodes = {cut::timecode_from("10:00:00:00", {24000, 1001})};
  film.cameras[2].rate = {60000, 1001};
  film.cameras[2].timecodes = {cut::timecode_from("23:50:00:00", half)};
  return film;
}

}  // namespace firstchair::edit

// This file helps the tests: a small film's folder, as `firstchair cut` leaves it.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "edit/cut_json.h"

namespace firstchair::server {

//  0        2        4        6        8      strokes at every half second; 25 frames a second
//  |  hands |  wide  |  hands |  wide  |
inline void write_film(const std::filesystem::path& folder) {
  cut::Film film;
  film.title = "A take";
  film.rate = {25, 1};
  film.width = 160, film.height = 90;
  film.to_s = 8;
  film.sound_camera = 1;
  for (const char* name : {"hands", "wide"}) {
    cut::Camera camera;
    camera.name = name;
    camera.files = {std::string(name) + ".mp4"};
    camera.placement = {.grade = cut::Grade::exact,
                        .pieces = {{.from_s = 0, .to_s = 8, .offset_s = 0, .slope = 20e-6}},
                        .offset_95_s = .0004,
                        .slope_95 = 2e-7,
                        .also_at_s = {}};
    camera.rate = {25, 1};
    camera.width = 160, camera.height = 90, camera.length_s = 8;
    film.cameras.push_back(camera);
  }
  for (int k = 0; k < 4; ++k) {
    cut::Shot shot;
    shot.camera = k % 2;
    shot.from_s = shot.stroke_s = 2. * k, shot.to_s = 2. * (k + 1);
    film.shots.push_back(shot);
  }
  for (double at = .5; at < 8; at += .5)
    film.marks.push_back({.at_s = at, .line = Line::snare, .strength = .5, .bar = 1, .beat = 1 + at});
  film.tension = {{0, .2}, {8, .9}};
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "cut.json") << edit::write_cut(film);
  std::ofstream(folder / "residuals.csv")
      << "at_s,off_ms,on_line,camera\n1.000,0.200,1,hands\n2.000,-9.000,0,hands\n";
}

}  // namespace firstchair::server

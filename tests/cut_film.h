// This file gives tests of `firstchair cut` cameras of one colour, and a film of two of them.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "edit/cut_json.h"
#include "testing/program/command.h"
#include "tests/film_letters.h"

namespace firstchair::tests {

class CutFilm : public ::testing::Test {
 protected:
  void camera(const std::string& name, const std::string& colour, const std::string& how = "",
              const std::string& size = "160x90") const {
    const std::string command = "ffmpeg -v error -nostdin -y -f lavfi -i color=" + colour + ":s=" + size +
                                ":r=25:d=2 -f lavfi -i sine=d=2 -c:v libx264 -preset ultrafast -threads 1 " +
                                how + " '" + here.path(name) + "'";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }
  // Red for a second, then blue; the sound is the red camera's.
  void cut(const std::string& name) const { here.write(name, edit::write_cut(red_and_blue())); }
  static cut::Film red_and_blue() {
    cut::Film film;
    film.rate = {25, 1};
    film.width = 160;
    film.height = 90;
    film.to_s = 2;
    film.sound_camera = 0;
    for (const char* of : {"red", "blue"}) {
      cut::Camera camera;
      camera.name = of;
      camera.files = {std::string(of) + ".mp4"};
      camera.placement.grade = cut::Grade::exact;
      camera.placement.pieces = {{0, 2, 0, 0}};
      camera.rate = {25, 1};
      camera.width = 160;
      camera.height = 90;
      camera.length_s = 2;
      film.cameras.push_back(camera);
    }
    film.shots.resize(2);
    film.shots[0].to_s = film.shots[1].from_s = film.shots[1].stroke_s = 1;
    film.shots[1].to_s = 2;
    film.shots[1].camera = 1;
    return film;
  }
  // Returns a letter a picture: r, b, or ?.
  std::string seen(const std::string& name) const { return film_letters(here.path(name)); }
  testing::Workplace here;
};

}  // namespace firstchair::tests

// Takes that are handed in and heard while whoever works at them is killed at points of that path.
#pragma once

#include <string>
#include <vector>

namespace firstchair::bench {

// A PointsRow is one way to be killed, at so many points of one path.
struct PointsRow {
  std::string what = {};
  int path = 0;    // calls of the whole path that others see, counted once without a kill
  int points = 0;  // at which somebody was killed
  int missed = 0;  // takes that were heard before the path came to their point
};

struct PointsTold {
  std::vector<PointsRow> rows;
  int kills = 0, students = 0, sent = 0;
  int lost = 0, doubled = 0, failed = 0, waiting = 0;
  int other_students = 0;  // who have more or fewer takes than they sent
  int not_as_played = 0;   // heard and told something else than was played
  int left_over = 0;       // lines in which `school doctor` warns of sound that nothing names
  bool log_whole = false;
  double seconds = 0;
  std::string fault = {};  // empty: nothing
  bool well() const {
    return fault.empty() && kills > 0 &&
           lost + doubled + failed + waiting + other_students + not_as_played == 0 && left_over == 0 &&
           log_whole;
  }
};

// A school of its own, with one server and one worker, is killed about `kills` times.
PointsTold kill_at_points(const std::string& program, int kills);

}  // namespace firstchair::bench

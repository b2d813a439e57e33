// A Timeline holds the bars in the order in which they were played. A skipped bar is not there, a repeated
// one is there twice; so every stroke has one place from left to right.
#pragma once

#include <string>
#include <vector>

#include "engine/core/take.h"

namespace firstchair::report {

struct PlayedBar {
  Bar bar;
  std::int32_t passage = 0;
  Ticks offset = 0;  // from the start of the timeline
};

struct TimelineMark {
  Ticks offset = 0;
  std::string text;  // "bar 9 skipped at 0:20"
};

class Timeline {
 public:
  static Timeline of(const Take& take);

  const std::vector<PlayedBar>& bars() const { return bars_; }
  const std::vector<TimelineMark>& marks() const { return marks_; }
  Ticks length() const { return length_; }
  // Returns where a tick of a passage stands, from the start of the timeline.
  Ticks offset(std::int32_t passage, Ticks tick) const;

 private:
  struct Stretch {
    Ticks first = 0, last = 0;  // chart ticks of its first bar line and its end
    Ticks offset = 0;
    bool used = false;
  };
  std::vector<PlayedBar> bars_;
  std::vector<TimelineMark> marks_;
  std::vector<Stretch> stretches_;  // by passage
  Ticks length_ = 0;
};

}  // namespace firstchair::report

// Is it this chart that is being played? A GrooveWatch asks while it goes on, of the last two bars that went
// by under the click. Slips, however many, come and go; another groove comes back: what was struck in one bar
// is struck again in the next, and it is not what the chart has. The chart itself at another tempo, or a beat
// beside the click, is the chart.
#pragma once

#include <vector>

#include "engine/core/chart.h"
#include "engine/core/source.h"

namespace firstchair::judge {

class GrooveWatch {
 public:
  // [setup] A chart for a pad says nothing of which drum, so any strokes may be it: it is never left.
  GrooveWatch(SourceKind kind, const Chart& chart);

  // Takes a stroke `at` bars of the click after the first bar line, in order of time.
  void stroke(Line line, double at) { strokes_.push_back({line, at}); }
  // Says that the next bar is over: how many notes it has (those that cannot be told apart left out), and how
  // many of them were answered on their drum. A bar that is free (FreeBars) tells nothing.
  void bar(int notes, int answered, bool free = false);

  // Returns whether something else is being played. It is told after two bars of it at the earliest, and
  // taken back after two bars of the chart.
  bool other() const { return other_; }
  // Returns whether the last bars may be the first of another groove: they are little of the chart, and it
  // takes more of them to tell. That lasts kDoubtfulBars at most.
  bool in_doubt() const { return !pad_ && !other_ && doubtful_ > 0 && doubtful_ <= kDoubtfulBars; }
  static constexpr int kDoubtfulBars = 2;

 private:
  struct Struck {
    Line line = Line::pad;
    double at = 0;
  };
  struct Closed {
    int notes = 0, answered = 0, strokes = 0;
  };
  double returns(double period) const;
  bool is_chart_at(double period) const;
  bool another_groove() const;

  double least_ = 0, least_return_ = 0;
  bool pad_ = false;
  std::vector<std::vector<Struck>> patterns_;  // of the chart's first bars, `at` in 0..1
  std::vector<Struck> strokes_;                // of the last two bars and of the open one
  Closed before_, last_;
  int bars_ = 0, doubtful_ = 0;  // bars in a row that are little of the chart
  bool other_ = false;
};

}  // namespace firstchair::judge

// The tempo to practise at: begin where 85 of 100 takes hold, 2 % up after three of four clean, 5 % down
// after two broken running, never above the breaking tempo but for one excursion an item and session.
#pragma once

#include <optional>
#include <vector>

namespace firstchair::teacher {

class PracticeTempo {
 public:
  // work: where 85 of 100 hold (T85); limit: where half do (T50). Quarter notes a minute.
  PracticeTempo(double work_bpm, double limit_bpm);

  double bpm() const { return bpm_; }
  void played(bool clean);
  // Once a session, when three of four held: the breaking tempo itself, for one take that is not counted.
  std::optional<double> excursion();
  // Share of the last ten takes that held; none before the first.
  std::optional<double> clean_share() const;

 private:
  double bpm_, limit_bpm_;
  std::vector<bool> all_;       // takes, in order
  std::vector<bool> at_tempo_;  // since the tempo last changed
  bool rose_ = false, excursion_done_ = false;
};

}  // namespace firstchair::teacher

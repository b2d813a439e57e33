// PracticeTempo says at which tempo to practise. It begins where 85 of 100 takes hold, goes up 2 % after
// three of four clean takes and down 5 % after two broken ones running, and never goes above the breaking
// tempo but for one excursion an item and session.
#pragma once

#include <optional>
#include <vector>

namespace firstchair::teacher {

class PracticeTempo {
 public:
  // Takes the tempi at which 85 of 100 takes hold (T85) and at which half of them do (T50), in quarter notes
  // a minute.
  PracticeTempo(double work_bpm, double limit_bpm);

  double bpm() const { return bpm_; }
  void played(bool clean);
  // Returns, once a session and when three of four takes held, the breaking tempo itself, for one take that
  // is not counted.
  std::optional<double> excursion();
  // Returns the share of the last ten takes that held, or nothing before the first.
  std::optional<double> clean_share() const;

 private:
  double bpm_, limit_bpm_;
  std::vector<bool> all_;       // takes, in order
  std::vector<bool> at_tempo_;  // since the tempo last changed
  bool rose_ = false, excursion_done_ = false;
};

}  // namespace firstchair::teacher

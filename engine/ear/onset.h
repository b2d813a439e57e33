// Frames of band powers + the waveform -> candidate strokes with their evidence: novelty, picker and refiner
// in a row.
#pragma once

#include <optional>

#include "engine/core/realtime.h"
#include "engine/ear/evidence.h"
#include "engine/ear/novelty.h"
#include "engine/ear/picker.h"
#include "engine/ear/refine.h"

namespace firstchair {

struct Candidate {
  Frames frame = 0;  // the attack, >= 0
  StrokeClues clues{};
  float curve = 0;     // novelty, dB
  float level_db = 0;  // peak of the sound from the attack to now, re full scale
  View view = View::mid;
};

class OnsetStage {
 public:
  // [setup]
  OnsetStage(const Features& features, double rate);

  // [audio] Call once a frame, with the history up to the frame's end. Candidates come in order of their
  // peaks; none is closer than 8.5 ms to the last accepted stroke.
  std::optional<Candidate> push(const BandPowers& bands, const History& history);
  // [audio] The candidate is a stroke: those after it are weighed against it.
  void accept(const Candidate& candidate);
  void reset();

  // Samples from an attack to the push that tells it, at most.
  Frames latency() const FIRSTCHAIR_AUDIO { return refiner_.search() + Picker::kLookAhead * hop_; }
  // Samples of history that push() looks back.
  Frames reach() const { return refiner_.reach() + Picker::kLookAhead * hop_; }

 private:
  float loud_at(Frames frame) const;

  double rate_;
  Frames hop_;
  Novelty novelty_;
  Picker picker_;
  Refiner refiner_;
  Candidate last_;
  float loud_db_ = 0;  // level of the loudest stroke
};

}  // namespace firstchair

// A PartWriter puts the strokes of one drum part into the measures of a score, beat by beat as programs write
// it: grace strokes wait for their main stroke, tied notes are no strokes, tremolos are played out.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "charts/score/written_score.h"

namespace firstchair::charts {

struct PartStroke {
  Voice voice = Voice::snare;
  Dynamic dynamic = Dynamic::normal;
  Ornament ornament = Ornament::none;
  Hand hand = Hand::unwritten;
  std::uint8_t velocity = 0;
  double tremolo = 0;  // length of one stroke in ticks, for a tremolo that is played out; 0: none
};

class PartWriter {
 public:
  // `score` has all its measures, and their meters.
  explicit PartWriter(WrittenScore& score) : score_(score) {}

  // A voice of a measure begins at its bar line. `measure` is an index.
  void begin_voice(std::size_t measure);
  void grace(Voice voice);
  // Writes strokes that sound together and last so long. The chord is empty for a rest.
  void beat(const std::vector<PartStroke>& chord, double ticks);
  // Moves the place in the voice.
  void move(double ticks);
  double now() const { return now_; }
  // The strokes of an earlier measure are played again in this one. Measures must have been read in order.
  void repeat(std::size_t measure, std::size_t earlier);
  // This measure has slashes and no strokes: the groove before is suggested (groove_before). It is told.
  void keep_time(std::size_t measure);
  // Returns how many strokes were written so far.
  std::size_t strokes() const { return notes_.size(); }
  // Counts a note of an instrument that no chart holds, in this measure.
  void outside(std::string name);

  // Velocities are read and the strokes go into their measures. Returns false when there are over 1,000,000.
  bool finish();

 private:
  struct Written {
    std::size_t measure = 0;
    Note note;
  };
  void add(const Note& note);
  std::span<const Written> of(std::size_t measure) const;

  WrittenScore& score_;
  std::vector<Written> notes_;
  std::size_t measure_ = 0;
  double now_ = 0;
  std::array<int, kVoiceCount> graces_{};
};

}  // namespace firstchair::charts

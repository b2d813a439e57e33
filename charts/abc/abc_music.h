// The AbcMusic reads the music lines of one voice of an ABC tune into its measures.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "charts/abc/abc_tune.h"

namespace firstchair::charts {

class AbcMusic {
 public:
  // Takes an inline field: "[M:3/4]" is 'M' and "3/4". `rest` is what stands behind a "[V:...]", which is
  // another voice's; of other fields it is empty.
  using Field = std::function<std::optional<Error>(char name, std::string_view value, std::string_view rest)>;

  AbcMusic(AbcVoice& voice, Remarks& remarks) : voice_(&voice), remarks_(&remarks) {}

  void set_unit(double ticks) { unit_ = ticks; }
  double unit() const { return unit_; }
  // A meter holds from the measure on in which nothing stands yet.
  void set_meter(const MeterChange& meter);
  void set_tempo(double bpm);  // quarter notes a minute
  std::optional<Error> read(std::string_view text, int line, const Field& field);

 private:
  struct Decorations {
    bool accent = false, ghost = false, open = false;
    std::string_view head;
    int slashes = 0;
  };

  std::optional<Error> element();
  void sign(char c);
  void decoration(std::string_view name);
  void jump(std::string_view name);
  void bar_line();
  void ending();
  std::optional<Error> chord();
  void note();
  void graces();
  void tuplet();
  std::optional<Error> rests();
  void broken();
  double length();
  void add_beat(AbcBeat beat, double units);
  AbcStroke stroke_of(const AbcKey& key) const;
  AbcMeasure& begin_measure();
  bool at(char c) const { return at_ < text_.size() && text_[at_] == c; }
  std::string place() const;

  AbcVoice* voice_;
  Remarks* remarks_;
  double unit_ = 0;
  MeterChange meter_;
  std::optional<double> tempo_;  // that waits for a measure
  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 0;
  bool open_ = false;  // a measure has begun
  BarFlow coming_;     // of the next measure
  Decorations decorations_;
  std::vector<AbcKey> graces_;
  std::vector<AbcKey> tied_;  // to the next beat
  double broken_ = 1;         // what ">" leaves for the next beat
  int tuplet_left_ = 0;       // beats of it
  double tuplet_times_ = 1;
  std::uint8_t velocity_ = 0;
};

}  // namespace firstchair::charts

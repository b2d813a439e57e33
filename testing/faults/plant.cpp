#include "testing/faults/plant.h"

namespace firstchair::testing {

Planted on_line(Subject subject, Line line, double size) {
  Planted p;
  p.claim.subject = subject;
  p.claim.line = line;
  p.claim.sign = size == 0 ? 0 : sign_of(size);
  p.size = size;
  return p;
}

Planted anywhere(Subject subject, int sign) {
  Planted p;
  p.claim.subject = subject;
  p.claim.sign = sign;
  return p;
}

Planted at_place(Line line, double beat, double size, int every) {
  Planted p = on_line(Subject::place, line, size);
  p.claim.beat = beat;
  p.claim.every = every;
  return p;
}

Planted in_phrase(double from, double to, double size, int every) {
  Planted p;
  p.claim = {.subject = Subject::phrase, .beat = from, .every = every, .sign = sign_of(size)};
  p.beat_to = to;
  p.size = size;
  return p;
}

Planted in_bar(int bar, double size) {
  Planted p;
  p.claim = {.subject = Subject::bar, .bar = bar, .sign = sign_of(size)};
  p.size = size;
  return p;
}

double beat_at(const Playing& playing, Ticks in_bar) {
  return 1 + static_cast<double>(in_bar) * playing.groove.chart.meters.front().unit /
                 static_cast<double>(kTicksPerWhole);
}

Ticks a_place(const Playing& playing, Line line, Seed seed) {
  const std::vector<Ticks> places = playing.places(line);
  return places.size() < 2 ? places.front() : places[1 + seed / 7 % (places.size() - 1)];
}

}  // namespace firstchair::testing

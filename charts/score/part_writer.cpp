#include "charts/score/part_writer.h"

#include <algorithm>
#include <cmath>

#include "charts/limits.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kLongestName = 60;
constexpr double kMostStrokes = 64;  // of one tremolo

}  // namespace

void PartWriter::begin_voice(std::size_t measure) {
  measure_ = measure;
  now_ = 0;
  graces_ = {};
}

void PartWriter::grace(Voice voice) {
  ++graces_[static_cast<std::size_t>(voice)];
}

void PartWriter::move(double ticks) {
  now_ = std::clamp(now_ + ticks, 0.0, static_cast<double>(kLongestMeasure));
}

void PartWriter::outside(std::string name) {
  score_.measures[measure_].outside.push_back(name.substr(0, kLongestName));
}

std::span<const PartWriter::Written> PartWriter::of(std::size_t measure) const {
  const auto [from, to] = std::ranges::equal_range(notes_, measure, {}, &Written::measure);
  return {from, to};
}

void PartWriter::repeat(std::size_t measure, std::size_t earlier) {
  begin_voice(measure);
  auto at = static_cast<std::size_t>(of(earlier).data() - notes_.data());
  for (const std::size_t end = notes_.size(); at < end && notes_[at].measure == earlier; ++at)
    add(Note(notes_[at].note));
}

void PartWriter::keep_time(std::size_t measure) {
  const auto alike = [&](std::size_t a, std::size_t b) {
    return std::ranges::equal(of(a), of(b), [](const Written& one, const Written& other) {
      return one.note.tick == other.note.tick && one.note.voice == other.note.voice;
    });
  };
  const std::size_t groove = groove_before(measure, alike, [&](std::size_t m) { return of(m).empty(); });
  score_.remarks.add(score_.measures[measure].place, groove < measure ? kKeepTime : kSlashesAlone);
  if (groove == measure) return;
  const std::size_t from = notes_.size();
  repeat(measure, groove);
  for (std::size_t i = from; i < notes_.size(); ++i) notes_[i].note.suggested = true;
}

void PartWriter::add(const Note& note) {
  if (notes_.size() > kMaxNotes) return;  // finish says so
  const ScoreMeasure& measure = score_.measures[measure_];
  if (measure.meter && note.tick >= measure.length) {
    score_.remarks.add(measure.place, "strokes behind the end of the bar are left out");
  } else {
    notes_.push_back({measure_, note});
  }
}

void PartWriter::beat(const std::vector<PartStroke>& chord, double ticks) {
  std::vector<int> graces(chord.size());
  for (std::size_t drum = 0; drum < graces_.size() && !chord.empty(); ++drum) {
    // On the drum they were written for, else on the first.
    const auto own = std::find_if(chord.begin(), chord.end(), [&](const PartStroke& stroke) {
      return stroke.voice == static_cast<Voice>(drum);
    });
    graces[own == chord.end() ? 0 : static_cast<std::size_t>(own - chord.begin())] += graces_[drum];
  }
  graces_ = {};
  for (std::size_t i = 0; i < chord.size(); ++i) {
    const PartStroke& stroke = chord[i];
    Note note{.tick = std::llround(now_),
              .voice = stroke.voice,
              .dynamic = stroke.dynamic,
              .ornament = stroke.ornament,
              .hand = stroke.hand,
              .velocity = stroke.velocity};
    if (graces[i] > 0) note.ornament = graces[i] == 1 ? Ornament::flam : Ornament::drag;
    const int strokes =
        stroke.tremolo > 0
            ? static_cast<int>(std::clamp(std::round(ticks / stroke.tremolo), 1.0, kMostStrokes))
            : 1;
    for (int k = 0; k < strokes; ++k) {
      note.tick = std::llround(now_ + ticks * k / strokes);
      add(note);
      note.ornament = Ornament::none;
      note.hand = Hand::unwritten;
      if (note.dynamic == Dynamic::accent) note.dynamic = Dynamic::normal;
    }
  }
  move(ticks);
}

bool PartWriter::finish() {
  std::vector<Note*> notes;
  for (Written& written : notes_) notes.push_back(&written.note);
  const auto other = [&](const Note* note) { return note->velocity != notes.front()->velocity; };
  if (std::none_of(notes.begin(), notes.end(), other)) {  // one for all tells nothing
    for (Note* note : notes) note->velocity = 0;
  }
  read_velocities(notes);
  for (const Written& written : notes_) score_.measures[written.measure].notes.push_back(written.note);
  score_.strokes += notes_.size();
  return score_.strokes <= kMaxNotes;
}

}  // namespace firstchair::charts

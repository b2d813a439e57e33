#include "engine/follow/chart/align.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "engine/follow/chart/beam.h"
#include "engine/follow/chart/claims.h"
#include "engine/follow/chart/reassign.h"
#include "engine/follow/pulse/pulse.h"

namespace firstchair::follow {
namespace {

// Where the chart was left at one end of a passage, as chord indices [begin, end).
struct Span {
  int begin = 0, end = 0;
};

int chord_of(const Score& score, int note) {
  auto after = std::upper_bound(score.chords.begin(), score.chords.end(), note,
                                [](int n, const Chord& c) { return n < c.first_note; });
  return static_cast<int>(after - score.chords.begin()) - 1;
}

constexpr double kAtOnce = 50;  // ms, within which strokes are one attack of several drums

// The later half of a bar without a stroke is where the player had stopped, the earlier half with one is
// where the player had not yet come in; less than that are notes left out.
bool first_half(const Score& score, const Chord& chord) {
  const ScoreBar& bar = score.bars[static_cast<std::size_t>(chord.bar)];
  const ScoreBar& next = score.bars[static_cast<std::size_t>(chord.bar) + 1];
  return 2 * (chord.tick - bar.tick) < next.tick - bar.tick;
}

class Builder {
 public:
  Builder(std::span<const Hit> hits, const Chart& chart, const Score& score, const AlignConfig& config)
      : hits_(hits), chart_(chart), score_(score), config_(config) {}

  void read(const std::vector<BeamStep>& steps) {
    answers_.resize(hits_.size());
    int last_chord = -1;
    Frames last_frame = 0, last_answer = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const BeamStep& step = steps[i];
      answers_[i] = {step.note, step.grace, static_cast<int>(passages_.size()) - 1};
      if (step.note >= 0 && !step.grace) {
        const int chord = chord_of(score_, step.note);
        if (step.arrival != Arrival::on) arrive(step, chord, last_chord, last_frame, hits_[i].frame);
        answers_[i].passage = static_cast<int>(passages_.size()) - 1;
        last_chord = chord;
        last_answer = hits_[i].frame;
        spans_.back().end = chord + 1;
      }
      last_frame = hits_[i].frame;
    }
    for (Answer& answer : answers_) answer.passage = std::max(answer.passage, 0);
    if (last_chord >= 0) finish(last_chord, last_answer);
  }

  Alignment build() const {
    Alignment alignment;
    alignment.passages = passages_;
    alignment.departures = departures_;
    std::vector<std::int32_t> heard(score_.notes.size(), -1);  // passage in which the note was last answered
    std::vector<std::int32_t> chord_heard(score_.chords.size(), -1);
    for (std::size_t i = 0; i < hits_.size(); ++i) {
      const Answer& answer = answers_[i];
      Match match;
      match.hit = static_cast<std::int32_t>(i);
      match.passage = answer.passage;
      match.kind = MatchKind::extra;
      if (answer.note >= 0) {
        const Note& note = score_.notes[static_cast<std::size_t>(answer.note)];
        match.note = answer.note;
        match.tick = note.tick;
        match.kind = answer.grace                                             ? MatchKind::grace
                     : same_voice(hits_[i].voice, note.voice, config_.detail) ? MatchKind::matched
                                                                              : MatchKind::wrong_voice;
        if (!answer.grace) {
          heard[static_cast<std::size_t>(answer.note)] = answer.passage;
          chord_heard[static_cast<std::size_t>(chord_of(score_, answer.note))] = answer.passage;
          Passage& passage = alignment.passages[static_cast<std::size_t>(answer.passage)];
          if (passage.first_frame < 0) {
            passage.first_tick = note.tick;
            passage.first_frame = hits_[i].frame;
          }
          passage.last_tick = note.tick;
          passage.last_frame = hits_[i].frame;
        }
      }
      alignment.matches.push_back(match);
      const bool passage_ends = i + 1 == hits_.size() || answers_[i + 1].passage != answer.passage;
      if (passage_ends && !passages_.empty()) leave_out(alignment, answer.passage, heard, chord_heard);
    }
    if (passages_.empty()) {
      for (std::size_t i = 0; i < score_.notes.size(); ++i)
        add_missed(alignment, static_cast<int>(i), 0, MatchKind::missed);
    }
    fit_pulse(alignment, hits_, chart_, {.rate = config_.rate, .tuning = config_.tuning.pulse});
    if (config_.length > 0) {
      std::erase_if(alignment.matches, [&](const Match& match) {
        return match.hit < 0 && match.target > static_cast<double>(config_.length);
      });
    }
    return alignment;
  }

  std::vector<Answer>& answers() { return answers_; }

 private:
  void arrive(const BeamStep& step, int chord, int last_chord, Frames last_frame, Frames frame) {
    const Chord& at = score_.chords[static_cast<std::size_t>(chord)];
    Passage passage;
    passage.first_frame = -1;
    Span span{chord, chord + 1};
    if (step.arrival == Arrival::start) {
      const ScoreBar& bar = score_.bars[static_cast<std::size_t>(at.bar)];
      const bool in_time = first_half(score_, at);
      if (in_time) span.begin = bar.first_chord;
      const int late = in_time ? at.bar : at.bar + 1;
      if (chord > 0 && late > 0 && score_.bars[static_cast<std::size_t>(late)].first_chord > 0) {
        departures_.push_back({DepartureKind::late_start, 1, late, frame, 0});
      }
    } else if (step.arrival == Arrival::jump) {
      passage.new_pulse = false;
      const ScoreBar& line = score_.bars[static_cast<std::size_t>(step.line)];
      const ScoreBar& to = score_.bars[static_cast<std::size_t>(step.bar)];
      passage.offset = passages_.back().offset + line.tick - to.tick;
      spans_.back().end = std::max(spans_.back().end, line.first_chord);
      span.begin = to.first_chord;
      if (step.bar > step.line) {
        departures_.push_back({DepartureKind::skipped, step.line + 1, step.bar, frame, 0});
      } else if (step.bar != 0 || step.line != score_.bar_count()) {
        departures_.push_back({DepartureKind::repeated, step.bar + 1, step.line, frame, 0});
      } else {
        looped_ = true;
      }
    } else {
      const int from = score_.chords[static_cast<std::size_t>(last_chord)].bar;
      passage.offset = passages_.back().offset + score_.bars[static_cast<std::size_t>(from) + 1].tick -
                       score_.bars[static_cast<std::size_t>(at.bar)].tick;
      departures_.push_back({DepartureKind::restart, from + 1, at.bar + 1, frame,
                             frames_to_ms(static_cast<double>(frame - last_frame), config_.rate)});
    }
    passages_.push_back(passage);
    spans_.push_back(span);
  }

  void finish(int last_chord, Frames last_answer) {
    const Chord& last = score_.chords[static_cast<std::size_t>(last_chord)];
    const int in_bar = score_.bars[static_cast<std::size_t>(last.bar) + 1].first_chord;
    const int total = static_cast<int>(score_.chords.size());
    // A chart that was played to its end and begun again may stop anywhere, and nothing after that is missed.
    // Who strikes on, strikes something else in its place.
    const double after_ms = frames_to_ms(static_cast<double>(hits_.back().frame - last_answer), config_.rate);
    const bool left = (looped_ && after_ms < kAtOnce) || (first_half(score_, last) && in_bar < total);
    const bool stopped = in_bar > last_chord + 1 && left;
    if (!stopped) spans_.back().end = in_bar;
    const int unplayed = stopped ? last_chord + 1 : in_bar;
    if (unplayed < total && !looped_) {
      departures_.push_back({DepartureKind::early_end, last.bar + (stopped ? 1 : 2), score_.bar_count(),
                             hits_.back().frame, 0});
    }
  }

  void add_missed(Alignment& alignment, int note, int passage, MatchKind kind) const {
    Match match;
    match.kind = kind;
    match.note = note;
    match.passage = passage;
    match.tick = score_.notes[static_cast<std::size_t>(note)].tick;
    alignment.matches.push_back(match);
  }

  void leave_out(Alignment& alignment, int passage, const std::vector<std::int32_t>& heard,
                 const std::vector<std::int32_t>& chord_heard) const {
    const Span& span = spans_[static_cast<std::size_t>(passage)];
    for (int c = span.begin; c < span.end; ++c) {
      const Chord& chord = score_.chords[static_cast<std::size_t>(c)];
      const bool masked = score_.from_sound() && chord_heard[static_cast<std::size_t>(c)] == passage;
      for (int n = chord.first_note; n < chord.first_note + chord.notes; ++n) {
        if (heard[static_cast<std::size_t>(n)] == passage) continue;
        add_missed(alignment, n, passage, masked ? MatchKind::masked : MatchKind::missed);
      }
    }
  }

  std::span<const Hit> hits_;
  const Chart& chart_;
  const Score& score_;
  const AlignConfig& config_;
  std::vector<Answer> answers_;
  std::vector<Passage> passages_;
  std::vector<Span> spans_;
  std::vector<Departure> departures_;
  bool looped_ = false;
};

}  // namespace

namespace {

// What is only suggested is not missed, and a stroke on another drum does not answer it.
void free_suggested(Alignment& alignment, const Chart& chart) {
  const auto suggested = [&](const Match& match) {
    return match.note >= 0 && chart.notes[static_cast<std::size_t>(match.note)].suggested;
  };
  std::erase_if(alignment.matches, [&](const Match& match) { return match.hit < 0 && suggested(match); });
  for (Match& match : alignment.matches) {
    if (match.kind != MatchKind::wrong_voice || !suggested(match)) continue;
    match.kind = MatchKind::extra;
    match.note = -1;
    match.error_ms = 0;
  }
}

}  // namespace

Alignment align(std::span<const Hit> hits, const Chart& chart, const AlignConfig& config) {
  const ChartTuning& tuning = config.tuning;
  const Score score(chart, config.detail, config.polyphonic, tuning.score);
  Builder builder(hits, chart, score, config);
  std::vector<BeamStep> steps(hits.size());
  if (!hits.empty() && !score.chords.empty()) {
    Beam beam(score, {.bpm = config.bpm > 0 ? config.bpm : score.grid.bpm(),
                      .beam = tuning.whole,
                      .jump = tuning.jump,
                      .belief = tuning.belief});
    for (const Hit& hit : hits) beam.push(hit, static_cast<double>(hit.frame) / config.rate);
    steps = beam.path();
  }
  builder.read(steps);
  Alignment alignment = builder.build();
  if (reassign(builder.answers(), alignment, hits, score, config.rate, tuning.reassign))
    alignment = builder.build();
  withdraw_claims(alignment, hits, score, tuning.claims);
  free_suggested(alignment, chart);
  return alignment;
}

}  // namespace firstchair::follow

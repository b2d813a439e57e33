#include "engine/drill.h"

#include <algorithm>
#include <cmath>

#include "engine/judge/judge.h"

namespace firstchair {
namespace {

// After a bar's end: a late last stroke, and the ear's 40 ms.
constexpr double kLater = 0.15;

// As the whole take's alignment says it (follow/chart/align.cpp): of a chord that was heard in part, what a
// source of sound did not tell is not missed.
template <class Answered>
bool covered_by_chord(const Source& source, const std::vector<Note>& notes, std::size_t note,
                      Answered&& answered) {
  if (source.detail == VoiceDetail::voice && source.polyphonic) return false;
  for (std::size_t n = note; n-- > 0 && notes[n].tick == notes[note].tick;) {
    if (answered(n)) return true;
  }
  for (std::size_t n = note + 1; n < notes.size() && notes[n].tick == notes[note].tick; ++n) {
    if (answered(n)) return true;
  }
  return false;
}

}  // namespace

Result<Drill> Drill::make(DrillConfig config) {
  if (!config.session.chart) return Error{ErrorCode::usage, "drill", "a drill needs a chart", {}};
  Result<Session> session = Session::make(config.session);
  if (!session) return session.error();
  const Chart& chart = *config.session.chart;
  const std::vector<Bar> bars = bars_of(chart);
  const bool ascending = std::is_sorted(config.bar_lines.begin(), config.bar_lines.end());
  if (config.bar_lines.size() != bars.size() + 1 || !ascending ||
      (!config.bar_numbers.empty() && config.bar_numbers.size() != bars.size())) {
    return Error{ErrorCode::usage, "drill", "the bar lines are not those of the chart", {}};
  }
  const bool pad = config.session.voices == ear::VoicesMode::pad;
  const bool sound = config.session.source.kind == SourceKind::audio;
  const double bar_frames = config.bar_lines[1] - config.bar_lines[0];
  const double quarters =
      static_cast<double>(bars[0].meter.bar_length()) / static_cast<double>(kTicksPerQuarter);
  Result<follow::Follower> follower =
      follow::Follower::make(chart, {.rate = config.session.source.rate,
                                     .detail = pad     ? VoiceDetail::none
                                               : sound ? VoiceDetail::family
                                                       : VoiceDetail::voice,
                                     .polyphonic = !pad,
                                     .bpm = 60 * quarters * config.session.source.rate / bar_frames,
                                     .click = true,
                                     .first_bar = config.bar_lines[0]});
  if (!follower) return follower.error();
  return Drill(std::move(config), std::move(*session), std::move(*follower));
}

Drill::Drill(DrillConfig config, Session session, follow::Follower follower)
    : config_(std::move(config)),
      session_(std::move(session)),
      follower_(std::move(follower)),
      judge_(session_.source().errors, config_.offset_sd_ms),
      watch_(config_.session.source.kind, *config_.session.chart),
      grid_(*config_.session.chart),
      bars_of_chart_(bars_of(*config_.session.chart)),
      free_bars_(*config_.session.chart),
      answers_(config_.session.chart->notes.size()),
      kept_(follow::Follower::kMemory + 1),
      later_(static_cast<Frames>(kLater * config_.session.source.rate)) {
  told_.reserve(answers_.size() * 5 / 4);
}

void Drill::push(std::span<const float> mono) {
  strokes_.clear();
  bars_.clear();
  broke_.reset();
  session_.push(mono);
  for (const Hit& hit : session_.heard()) follow(hit);
  now_ += static_cast<Frames>(mono.size());
  close_bars();
}

void Drill::push(std::span<const Hit> hits) {
  strokes_.clear();
  bars_.clear();
  broke_.reset();
  session_.push(hits);
  for (const Hit& hit : hits) {
    follow(hit);
    now_ = std::max(now_, hit.frame);
  }
  close_bars();
}

void Drill::advance(Frames frame) {
  strokes_.clear();
  bars_.clear();
  broke_.reset();
  now_ = std::max(now_, frame);
  close_bars();
}

void Drill::follow(const Hit& hit) {
  // What sounds before the first bar line is count-in, or a player trying the drum.
  const double early = 0.25 * (config_.bar_lines[1] - config_.bar_lines[0]);
  if (by_click(hit.frame) < config_.bar_lines[0] - early) return;
  follower_.push(hit);
  frames_.push_back(hit.frame);
  watch_.stroke(line_of(hit.voice), bars_of_click(by_click(hit.frame)));
  for (const follow::Followed& revision : follower_.revisions()) {
    answer(revision, kept_[static_cast<std::size_t>(revision.stroke) % kept_.size()].hit, true);
  }
  answer(follower_.answer(), hit, false);
}

void Drill::withdraw(std::int64_t stroke) {
  const std::int32_t note = kept_[static_cast<std::size_t>(stroke) % kept_.size()].note;
  if (note >= 0 && answers_[static_cast<std::size_t>(note)].stroke == stroke)
    answers_[static_cast<std::size_t>(note)] = {};
  std::erase_if(extras_, [&](const Extra& extra) { return extra.stroke == stroke; });
}

void Drill::answer(const follow::Followed& followed, const Hit& hit, bool revised) {
  if (revised) withdraw(followed.stroke);
  Kept& kept = kept_[static_cast<std::size_t>(followed.stroke) % kept_.size()];
  kept = {hit, -1};
  DrillStroke told{.hit = hit, .kind = followed.kind, .note = followed.note, .revised = revised};
  if (followed.note >= 0 && followed.kind != MatchKind::grace) {
    const Note& note = config_.session.chart->notes[static_cast<std::size_t>(followed.note)];
    const double target = frame_of(note.tick), apart = by_click(hit.frame) - target;
    const Bar& bar = bar_at(bars_of_chart_, note.tick);
    const std::size_t index = static_cast<std::size_t>(&bar - bars_of_chart_.data());
    const double beat = (config_.bar_lines[index + 1] - config_.bar_lines[index]) / bar.meter.beats;
    told.elsewhere = std::abs(apart) > beat / 2;
    told.error_ms = frames_to_ms(apart, config_.session.source.rate);
    if (!told.elsewhere) {
      kept.note = followed.note;
      answers_[static_cast<std::size_t>(followed.note)] = {
          .stroke = followed.stroke,
          .kind = followed.kind,
          .error_ms = told.error_ms,
          .timed = hit.timed && followed.kind == MatchKind::matched};
    }
  }
  if (followed.kind == MatchKind::extra || told.elsewhere)
    extras_.push_back({followed.stroke, line_of(hit.voice), by_click(hit.frame)});
  strokes_.push_back(told);
  told_.push_back(told);
}

void Drill::close_bars() {
  const Chart& chart = *config_.session.chart;
  while (open_ < bars_of_chart_.size() && by_click(now_ - later_) >= config_.bar_lines[open_ + 1]) {
    std::vector<judge::BarNote> notes;
    const bool free = free_bars_.has(bars_of_chart_[open_].start);
    int to_answer = 0, answered = 0;
    for (; first_note_ < chart.notes.size() && chart.notes[first_note_].tick < bars_of_chart_[open_].end();
         ++first_note_) {
      const Note& note = chart.notes[first_note_];
      const Answer& answer = answers_[first_note_];
      if (note.suggested && (answer.stroke < 0 || answer.kind == MatchKind::wrong_voice)) continue;
      notes.push_back({.line = line_of(note.voice),
                       .ghost = note.dynamic == Dynamic::ghost,
                       .kind = answer.stroke >= 0     ? answer.kind
                               : covered(first_note_) ? MatchKind::masked
                                                      : MatchKind::missed,
                       .timed = answer.timed && note.dynamic != Dynamic::ghost,
                       .error_ms = answer.error_ms});
      to_answer += notes.back().kind != MatchKind::masked;
      answered += notes.back().kind == MatchKind::matched;
    }
    std::vector<judge::BarExtra> extras;
    for (const Extra& extra : extras_) {
      if (extra.frame < config_.bar_lines[open_ + 1] && !free)
        extras.push_back({extra.line, one_stroke(static_cast<std::size_t>(extra.stroke))});
    }
    std::erase_if(extras_, [&](const Extra& extra) { return extra.frame < config_.bar_lines[open_ + 1]; });
    const int number = config_.bar_numbers.empty() ? static_cast<int>(open_) + 1 : config_.bar_numbers[open_];
    bars_.push_back(judge_.close(number, notes, extras));
    watch_.bar(to_answer, answered, free);
    find_break(bars_.back());
    ++open_;
  }
}

void Drill::find_break(const BarVerdict& bar) {
  if (!faulty_ && bar.fault != BarFault::none) faulty_ = bar;
  if (config_.ask_chart_played && watch_.in_doubt()) return;
  if (!other_groove() && faulty_ && !broke_) broke_ = faulty_;
  faulty_.reset();
}

bool Drill::covered(std::size_t note) const {
  return covered_by_chord(session_.source(), config_.session.chart->notes, note,
                          [&](std::size_t n) { return answers_[n].stroke >= 0; });
}

bool Drill::one_stroke(std::size_t stroke) const {
  const auto near = [&](std::size_t a, std::size_t b) {
    return may_be_one_stroke(session_.source(), frames_[a], frames_[b]);
  };
  return (stroke > 0 && near(stroke - 1, stroke)) ||
         (stroke + 1 < frames_.size() && near(stroke, stroke + 1));
}

double Drill::by_click(Frames frame) const {
  const double its = static_cast<double>(frame);
  return its - clock_.behind - clock_.slope * (its - clock_.frame);
}

double Drill::bars_of_click(double frame) const {
  const std::vector<double>& lines = config_.bar_lines;
  const auto next = std::upper_bound(lines.begin() + 1, lines.end() - 1, frame);
  const double from = *(next - 1), to = *next;
  return static_cast<double>(next - lines.begin() - 1) + (frame - from) / (to - from);
}

Take Drill::finish() {
  if (other_groove()) session_.leave_chart();
  Take take = session_.finish();
  finished_ = take.source;
  return take;
}

Take Drill::against_click() const {
  const Chart& chart = *config_.session.chart;
  const double rate = config_.session.source.rate;
  const double bpm = config_.session.bpm > 0 ? config_.session.bpm : tempo_at(chart, 0);
  std::vector<DrillStroke> strokes = last_told(told_);
  std::stable_sort(strokes.begin(), strokes.end(),
                   [](const DrillStroke& a, const DrillStroke& b) { return a.hit.frame < b.hit.frame; });
  Take take;
  take.source = finished_;
  take.chart = chart;
  take.alignment.passages.resize(1);
  take.reading = {.chart_given = true, .bpm = bpm, .bpm_low = bpm, .bpm_high = bpm};
  std::vector<bool> answered(chart.notes.size(), false);
  std::ptrdiff_t reached = -1;  // the last bar with a stroke
  const auto bar_of = [&](double frame) {
    const auto line = std::upper_bound(config_.bar_lines.begin(), config_.bar_lines.end(), frame);
    return std::clamp<std::ptrdiff_t>(line - config_.bar_lines.begin() - 1, 0,
                                      static_cast<std::ptrdiff_t>(bars_of_chart_.size()) - 1);
  };
  for (const DrillStroke& stroke : strokes) {
    Match match{.kind = stroke.kind, .hit = static_cast<std::int32_t>(take.hits.size()), .note = stroke.note};
    const double frame = static_cast<double>(stroke.hit.frame);
    match.target = frame;
    const bool freely = stroke.note >= 0 && stroke.kind == MatchKind::wrong_voice &&
                        chart.notes[static_cast<std::size_t>(stroke.note)].suggested;
    if (stroke.note < 0 || stroke.elsewhere || freely) {
      match.kind = MatchKind::extra;
      match.note = -1;
      match.tick = bars_of_chart_[static_cast<std::size_t>(bar_of(by_click(stroke.hit.frame)))].start;
    } else {
      match.tick = chart.notes[static_cast<std::size_t>(stroke.note)].tick;
      match.error_ms = stroke.error_ms;
      match.target = ms_to_frames(frames_to_ms(frame, rate) - stroke.error_ms, rate);
      if (stroke.kind != MatchKind::grace) answered[static_cast<std::size_t>(stroke.note)] = true;
    }
    const Bar& bar = bar_at(bars_of_chart_, match.tick);
    reached = std::max(reached, &bar - bars_of_chart_.data());
    take.hits.push_back(stroke.hit);
    take.alignment.matches.push_back(match);
  }
  const auto bars = static_cast<std::ptrdiff_t>(bars_of_chart_.size());
  if (reached >= 0 && reached + 1 < bars) {
    take.alignment.departures.push_back({.kind = DepartureKind::early_end,
                                         .first_bar = static_cast<int>(reached) + 2,
                                         .last_bar = static_cast<int>(bars),
                                         .frame = strokes.back().hit.frame});
  }
  const Ticks end = reached < 0 ? 0 : bars_of_chart_[static_cast<std::size_t>(reached)].end();
  for (std::size_t i = 0; i < answered.size() && chart.notes[i].tick < end; ++i) {
    if (answered[i] || chart.notes[i].suggested) continue;
    const Ticks tick = chart.notes[i].tick;
    const bool covered =
        covered_by_chord(take.source, chart.notes, i, [&](std::size_t n) { return answered[n]; });
    take.alignment.matches.push_back({.kind = covered ? MatchKind::masked : MatchKind::missed,
                                      .note = static_cast<std::int32_t>(i),
                                      .tick = tick,
                                      .target = frame_of(tick)});
  }
  std::stable_sort(take.alignment.matches.begin(), take.alignment.matches.end(),
                   [](const Match& a, const Match& b) { return a.target < b.target; });
  take.verdict = judge::judge(take.source, take.hits, take.chart, take.reading, take.alignment,
                              config_.session.norms, {.bpm_wanted = bpm});
  return take;
}

std::vector<DrillStroke> last_told(const std::vector<DrillStroke>& told) {
  std::vector<DrillStroke> strokes;
  for (const DrillStroke& stroke : told) {
    const auto before = std::find_if(strokes.rbegin(), strokes.rend(), [&](const DrillStroke& other) {
      return stroke.revised && other.hit == stroke.hit;
    });
    if (before != strokes.rend())
      *before = stroke;
    else
      strokes.push_back(stroke);
  }
  return strokes;
}

double Drill::frame_of(Ticks tick) const {
  const Bar& bar = bar_at(bars_of_chart_, tick);
  const std::size_t index = static_cast<std::size_t>(&bar - bars_of_chart_.data());
  const double from = grid_.position(bar.start), to = grid_.position(bar.end());
  const double share = (grid_.position(tick) - from) / (to - from);
  return config_.bar_lines[index] + share * (config_.bar_lines[index + 1] - config_.bar_lines[index]);
}

}  // namespace firstchair

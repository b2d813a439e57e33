#include "engine/drill.h"

#include <algorithm>
#include <cmath>

#include "engine/judge/judge.h"

namespace firstchair {
namespace {

// After a bar's end: a late last stroke, and the ear's 40 ms.
constexpr double kLater = 0.15;

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
      grid_(*config_.session.chart),
      bars_of_chart_(bars_of(*config_.session.chart)),
      answers_(config_.session.chart->notes.size()),
      kept_(follow::Follower::kMemory + 1),
      later_(static_cast<Frames>(kLater * config_.session.source.rate)) {
  told_.reserve(answers_.size() * 5 / 4);
}

void Drill::push(std::span<const float> mono) {
  strokes_.clear();
  bars_.clear();
  session_.push(mono);
  for (const Hit& hit : session_.heard()) follow(hit);
  now_ += static_cast<Frames>(mono.size());
  close_bars();
}

void Drill::push(std::span<const Hit> hits) {
  strokes_.clear();
  bars_.clear();
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
  now_ = std::max(now_, frame);
  close_bars();
}

void Drill::follow(const Hit& hit) {
  // What sounds before the first bar line is count-in, or a player trying the drum.
  const double early = 0.25 * (config_.bar_lines[1] - config_.bar_lines[0]);
  if (by_click(hit.frame) < config_.bar_lines[0] - early) return;
  follower_.push(hit);
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
    for (; first_note_ < chart.notes.size() && chart.notes[first_note_].tick < bars_of_chart_[open_].end();
         ++first_note_) {
      const Note& note = chart.notes[first_note_];
      const Answer& answer = answers_[first_note_];
      notes.push_back({.line = line_of(note.voice),
                       .ghost = note.dynamic == Dynamic::ghost,
                       .answered = answer.stroke >= 0,
                       .timed = answer.timed && note.dynamic != Dynamic::ghost,
                       .error_ms = answer.error_ms});
    }
    std::vector<Line> extras;
    for (const Extra& extra : extras_) {
      if (extra.frame < config_.bar_lines[open_ + 1]) extras.push_back(extra.line);
    }
    std::erase_if(extras_, [&](const Extra& extra) { return extra.frame < config_.bar_lines[open_ + 1]; });
    const int number = config_.bar_numbers.empty() ? static_cast<int>(open_) + 1 : config_.bar_numbers[open_];
    bars_.push_back(judge_.close(number, notes, extras));
    ++open_;
  }
}

double Drill::by_click(Frames frame) const {
  const double its = static_cast<double>(frame);
  return its - clock_.behind - clock_.slope * (its - clock_.frame);
}

Take Drill::finish() {
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
  for (const DrillStroke& stroke : strokes) {
    Match match{.kind = stroke.kind, .hit = static_cast<std::int32_t>(take.hits.size()), .note = stroke.note};
    const double frame = static_cast<double>(stroke.hit.frame);
    match.target = frame;
    if (stroke.note < 0 || stroke.elsewhere) {
      match.kind = MatchKind::extra;
      match.note = -1;
      const auto line = std::upper_bound(config_.bar_lines.begin(), config_.bar_lines.end(), frame);
      const auto bar = std::clamp<std::ptrdiff_t>(line - config_.bar_lines.begin() - 1, 0,
                                                  static_cast<std::ptrdiff_t>(bars_of_chart_.size()) - 1);
      match.tick = bars_of_chart_[static_cast<std::size_t>(bar)].start;
    } else {
      match.tick = chart.notes[static_cast<std::size_t>(stroke.note)].tick;
      match.error_ms = stroke.error_ms;
      match.target = ms_to_frames(frames_to_ms(frame, rate) - stroke.error_ms, rate);
      if (stroke.kind != MatchKind::grace) answered[static_cast<std::size_t>(stroke.note)] = true;
    }
    take.hits.push_back(stroke.hit);
    take.alignment.matches.push_back(match);
  }
  for (std::size_t i = 0; i < answered.size(); ++i) {
    if (answered[i]) continue;
    const Ticks tick = chart.notes[i].tick;
    take.alignment.matches.push_back({.kind = MatchKind::missed,
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

#include "engine/session.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "engine/ear/kit_sound_learn.h"
#include "engine/follow/chart/align.h"
#include "engine/follow/free/transcribe.h"
#include "engine/follow/pulse/pulse.h"
#include "engine/judge/chart_played.h"
#include "engine/judge/judge.h"
#include "engine/judge/kit_strokes.h"
#include "engine/teacher/give_order.h"

namespace firstchair {
Result<Session> Session::make(SessionConfig config) {
  if (config.source.kind == SourceKind::midi &&
      !(config.source.rate > 0 && std::isfinite(config.source.rate))) {
    return Error{ErrorCode::usage, "session", "a rate is a number of frames a second, above 0", {}};
  }
  if (config.chart) {
    if (std::string broken = check_chart(*config.chart); !broken.empty()) {
      return Error{ErrorCode::malformed, config.chart->title, broken, {}};
    }
  }
  Session session(std::move(config));
  Source& source = session.config_.source;
  const ear::VoicesMode voices = session.config_.voices;
  if (source.kind != SourceKind::audio) {
    source.detail = voices == ear::VoicesMode::pad ? VoiceDetail::none : VoiceDetail::voice;
  } else {
    const auto told_by = [&](auto made, auto& place) -> std::optional<Error> {
      if (!made) return made.error();
      place = std::move(*made);
      source.detail = place->detail();
      source.polyphonic = voices == ear::VoicesMode::kit;
      source.times_apart = false;
      source.bias_sd_ms = place->bias_sd_ms();
      source.errors = place->errors();
      return {};
    };
    const ear::EarConfig its{.rate = source.rate, .voices = voices, .weights = session.config_.weights};
    std::optional<Error> failed = session.config_.which_ear == ear::WhichEar::file
                                      ? told_by(ear::FileEar::make(its), session.file_ear_)
                                      : told_by(ear::Ear::make(its), session.ear_);
    if (failed) return *failed;
    if (session.file_ear_) session.music_.emplace(source.rate);
    if (const std::optional<Error> unknown = session.know_kit()) return *unknown;
  }
  if (session.config_.chart) session.hits_.reserve(session.config_.chart->notes.size() * 5 / 4);
  return session;
}

std::optional<Error> Session::know_kit() {
  if (!config_.kit_sound || config_.voices == ear::VoicesMode::pad) return {};
  const ear::KitSound& kit = *config_.kit_sound;
  // The file ear told the strokes that a sound was made of; the live ear has no weights of that name.
  if (file_ear_ && config_.weights) {
    if (const Result<Done> made = ear::check_ear(kit, config_.weights->name); !made) return made.error();
  }
  const Result<ear::KnownDrumsFit> fit =
      file_ear_ ? ear::KnownDrumsFit::make() : ear::KnownDrumsFit::make_live();
  if (!fit) return fit.error();
  if (file_ear_) file_ear_->know(&kit, *fit);
  if (ear_) ear_->know(&kit, *fit);
  config_.source.kit_sound = KitSoundUsed{.name = kit.name};
  return {};
}

void Session::keep_without_kit() {
  if (!config_.source.kit_sound) return;
  const std::span<const Hit> hits = file_ear_->hits_without_kit();
  hits_without_kit_.insert(hits_without_kit_.end(), hits.begin(), hits.end());
}

void Session::settle() {
  if (!file_ear_->other_kit()) return file_ear_->settle(hits_);
  config_.source.kit_sound->used = false;
  hits_ = std::move(hits_without_kit_);
  file_ear_->settle_without_kit(hits_);
}

void Session::push(std::span<const float> mono) {
  heard_from_ = hits_.size();
  onsets_.clear();
  assert(ear_ || file_ear_);
  if (mono.empty()) return;
  if (ear_) {
    ear_->push(mono);
    hits_.insert(hits_.end(), ear_->hits().begin(), ear_->hits().end());
    onsets_.assign(ear_->onsets().begin(), ear_->onsets().end());
  } else if (file_ear_) {
    file_ear_->push(mono);
    music_->push(mono);
    hits_.insert(hits_.end(), file_ear_->hits().begin(), file_ear_->hits().end());
    keep_without_kit();
  } else {
    return;
  }
  length_ += static_cast<Frames>(mono.size());
}

bool Session::expect_click(const ear::ClickCanceller::Click& click) {
  if (file_ear_) return file_ear_->expect_click(click);
  return ear_ && ear_->expect_click(click);
}

void Session::push(std::span<const Hit> hits) {
  heard_from_ = hits_.size();
  hits_.insert(hits_.end(), hits.begin(), hits.end());
  if (!hits.empty()) length_ = std::max(length_, hits.back().frame + 1);
}

void Session::leave_chart() {
  config_.chart.reset();
  config_.bpm = 0;
}

Take Session::finish() {
  const auto hear_end = [&](auto& ear) {
    if (!ear) return;
    ear->finish();
    hits_.insert(hits_.end(), ear->hits().begin(), ear->hits().end());
  };
  hear_end(ear_);
  if (ear_ && config_.source.kit_sound) config_.source.kit_sound->used = !ear_->other_kit();
  hear_end(file_ear_);
  if (file_ear_) {
    keep_without_kit();
    settle();
    config_.source.music = music_->stretches();
  }
  config_.source.length = std::max(length_, config_.source.length);
  return judge_strokes(config_, std::move(hits_));
}

namespace {

// Nothing of a take of another groove is judged.
void tell_only_pulse(Take& take, const Chart& played, const Reading& heard) {
  take.reading.bpm = heard.bpm;
  take.reading.bpm_low = heard.bpm_low;
  take.reading.bpm_high = heard.bpm_high;
  take.reading.tempo_probability = heard.tempo_probability;
  take.reading.other_bpm = heard.other_bpm;
  take.reading.other_probability = heard.other_probability;
  if (!played.meters.empty()) {
    take.reading.played_beats = played.meters.front().beats;
    take.reading.played_unit = played.meters.front().unit;
    take.reading.meter_probability = heard.meter_probability;
    take.reading.bar_probability = heard.bar_probability;
  }
  take.verdict.local_error_ms.assign(take.alignment.matches.size(), std::numeric_limits<double>::quiet_NaN());
}

}  // namespace

Take judge_strokes(const SessionConfig& config, std::vector<Hit> hits) {
  Take take;
  take.source = config.source;
  take.hits = std::move(hits);
  if (config.find_kit_strokes && take.source.kind == SourceKind::midi &&
      config.voices == ear::VoicesMode::kit) {
    judge::KitFindings kit = judge::find_kit_strokes(take.hits, take.source.rate);
    if (!kit.found.empty()) {
      take.source.kit.made = std::move(kit.found);
      std::size_t i = 0;
      std::erase_if(take.hits, [&](const Hit&) { return kit.own[i++]; });
    }
  }

  if (config.chart) {
    take.chart = *config.chart;
    take.alignment =
        follow::align(take.hits, take.chart,
                      {.rate = take.source.rate,
                       .detail = take.source.detail,
                       .polyphonic = take.source.polyphonic,
                       .bpm = config.bpm,
                       .length = take.source.kind == SourceKind::audio ? take.source.length : 0});
    take.reading.chart_given = true;
    const follow::MeanTempo tempo =
        follow::mean_tempo(take.alignment, take.source.rate, take.chart.swing != 1);
    take.reading.bpm = tempo.bpm;
    take.reading.bpm_low = tempo.low;
    take.reading.bpm_high = tempo.high;
    const judge::Played played = config.ask_chart_played ? judge::what_was_played(take.alignment, take.chart,
                                                                                  take.hits, take.source.kind)
                                                         : judge::Played::chart;
    if (played != judge::Played::chart) {
      const follow::Transcription heard =
          follow::transcribe(take.hits, {.rate = take.source.rate, .detail = take.source.detail});
      // From sound, slips in which nobody finds the chart cannot be told from another groove.
      take.reading.chart_played = played == judge::Played::lost && take.source.kind == SourceKind::midi &&
                                  !judge::comes_back(heard.chart);
      if (!take.reading.chart_played) tell_only_pulse(take, heard.chart, heard.reading);
    }
    if (!take.reading.chart_played) return take;
  } else {
    follow::Transcription heard =
        follow::transcribe(take.hits, {.rate = take.source.rate,
                                       .detail = take.source.detail,
                                       .bpm = config.bpm,
                                       .meter = config.meter.value_or(MeterChange{}),
                                       .meter_given = config.meter.has_value()});
    take.chart = std::move(heard.chart);
    take.reading = heard.reading;
    take.alignment = std::move(heard.alignment);
  }
  const double written = config.chart && !config.builtin_tempo ? tempo_at(take.chart, 0) : 0;
  take.verdict = judge::judge(take.source, take.hits, take.chart, take.reading, take.alignment, config.norms,
                              {.bpm_wanted = config.bpm, .bpm_written = written});
  take.order = teacher::give_order(take.verdict, take.chart, take.reading);
  return take;
}

}  // namespace firstchair

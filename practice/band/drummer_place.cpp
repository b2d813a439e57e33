#include "practice/band/drummer_place.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace firstchair::practice {
namespace {

constexpr double kQuarter = static_cast<double>(kTicksPerQuarter);
constexpr double kOnBeat = 0.12;    // quarters: half way to the next triplet, and less
constexpr double kSure = 0.8;       // a beat whose place is less probable is not counted as played
constexpr double kSameTempo = 1.3;  // times or parts of the band's: beyond it the beat is another one
constexpr std::array<double, 3> kQuartersABeat{1, .5, 2};

}  // namespace

Result<DrummerPlace> DrummerPlace::make(const DrummerConfig& config) {
  DrummerPlace place(config);
  for (std::size_t voice = 0; voice < place.family_.size(); ++voice)
    place.family_[voice] = family_of(static_cast<Voice>(voice));
  if (config.chart) {
    Result<follow::Follower> follower = follow::Follower::make(
        *config.chart,
        {.rate = config.rate, .detail = config.detail, .polyphonic = config.polyphonic, .bpm = config.bpm});
    if (!follower) return follower.error();
    place.follower_ = std::move(*follower);
  } else {
    Result<follow::BeatTracker> tracker =
        follow::BeatTracker::make({.rate = config.rate, .bpm = config.bpm, .tuning = config.beat});
    if (!tracker) return tracker.error();
    place.tracker_ = std::move(*tracker);
  }
  return place;
}

band::Heard DrummerPlace::push(const Hit& hit, const band::BandClock& clock, double still) FIRSTCHAIR_AUDIO {
  const double band_tick = std::min(clock.tick_at(static_cast<double>(hit.frame)), still);
  quarter_.reset();
  const band::Heard heard =
      follower_ ? by_chart(hit, band_tick) : by_beat(hit, band_tick, clock.bpm(band_tick));
  return heard;
}

band::Heard DrummerPlace::by_chart(const Hit& hit, double band_tick) FIRSTCHAIR_AUDIO {
  follower_->push(hit);
  const follow::Whereabouts where = follower_->at(hit.frame);
  band::Heard heard{.frame = hit.frame};
  if (!where.known) return heard;
  const double length = static_cast<double>(config_.chart->length);
  const double rounds = std::round((band_tick - static_cast<double>(where.tick)) / length);
  heard.tick = static_cast<double>(where.tick) + rounds * length;
  heard.tick_sd = where.tick_sd;
  heard.bpm = where.bpm;
  heard.probability = where.probability;
  const follow::Followed& answer = follower_->answer();
  if (answer.kind == MatchKind::matched && answer.note >= 0 && where.probability >= kSure) {
    const Ticks tick = config_.chart->notes[static_cast<std::size_t>(answer.note)].tick;
    if (tick % kTicksPerQuarter == 0)
      quarter_ = std::llround((static_cast<double>(tick) +
                               std::round((heard.tick - static_cast<double>(tick)) / length) * length) /
                              kQuarter);
  }
  return heard;
}

std::optional<Ticks> DrummerPlace::answers_next(const Hit& hit, double from) const FIRSTCHAIR_AUDIO {
  if (!config_.chart || config_.chart->notes.empty() || config_.chart->length <= 0) return std::nullopt;
  const std::vector<Note>& notes = config_.chart->notes;
  const auto tick = static_cast<Ticks>(std::ceil(std::min(from, 1e15)));
  Ticks round = tick / config_.chart->length * config_.chart->length;
  auto note = std::lower_bound(notes.begin(), notes.end(), tick - round,
                               [](const Note& at, Ticks where) { return at.tick < where; });
  if (note == notes.end()) note = notes.begin(), round += config_.chart->length;
  const Ticks first = note->tick;
  const auto family = [this](Voice voice)
                          FIRSTCHAIR_AUDIO { return family_[static_cast<std::size_t>(voice)]; };
  for (; note != notes.end() && note->tick == first; ++note)
    if (family(note->voice) == family(hit.voice)) return round + first;
  return std::nullopt;
}

band::Heard DrummerPlace::by_beat(const Hit& hit, double band_tick, double band_bpm) FIRSTCHAIR_AUDIO {
  tracker_->push(hit);
  const follow::Beat beat = tracker_->at(hit.frame);
  band::Heard heard{.frame = hit.frame};
  if (!beat.known || !(beat.bpm > 0)) return heard;
  // Half and double the tempo are the same music, counted otherwise.
  double quarters_a_beat = 0, away = std::log(kSameTempo);
  for (const double quarters : kQuartersABeat) {
    const double apart = std::abs(std::log(beat.bpm * quarters / band_bpm));
    if (apart < away) away = apart, quarters_a_beat = quarters;
  }
  if (quarters_a_beat == 0) return heard;
  const double inside = beat.phase * quarters_a_beat;
  const double beats = std::round((band_tick / kQuarter - inside) / quarters_a_beat);
  const double quarters = beats * quarters_a_beat + inside;
  heard.tick = quarters * kQuarter;
  heard.bpm = beat.bpm * quarters_a_beat;
  heard.tick_sd = beat.phase_sd_ms * heard.bpm / 60000 * kQuarter;
  heard.probability = static_cast<double>(beat.probability);
  const double nearest = std::round(quarters);
  if (heard.probability >= kSure && std::abs(quarters - nearest) < kOnBeat)
    quarter_ = static_cast<std::int64_t>(nearest);
  if (config_.by_stroke && quarter_) heard.tick = nearest * kQuarter;
  return heard;
}

}  // namespace firstchair::practice

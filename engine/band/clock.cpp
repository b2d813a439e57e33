#include "engine/band/clock.h"

#include <algorithm>
#include <cmath>

#include "engine/band/looseness.h"

namespace firstchair::band {
namespace {

constexpr double kQuarter = static_cast<double>(kTicksPerQuarter);
constexpr double kHomeQuarters = 64;  // home_free's time constant
constexpr int kOpensAfter = 3;        // refusals on end

Error usage(std::string what) {
  return {.code = ErrorCode::usage, .place = {}, .what = std::move(what), .advice = {}};
}

}  // namespace

Result<BandClock> BandClock::make(const HomeTempo& home, Frames start, const ClockConfig& config) {
  if (!(config.follow >= 0 && config.follow <= 1)) return usage("a band follows 0 to 100");
  if (!(config.looseness_ms >= 0 && config.looseness_ms <= 10)) return usage("a band is loose by 0 to 10 ms");
  if (!(config.most >= 0 && config.most <= 0.1)) return usage("a band leaves its tempo by 0 to 10 %");
  if (!(config.most_ms >= 0 && config.most_ms <= 15)) return usage("a band moves a beat by 0 to 15 ms");
  return BandClock(home, start, config);
}

BandClock::BandClock(HomeTempo home, Frames start, const ClockConfig& config)
    : home_(std::move(home)), config_(config), anchor_frame_(static_cast<double>(start)) {}

double BandClock::tempo_share() const FIRSTCHAIR_AUDIO {
  if (held_ || learnt_ < config_.hold_quarters) return 0;
  const double risen =
      config_.rise_quarters > 0 ? (learnt_ - config_.hold_quarters) / config_.rise_quarters : 1;
  return kMostFollow * config_.follow * std::min(risen, 1.0);
}

double BandClock::looseness_ms(std::int64_t quarter) const FIRSTCHAIR_AUDIO {
  return config_.looseness_ms > 0 ? config_.looseness_ms * looseness(config_.seed, quarter) : 0;
}

double BandClock::loose_frames(double tick) const FIRSTCHAIR_AUDIO {
  if (config_.looseness_ms <= 0) return 0;
  const double quarters = tick / kQuarter, whole = std::floor(quarters), part = quarters - whole;
  const auto n = static_cast<std::int64_t>(std::clamp(whole, -1e15, 1e15));
  return ms_to_frames((1 - part) * looseness_ms(n) + (part > 0 ? part * looseness_ms(n + 1) : 0),
                      home_.rate());
}

double BandClock::clock_frame(double tick) const FIRSTCHAIR_AUDIO {
  return anchor_frame_ + ratio_ / home_scale_ * (home_.frames(tick) - home_.frames(anchor_tick_));
}

double BandClock::pending_at(double tick) const FIRSTCHAIR_AUDIO {
  return pending_ * std::clamp(1 - (tick - anchor_tick_) / kQuarter, 0.0, 1.0);
}

double BandClock::frame_of(double tick) const FIRSTCHAIR_AUDIO {
  return clock_frame(tick) - pending_at(tick) + loose_frames(tick);
}

// frame_of() rises with the tick, so its inverse is found by halving.
double BandClock::tick_at(double frame) const FIRSTCHAIR_AUDIO {
  const double home_frame = home_.frames(anchor_tick_) + (frame - anchor_frame_) * home_scale_ / ratio_;
  double middle = home_.tick(home_frame), low = middle - kQuarter, high = middle + kQuarter;
  for (int k = 0; k < 8 && frame_of(low) > frame; ++k) low -= kQuarter;
  for (int k = 0; k < 8 && frame_of(high) < frame; ++k) high += kQuarter;
  for (int k = 0; k < 60 && high - low > 1e-6; ++k) {
    middle = (low + high) / 2;
    (frame_of(middle) <= frame ? low : high) = middle;
  }
  return (low + high) / 2;
}

// Goes on from a tick with the same frames as before; what is pending keeps its course as nearly as a line
// can.
void BandClock::anchor(double tick) FIRSTCHAIR_AUDIO {
  const double at = clock_frame(tick), left = pending_at(tick);
  anchor_tick_ = tick;
  anchor_frame_ = at;
  pending_ = left;
}

void BandClock::restart(double tick, double frame) FIRSTCHAIR_AUDIO {
  anchor_tick_ = tick;
  anchor_frame_ = frame - loose_frames(tick);
  pending_ = 0;
  last_tick_ = tick;
  refused_ = 0;
}

void BandClock::jump(double from, double to) FIRSTCHAIR_AUDIO {
  anchor(from);
  anchor_tick_ = to;
  last_tick_ += to - from;
}

bool BandClock::strays(const Heard& heard, double gap_ms) FIRSTCHAIR_AUDIO {
  const double faster = heard.bpm / bpm(heard.tick) - 1;
  if (std::abs(gap_ms) < config_.stray_ms || std::abs(faster) < config_.stray_tempo || faster * gap_ms > 0) {
    strays_from_ = HUGE_VAL;
    return false;
  }
  strays_from_ = std::min(strays_from_, heard.tick);
  return heard.tick - strays_from_ >= kQuarter;
}

Moved BandClock::push(const Heard& heard) FIRSTCHAIR_AUDIO {
  Moved moved{.bpm = bpm(heard.tick)};
  const double frame = static_cast<double>(heard.frame), rate = home_.rate();
  if (!(heard.probability >= config_.sure) || !std::isfinite(heard.tick) || !(heard.tick_sd >= 0) ||
      !(heard.bpm > 0) || !std::isfinite(heard.bpm) || std::abs(heard.tick) > 1e13)
    return moved;
  // The gap is told against where the band plays, and closed against where it will be when what is pending is
  // done.
  const double ms_per_quarter = 60000 / bpm(heard.tick);
  moved.gap_ms = frames_to_ms(frame - frame_of(heard.tick), rate);
  const double open_ms = frames_to_ms(frame - clock_frame(heard.tick) - loose_frames(heard.tick), rate);
  if (!held_ && learnt_ < config_.hold_quarters && strays(heard, open_ms)) {
    learnt_ = config_.hold_quarters + config_.rise_quarters;
    lean_ms_ = 0;
    refused_ = std::max(refused_, kOpensAfter);
  }
  // A gate that opened stays open until a stroke would have passed it closed; while strokes are refused it
  // opens further.
  const double away_ms = std::abs(open_ms - lean_ms_);
  const double sd_ms = std::min(heard.tick_sd / kQuarter, 1.0) * ms_per_quarter;
  const bool close = away_ms < 3 * sd_ms + config_.gate_ms;
  const int refusals = after_break_ ? std::max(refused_, kOpensAfter) : refused_;
  const bool open = refusals >= kOpensAfter && away_ms < config_.open_gate_ms * refusals + config_.gate_ms;
  after_break_ = after_break_ && held_;
  if (!close && !open) {
    ++refused_;
    return moved;
  }
  if (close) refused_ = 0;
  moved.used = true;

  double quarters = begun_ ? (heard.tick - last_tick_) / kQuarter : 1;
  begun_ = true;
  // Strokes of one moment correct once; after a silence a correction is worth no more than a bar's.
  quarters = std::clamp(quarters, 0.0, 4.0);
  last_tick_ = std::max(last_tick_, heard.tick);

  // The lean: a running mean while the band holds, slow afterwards.
  const double f = tempo_share(), a = kPhaseOfTempo * f;
  if (!held_) {
    const double weight = learnt_ < config_.hold_quarters ? quarters / std::max(learnt_ + quarters, 1.0)
                                                          : 1 - std::pow(1 - config_.lean_rate, quarters);
    lean_ms_ =
        std::clamp(lean_ms_ + weight * (open_ms - lean_ms_), -config_.most_lean_ms, config_.most_lean_ms);
    learnt_ += quarters;
  }

  const double now = std::max(tick_at(frame), anchor_tick_);
  if (config_.home_free && !held_) {
    const double target = heard.bpm / home_.bpm(heard.tick);
    const double part = 1 - std::exp(-quarters / kHomeQuarters);
    const double scale = std::clamp(home_scale_ * std::pow(target / home_scale_, part), 0.8, 1.25);
    anchor(now);
    home_scale_ = scale;
  }
  const double wanted = home_.bpm(heard.tick) * home_scale_ / heard.bpm - 1;  // TD over T0, less 1
  at_limit_ = std::abs(f * wanted) > config_.most;
  anchor(now);
  ratio_ = 1 + std::clamp(f * wanted, -config_.most, config_.most);

  const double room = close ? config_.most_ms : std::min(config_.open_gate_ms, ms_per_quarter / 8);
  const double most = room * std::max(quarters, 1e-9);
  double step_ms = std::clamp((1 - std::pow(1 - a, quarters)) * (open_ms - lean_ms_), -most, most);
  if (std::abs(step_ms) < config_.least_ms * quarters) step_ms = 0;
  // What is pending over the next quarter never outruns the beat itself.
  const double pending_ms = frames_to_ms(pending_, rate);
  step_ms = std::clamp(step_ms, -room - pending_ms, room - pending_ms);
  const double step = ms_to_frames(step_ms, rate);
  anchor_frame_ += step;
  pending_ += step;
  moved.phase_ms = step_ms;
  moved.bpm = bpm(heard.tick);
  return moved;
}

}  // namespace firstchair::band

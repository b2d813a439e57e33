#include "engine/live_meter.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/units.h"
#include "engine/core/voice.h"

namespace firstchair {
namespace {

constexpr std::size_t kMostStrokes = 512;
constexpr double kJump = .2;        // beats: the tracker has another beat than before
constexpr double kReach = .3;       // of a cell of the grid: what lies further off answers no place
constexpr double kFewestBeats = 4;  // that a pulse is laid through
constexpr std::size_t kFewestOfPulse = 8;

struct Stroke {
  Frames frame = 0;
  double beats = 0;  // from the first one on, as the tracker has it
  Line line = Line::pad;
  double sigma_ms = 0;
  bool on_place = false;
  double place = 0;  // in beats
  double error_ms = 0;
};

// A parabola through (x, y), by least squares about the mean of x.
struct Parabola {
  double middle = 0, constant = 0, slope = 0, bend = 0;
  double at(double x) const {
    const double u = x - middle;
    return constant + u * (slope + u * bend);
  }
};

}  // namespace

struct LiveMeter::State {
  State(const LiveMeterConfig& config, ear::Ear own_ear, follow::BeatTracker tracker)
      : rate(config.rate), ear(std::move(own_ear)), beats(std::move(tracker)) {}

  double rate;
  ear::Ear ear;
  follow::BeatTracker beats;
  std::array<Stroke, kMostStrokes> strokes{};  // the last ones, oldest first
  std::size_t count = 0;
  bool pulse_known = false;
  double pulse_sd_ms = 0;  // of the pulse where it ends
  std::optional<Last> last;
  Frames now = 0;
  std::int64_t heard = 0;

  void hear(std::span<const float> mono) {
    while (!mono.empty()) {
      const auto part = mono.first(std::min(mono.size(), static_cast<std::size_t>(kMaxBlock)));
      mono = mono.subspan(part.size());
      ear.push(part);
      now += static_cast<Frames>(part.size());
      bool any = false;
      for (const Hit& hit : ear.hits()) any |= take(hit);
      if (any) measure();
      if (silent()) forget();
    }
  }

  bool silent() const { return last && static_cast<double>(now - last->hit.frame) > kSilence * rate; }
  void forget() {
    count = 0;
    pulse_known = false;
  }

  // Returns true where the stroke's place in the beat is known.
  bool take(const Hit& hit) {
    ++heard;
    beats.push(hit);
    last = Last{.hit = hit, .measured = false, .error_ms = 0, .within_ms = 0};
    now = std::max(now, hit.frame);
    const follow::Beat beat = beats.at(hit.frame);
    if (!beat.known || !hit.timed) return false;
    double place = beat.phase;
    if (count > 0) {
      const Stroke& before = strokes[count - 1];
      const double expected =
          before.beats + static_cast<double>(hit.frame - before.frame) / rate * beat.bpm / 60;
      place = std::round(expected - beat.phase) + beat.phase;
      if (std::abs(place - expected) > kJump) {
        forget();
        place = beat.phase;
      }
    }
    std::size_t old = 0;
    while (old < count && strokes[old].beats < place - kBeats) ++old;
    if (count - old == kMostStrokes) ++old;
    std::move(strokes.begin() + static_cast<std::ptrdiff_t>(old),
              strokes.begin() + static_cast<std::ptrdiff_t>(count), strokes.begin());
    count -= old;
    strokes[count++] = {.frame = hit.frame,
                        .beats = place,
                        .line = line_of(hit.voice),
                        .sigma_ms = static_cast<double>(hit.sigma_ms),
                        .on_place = false,
                        .place = 0,
                        .error_ms = 0};
    return true;
  }

  std::span<Stroke> kept() { return std::span(strokes).first(count); }
  std::span<const Stroke> kept() const { return std::span(strokes).first(count); }

  // What lies off a grid of so many places a beat, as a share of what chance would lie off it.
  double off_grid(double places) const {
    double sum = 0;
    for (const Stroke& stroke : kept()) {
      const double off = stroke.beats * places - std::round(stroke.beats * places);
      sum += 12 * off * off;
    }
    return sum;
  }

  void measure() {
    pulse_known = false;
    const double places = off_grid(3) < off_grid(4) ? 3 : 4;
    std::size_t n = 0;
    double first = 0, end = 0, middle = 0;
    for (Stroke& stroke : kept()) {
      stroke.place = std::round(stroke.beats * places) / places;
      stroke.on_place = std::abs(stroke.beats - stroke.place) * places <= kReach;
      if (!stroke.on_place) continue;
      first = n == 0 ? stroke.place : std::min(first, stroke.place);
      end = n == 0 ? stroke.place : std::max(end, stroke.place);
      middle += stroke.place;
      ++n;
    }
    if (n < kFewestOfPulse || end - first < kFewestBeats) return;
    const std::optional<Parabola> pulse = laid_through(middle / static_cast<double>(n));
    if (!pulse) return;
    double squares = 0;
    for (Stroke& stroke : kept()) {
      const double off = static_cast<double>(stroke.frame - strokes[0].frame) - pulse->at(stroke.place);
      stroke.error_ms = frames_to_ms(off, rate);
      if (stroke.on_place) squares += stroke.error_ms * stroke.error_ms;
    }
    pulse_known = true;
    // At its end a parabola through n points is as sure as 9 / n of one.
    pulse_sd_ms = std::sqrt(squares / static_cast<double>(n - 3) * 9 / static_cast<double>(n));
    const Stroke& newest = strokes[count - 1];
    if (newest.on_place && newest.frame == last->hit.frame && newest.line == line_of(last->hit.voice)) {
      last->measured = true;
      last->error_ms = newest.error_ms;
      last->within_ms = 1.96 * std::sqrt(newest.sigma_ms * newest.sigma_ms +
                                         ear.bias_sd_ms() * ear.bias_sd_ms() + pulse_sd_ms * pulse_sd_ms);
    }
  }

  // The frames after the first stroke, as a function of the place.
  std::optional<Parabola> laid_through(double middle) const {
    std::array<double, 5> x{};  // sums of powers of the place
    std::array<double, 3> y{};
    for (const Stroke& stroke : kept()) {
      if (!stroke.on_place) continue;
      const double u = stroke.place - middle;
      double power = 1;
      const double frames = static_cast<double>(stroke.frame - strokes[0].frame);
      for (std::size_t k = 0; k < x.size(); ++k, power *= u) {
        x[k] += power;
        if (k < y.size()) y[k] += power * frames;
      }
    }
    // x[1] is 0. Cramer's rule for the three that are left.
    const double determinant = x[2] * (x[0] * x[4] - x[2] * x[2]) - x[0] * x[3] * x[3];
    if (!(determinant > 1e-9 * x[0] * x[2] * x[4])) return std::nullopt;
    Parabola parabola;
    parabola.middle = middle;
    parabola.constant =
        (y[0] * (x[2] * x[4] - x[3] * x[3]) + y[1] * x[2] * x[3] - y[2] * x[2] * x[2]) / determinant;
    parabola.slope =
        (y[0] * x[2] * x[3] + y[1] * (x[0] * x[4] - x[2] * x[2]) - y[2] * x[0] * x[3]) / determinant;
    parabola.bend = (-y[0] * x[2] * x[2] - y[1] * x[0] * x[3] + y[2] * x[0] * x[2]) / determinant;
    return parabola;
  }
};

Result<LiveMeter> LiveMeter::make(const LiveMeterConfig& config) {
  Result<ear::Ear> ear =
      ear::Ear::make({.rate = config.rate, .voices = config.voices, .max_block = kMaxBlock});
  if (!ear) return ear.error();
  Result<follow::BeatTracker> beats = follow::BeatTracker::make({.rate = config.rate});
  if (!beats) return beats.error();
  return LiveMeter(std::make_unique<State>(config, std::move(*ear), std::move(*beats)));
}

LiveMeter::LiveMeter(std::unique_ptr<State> state) : state_(std::move(state)) {}
LiveMeter::LiveMeter(LiveMeter&&) noexcept = default;
LiveMeter& LiveMeter::operator=(LiveMeter&&) noexcept = default;
LiveMeter::~LiveMeter() = default;

void LiveMeter::push(std::span<const float> mono) {
  state_->hear(mono);
}

void LiveMeter::push(const Hit& hit) {
  state_->now = std::max(state_->now, hit.frame);
  if (state_->silent()) state_->forget();
  if (state_->take(hit)) state_->measure();
}

follow::Beat LiveMeter::beat() const {
  return state_->silent() ? follow::Beat{} : state_->beats.at(state_->now);
}

LiveMeter::LineNow LiveMeter::line(std::optional<Line> line) const {
  LineNow told;
  std::array<double, kMostStrokes> errors;  // NOLINT: as many as are written are read
  for (const Stroke& stroke : state_->kept()) {
    if (!stroke.on_place || (line && stroke.line != *line)) continue;
    errors[static_cast<std::size_t>(told.strokes++)] = stroke.error_ms;
  }
  if (!state_->pulse_known || told.strokes < kFewest) return told;
  const auto sample = stats::describe(std::span(errors).first(static_cast<std::size_t>(told.strokes)));
  told.known = true;
  told.lean_ms = sample.mean;
  told.lean = stats::mean_interval(sample, state_->ear.bias_sd_ms());
  told.spread_ms = sample.sd;
  told.spread = sample.sd > 0 ? stats::sd_interval(sample) : stats::Interval{};
  return told;
}

std::optional<LiveMeter::Last> LiveMeter::last() const {
  return state_->last;
}

std::int64_t LiveMeter::heard() const {
  return state_->heard;
}

Frames LiveMeter::latency() const {
  return state_->ear.latency().hit;
}

void LiveMeter::reset() {
  state_->ear.reset();
  state_->beats.reset();
  state_->forget();
  state_->last.reset();
  state_->now = 0;
  state_->heard = 0;
}

}  // namespace firstchair

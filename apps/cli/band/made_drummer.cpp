#include "apps/cli/band/made_drummer.h"

#include <algorithm>
#include <cmath>

#include "engine/core/draw.h"

namespace firstchair::cli {
namespace {

// About normal, SD 1: the sum of twelve even draws less 6.
class Bell {
 public:
  explicit Bell(std::uint64_t seed) : seed_(seed * 0x9e3779b97f4a7c15u) {}
  double operator()() {
    double sum = 0;
    for (int k = 0; k < 12; ++k) sum += draw(seed_, place_++);
    return sum - 6;
  }

 private:
  std::uint64_t seed_, place_ = 0;
};

struct Planned {
  double quarters;  // after the beat
  Voice voice;
  double strength;
};

// What is played from quarter `n` on until the next one.
std::vector<Planned> swing(std::int64_t n) {
  constexpr double kSwung = 2. / 3;
  const std::int64_t bar = n / 4, beat = n % 4;
  const bool second = beat % 2 == 1, fill = bar % 4 == 3;
  std::vector<Planned> played{{0, Voice::ride, second ? 92. : 80.}};
  if (second) {
    played.push_back({0, Voice::hat_pedal, 70});
    played.push_back({kSwung, Voice::ride, 66});
  }
  if (!second) played.push_back({0, Voice::kick, 44});
  if (fill && beat == 3)
    played.push_back({1. / 3, Voice::snare, 78}), played.push_back({kSwung, Voice::snare, 88});
  if (!fill && bar % 2 == 1 && beat == 1) played.push_back({kSwung, Voice::snare, 50});
  if (bar % 4 == 0 && bar > 0 && beat == 0) played.push_back({0, Voice::crash, 84});
  std::stable_sort(played.begin(), played.end(),
                   [](const Planned& a, const Planned& b) { return a.quarters < b.quarters; });
  return played;
}

class Swinger {
 public:
  Swinger(const MadeDrummer& how, double rate)
      : how_(how), rate_(rate), bell_(how.seed), period_ms_(60000 / how.bpm), at_ms_(how.first_ms) {
    hand_ms_ = how.hand_ms * bell_();
    at_ms_ += hand_ms_;
    plan();
  }

  void operator()(const practice::BandRun& run, Frames until, std::vector<Hit>& hits) {
    const double until_ms = frames_to_ms(static_cast<double>(until), rate_);
    while (true) {
      for (; next_ < planned_.size() && due(next_) < until_ms; ++next_)
        strike(planned_[next_], due(next_), hits);
      const auto n = static_cast<std::size_t>(beat_);
      // The next beat is planned when this one was heard of the band, half a beat later at the latest.
      if (next_ < planned_.size() || n >= run.beats().size() || until_ms < at_ms_ + .8 * period_ms_) return;
      go_on(run.beats()[n].played.band_ms);
    }
  }

 private:
  double due(std::size_t k) const { return at_ms_ + planned_[k].quarters * period_ms_; }
  void plan() {
    planned_ = swing(beat_);
    next_ = 0;
  }
  void go_on(double band_ms) {
    const double gap = at_ms_ - band_ms, next_hand = how_.hand_ms * bell_();
    period_ms_ *= 1 + how_.walk * bell_() - how_.push;
    at_ms_ += period_ms_ - how_.alpha * (gap + how_.ear_ms * bell_()) + how_.timekeeper_ms * bell_() +
              next_hand - hand_ms_;
    period_ms_ -= how_.beta * gap;
    hand_ms_ = next_hand;
    ++beat_;
    plan();
  }
  void strike(const Planned& planned, double at_ms, std::vector<Hit>& hits) {
    const double strength = std::clamp(planned.strength + 5 * bell_(), 10., 120.);
    hits.push_back({.frame = std::llround(ms_to_frames(at_ms + bell_(), rate_)),
                    .voice = planned.voice,
                    .level_db = static_cast<float>(20 * std::log10(strength / 127)),
                    .strength = static_cast<float>(strength),
                    .sigma_ms = 1});
    if (hits.size() > 1) hits.back().frame = std::max(hits.back().frame, hits[hits.size() - 2].frame);
  }

  MadeDrummer how_;
  double rate_;
  Bell bell_;
  double period_ms_, at_ms_, hand_ms_ = 0;
  std::int64_t beat_ = 0;
  std::vector<Planned> planned_;
  std::size_t next_ = 0;
};

}  // namespace

RenderedDrummer swing_drummer(const MadeDrummer& how, double rate) {
  return Swinger(how, rate);
}

}  // namespace firstchair::cli

#include "io/sound/stem_player.h"

#include <SoundTouch.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace firstchair::io {
namespace {

static_assert(std::is_same_v<soundtouch::SAMPLETYPE, float>, "SoundTouch was built for other samples");

constexpr double kExact = 1e-7;    // of a tempo: closer to 1 it is 1
constexpr double kJump_s = .1;     // further away than that is another place
constexpr double kPull_s = 1;      // in which what is away is made up for
constexpr double kSmooth_s = .02;  // over which the tempo is taken
constexpr double kSlowest = .5, kFastest = 2;
constexpr std::size_t kFeed = 256;  // frames at a time
// Attacks come so many ms late: measured on clicks of .9 to 1.1 of the tempo (stem_player_test.cpp).
constexpr double kLate_ms = -.2, kLateByTempo_ms = 50;

}  // namespace

struct StemPlayer::State {
  std::shared_ptr<const StemSound> sound;
  bool varispeed = false;
  bool exact = true;  // the tempo has never been another than the recording's
  soundtouch::SoundTouch touch;
  double fed = 0;     // the recording's frame that comes in next
  double begun = 0;   // where it began
  double offset = 0;  // of what comes out
  bool settled = false;
  double tempo = 1, set_tempo = 0, gain = 0;
  std::vector<float> part;

  float at(std::int64_t frame) const {
    return frame >= 0 && frame < static_cast<std::int64_t>(sound->mono.size())
               ? sound->mono[static_cast<std::size_t>(frame)]
               : 0;
  }
  // Between frames by a cubic through the four about it (Catmull and Rom).
  float between(double place) const {
    const double whole = std::floor(place);
    const auto k = static_cast<std::int64_t>(whole);
    const auto x = static_cast<float>(place - whole);
    const float a = at(k - 1), b = at(k), c = at(k + 1), d = at(k + 2);
    return b + .5F * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)));
  }

  void begin(double frame) {
    touch.clear();
    fed = begun = std::floor(frame);
    settled = false;
  }
  void feed() {
    for (std::size_t k = 0; k < kFeed; ++k)
      part[k] = at(static_cast<std::int64_t>(fed) + static_cast<std::int64_t>(k));
    touch.putSamples(part.data(), kFeed);
    fed += kFeed;
  }
  // Of the next frame that comes out.
  double place() {
    const double inside = fed - touch.numUnprocessedSamples() - touch.numSamples() * set_tempo;
    if (!settled) offset = begun - inside, settled = true;
    return inside + offset;
  }
};

Result<StemPlayer> StemPlayer::make(std::shared_ptr<const StemSound> sound, bool varispeed) {
  if (sound == nullptr || sound->mono.empty() || !(sound->rate >= 8000 && sound->rate <= 192000))
    return Error{ErrorCode::usage, {}, "there is no sound to play", {}};
  auto state = std::make_unique<State>();
  state->touch.setSampleRate(static_cast<unsigned>(std::lround(sound->rate)));
  state->touch.setChannels(1);
  state->sound = std::move(sound);
  state->varispeed = varispeed;
  state->part.resize(kFeed);
  return StemPlayer(std::move(state));
}

StemPlayer::StemPlayer(std::unique_ptr<State> state) : state_(std::move(state)) {}
StemPlayer::StemPlayer(StemPlayer&&) noexcept = default;
StemPlayer& StemPlayer::operator=(StemPlayer&&) noexcept = default;
StemPlayer::~StemPlayer() = default;

void StemPlayer::render(double from, double to, double gain, std::span<float> left, std::span<float> right) {
  State& s = *state_;
  const auto frames = static_cast<double>(left.size());
  if (left.empty() || !std::isfinite(from) || !std::isfinite(to)) return;
  const double now = std::clamp((to - from) / frames, 0., 4.), rate = s.sound->rate;
  const double gain_step = (gain - s.gain) / frames;
  const auto add = [&](std::size_t k, float sample) {
    s.gain += gain_step;
    left[k] += static_cast<float>(s.gain) * sample;
    right[k] += static_cast<float>(s.gain) * sample;
  };
  if (s.varispeed || (s.exact && std::abs(now - 1) < kExact)) {
    for (std::size_t k = 0; k < left.size(); ++k) add(k, s.between(from + static_cast<double>(k) * now));
    s.gain = gain;
    return;
  }
  if (s.exact) {
    s.exact = false;
    s.tempo = now;
    s.begin(from);
  }
  s.tempo += (now - s.tempo) * (1 - std::exp(-frames / (kSmooth_s * rate)));
  const double late = (kLate_ms + kLateByTempo_ms * (s.tempo - 1)) / 1000 * rate * s.tempo;
  double away = from + late - (s.settled ? s.place() : s.begun);
  if (std::abs(away) > kJump_s * rate) {
    s.begin(from + late);
    away = 0;
  }
  const double tempo = std::clamp(s.tempo + away / (kPull_s * rate), kSlowest, kFastest);
  if (std::abs(tempo - s.set_tempo) > 1e-5) s.touch.setTempo(s.set_tempo = tempo);
  while (s.touch.numSamples() < left.size()) s.feed();
  (void)s.place();
  s.part.resize(std::max(kFeed, left.size()));
  const std::size_t got = s.touch.receiveSamples(s.part.data(), static_cast<unsigned>(left.size()));
  for (std::size_t k = 0; k < got; ++k) add(k, s.part[k]);
  s.gain = gain;
}

}  // namespace firstchair::io

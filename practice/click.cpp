#include "practice/click.h"

#include <algorithm>
#include <cmath>

namespace firstchair::practice {
namespace {

constexpr double kLengthMs = ClickTrain::kShortestGapMs;
constexpr float kFirstGain = 0.125F;     // -18 dB
constexpr float kGainStep = 1.6817928F;  // 4.5 dB a click: full level with the fifth
constexpr std::array<double, 3> kPitchHz{1600, 1100, 800};
constexpr std::array<double, 3> kBelowAccentDb{0, 4, 10};

// Partials over the pitch of a kind: ratio to it, amplitude, and by how many dB each decays over the click.
struct Partial {
  double ratio, amplitude, decay_db;
};
// By ClickSound. A wood block has its second mode near 2.6 times the first; a cowbell two tones a fifth
// apart, rich in overtones; a tick little but what is high.
constexpr std::array<std::array<Partial, 3>, 4> kTimbres{
    {{{{1, 1, 60}, {0, 0, 0}, {0, 0, 0}}},
     {{{0.75, 1, 75}, {1.97, 0.5, 100}, {4.1, 0.2, 140}}},
     {{{2.5, 1, 110}, {3.7, 0.8, 130}, {0, 0, 0}}},
     {{{0.5, 1, 45}, {0.74, 0.9, 45}, {2.22, 0.3, 70}}}}};

// Sines that decay. The first sample is already off zero, so that a click begins where it says.
std::vector<float> sound_of(ClickSound timbre, double rate, double hz, double level_db) {
  const auto length = static_cast<std::size_t>(ms_to_frames(kLengthMs, rate));
  std::vector<float> sound(length);
  float peak = 0;
  for (std::size_t i = 0; i < length; ++i) {
    const double t = static_cast<double>(i) / static_cast<double>(length);
    double sum = 0;
    for (const Partial& one : kTimbres[static_cast<std::size_t>(timbre)]) {
      if (one.amplitude == 0 || one.ratio * hz >= rate / 2) continue;
      sum += one.amplitude * std::pow(10.0, -one.decay_db / 20 * t) *
             std::sin(2 * 3.14159265358979 * one.ratio * hz * (static_cast<double>(i) + 1) / rate);
    }
    sound[i] = static_cast<float>(sum);
    peak = std::max(peak, std::abs(sound[i]));
  }
  const auto level = static_cast<float>(std::pow(10.0, level_db / 20));
  for (float& sample : sound) sample = std::clamp(sample * level / peak, -kLoudestClick, kLoudestClick);
  return sound;
}

}  // namespace

float click_gain(int nth) FIRSTCHAIR_AUDIO {
  float gain = kFirstGain;
  for (int step = 0; step < nth && gain < 1; ++step) gain = std::min(1.0F, gain * kGainStep);
  return gain;
}

std::vector<float> one_click(ClickSound sound, ClickKind kind, double rate, double level_db) {
  const auto k = static_cast<std::size_t>(kind);
  return sound_of(sound, rate, kPitchHz[k], level_db - kBelowAccentDb[k]);
}

Result<Click> Click::make(const ClickConfig& config) {
  Result<ClickTrain> train = ClickTrain::make(config.plan);
  if (!train) return train.error();
  if (!(config.level_db >= -60 && config.level_db <= -6)) {
    return Error{ErrorCode::usage, {}, "the click's level must be -60 to -6 dB", "Turn up the amplifier"};
  }
  return Click(*train, config.level_db);
}

Click::Click(const ClickTrain& train, double level_db) : train_(train) {
  for (std::size_t kind = 0; kind < sounds_.size(); ++kind)
    sounds_[kind] = one_click(train.plan().sound, static_cast<ClickKind>(kind), train.plan().rate, level_db);
}

void Click::push(Frames frame, std::span<float> out) FIRSTCHAIR_AUDIO {
  const Frames end = frame + static_cast<Frames>(out.size());
  const auto play = [&](Frames until) {
    if (!playing_) return;
    const std::vector<float>& sound = sounds_[static_cast<std::size_t>(playing_->kind)];
    const Frames over = playing_->frame + static_cast<Frames>(sound.size());
    for (Frames at = std::max(playing_->frame, frame); at < std::min(over, until); ++at)
      out[static_cast<std::size_t>(at - frame)] +=
          playing_gain_ * sound[static_cast<std::size_t>(at - playing_->frame)];
    if (over <= until) playing_.reset();
  };
  for (; train_.peek().frame < end; train_.next()) {
    const ClickEvent event = train_.peek();
    if (!event.sounds || event.frame < frame) continue;  // skipped: better silent than late
    play(event.frame);
    playing_ = event;
    playing_gain_ = click_gain(sounded_);
    ++sounded_;
  }
  play(end);
}

void Click::upcoming(Frames from, std::span<ClickEvent> events) const FIRSTCHAIR_AUDIO {
  ClickTrain train = train_;
  for (std::size_t filled = 0; filled < events.size(); train.next())
    if (train.peek().frame >= from) events[filled++] = train.peek();
}

}  // namespace firstchair::practice

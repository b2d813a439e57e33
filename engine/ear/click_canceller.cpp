#include "engine/ear/click_canceller.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace firstchair::ear {
namespace {

constexpr double kAgree = 0.1;   // energy of the difference re that of either
constexpr int kMemory = 8;       // clicks, as clear as the clearest, that a picture is the mean of
constexpr double kKept = 0.985;  // of what is known, a click later: a microphone may be moved
constexpr float kMarginDb = 6;
constexpr float kNothing = -300, kAnything = 300;  // dB
constexpr double kItself = 0.150;                  // seconds after a click; then its ring
constexpr double kAround = 0.012;                  // seconds of a click in which something may be left of it
constexpr double kStandsOut = 4;                   // power of a click re that of what was before it
constexpr double kSilent = 1e-9;                   // mean square of nothing
constexpr double kStretch = 0.001;                 // seconds of a picture that are trusted alike
constexpr double kNoise = 3;                       // power of noise that is left out

double power(std::span<const float> sound) {
  double sum = 0;
  for (const float sample : sound) sum += static_cast<double>(sample) * static_cast<double>(sample);
  return sum / static_cast<double>(sound.size());
}

}  // namespace

ClickCanceller::ClickCanceller(double rate) {
  const auto frames = [&](double seconds) { return static_cast<Frames>(std::lround(seconds * rate)); };
  before_ = frames(kBefore);
  around_ = frames(kAround);
  stretch_ = frames(kStretch);
  edges_ = {0, before_ + frames(kItself), before_ + frames(kAfter)};
  for (std::size_t p = 0; p < pictures_.size(); ++p) {
    const std::size_t size = static_cast<std::size_t>(edges_[p % kParts + 1] - edges_[p % kParts]);
    pictures_[p].sound.resize(size);
    pictures_[p].candidate.resize(size);
    pictures_[p].trust.resize(size / static_cast<std::size_t>(stretch_) + 1);
  }
  const std::size_t longest = pictures_[kParts - 1].sound.size();
  for (Window& window : windows_) window.raw.resize(longest);
  fade_.resize(longest / 3);
  for (std::size_t i = 0; i < fade_.size(); ++i)
    fade_[i] = 1 - static_cast<float>(i) / static_cast<float>(fade_.size());
}

bool ClickCanceller::expect(const Click& click) FIRSTCHAIR_AUDIO {
  if (waiting_ == kAhead || click.frame - before_ < now_ || click.frame <= latest_ || click.kind < 0 ||
      click.kind >= kKinds || !(click.gain > 0)) {
    return false;
  }
  ahead_[static_cast<std::size_t>((first_ + waiting_) % kAhead)] = click;
  ++waiting_;
  latest_ = click.frame;
  return true;
}

void ClickCanceller::open(const Click& click) {
  // What this click's picture lacks would be learned by those that still sound.
  for (Window& window : windows_)
    window.clean = std::min(window.clean, std::max<Frames>(0, click.frame - before_ - window.first));
  for (int part = 0; part < kParts; ++part) {
    for (Window& window : windows_) {
      if (window.open) continue;
      window.open = true;
      window.first = click.frame - before_ + edges_[static_cast<std::size_t>(part)];
      window.picture = static_cast<std::size_t>(click.kind * kParts + part);
      window.clean = static_cast<Frames>(pictures_[window.picture].sound.size());
      window.alone_until = click.alone_until;
      window.gain = click.gain;
      window.part = click.part;
      ++open_;
      break;
    }
  }
  const Picture& picture = pictures_[static_cast<std::size_t>(click.kind * kParts)];
  const float left_db = click.frame < click.alone_until ? kAnything
                        : picture.count > 1             ? picture.left_db
                                                        : kNothing;
  newest_ = (newest_ + 1) % past_.size();
  past_[newest_] = {click.frame, left_db};
}

float ClickCanceller::known(const Window& window, std::size_t place) const {
  const Picture& picture = pictures_[window.picture];
  if (picture.count == 0) return 0;
  const std::size_t left = picture.sound.size() - place;
  const bool fades = window.picture % kParts == kParts - 1 && left <= fade_.size();
  // Between two frames: clicks are low enough for a straight line.
  const float at = picture.sound[place], before = place > 0 ? picture.sound[place - 1] : at;
  const float trust = picture.trust[place / static_cast<std::size_t>(stretch_)];
  const float between = trust * (window.part > 0 ? at + window.part * (before - at) : at);
  return window.gain * between * (fades ? fade_[fade_.size() - left] : 1);
}

float ClickCanceller::beside_clicks(float sample) FIRSTCHAIR_AUDIO {
  while (waiting_ > 0 && ahead_[static_cast<std::size_t>(first_)].frame - before_ <= now_) {
    open(ahead_[static_cast<std::size_t>(first_)]);
    first_ = (first_ + 1) % kAhead;
    --waiting_;
  }
  if (open_ == 0) {
    ++now_;
    return sample;
  }
  float rest = sample;
  for (const Window& window : windows_) {
    if (window.open && window.first <= now_)
      rest -= known(window, static_cast<std::size_t>(now_ - window.first));
  }
  for (Window& window : windows_) {
    if (!window.open || window.first > now_) continue;
    const std::size_t place = static_cast<std::size_t>(now_ - window.first);
    window.raw[place] = rest + known(window, place);
    if (place + 1 < pictures_[window.picture].sound.size()) continue;
    window.open = false;
    --open_;
    learn(window);
  }
  ++now_;
  return rest;
}

void ClickCanceller::learn(Window& window) {
  Picture& picture = pictures_[window.picture];
  const std::size_t size = static_cast<std::size_t>(window.clean);
  if (size < 2 * static_cast<std::size_t>(around_)) return;
  const std::span<float> raw(window.raw.data(), size);
  double energy = 0;
  for (float& sample : raw) sample /= window.gain;
  for (std::size_t i = 0; window.part > 0 && i + 1 < size; ++i) raw[i] += window.part * (raw[i + 1] - raw[i]);
  for (const float sample : raw) energy += static_cast<double>(sample) * static_cast<double>(sample);
  if (energy < kSilent * static_cast<double>(size)) return;
  const auto agrees = [&](const std::vector<float>& known) {
    double apart = 0, its_energy = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const double difference = static_cast<double>(raw[i] - known[i]);
      apart += difference * difference;
      its_energy += static_cast<double>(known[i]) * static_cast<double>(known[i]);
    }
    return apart < kAgree * std::min(energy, its_energy);
  };
  const bool fresh = picture.count == 0 || !agrees(picture.sound);
  if (!fresh) {
    ++picture.count;
  } else {
    // When it is known that some clicks are alone, only those make a picture: strokes of a machine agree,
    // too.
    const bool alone = window.first + window.clean <= window.alone_until;
    if (window.alone_until > 0 && !alone) return;
    const bool again = picture.candidate_energy > 0 && agrees(picture.candidate);
    const std::size_t part = window.picture % kParts;
    const bool believed = part == 0 ? stands_out(raw) : pictures_[window.picture - part].count > 0;
    if (!again) {
      std::fill(std::copy(raw.begin(), raw.end(), picture.candidate.begin()), picture.candidate.end(), 0.0F);
      picture.candidate_energy = energy;
    }
    if (!again && !(alone && believed)) return;
    std::swap(picture.sound, picture.candidate);
    picture.count = again ? 2 : 1;
    picture.left_db = 0;
    picture.candidate_energy = 0;
  }
  picture.count = std::min(picture.count, kMemory);
  float left = 1e-6F;
  const auto share = static_cast<float>(believe(window.picture, raw, fresh));
  for (std::size_t i = 0; i < size; ++i) {
    const float difference = raw[i] - picture.sound[i];
    left = std::max(left, std::abs(difference));
    picture.sound[i] += share * difference;
  }
  weigh(window.picture);
  // What is left of a click alone is the least that was left of any.
  if (picture.count > 1) picture.left_db = std::min(picture.left_db + 1, 8.6858896F * std::log(left));
}

// The share of a click in its picture's mean: by how little sounds beside it, which is what it is off the
// picture by, less the picture's own error, and no less than what was before the click. A stroke's tail, or
// the noise of a soft click made loud, hardly counts.
double ClickCanceller::believe(std::size_t which, std::span<const float> raw, bool fresh) {
  Picture& picture = pictures_[which];
  Picture& itself = pictures_[which - which % kParts];
  if (which % kParts == 0) itself.before = power(raw.first(static_cast<std::size_t>(before_) / 2));
  double apart = 0;
  for (std::size_t i = 0; i < raw.size(); ++i)
    apart += static_cast<double>((raw[i] - picture.sound[i]) * (raw[i] - picture.sound[i]));
  apart /= static_cast<double>(raw.size());
  if (fresh) picture.precision = picture.best = picture.count > 1 ? 2 / std::max(kSilent, apart) : 0;
  if (picture.precision > 0) apart -= 1 / picture.precision;
  const double precision = 1 / std::max({kSilent, itself.before, apart});
  picture.best = std::max(picture.best, precision);
  picture.precision = std::min(kKept * picture.precision + precision, kMemory * picture.best);
  return precision / picture.precision;
}

// A picture of few clicks, or of soft ones made loud, holds the room's noise too, and taking that out would
// put it in: a burst of hiss with every click. Stretches that are hardly louder than the picture's own error
// are let go.
void ClickCanceller::weigh(std::size_t which) {
  Picture& picture = pictures_[which];
  const std::span<const float> sound(picture.sound);
  const double noise = kNoise / picture.precision;
  const auto stretch = static_cast<std::size_t>(stretch_);
  for (std::size_t s = 0; s * stretch < sound.size(); ++s) {
    const double loud = power(sound.subspan(s * stretch, std::min(stretch, sound.size() - s * stretch)));
    picture.trust[s] = loud > noise ? static_cast<float>(1 - noise / loud) : 0;
  }
}

bool ClickCanceller::stands_out(std::span<const float> raw) const {
  const std::size_t before = static_cast<std::size_t>(before_) / 2;  // a click may come a little early
  const double click = power(raw.subspan(before, 6 * before));
  // And it is over soon: a dropout's end stands out, too, and goes on.
  const std::span<const float> after = raw.subspan(raw.size() / 3, raw.size() / 3);
  return click > kStandsOut * power(raw.first(before)) && click > kStandsOut * power(after);
}

bool ClickCanceller::left_over(Frames frame, float level_db) const FIRSTCHAIR_AUDIO {
  return std::any_of(past_.begin(), past_.end(), [&](const Past& click) {
    return std::abs(frame - click.frame) <= around_ && level_db < click.left_db + kMarginDb;
  });
}

void ClickCanceller::reset() {
  now_ = 0;
  first_ = waiting_ = open_ = 0;
  latest_ = -1000000000;
  past_.fill({});
  for (Window& window : windows_) window.open = false;
  for (Picture& picture : pictures_) {
    picture.count = 0;
    picture.candidate_energy = 0;
  }
}

}  // namespace firstchair::ear

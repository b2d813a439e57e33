#include "live/backing.h"

#include <algorithm>
#include <cmath>

#include "io/sound/synth.h"

namespace firstchair::live {

Result<BackingPlayer> BackingPlayer::make(const Backing& backing, double rate) {
  Result<band::HomeTempo> home = band::HomeTempo::make(backing.tempi, rate);
  if (!home) return home.error();
  if (backing.sound != nullptr && backing.sound->rate != rate)
    return Error{ErrorCode::usage, {}, "stems are of another rate than the run", {}};
  Result<io::StemPlayer> player = io::StemPlayer::make(backing.sound, backing.varispeed);
  if (!player) return player.error();
  return BackingPlayer(std::move(*home), backing.first_s * rate, std::move(*player));
}

void BackingPlayer::render(const practice::BandRun& run, Frames frame, std::span<float> left,
                           std::span<float> right) {
  const auto place = [&](double at) { return first_ + home_.frames(run.tick_at(at)); };
  const auto begin = static_cast<double>(frame);
  const bool silent = run.playing() == band::Playing::alone || run.playing() == band::Playing::solo ||
                      run.playing() == band::Playing::stopped || run.muted();
  const double gain = silent ? 0 : std::pow(10, run.gain_db() / 20);
  player_.render(place(begin), place(begin + static_cast<double>(left.size())), gain, left, right);
  for (const std::span<float> side : {left, right})
    for (float& sample : side) sample = std::clamp(sample, -io::Synth::kLoudest, io::Synth::kLoudest);
}

}  // namespace firstchair::live

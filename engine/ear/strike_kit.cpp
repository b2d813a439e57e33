#include "engine/ear/strike_kit.h"

#include <algorithm>

#include "engine/ear/file_weights.h"

namespace firstchair::ear {
namespace {

constexpr double kRings = 1.0;        // seconds after the last stroke, before a drum is learnt
constexpr double kLongest = 60;       // seconds of one drum that are kept
constexpr std::size_t kBlock = 1024;  // samples

EarConfig ear_for(double rate) {
  return {.rate = rate, .weights = file_ear_weights()};
}

}  // namespace

Result<StrikeKit> StrikeKit::make(double rate, std::vector<Voice> drums) {
  Result<Ear> ear = Ear::make({.rate = rate, .max_block = static_cast<int>(kBlock)});
  if (!ear) return ear.error();
  return StrikeKit(std::move(*ear), rate, std::move(drums));
}

std::optional<Voice> StrikeKit::drum() const {
  if (at_ == drums_.size()) return {};
  return drums_[at_];
}

void StrikeKit::begin_drum() {
  ear_.reset();
  sound_.clear();
  clear_ = 0;
  last_ = 0;
  loudest_db_ = -200;
}

void StrikeKit::skip() {
  if (drum()) ++at_;
  begin_drum();
}

void StrikeKit::push(std::span<const float> mono) {
  while (!mono.empty() && drum()) {
    const std::span<const float> part = mono.first(std::min(kBlock, mono.size()));
    ear_.push(part);
    sound_.insert(sound_.end(), part.begin(), part.end());
    count();
    const double silent = static_cast<double>(static_cast<Frames>(sound_.size()) - last_) / rate_;
    const bool long_enough = static_cast<double>(sound_.size()) > kLongest * rate_;
    if (silent >= kRings && clear_ >= (long_enough ? kFewestStrokes : kStrokesOfADrum)) {
      learn();
    } else if (long_enough &&
               (silent >= kRings || static_cast<double>(sound_.size()) > 2 * kLongest * rate_)) {
      begin_drum();
    }
    mono = mono.subspan(part.size());
  }
}

void StrikeKit::count() {
  for (const Hit& hit : ear_.hits()) {
    if (last_ > 0 && static_cast<double>(hit.frame - last_) < kBounce * rate_) continue;
    last_ = std::max<Frames>(hit.frame, 1);
    const StrokeUse use = use_of(hit.level_db, loudest_db_);
    if (use != StrokeUse::clear) {
      refused_.push_back(use == StrokeUse::clipped ? "clipped" : "too soft");
      continue;
    }
    ++clear_;
    loudest_db_ = std::max(loudest_db_, hit.level_db);
  }
}

void StrikeKit::learn() {
  const Result<std::vector<LoneStroke>> strokes = LoneStrokes::of(sound_, ear_for(rate_));
  DrumLearnt drum = learn_drum(drums_[at_], strokes ? *strokes : std::vector<LoneStroke>{});
  if (drum.drum.strokes > 0) {
    learnt_.push_back(std::move(drum));
    ++at_;
  } else {
    again_ = std::move(drum);
  }
  begin_drum();
}

std::vector<std::string> StrikeKit::refused() {
  return std::exchange(refused_, {});
}

std::optional<DrumLearnt> StrikeKit::struck_again() {
  return std::exchange(again_, {});
}

KitSound StrikeKit::kit(const std::string& name) const {
  return kit_sound_of(learnt_, name, file_ear_weights_name());
}

Result<KitSound> kit_sound_of(std::span<const float> mono, double rate, std::span<const Voice> drums,
                              const std::string& name, StrikesTold& told) {
  told.rate = rate;
  Result<std::vector<DrumLearnt>> learnt = learn_drums(mono, ear_for(rate), drums);
  if (!learnt) return learnt.error();
  told.drums = std::move(*learnt);
  KitSound kit = kit_sound_of(told.drums, name, file_ear_weights_name());
  if (const Result<Done> enough = check_kit_sound(kit, told.drums); !enough) return enough.error();
  return kit;
}

}  // namespace firstchair::ear

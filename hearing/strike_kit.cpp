#include "hearing/strike_kit.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/letters.h"
#include "engine/ear/file_weights.h"
#include "hearing/sound_warnings.h"
#include "io/files/audio_file.h"

namespace firstchair::hearing {
namespace {

constexpr double kRings = 1.0;        // seconds after the last stroke, before a drum is learnt
constexpr double kLongest = 60;       // seconds of one drum that are kept
constexpr double kMostMinutes = 10;   // of a recording
constexpr std::size_t kBlock = 1024;  // samples

ear::EarConfig ear_for(double rate) {
  return {.rate = rate, .weights = ear::file_ear_weights()};
}

// Reads what a player writes for a drum: "Hat closed" is hat_closed.
std::string id_in(const std::string& word) {
  const std::size_t first = word.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  std::string id = word.substr(first, word.find_last_not_of(' ') + 1 - first);
  for (char& letter : id) letter = letter == ' ' || letter == '-' ? '_' : lowered(letter);
  return id;
}

}  // namespace

Result<StrikeKit> StrikeKit::make(double rate, std::vector<Voice> drums) {
  Result<ear::Ear> ear = ear::Ear::make({.rate = rate, .max_block = static_cast<int>(kBlock)});
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
    if (silent >= kRings && clear_ >= (long_enough ? ear::kFewestStrokes : ear::kStrokesOfADrum)) {
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
    if (last_ > 0 && static_cast<double>(hit.frame - last_) < ear::kBounce * rate_) continue;
    last_ = std::max<Frames>(hit.frame, 1);
    const ear::StrokeUse use = ear::use_of(hit.level_db, loudest_db_);
    if (use != ear::StrokeUse::clear) {
      refused_.push_back(use == ear::StrokeUse::clipped ? "clipped" : "too soft");
      continue;
    }
    ++clear_;
    loudest_db_ = std::max(loudest_db_, hit.level_db);
  }
}

void StrikeKit::learn() {
  const Result<std::vector<ear::LoneStroke>> strokes = ear::LoneStrokes::of(sound_, ear_for(rate_));
  ear::DrumLearnt drum = ear::learn_drum(drums_[at_], strokes ? *strokes : std::vector<ear::LoneStroke>{});
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

std::optional<ear::DrumLearnt> StrikeKit::struck_again() {
  return std::exchange(again_, {});
}

ear::KitSound StrikeKit::kit(const std::string& name) const {
  return ear::kit_sound_of(learnt_, name, ear::file_ear_weights_name());
}

Result<ear::KitSound> kit_sound_of(std::span<const float> mono, double rate, std::span<const Voice> drums,
                                   const std::string& name, StrikesTold& told) {
  told.rate = rate;
  Result<std::vector<ear::DrumLearnt>> learnt = ear::learn_drums(mono, ear_for(rate), drums);
  if (!learnt) return learnt.error();
  told.drums = std::move(*learnt);
  ear::KitSound kit = ear::kit_sound_of(told.drums, name, ear::file_ear_weights_name());
  if (const Result<Done> enough = ear::check_kit_sound(kit, told.drums); !enough) return enough.error();
  return kit;
}

Result<ear::KitSound> kit_sound_of_file(const std::string& path, const io::Cage& cage,
                                        std::span<const Voice> drums, const std::string& name,
                                        StrikesTold& told) {
  const auto here = [&](Error error) {
    error.place = path;
    return error;
  };
  Result<io::AudioFile> file = io::AudioFile::open(path, cage);
  if (!file) return here(file.error());
  const double rate = file->info().rate;
  std::vector<float> sound, block(1 << 14);
  while (const std::size_t frames = file->read(block)) {
    sound.insert(sound.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(frames));
    if (static_cast<double>(sound.size()) > kMostMinutes * 60 * rate) {
      return Error{ErrorCode::too_large, path, fmt::format("over {:.0f} minutes long", kMostMinutes),
                   "Record the strokes on the drums alone"};
    }
  }
  if (file->broke()) return here(*file->broke());
  told.warnings = sound_warnings(*file);
  if (file->truncated()) {
    told.warnings.push_back(
        fmt::format("the file breaks off at {:.1f} s", static_cast<double>(sound.size()) / rate));
  }
  Result<ear::KitSound> kit = kit_sound_of(sound, rate, drums, name, told);
  if (!kit) return here(kit.error());
  return kit;
}

Result<std::vector<Voice>> parse_drums(const std::string& text) {
  std::vector<Voice> drums;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::string id = id_in(text.substr(at, comma - at));
    const std::optional<Voice> voice = voice_from_id(id);
    if (!voice || *voice == Voice::pad) {
      return Error{ErrorCode::usage, "--strike " + text, "\"" + id + "\" is no drum",
                   "They are kick, snare, cross_stick, hat_closed, hat_open, hat_pedal, tom_high, tom_mid, "
                   "tom_low, ride, ride_bell and crash"};
    }
    if (std::ranges::find(drums, *voice) != drums.end())
      return Error{ErrorCode::usage, "--strike " + text, id + " stands there twice", "Name every drum once"};
    drums.push_back(*voice);
    at = comma + 1;
  }
  if (drums.size() < 2) {
    return Error{ErrorCode::usage, "--strike " + text, "one drum alone", "Name at least two, as kick,snare"};
  }
  return drums;
}

}  // namespace firstchair::hearing

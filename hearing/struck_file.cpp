#include "hearing/struck_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/letters.h"
#include "hearing/sound_warnings.h"
#include "io/files/audio_file.h"

namespace firstchair::hearing {
namespace {

// Reads what a player writes for a drum: "Hat closed" is hat_closed.
std::string id_in(const std::string& word) {
  const std::size_t first = word.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  std::string id = word.substr(first, word.find_last_not_of(' ') + 1 - first);
  for (char& letter : id) letter = letter == ' ' || letter == '-' ? '_' : lowered(letter);
  return id;
}

}  // namespace

Result<ear::KitSound> kit_sound_of_file(const std::string& path, const io::Cage& cage,
                                        std::span<const Voice> drums, const std::string& name,
                                        ear::StrikesTold& told) {
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
    if (static_cast<double>(sound.size()) > ear::kMostStruckMinutes * 60 * rate) {
      return Error{ErrorCode::too_large, path,
                   fmt::format("over {:.0f} minutes long", ear::kMostStruckMinutes),
                   "Record the strokes on the drums alone"};
    }
  }
  if (file->broke()) return here(*file->broke());
  told.warnings = sound_warnings(*file);
  if (file->truncated()) {
    told.warnings.push_back(
        fmt::format("the file breaks off at {:.1f} s", static_cast<double>(sound.size()) / rate));
  }
  Result<ear::KitSound> kit = ear::kit_sound_of(sound, rate, drums, name, told);
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

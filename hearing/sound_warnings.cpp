#include "hearing/sound_warnings.h"

#include <fmt/format.h>

namespace firstchair::hearing {

// Four kits were rendered and heard
// again as wav of 48 kHz and in each of these: docs/measured/coarse_sound.md.
std::string coarse_sound_text(const io::AudioInfo& info) {
  constexpr double kNarrow = 11000;  // Hz; at 11025 as many hats are named as at 48000
  if (info.coding == io::Coding::telephone)
    return "it is coded for speech (GSM): expect a third of the hats to be missed, and times a few ms off";
  if (info.rate < kNarrow) {
    return fmt::format(
        "{:.0f} Hz holds nothing above {:.3g} kHz: expect hats and cymbals to be missed where drums sound, "
        "or "
        "taken for them",
        info.rate, info.rate / 2000);
  }
  if (info.coding == io::Coding::eight_bits)
    return "8 bits a sample: what is 40 dB softer than the loudest stroke is lost in their noise";
  if (info.coding == io::Coding::adpcm)
    return "4 bits a sample (ADPCM): soft strokes right after loud ones may be lost in their noise";
  return {};
}

std::vector<std::string> sound_warnings(const io::AudioFile& file) {
  const io::AudioInfo& info = file.info();
  std::vector<std::string> lines;
  if (!file.warning().empty()) lines.push_back(file.warning());
  if (std::string coarse = coarse_sound_text(info); !coarse.empty()) lines.push_back(std::move(coarse));
  if (info.tracks > 1)
    lines.push_back(
        fmt::format("it has {} sound tracks; the loudest, number {}, is heard", info.tracks, info.track));
  if (file.opposite()) lines.push_back("its two channels are each other's opposite; the louder one is heard");
  return lines;
}

}  // namespace firstchair::hearing

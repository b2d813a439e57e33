#include "lab/codec.h"

#include <array>
#include <string>

#include "lab/lag.h"
#include "lab/process.h"
#include "lab/sound.h"

namespace firstchair::lab {

std::vector<float> through_codec(const std::vector<float>& sound, std::uint64_t seed) {
  static constexpr std::array kRates{"64k", "96k", "128k"};
  const bool aac = seed % 2 == 0;
  const TempFolder folder;
  const std::string in = folder.path("in.wav"), back = folder.path("back.wav");
  const std::string coded = folder.path(aac ? "coded.m4a" : "coded.mp3");
  if (!save_wav(in, sound, kBenchRate)) return {};
  const ProgramRun to =
      run_program({"ffmpeg", "-v", "quiet", "-y", "-i", in, "-c:a", aac ? "aac" : "libmp3lame", "-b:a",
                   kRates[seed / 2 % kRates.size()], coded});
  if (to.code != 0) return {};
  if (run_program({"ffmpeg", "-v", "quiet", "-y", "-i", coded, "-c:a", "pcm_f32le", back}).code != 0)
    return {};
  const std::vector<float> decoded = load_sound(back);
  if (decoded.empty()) return {};
  return advanced(decoded, lag_of(sound, decoded, 8192), sound.size());
}

bool codecs_here() {
  const std::vector<float> some(4410, 0.1F);
  return !through_codec(some, 0).empty() && !through_codec(some, 1).empty();
}

}  // namespace firstchair::lab

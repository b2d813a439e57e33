#include "io/files/flac_copy.h"

#include <sndfile.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <memory>
#include <vector>

#include "io/files/audio_file.h"

namespace firstchair::io {
namespace {

namespace fs = std::filesystem;

struct CloseSndfile {
  void operator()(SNDFILE* file) const { sf_close(file); }
};

// All of it on the disk, under `path`.
bool write_flac(AudioFile& sound, const std::string& path) {
  SF_INFO info{};
  info.samplerate = static_cast<int>(std::lround(sound.info().rate));
  info.channels = 1;
  info.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_24;
  std::unique_ptr<SNDFILE, CloseSndfile> file(sf_open(path.c_str(), SFM_WRITE, &info));
  if (!file) return false;
  sf_command(file.get(), SFC_SET_CLIPPING, nullptr, SF_TRUE);
  std::vector<float> block(1 << 14);
  while (const std::size_t frames = sound.read(block)) {
    for (std::size_t i = 0; i < frames; ++i)
      if (!std::isfinite(block[i])) block[i] = 0;
    if (sf_writef_float(file.get(), block.data(), static_cast<sf_count_t>(frames)) !=
        static_cast<sf_count_t>(frames))
      return false;
  }
  sf_write_sync(file.get());
  return sf_close(file.release()) == 0;
}

}  // namespace

Result<std::int64_t> copy_as_flac(const std::string& from, const std::string& to) {
  const auto unwritable = [&](const std::string& why) {
    return Error{ErrorCode::unwritable, to, why, "Make room, or keep takes without their sound"};
  };
  Result<AudioFile> sound = AudioFile::open(from);
  if (!sound) return sound.error();
  std::error_code failed;
  if (fs::exists(to, failed)) return unwritable("already there");
  if (const fs::path folder = fs::path(to).parent_path(); !folder.empty())
    fs::create_directories(folder, failed);
  const std::string beside = to + ".part-" + std::to_string(::getpid());
  errno = 0;
  const bool written = write_flac(*sound, beside);
  const int error = errno;
  const auto bytes = written ? fs::file_size(beside, failed) : 0;
  if (written) fs::rename(beside, to, failed);
  if (!written || failed) {
    std::error_code ignored;
    fs::remove(beside, ignored);
    return unwritable(error != 0 ? std::string("cannot be written (") + std::strerror(error) + ")"
                                 : "cannot be written");
  }
  return static_cast<std::int64_t>(bytes);
}

}  // namespace firstchair::io

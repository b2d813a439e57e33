#include "io/files/flac_copy.h"

#include <sndfile.h>
#include <sys/stat.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <memory>
#include <vector>

#include "io/files/audio_file.h"
#include "io/files/new_file.h"

namespace firstchair::io {
namespace {

namespace fs = std::filesystem;

struct CloseSndfile {
  void operator()(SNDFILE* file) const { sf_close(file); }
};

bool write_flac(AudioFile& sound, int to) {
  SF_INFO info{};
  info.samplerate = static_cast<int>(std::lround(sound.info().rate));
  info.channels = 1;
  info.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_24;
  std::unique_ptr<SNDFILE, CloseSndfile> file(sf_open_fd(to, SFM_WRITE, &info, SF_FALSE));
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

Result<std::int64_t> copy_as_flac(const std::string& from, const std::string& to, const Cage& cage) {
  const auto unwritable = [&](const std::string& why) {
    return Error{ErrorCode::unwritable, to, why, "Make room, or keep takes without their sound"};
  };
  Result<AudioFile> sound = AudioFile::open(from, cage);
  if (!sound) return sound.error();
  std::error_code failed;
  if (fs::exists(to, failed)) return unwritable("already there");
  if (const fs::path folder = fs::path(to).parent_path(); !folder.empty())
    fs::create_directories(folder, failed);
  Result<NewFile> file = NewFile::make(to, false);
  if (!file) return unwritable(file.error().what);
  errno = 0;
  const bool written = write_flac(*sound, file->descriptor());
  const int number = errno;
  if (sound->broke()) {
    Error error = *sound->broke();
    error.place = from;
    return error;
  }
  struct stat status{};
  const bool sized = ::fstat(file->descriptor(), &status) == 0;
  const Result<Done> placed = written && sized ? file->place() : Result<Done>(Done{});
  if (!placed) return unwritable(placed.error().what);
  if (!written || !sized)
    return unwritable(number != 0 ? std::string("cannot be written (") + std::strerror(number) + ")"
                                  : "cannot be written");
  return static_cast<std::int64_t>(status.st_size);
}

}  // namespace firstchair::io

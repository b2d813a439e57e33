#include "live/take_recovery.h"

#include <fcntl.h>
#include <sndfile.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "live/flac_repair.h"
#include "live/take_files.h"

namespace firstchair::live {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kOneBlock = 1 << 15;  // bytes; no FLAC block of ours is larger

double rate_of(const std::string& sound) {
  SF_INFO info{};
  SNDFILE* file = sf_open(sound.c_str(), SFM_READ, &info);
  if (file == nullptr) return 0;
  sf_close(file);
  return info.samplerate;
}

bool place(const std::string& folder, std::string_view name) {
  return ::rename(part_file(folder, name).c_str(), take_file(folder, name).c_str()) == 0;
}

// The lock on hits.csv.part is held meanwhile: a second recovery at the same time leaves the take to this
// one.
void recover(RecoveredTake& take) {
  const std::string sound = part_file(take.folder, kTakeSound), hits = part_file(take.folder, kTakeHits);
  std::error_code failed;
  if (fs::exists(sound, failed)) {
    const Result<Frames> frames = repair_flac(sound);
    if (frames && *frames > 0) {
      take.frames = *frames;
    } else if (frames || frames.error().code == ErrorCode::malformed) {
      if (fs::file_size(sound, failed) > kOneBlock || failed) {
        take.trouble = "its sound cannot be read: " + sound + " is left as it is";
        return;
      }
      fs::remove(sound, failed);  // killed within its first 50 ms: there is no sound in it
    } else {
      take.trouble = frames.error().what;
      return;
    }
  }
  const auto lines = settle_hits(hits);
  take.hits = lines.value_or(0);
  if ((take.frames > 0 && !place(take.folder, kTakeSound)) || !lines || !place(take.folder, kTakeHits))
    take.trouble = std::string("cannot be finished (") + std::strerror(errno) + ")";
  sync_folder(take.folder);
  const std::string whole = take_file(take.folder, kTakeSound);
  if (fs::exists(whole, failed)) take.rate = rate_of(whole);
}

}  // namespace

std::vector<RecoveredTake> recover_takes(const std::string& folder) {
  std::vector<std::string> folders{folder};
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed))
    if (entry->is_directory(failed)) folders.push_back(entry->path().string());
  std::sort(folders.begin() + 1, folders.end());

  std::vector<RecoveredTake> takes;
  for (const std::string& one : folders) {
    const std::string hits = part_file(one, kTakeHits);
    const int fd = ::open(hits.c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) continue;
    if (fd < 0 || ::flock(fd, LOCK_EX | LOCK_NB) == 0) {
      RecoveredTake take;
      take.folder = one;
      if (fd < 0) {
        take.trouble = std::string("cannot be opened (") + std::strerror(errno) + ")";
      } else {
        recover(take);
      }
      takes.push_back(take);
    }
    if (fd >= 0) ::close(fd);
  }
  return takes;
}

std::string line_of(const RecoveredTake& take) {
  if (!take.trouble.empty()) return take.folder + ": a take was left behind here and " + take.trouble + ".";
  std::array<char, 96> text{};
  const double seconds = take.rate > 0 ? static_cast<double>(take.frames) / take.rate : 0;
  std::snprintf(text.data(), text.size(), ": recovered %.1f s of sound and %zu strokes.", seconds, take.hits);
  return take.folder + text.data();
}

}  // namespace firstchair::live

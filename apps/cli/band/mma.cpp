#include "apps/cli/band/mma.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "io/files/files.h"
#include "report/text/text.h"
#include "report/text/words.h"
#include "songs/mma/mma_write.h"
#include "songs/songs.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "mma:";
constexpr const char *kSong = "song.mma", *kMidi = "song.mid", *kSaid = "said.txt";
constexpr std::chrono::milliseconds kLongest{30'000}, kLook{10};
constexpr int kNotThere = 127;
constexpr std::size_t kMostMidi = 16u << 20;

// A folder that goes when it is done with.
class Folder {
 public:
  Folder() {
    std::string path = (fs::temp_directory_path() / "firstchair-mma-XXXXXX").string();
    if (::mkdtemp(path.data()) != nullptr) path_ = path;
  }
  ~Folder() {
    std::error_code failed;
    if (!path_.empty()) fs::remove_all(path_, failed);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }
  std::string of(const char* name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// Runs it there and returns its exit status; kNotThere where there is no such program, below 0 where it was
// ended, by itself or since it took too long.
int run_mma(const Folder& folder) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, folder.of(kSaid).c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  // Settings of its own that lie where this program was started are not meant for it.
  posix_spawn_file_actions_addchdir_np(&files, folder.path().c_str());
  std::string words[] = {"mma", "-f", kMidi, kSong};
  char* pointers[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data(), nullptr};
  pid_t process = -1;
  const int failed = ::posix_spawnp(&process, "mma", &files, nullptr, pointers, environ);
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0) return failed == ENOENT || failed == EACCES ? kNotThere : -1;
  int status = 0;
  const auto until = std::chrono::steady_clock::now() + kLongest;
  while (::waitpid(process, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > until) {
      ::kill(process, SIGKILL);
      ::waitpid(process, &status, 0);
      return -1;
    }
    std::this_thread::sleep_for(kLook);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// What it said of an error, in one line.
std::string said_in(const Folder& folder) {
  const Result<std::vector<std::uint8_t>> read = io::read_file(folder.of(kSaid));
  if (!read) return {};
  std::string all(read->begin(), read->end());
  if (const std::size_t at = all.find("Error:"); at != std::string::npos) all.erase(0, at);
  // Which line of a file that nobody wrote is of no use.
  if (const std::size_t file = all.find("<File:"); file != std::string::npos)
    all.erase(0, std::min(all.size(), all.find('>', file) + 1));
  std::string line;
  for (const char c : all.substr(0, 300)) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    if (!blank || (!line.empty() && line.back() != ' ')) line += blank ? ' ' : c;
  }
  while (!line.empty() && (line.back() == ' ' || line.back() == '.')) line.pop_back();
  return report::plain(line);
}

}  // namespace

std::optional<std::string> mma_groove(const std::string& style) {
  if (!style.starts_with(kPrefix)) return std::nullopt;
  return style.substr(kPrefix.size());
}

Result<std::optional<std::vector<band::Part>>> mma_parts(const band::Song& song, const std::string& groove,
                                                         std::uint64_t seed) {
  const Result<songs::MmaWritten> written = songs::write_mma(song, groove, seed);
  if (!written) return written.error();
  const Folder folder;
  if (folder.path().empty())
    return Error{ErrorCode::unwritable, fs::temp_directory_path().string(), "no folder for mma there", {}};
  if (const Result<Done> done = io::write_file(folder.of(kSong), written->text, true); !done)
    return done.error();
  const int status = run_mma(folder);
  if (status == kNotThere) return std::optional<std::vector<band::Part>>();
  const Result<std::vector<std::uint8_t>> midi = io::read_file(folder.of(kMidi), kMostMidi);
  if (status != 0 || !midi) {
    const std::string said = said_in(folder);
    if (said.find("Too many chords") != std::string::npos)
      return Error{ErrorCode::unsupported, {}, "the groove has fewer beats in a bar than the song", {}};
    return Error{ErrorCode::malformed,
                 {},
                 said.empty() ? "mma ended without a song" : "mma says: " + said,
                 "Its grooves are listed in its own documents"};
  }
  Result<songs::SongRead> played =
      songs::read_whole_song({reinterpret_cast<const char*>(midi->data()), midi->size()}, kMidi);
  if (!played) return played.error();
  const MeterChange asked = song.meters.front(), got = played->song.meters.front();
  if (asked.bar_length() != got.bar_length())
    return Error{ErrorCode::unsupported,
                 {},
                 fmt::format("the groove has bars of {}/{}, the song of {}/{}", got.beats, got.unit,
                             asked.beats, asked.unit),
                 {}};
  if (written->simpler > 0)
    fmt::print(stderr, "{} played simpler, since mma has no name for them.\n",
               report::count(static_cast<std::size_t>(written->simpler), "chord"));
  std::vector<band::Part> parts = std::move(played->song.parts);
  for (band::Part& part : parts)
    std::erase_if(part.notes, [&](const band::PartNote& note) { return note.tick >= song.length; });
  std::erase_if(parts, [](const band::Part& part) { return part.notes.empty(); });
  return std::optional(std::move(parts));
}

}  // namespace firstchair::cli

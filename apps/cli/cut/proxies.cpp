#include "apps/cli/cut/proxies.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <numeric>

#include "apps/cli/decode/decode_command.h"
#include "hearing/in_threads.h"
#include "io/files/folders.h"
#include "io/video/proxy.h"
#include "report/text/cut_text.h"
#include "report/text/text.h"
#include "store/record/bytes.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kVersion = 1;                            // of what a copy is: another one is none of these
constexpr std::size_t kHashed = std::size_t{1} << 20;  // bytes of a file's beginning
constexpr std::size_t kNameDigits = 32;

// The name of a file's copy: other content, another time or another size is another name. Empty: it cannot be
// read.
std::string name_of_copy(const std::string& path) {
  std::error_code failed;
  if (!fs::is_regular_file(path, failed)) return {};
  const auto size = fs::file_size(path, failed);
  const auto time = fs::last_write_time(path, failed).time_since_epoch().count();
  if (failed) return {};
  std::string begins(std::min<std::size_t>(kHashed, size), '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file.read(begins.data(), static_cast<std::streamsize>(begins.size()))) return {};
  const std::string what =
      fmt::format("{} {} {} {} {}", kVersion, video::kDraftSide, size, time, store::sha256(begins));
  return store::sha256(what).substr(0, kNameDigits) + ".mp4";
}

struct Copy {
  video::Proxy proxy;
  video::VideoInfo info;
  bool there = false;
  std::string failed;  // why it is not; else empty
};

// The files of the cameras that are seen, with their copies' names; those that need none are left out.
std::vector<Copy> copies_wanted(const cut::Film& film, const fs::path& folder) {
  std::vector<Copy> copies;
  for (std::size_t c = 0; c < film.cameras.size(); ++c) {
    if (std::ranges::find(film.shots, static_cast<int>(c), &cut::Shot::camera) == film.shots.end()) continue;
    for (const std::string& file : film.cameras[c].files) {
      const auto known = std::ranges::find(copies, file, [](const Copy& copy) { return copy.proxy.of; });
      const std::string name = known == copies.end() ? name_of_copy(file) : std::string();
      if (name.empty()) continue;
      const Result<video::VideoInfo> info = video::probe(file, own_cage());
      if (!info || !video::wants_proxy(*info)) continue;  // what is wrong with it the draft says
      copies.push_back(
          {.proxy = {file, (folder / name).string(), info->starts_s}, .info = *info, .failed = {}});
    }
  }
  return copies;
}

std::string amount(double bytes) {
  return bytes < 1e9 ? fmt::format("{:.0f} MB", bytes / 1e6) : fmt::format("{:.1f} GB", bytes / 1e9);
}

// How many copies are kept, and how large they are.
std::pair<std::size_t, double> kept_in(const fs::path& folder) {
  std::pair<std::size_t, double> kept{0, 0};
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    std::error_code gone;
    if (!at->is_regular_file(gone)) continue;
    ++kept.first;
    kept.second += static_cast<double>(at->file_size(gone));
  }
  return kept;
}

std::string copies_word(std::size_t count) {
  return fmt::format("{} small cop{}", count, count == 1 ? "y" : "ies");
}

void make_copies(std::vector<Copy>& copies, const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  // What is in them is of people: nobody else reads it.
  if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const auto began = std::chrono::steady_clock::now();
  std::vector<double> done(copies.size());
  std::mutex one;
  const auto told = [&](std::size_t k, double share) {
    const std::lock_guard<std::mutex> alone(one);
    done[k] = share;
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
    const double all = std::accumulate(done.begin(), done.end(), 0.) / static_cast<double>(done.size());
    if (terminal)
      fmt::print(stderr, "\r\033[K{}",
                 report::progress_words("making small copies for drafts", all, elapsed.count()));
    return true;
  };
  hearing::for_each_of(copies.size(), [&](std::size_t k) {
    Copy& copy = copies[k];
    if (!copy.there) {
      const Result<Done> made = video::write_proxy(copy.proxy.of, copy.info, copy.proxy.path, own_cage(),
                                                   [&](double share) { return told(k, share); });
      if (!made) copy.failed = made.error().line();
    }
    told(k, 1);
  });
  if (terminal) fmt::print(stderr, "\r\033[K");
}

}  // namespace

std::string proxies_folder() {
  const std::string cache = io::cache_folder();
  return cache.empty() ? cache : (fs::path(cache) / "proxies").string();
}

std::vector<video::Proxy> proxies_of(const cut::Film& film) {
  const fs::path folder = proxies_folder();
  if (folder.empty()) return {};
  std::vector<Copy> copies = copies_wanted(film, folder);
  std::size_t missing = 0;
  for (Copy& copy : copies) {
    const Result<video::VideoInfo> kept = video::probe(copy.proxy.path, own_cage());
    copy.there = kept && video::is_proxy(*kept, copy.info);
    missing += !copy.there;
  }
  if (missing > 0) make_copies(copies, folder);
  std::vector<video::Proxy> proxies;
  for (const Copy& copy : copies) {
    if (copy.failed.empty())
      proxies.push_back(copy.proxy);
    else
      --missing;
  }
  const auto wrong = std::ranges::find_if(copies, [](const Copy& copy) { return !copy.failed.empty(); });
  if (missing > 0)
    fmt::print("{}\n",
               report::plain(fmt::format("{} made for drafts, kept in {}: cut proxies --remove removes them",
                                         copies_word(missing), folder.string())));
  if (wrong != copies.end())
    fmt::print(stderr, "{}\n",
               report::plain("firstchair: " + wrong->failed + " The draft reads the cameras' own files."));
  return proxies;
}

Result<int> cut_proxies(const ProxiesOptions& options) {
  const fs::path folder = proxies_folder();
  const auto [count, bytes] = kept_in(folder);
  std::error_code failed;
  if (options.remove && count > 0) fs::remove_all(folder, failed);
  if (failed)
    return Error{ErrorCode::unwritable, folder.string(), "cannot be removed (" + failed.message() + ")", {}};
  fmt::print("{}\n", report::plain(fmt::format("{} of cameras' pictures, {}, {} {}", copies_word(count),
                                               amount(bytes), options.remove ? "removed from" : "in",
                                               folder.string())));
  return 0;
}

}  // namespace firstchair::cli

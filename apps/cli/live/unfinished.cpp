#include "apps/cli/live/unfinished.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "io/files/files.h"
#include "live/take_files.h"
#include "report/report.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kOneDay = 86400;

std::size_t strokes_in(const std::string& hits) {
  std::ifstream file(hits, std::ios::binary);
  const auto lines = static_cast<std::size_t>(
      std::count(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>(), '\n'));
  return lines > 0 ? lines - 1 : 0;  // the first names the columns
}

// A take in the book is called after its folder. Nothing: the book has none.
std::optional<store::BookTake> take_called(const store::Book& book, std::int64_t player,
                                           const std::string& name, std::int64_t written_s) {
  store::TakeQuery query;
  query.player = player;
  query.since_s = written_s - kOneDay;
  query.discarded = true;
  const Result<std::vector<KeptTake>> takes = book.takes(query);
  if (!takes) return std::nullopt;
  for (const KeptTake& kept : *takes) {
    Result<store::BookTake> take = book.load(kept.id);
    if (take && take->take.source.name == name) return std::move(*take);
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> finish_takes(const std::string& takes, std::optional<book::Keeper>& keeper) {
  std::vector<std::string> lines;
  if (!keeper) return lines;
  std::vector<std::string> folders;
  std::error_code failed;
  for (fs::directory_iterator at(takes, failed), end; !failed && at != end; at.increment(failed))
    if (fs::is_directory(at->symlink_status(failed))) folders.push_back(at->path().string());
  std::sort(folders.begin(), folders.end());
  for (const std::string& folder : folders) {
    const std::string hits = live::take_file(folder, live::kTakeHits);
    const std::string json = (fs::path(folder) / "take.json").string();
    struct stat status{};
    if (::lstat(hits.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || fs::exists(json, failed) ||
        fs::exists(live::part_file(folder, live::kTakeHits), failed) ||
        status.st_mtime < std::time(nullptr) - kOneDay)
      continue;
    const std::size_t strokes = strokes_in(hits);
    if (strokes == 0) continue;
    const std::optional<store::BookTake> kept = take_called(
        keeper->book(), keeper->player().id, fs::path(folder).filename().string(), status.st_mtime);
    if (!kept) {
      const std::string sound = live::take_file(folder, live::kTakeSound);
      lines.push_back(fmt::format("{}: {} and no verdict; the book does not have this take.{}", folder,
                                  report::count(strokes, "stroke"),
                                  fs::exists(sound, failed)
                                      ? fmt::format(" firstchair hear {} --keep judges its sound.", sound)
                                      : ""));
      continue;
    }
    const std::string html = (fs::path(folder) / "take.html").string();
    Result<Done> done =
        io::write_file(html, report::take_html(kept->take, kept->circumstances.weights), true);
    if (done) done = io::write_file(json, report::take_json(kept->take, kept->circumstances.weights), true);
    lines.push_back(
        done ? fmt::format("{}: finished from the book, where it is take {}.", folder, kept->kept.id)
             : done.error().line());
  }
  return lines;
}

}  // namespace firstchair::cli

#include "book/keep.h"

#include <fmt/format.h>

#include <ctime>
#include <filesystem>

#include "io/files/folders.h"
#include "store/recording.h"

namespace firstchair::book {

namespace fs = std::filesystem;

Result<std::string> book_file(const std::string& file) {
  if (!file.empty()) return file;
  const std::string folder = io::data_folder();
  if (folder.empty())
    return Error{ErrorCode::usage, {}, "there is no home folder for a book", "Name a file with --book"};
  return folder + "/book.sqlite";
}

Result<store::Book> open_book(const std::string& file, bool create) {
  const Result<std::string> path = book_file(file);
  if (!path) return path.error();
  return store::Book::open({.file = *path, .create = create});
}

Result<Keeper> Keeper::open(const KeepOptions& options) {
  Result<store::Book> book = open_book(options.book, true);
  if (!book) return book.error();
  if (book->read_only())
    return Error{ErrorCode::unwritable, book->file(), "the book can only be read",
                 "Change its permissions and its folder's, or name another with --book"};
  Result<Player> player = book->player(options.player);
  if (!player) return player.error();
  return Keeper(std::move(*book), std::move(*player));
}

Result<Keeper::Kept> Keeper::keep(const Take& take, store::Circumstances circumstances,
                                  const std::string& sound) {
  circumstances.player = player_.id;
  circumstances.engine = FIRSTCHAIR_VERSION;
  if (!sound.empty()) {
    std::error_code failed;
    const auto bytes = fs::file_size(sound, failed);
    const std::string name = fs::absolute(sound).lexically_proximate(book_.folder()).generic_string();
    // One that is kept elsewhere stays its owner's: prune removes only below the book's own folders.
    if (!failed && store::is_recording_name(name)) {
      circumstances.audio = name;
      circumstances.audio_bytes = static_cast<std::int64_t>(bytes);
    }
  }
  store::TakeQuery latest;
  latest.player = player_.id;
  latest.newest = 1;
  latest.discarded = true;
  const Result<std::vector<KeptTake>> before = book_.takes(latest);
  const Result<std::int64_t> id = book_.save(take, circumstances);
  if (!id) return id.error();
  std::string line = fmt::format("Book: take {}.", *id);
  // A recording may be older than the last take; what is played now may not.
  if (circumstances.mode != Mode::hear && before && !before->empty() &&
      before->front().began_s > circumstances.began_s)
    line +=
        fmt::format(" The clock says {}, before take {} of {}; check the date.",
                    when_text(circumstances.began_s), before->front().id, when_text(before->front().began_s));
  return Kept{*id, std::move(line)};
}

SessionConfig session_of(const store::BookTake& kept, const judge::Norms& norms) {
  SessionConfig config;
  config.source = kept.take.source;
  if (kept.take.reading.chart_given) config.chart = kept.take.chart;
  config.bpm = kept.circumstances.bpm_asked;
  config.meter = kept.circumstances.meter;
  config.norms = norms;
  config.find_kit_strokes = false;
  return config;
}

std::string when_text(std::int64_t unix_s) {
  const auto time = static_cast<std::time_t>(unix_s);
  std::tm local{};
  if (::localtime_r(&time, &local) == nullptr) return "no date";
  char text[64];
  return std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local) > 0 ? text : "no date";
}

}  // namespace firstchair::book

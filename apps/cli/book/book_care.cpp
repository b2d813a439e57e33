// firstchair book check, prune, backup, players, discard, undo, count.
#include <fmt/format.h>

#include <charconv>
#include <ctime>
#include <filesystem>

#include "apps/cli/book/book_commands.h"
#include "book/keep.h"
#include "report/text/book_text.h"
#include "report/text/text.h"
#include "report/text/words.h"
#include "store/recording.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

struct Unit {
  std::string_view name;
  std::int64_t value;
};

// A number and one of the units behind it.
std::optional<std::int64_t> parse_with_unit(const std::string& text, std::initializer_list<Unit> units) {
  double number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || !(number >= 0)) return std::nullopt;
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  for (const Unit& unit : units) {
    const double value = number * static_cast<double>(unit.value);
    if (rest == unit.name && value < 9e18) return static_cast<std::int64_t>(value);
  }
  return std::nullopt;
}

}  // namespace

Result<std::int64_t> parse_age(const std::string& text) {
  constexpr std::int64_t kDay = 86400;
  if (const auto age = parse_with_unit(text, {{"d", kDay}, {"w", 7 * kDay}, {"y", 365 * kDay}})) return *age;
  return Error{ErrorCode::usage, "--older-than " + text, "not an age", "Write it as 90d, 12w or 1y"};
}

Result<std::int64_t> parse_size(const std::string& text) {
  if (const auto size =
          parse_with_unit(text, {{"kB", 1000}, {"MB", 1'000'000}, {"GB", 1'000'000'000}, {"", 1}}))
    return *size;
  return Error{ErrorCode::usage, "--larger-than " + text, "not a size", "Write it as 500MB or 2GB"};
}

Result<int> book_check(const BookOptions& options) {
  Result<store::Book> book = book::open_book(options.book, false);
  if (!book) return book.error();
  const Result<std::vector<store::Damage>> damage = book->check();
  if (!damage) return damage.error();
  for (const store::Damage& one : *damage)
    fmt::print("{}{}.\n", one.take != 0 ? fmt::format("take {}: ", one.take) : std::string(),
               report::plain(one.what));
  if (damage->empty()) fmt::print("{}: whole.\n", report::plain(book->file()));
  return damage->empty() ? 0 : 3;
}

Result<int> book_prune(const BookOptions& options) {
  if (options.older.empty() == options.larger.empty())
    return Error{ErrorCode::usage, {}, "prune needs one rule", "Give --older-than AGE or --larger-than SIZE"};
  const Result<std::int64_t> limit =
      options.older.empty() ? parse_size(options.larger) : parse_age(options.older);
  if (!limit) return limit.error();
  Result<store::Book> book = book::open_book(options.book, false);
  if (!book) return book.error();
  const Result<std::vector<store::Audio>> audio = book->audio();
  if (!audio) return audio.error();
  std::int64_t left = 0, gone = 0;
  std::size_t count = 0;
  for (const store::Audio& one : *audio) left += one.bytes;
  const auto now = static_cast<std::int64_t>(std::time(nullptr));
  for (const store::Audio& one : *audio) {
    if (options.older.empty() ? left <= *limit : now - one.began_s <= *limit) continue;
    left -= one.bytes;
    gone += one.bytes;
    ++count;
    if (options.dry) continue;
    // The file first: a recording that is gone is only forgotten by the next prune, one without a take never
    // found.
    if (auto done = store::remove_recording(book->folder(), one.file); !done) return done.error();
    if (auto done = book->set_audio(one.take, "", 0); !done) return done.error();
  }
  fmt::print("{} {}, {}; {} left.\n", report::count(count, "recording"), options.dry ? "would go" : "removed",
             report::size_text(gone), report::size_text(left));
  return 0;
}

Result<int> book_backup(const BookOptions& options) {
  Result<store::Book> book = book::open_book(options.book, false);
  if (!book) return book.error();
  if (auto done = book->backup(options.file); !done) return done.error();
  std::error_code failed;
  fmt::print("{}: {}.\n", options.file,
             report::size_text(static_cast<std::int64_t>(fs::file_size(options.file, failed))));
  return 0;
}

Result<int> book_players(const BookOptions& options) {
  Result<store::Book> book = book::open_book(options.book, !options.add.empty());
  if (!book) return book.error();
  if (!options.add.empty()) {
    if (Result<Player> added = book->add_player(options.add); !added) return added.error();
  }
  if (!options.rename.empty()) {
    const Result<Player> player = book->player(options.player);
    if (!player) return player.error();
    if (auto done = book->rename_player(player->id, options.rename); !done) return done.error();
  }
  const Result<std::vector<Player>> players = book->players();
  if (!players) return players.error();
  for (const Player& player : *players) {
    store::TakeQuery query;
    query.player = player.id;
    const Result<std::vector<KeptTake>> takes = book->takes(query);
    if (!takes) return takes.error();
    fmt::print("{}: {}\n", report::plain(player.name), report::count(takes->size(), "take"));
  }
  return 0;
}

Result<int> book_discard(const BookOptions& options) {
  Result<store::Book> book = book::open_book(options.book, false);
  if (!book) return book.error();
  if (auto done = book->discard(options.id, !options.undo); !done) return done.error();
  fmt::print("{}\n", options.undo ? fmt::format("Take {} is back.", options.id)
                                  : fmt::format("Take {} is discarded; firstchair book undo brings it back.",
                                                options.id));
  return 0;
}

Result<int> book_undo(const BookOptions& options) {
  Result<store::Book> book = book::open_book(options.book, false);
  if (!book) return book.error();
  std::int64_t id = options.id;
  if (id == 0) {
    const Result<Player> player = book->player(options.player);
    if (!player) return player.error();
    const Result<std::int64_t> last = book->last_discarded(player->id);
    if (!last) return last.error();
    if (*last == 0)
      return Error{ErrorCode::not_found, book->file(), "no take is discarded",
                   "firstchair book list --all shows every take"};
    id = *last;
  }
  if (auto done = book->discard(id, false); !done) return done.error();
  fmt::print("Take {} is back.\n", id);
  return 0;
}

Result<int> book_count(const BookOptions& options) {
  Result<store::Book> book = book::open_book(options.book, false);
  if (!book) return book.error();
  if (auto done = book->set_counted(options.id, !options.undo); !done) return done.error();
  fmt::print("Take {} {}.\n", options.id, options.undo ? "is not counted" : "is counted");
  return 0;
}

}  // namespace firstchair::cli

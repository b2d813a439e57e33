// firstchair book list, show, progress, rejudge.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <map>

#include "apps/cli/book/book_commands.h"
#include "apps/cli/chart/chart_command.h"
#include "book/keep.h"
#include "book/look.h"
#include "charts/charts.h"
#include "engine/judge/norms.h"
#include "hearing/hear_file.h"
#include "io/files/files.h"
#include "report/report.h"
#include "report/text/book_text.h"
#include "report/text/teacher_text.h"
#include "report/text/text.h"
#include "report/text/words.h"
#include "store/chart_text.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

struct Opened {
  store::Book book;
  Player player;
};

Result<Opened> opened(const BookOptions& options) {
  Result<store::Book> book = book::open_book(options.book, false);
  if (!book) return book.error();
  Result<Player> player = book->player(options.player);
  if (!player) return player.error();
  return Opened{std::move(*book), std::move(*player)};
}

bool is_hex(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// What of the book `name` means: the start of an item's number, a title, or else a chart.
Result<std::string> item_called(const std::vector<store::Item>& all, const std::string& name) {
  std::vector<std::string> items;
  for (const store::Item& one : all) {
    const bool meant = one.title == name || (is_hex(name) && name.size() >= 4 && one.item.starts_with(name));
    if (meant && std::find(items.begin(), items.end(), one.item) == items.end()) items.push_back(one.item);
  }
  if (items.size() == 1) return items.front();
  if (items.size() > 1)
    return Error{ErrorCode::usage, name, fmt::format("{} things of the book are called so", items.size()),
                 fmt::format("Name one by its number: {}", fmt::join(items, ", "))};
  Result<Chart> chart = find_chart(name);
  if (!chart) return chart.error();
  return store::item_of(*chart);
}

}  // namespace

Result<int> book_list(const BookOptions& options) {
  Result<Opened> open = opened(options);
  if (!open) return open.error();
  store::TakeQuery query;
  query.player = open->player.id;
  query.discarded = options.all;
  query.newest = options.newest;
  const Result<std::vector<KeptTake>> takes = open->book.takes(query);
  if (!takes) return takes.error();
  for (const KeptTake& take : *takes)
    fmt::print("{}\n", report::take_row(take, book::when_text(take.began_s)));
  std::int64_t bytes = 0;
  const Result<std::vector<store::Audio>> audio = open->book.audio();
  if (!audio) return audio.error();
  for (const store::Audio& one : *audio) bytes += one.bytes;
  const bool cut = query.newest > 0 && takes->size() == static_cast<std::size_t>(query.newest);
  fmt::print("{}{} of {}; {} in the book, {}.\n", cut ? "The newest " : "",
             report::count(takes->size(), "take"), report::plain(open->player.name),
             report::count(audio->size(), "recording"), report::size_text(bytes));
  return 0;
}

Result<int> book_show(const BookOptions& options) {
  Result<store::Book> book = book::open_book(options.book, false);
  if (!book) return book.error();
  const Result<store::BookTake> kept = book->load(options.id);
  if (!kept) return kept.error();
  const Take told = book::told_take(*kept);
  const std::string& ear = kept->circumstances.weights;
  if (!options.file.empty()) {
    std::error_code failed;
    fs::create_directories(options.file, failed);  // write_file tells, should it matter
    const fs::path folder = options.file;
    for (const auto& [name, text] : {std::pair{"take.json", report::take_json(told, ear)},
                                     std::pair{"take.html", report::take_html(told, ear)}}) {
      if (auto done = io::write_file((folder / name).string(), text, options.force); !done)
        return done.error();
    }
  }
  if (options.json) {
    fmt::print("{}", report::take_json(told, ear));
    return 0;
  }
  const store::Circumstances& how = kept->circumstances;
  fmt::print("{}\n", report::take_row(kept->kept, book::when_text(how.began_s)));
  fmt::print("Heard by firstchair {}{}{}.\n", report::plain(how.engine),
             how.weights.empty() ? "" : ", weights " + report::plain(how.weights),
             how.device.empty() ? ""
                                : fmt::format(", {}, round trip {:.1f} ms ±{:.1f}", report::plain(how.device),
                                              how.round_trip_ms, 1.96 * how.round_trip_sd_ms));
  if (!how.audio.empty())
    fmt::print("Recording: {} ({})\n",
               report::plain((fs::path(book->folder()) / how.audio).lexically_normal().string()),
               report::size_text(how.audio_bytes));
  fmt::print("{}", report::summary(told, {.colour = isatty(STDOUT_FILENO) != 0}));
  return 0;
}

Result<int> book_progress(const BookOptions& options) {
  Result<Opened> open = opened(options);
  if (!open) return open.error();
  const Result<std::vector<store::Item>> items = open->book.items(open->player.id);
  if (!items) return items.error();
  const Result<std::string> item = item_called(*items, options.item);
  if (!item) return item.error();
  Result<book::ItemProgress> progress = book::item_progress(open->book, open->player.id, *item);
  if (!progress) {
    Error error = progress.error();
    if (error.code == ErrorCode::not_found) error.place = options.item;
    return error;
  }
  const std::vector<KeptTake>& takes = progress->takes;
  const auto newest = static_cast<std::size_t>(options.newest);
  const std::size_t from = newest > 0 && takes.size() > newest ? takes.size() - newest : 0;
  fmt::print("{}, item {}, {}.\n", report::plain(progress->title), *item,
             report::count(takes.size(), "take"));
  for (std::size_t i = from; i < takes.size(); ++i)
    fmt::print("{}\n", report::progress_row(takes[i], book::when_text(takes[i].began_s)));
  for (const std::string& sentence : progress->said()) fmt::print("{}\n", sentence);
  return 0;
}

Result<int> book_compare(const BookOptions& options) {
  Result<store::Book> book = book::open_book(options.book, false);
  if (!book) return book.error();
  const Result<book::TakesCompared> compared = book::compare_in(*book, options.id, options.other);
  if (!compared) return compared.error();
  fmt::print("{}\n{}\n", report::take_row(compared->before, book::when_text(compared->before.began_s)),
             report::take_row(compared->after, book::when_text(compared->after.began_s)));
  for (const Comparison& line : compared->lines) fmt::print("{}\n", report::comparison_text(line));
  return 0;
}

Result<int> book_rejudge(const BookOptions& options) {
  Result<Opened> open = opened(options);
  if (!open) return open.error();
  std::vector<std::int64_t> ids;
  if (options.id > 0) {
    ids.push_back(options.id);
  } else {
    store::TakeQuery query;
    query.player = open->player.id;
    query.discarded = true;
    const Result<std::vector<KeptTake>> takes = open->book.takes(query);
    if (!takes) return takes.error();
    for (const KeptTake& take : *takes) ids.push_back(take.id);
  }
  int changed = 0;
  std::size_t by_live = 0, by_file = 0;
  std::map<std::string, std::size_t> others;  // weights of ears that are not this program's: takes
  for (const std::int64_t id : ids) {
    Result<store::BookTake> kept = open->book.load(id);
    if (!kept) return kept.error();
    const std::string& weights = kept->circumstances.weights;
    if (weights == hearing::weights_name(ear::WhichEar::live)) {
      ++by_live;
    } else if (weights == hearing::weights_name(ear::WhichEar::file)) {
      ++by_file;
    } else if (!weights.empty()) {
      ++others[weights];
    }
    SessionConfig session = book::session_of(*kept, judge::default_norms());
    session.builtin_tempo = session.chart && charts::has_builtin_tempo(*session.chart);
    const Take again = judge_strokes(session, kept->take.hits);
    const std::vector<std::string> changes = report::changes_between(kept->take, again);
    if (!changes.empty()) {
      ++changed;
      fmt::print("{}\n", report::take_row(kept->kept, book::when_text(kept->kept.began_s)));
      for (const std::string& change : changes) fmt::print("       {}\n", change);
    }
    if (options.dry || (changes.empty() && kept->circumstances.engine == FIRSTCHAIR_VERSION)) continue;
    auto done =
        open->book.judge_again(id, again, FIRSTCHAIR_VERSION, static_cast<std::int64_t>(std::time(nullptr)));
    if (!done) return done.error();
  }
  fmt::print("{} of {} changed{}.\n", changed, report::count(ids.size(), "take"),
             options.dry ? "; the book is as it was" : "");
  if (by_live > 0 && by_file > 0)
    fmt::print("{} heard by the live ear and {} by the file ear: their strokes stay as each heard them.\n",
               report::count(by_live, "take"), by_file);
  for (const auto& [weights, takes] : others)
    fmt::print("{} heard by another ear ({}): their strokes stay as it heard them.\n",
               report::count(takes, "take"), report::plain(weights));
  return 0;
}

}  // namespace firstchair::cli

// firstchair book export, import.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "apps/cli/book/book_commands.h"
#include "book/keep.h"
#include "io/files/files.h"
#include "midi/percussion.h"
#include "midi/smf.h"
#include "report/report.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

Result<Done> write_bytes(const std::string& file, const std::vector<std::uint8_t>& bytes, bool force) {
  return io::write_file(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, force);
}

// Strokes as an e-kit would have sent them; 1/60 ms a tick at the 120 a minute that no tempo means.
std::vector<std::uint8_t> midi_of(const Take& take) {
  constexpr int kTicks = 30000;
  midi::Smf smf;
  smf.ticks_per_quarter = kTicks;
  for (const Hit& hit : take.hits) {
    const double seconds = static_cast<double>(hit.frame) / take.source.rate;
    const long velocity = std::lround(std::clamp(static_cast<double>(hit.strength), 1.0, 127.0));
    smf.events.push_back({.tick = std::llround(seconds * 2 * kTicks),
                          .status = 0x99,
                          .data1 = midi::note_of_voice(hit.voice),
                          .data2 = static_cast<std::uint8_t>(velocity),
                          .text = {}});
  }
  return midi::write_smf(smf);
}

std::string csv_text(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

// A row for every line of every take; docs/formats/book.md.
std::string csv_of(const std::vector<KeptTake>& takes) {
  std::string csv =
      "take,began_s,minutes,item,title,bpm,click,mode,discarded,pain,notes,missed,extra,other_drum,line,n,"
      "mean_ms,"
      "mean_low,mean_high,spread_ms,spread_low,spread_high,rho,kurtosis,z,z_low,z_high,level_db,level_sd_"
      "db\n";
  for (const KeptTake& take : takes) {
    for (const KeptLine& line : take.lines)
      csv += fmt::format(
          "{},{},{:.3f},{},{},{:.3f},{:d},{},{:d},{},{},{},{},{},{},{},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},"
          "{:.3f},{:.4f},{:.3f},{:.4f},{:.4f},{:.4f},{:.2f},{:.2f}\n",
          take.id, take.began_s, take.minutes, take.item, csv_text(take.title), take.bpm, take.click,
          mode_text(take), take.discarded, take.pain, take.hits.notes, take.hits.missed, take.hits.extra,
          take.hits.wrong, id_of(line.line), line.n, line.mean_ms, line.mean_low, line.mean_high,
          line.spread_ms, line.spread_low, line.spread_high, line.rho, line.kurtosis, line.z, line.z_low,
          line.z_high, line.level_db, line.level_sd_db);
  }
  return csv;
}

// A year is too much text to hold at once: written beside and renamed.
Result<Done> write_lines(const store::Book& book, const std::string& file, bool force) {
  std::error_code failed;
  if (!force && fs::exists(file, failed))
    return Error{ErrorCode::unwritable, file, "already there",
                 "Choose another name, or --force to replace it"};
  const std::string beside = file + ".part-" + std::to_string(::getpid());
  std::ofstream out(beside, std::ios::binary);
  Result<Done> done = book.write_lines([&](std::string_view line) {
    out << line << '\n';
    return static_cast<bool>(out);
  });
  out.close();
  if (done && out) fs::rename(beside, file, failed);
  if (!done || !out || failed) {
    std::error_code ignored;
    fs::remove(beside, ignored);
    if (!done && done.error().code != ErrorCode::unwritable) return done.error();
    return Error{ErrorCode::unwritable, file, "cannot be written", "Make room or choose another place"};
  }
  return Done{};
}

}  // namespace

Result<int> book_export(const BookOptions& options) {
  Result<store::Book> book = book::open_book(options.book, false);
  if (!book) return book.error();
  if (!options.csv && !options.midi) {
    if (options.id > 0)
      return Error{ErrorCode::usage, {}, "a single take is exported as CSV or MIDI", "Add --csv or --midi"};
    if (auto done = write_lines(*book, options.file, options.force); !done) return done.error();
    return 0;
  }
  if (options.id > 0) {
    const Result<store::BookTake> kept = book->load(options.id);
    if (!kept) return kept.error();
    auto done = options.csv ? io::write_file(options.file, report::events_csv(kept->take), options.force)
                            : write_bytes(options.file, midi_of(kept->take), options.force);
    if (!done) return done.error();
    return 0;
  }
  const Result<Player> player = book->player(options.player);
  if (!player) return player.error();
  store::TakeQuery query;
  query.player = player->id;
  query.discarded = true;
  const Result<std::vector<KeptTake>> takes = book->takes(query);
  if (!takes) return takes.error();
  if (options.csv) {
    if (auto done = io::write_file(options.file, csv_of(*takes), options.force); !done) return done.error();
    return 0;
  }
  std::error_code failed;
  fs::create_directories(options.file, failed);  // write_file tells, should it matter
  for (const KeptTake& take : *takes) {
    const Result<store::BookTake> kept = book->load(take.id);
    if (!kept) return kept.error();
    const std::string file = (fs::path(options.file) / fmt::format("take-{}.mid", take.id)).string();
    if (auto done = write_bytes(file, midi_of(kept->take), options.force); !done) return done.error();
  }
  return 0;
}

Result<int> book_import(const BookOptions& options) {
  std::error_code failed;
  std::ifstream in(options.file, std::ios::binary);
  if (!in || fs::is_directory(options.file, failed))
    return Error{ErrorCode::not_found, options.file, "no such file", "Check the name"};
  Result<store::Book> book = book::open_book(options.book, true);
  if (!book) return book.error();
  const Result<store::Book::Read> read =
      book->read_lines([&](std::string& line) { return static_cast<bool>(std::getline(in, line)); });
  if (!read) {
    Error error = read.error();
    if (error.place.starts_with("line")) error.place = options.file + ": " + error.place;
    return error;
  }
  fmt::print("{} taken over, {} there already.\n",
             report::count(static_cast<std::size_t>(read->takes), "take"), read->known);
  return 0;
}

}  // namespace firstchair::cli

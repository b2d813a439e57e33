// firstchair book export, import.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "apps/cli/book/book_commands.h"
#include "book/auditions.h"
#include "book/keep.h"
#include "io/files/files.h"
#include "io/files/new_file.h"
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

// A cell that begins like a formula is made a text for spreadsheets too: a book may come from anybody.
std::string csv_text(std::string_view text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
  std::string quoted = formula ? "\"'" : "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

// The names of items and modes are ours and stand bare; whatever a stranger's book has there instead is a
// text.
std::string csv_cell(std::string_view text) {
  const bool bare = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  return bare ? std::string(text) : csv_text(text);
}

// A row for every line of every take; docs/formats/book.md.
std::string csv_of(const std::vector<KeptTake>& takes) {
  std::string csv =
      "take,began_s,minutes,item,title,bpm,click,mode,discarded,counted,pain,notes,missed,extra,other_drum,"
      "covered,line,n,"
      "mean_ms,"
      "mean_low,mean_high,spread_ms,spread_low,spread_high,rho,kurtosis,z,z_low,z_high,level_db,level_sd_"
      "db\n";
  for (const KeptTake& take : takes) {
    for (const KeptLine& line : take.lines)
      csv += fmt::format(
          "{},{},{:.3f},{},{},{:.3f},{:d},{},{:d},{:d},{},{},{},{},{},{},{},{},{:.3f},{:.3f},{:.3f},{:.3f},{:"
          ".3f},"
          "{:.3f},{:.4f},{:.3f},{:.4f},{:.4f},{:.4f},{:.2f},{:.2f}\n",
          take.id, take.began_s, take.minutes, csv_cell(take.item), csv_text(take.title), take.bpm,
          take.click, csv_cell(mode_text(take)), take.discarded, take.counted, take.pain, take.hits.notes,
          take.hits.missed, take.hits.extra, take.hits.wrong, take.hits.covered, id_of(line.line), line.n,
          line.mean_ms, line.mean_low, line.mean_high, line.spread_ms, line.spread_low, line.spread_high,
          line.rho, line.kurtosis, line.z, line.z_low, line.z_high, line.level_db, line.level_sd_db);
  }
  return csv;
}

// A year is too much text to hold at once.
Result<Done> write_lines(const store::Book& book, const std::string& file, bool force) {
  Result<io::NewFile> out = io::NewFile::make(file, force);
  const Error unwritable{ErrorCode::unwritable, file, "cannot be written",
                         "Make room or choose another place"};
  if (!out) return out.error().what == "already there" ? out.error() : unwritable;
  constexpr std::size_t kPiece = 1 << 16;
  std::string piece;
  Result<Done> done = book.write_lines([&](std::string_view line) {
    piece += line;
    piece += '\n';
    if (piece.size() < kPiece) return true;
    const bool written = out->write(piece);
    piece.clear();
    return written;
  });
  out->write(piece);
  if (!done && done.error().code != ErrorCode::unwritable) return done.error();
  if (!done || !out->place()) return unwritable;
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

namespace {

// A line that is longer than any of a book is read so far only.
bool next_line(std::istream& in, std::string& line) {
  line.clear();
  char letter = 0;
  while (in.get(letter)) {
    if (letter == '\n') return true;
    line += letter;
    if (line.size() > store::Book::kMostLine) return true;
  }
  return !line.empty();
}

std::size_t auditions_of(const std::string& book) {
  const Result<store::Auditions> auditions = book::open_auditions(book, false);
  const Result<std::vector<store::KeptAudition>> all =
      auditions ? auditions->all() : Result<std::vector<store::KeptAudition>>(auditions.error());
  return all ? all->size() : 0;
}

}  // namespace

Result<int> book_import(const BookOptions& options) {
  std::error_code failed;
  if (fs::is_directory(options.file, failed))
    return Error{ErrorCode::unreadable, options.file, "it is a folder", "Name a file in it"};
  if (!fs::exists(options.file, failed))
    return Error{ErrorCode::not_found, options.file, "no such file", "Check the name"};
  std::ifstream in(options.file, std::ios::binary);
  if (!in) return Error{ErrorCode::unreadable, options.file, "cannot be read", "Check its permissions"};
  Result<store::Book> book = book::open_book(options.book, true);
  if (!book) return book.error();
  const std::size_t before = auditions_of(options.book);
  const Result<store::Book::Read> read =
      book->read_lines([&](std::string& line) { return next_line(in, line); });
  if (!read) {
    Error error = read.error();
    if (error.place.starts_with("line")) error.place = options.file + ": " + error.place;
    return error;
  }
  const std::size_t more = auditions_of(options.book) - std::min(before, auditions_of(options.book));
  fmt::print("{}{} taken over, {} there already.\n",
             report::count(static_cast<std::size_t>(read->takes), "take"),
             more > 0 ? " and " + report::count(more, "audition") : std::string(), read->known);
  return 0;
}

}  // namespace firstchair::cli

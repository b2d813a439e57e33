// The book holds everything a player ever played, in one file. docs/guide/book.md says what it promises,
// docs/formats/book.md what is in it.
//
//   auto book = Book::open({.file = default_book_file()});
//   auto id = book->save(take, circumstances);  // on the disk when it returns, whole or not at all
//   auto history = book->history(player);
//
// Every call is one transaction; a call that fails leaves the book as it was. Several programs may use one
// book at once: readers never wait, writers wait for each other for at most BookConfig::busy_ms. Any call
// may fail with unwritable (locked, full, may only be read), malformed (damaged) or unreadable (the disk).
// Thread: a Book belongs to one thread at a time; every thread opens its own.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/practice/history.h"
#include "engine/core/result.h"
#include "engine/core/take.h"

namespace firstchair::store {

struct BookConfig {
  std::string file;
  bool create = true;         // true: make the file when it is not there
  int busy_ms = 5000;         // how long another writer is waited for
  const char* vfs = nullptr;  // the file layer (SQLite's name for it); null: the system's
};

// Circumstances are what a take does not know of itself.
struct Circumstances {
  std::int64_t player = 0;   // 0: the first
  std::int64_t began_s = 0;  // Unix seconds, UTC
  Mode mode = Mode::hear;
  std::string other_mode = {};  // the text of Mode::other; else empty
  std::string item = {};        // item_of() what was practised; empty: free playing
  std::string title = {};       // of it; empty: the chart's
  int bars = 0;                 // of it; 0: the chart's
  double bpm = 0;               // of the click; 0: the player's mean
  bool click = false;
  double pain = -1;
  bool counted = true;  // false: the take was broken off
  // These say how the take was heard.
  std::string engine = {}, weights = {};  // version; name of the weights
  std::string device = {};
  double round_trip_ms = 0, round_trip_sd_ms = 0;
  // These are what the session was told, so that the take can be judged again.
  double bpm_asked = 0;
  std::optional<MeterChange> meter = {};
  // This is the recording, relative to the book's folder; empty means that there is none.
  std::string audio = {};
  std::int64_t audio_bytes = 0;

  bool operator==(const Circumstances&) const = default;
};

struct TakeQuery {
  std::int64_t player = 0;  // 0: the first
  std::string item;         // empty: any
  // Times before 1970 count too: a file's time may be anything, and a take that is kept is listed.
  std::int64_t since_s = std::numeric_limits<std::int64_t>::min();
  bool discarded = false;   // true: discarded takes too
  int newest = 0;           // at most so many, the newest; 0: all
  std::int64_t before = 0;  // only takes that come before this one; 0: all
};

struct Item {
  std::string item, title;  // an item played under two titles is there twice
  int takes = 0;
};

struct BookTake {
  KeptTake kept;
  Circumstances circumstances;
  Take take;  // as it was judged last
};

struct Audio {
  std::int64_t take = 0, began_s = 0, bytes = 0;
  std::string file;  // relative to the book's folder
};

// A WrittenChart is one version of a chart that a player wrote, dropped or opened by a link.
struct WrittenChart {
  std::string name;            // given by whoever writes it, 1 to 64 letters; the same in every version
  std::string title;           // of this version
  std::string text;            // drum tab as it was written, or a MIDI file in base64; empty: thrown away
  bool midi = false;           // true: the text is a MIDI file
  std::int64_t written_s = 0;  // Unix seconds, UTC; each version's is later than that of the one before

  bool operator==(const WrittenChart&) const = default;
};

// A Damage is one line of `book check`.
struct Damage {
  std::int64_t take = 0;  // 0: not of one take
  std::string what;       // a sentence without its full stop
};

class Book {
 public:
  // [setup] Makes the book, or brings the one that is there up to date. Errors: not_found (create is false),
  // unsupported (the book is from a newer firstchair), malformed (no book, or damaged), unwritable.
  static Result<Book> open(const BookConfig& config);
  Book(Book&&) noexcept;
  Book& operator=(Book&&) noexcept;
  ~Book();

  const std::string& file() const;
  // The folder the book lies in; audio is relative to it, and below its sound/ or takes/.
  std::string folder() const;
  bool read_only() const;  // true: the file, its folder or the disk cannot be written

  // --- players: in order of id; the first is there from the start
  Result<std::vector<Player>> players() const;
  // An empty name is the first player. Errors: not_found (nobody is called so).
  Result<Player> player(const std::string& name) const;
  // Errors: usage (the name is empty, over 64 letters, or taken; upper and lower case are one name).
  Result<Player> add_player(const std::string& name);
  Result<Done> rename_player(std::int64_t id, const std::string& name);

  // Returns the take's id. Errors: usage (the same strokes of the same second are already there; the advice
  // names the take).
  Result<std::int64_t> save(const Take& take, const Circumstances& circumstances);
  // Does the same for a take that another program sends and calls `name` (not empty), as often as it likes.
  // It returns the id of the take that came first under that name, or of the same strokes of the same second.
  Result<std::int64_t> save_sent(const Take& take, const Circumstances& circumstances,
                                 const std::string& name);
  Result<std::int64_t> sent(const std::string& name) const;  // the id of the take sent so; 0: none was
  Result<std::vector<KeptTake>> takes(const TakeQuery& query) const;  // oldest first
  // Returns the items that have takes, discarded or not. Player 0 is the first.
  Result<std::vector<Item>> items(std::int64_t player) const;
  Result<BookTake> load(std::int64_t id) const;  // not_found
  // A discarded take, and one that does not count, stay in the file and are out of every sum
  // (firstchair::counts). Errors: not_found.
  Result<Done> discard(std::int64_t id, bool discarded);
  Result<Done> set_counted(std::int64_t id, bool counted);
  Result<std::int64_t> last_discarded(std::int64_t player) const;  // the one discarded last; 0: there is none
  Result<Done> set_pain(std::int64_t id, double pain);
  // What a newer engine made of the same strokes becomes the take's verdict; the older one is kept beside it.
  Result<Done> judge_again(std::int64_t id, const Take& take, const std::string& engine, std::int64_t now_s);
  // Returns the engines whose verdicts are kept, oldest first.
  Result<std::vector<std::string>> engines_of(std::int64_t id) const;

  // --- recordings, oldest first
  Result<std::vector<Audio>> audio() const;
  Result<Done> set_audio(std::int64_t id, const std::string& file,
                         std::int64_t bytes);  // empty: none any more

  // --- what the teacher keeps; player 0: the first
  // `takes` are the ids of those that the limit rests on, when the book has them all; else limit.takes_of
  // says.
  Result<Done> keep_limit(std::int64_t player, const LimitKept& limit,
                          std::span<const std::int64_t> takes = {});
  Result<Done> set_goal(std::int64_t player, const Goal& goal);        // one an item; weight 0: none any more
  Result<Done> set_retest(std::int64_t player, const Retest& retest);  // one an item
  Result<Done> keep_review(std::int64_t player, const Review& review);
  Result<Done> tell_pain(std::int64_t player, const PainTold& pain);
  // A limit of which a take is discarded is left out.
  Result<History> history(std::int64_t player) const;

  // --- charts that a player wrote, whether they were played or not; player 0: the first
  static constexpr std::size_t kMostChartName = 64;  // letters
  static constexpr int kMostVersions = 40;           // of a chart: older ones are forgotten
  static constexpr int kMostWritten = 1000;          // charts of a player
  // Adds a version and returns its second, which is moved on where the version before has it or a later one.
  // What says the same as the newest version is none of its own, nor is what throws away a chart that is not
  // there. Errors: usage (no name, over 64 letters; the
  // player has kMostWritten others).
  Result<std::int64_t> write_chart(std::int64_t player, const WrittenChart& chart);
  // Returns the newest version of each chart that is not thrown away, the one written last first.
  Result<std::vector<WrittenChart>> written(std::int64_t player) const;
  // Returns all versions that are kept, oldest first. Errors: not_found.
  Result<std::vector<WrittenChart>> versions_of(std::int64_t player, const std::string& name) const;

  // --- care
  Result<std::vector<Damage>> check() const;  // empty: the book is whole
  // Writes a whole book beside this one, consistent whatever is being saved meanwhile. Errors: usage (`to` is
  // there).
  Result<Done> backup(const std::string& to) const;

  static constexpr std::size_t kMostLine = 64 << 20;  // bytes of a record's line
  // Tells one record a line; it stops when `write` returns false.
  Result<Done> write_lines(const std::function<bool(std::string_view)>& write) const;
  struct Read {
    int takes = 0, known = 0, players = 0;  // known: takes that were there already
  };
  // Reads the text of write_lines, which `next` gives line by line; it is held in memory until all of it is
  // checked. Either all of it is read or nothing, but for a kill on the way: whole takes are there then, and
  // reading it again adds the rest. Others may save meanwhile. Errors: malformed ("line N").
  Result<Read> read_lines(const std::function<bool(std::string&)>& next);

 private:
  struct State;
  // An empty `sent` means that nobody calls the take anything, and the same strokes are an error.
  Result<std::vector<LimitKept>> limits_of(std::int64_t player, bool all) const;
  Result<std::int64_t> insert(const Take& take, const Circumstances& circumstances, const std::string& sent);
  Result<Done> copy_into(int fd, const std::string& to) const;  // of a backup
  explicit Book(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firstchair::store

// What can happen to a book's file: older and newer versions, damage, files that may only be read, other
// programs.
#include "store/book.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "store/random_take_test.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace firstchair::store {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

Result<std::int64_t> save(Book& book, std::uint64_t seed, int strokes = 30) {
  return book.save(random_take(seed, strokes), random_circumstances(seed));
}

class BookFile : public ::testing::Test {
 protected:
  BookFile() {
    folder = fs::temp_directory_path() / ("firstchair-book-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    file = (folder / "book").string();
  }
  ~BookFile() override { fs::remove_all(folder); }
  Result<Book> open(int busy_ms = 5000) {
    return Book::open({.file = file, .create = true, .busy_ms = busy_ms});
  }
  void fill(int takes) {
    Result<Book> book = open();
    ASSERT_TRUE(book) << book.error().line();
    for (int i = 0; i < takes; ++i) ASSERT_TRUE(save(*book, static_cast<std::uint64_t>(i)));
  }
  fs::path folder;
  std::string file;
};

std::string schema_of(const sqlite::Database& database) {
  std::string text;
  sqlite::Statement rows(database,
                         "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL "
                         "ORDER BY type = 'trigger', type DESC, name");
  rows.with();
  while (rows.row()) {
    const std::string sql = rows.text(0);
    if (sql.find("sqlite_sequence") == std::string::npos) text += sql + ";\n";
  }
  return text;
}

// A book of an older version, made from the text that was written down when that version was the newest.
void make_old(const std::string& path, std::size_t version, const std::string& schema) {
  Result<sqlite::Database> database = sqlite::Database::open(path, true, 0, nullptr);
  ASSERT_TRUE(database);
  ASSERT_TRUE(database->run(schema.c_str())) << database->error().line();
  const std::string marks = "INSERT INTO players(name) VALUES ('Old'); PRAGMA application_id = " +
                            std::to_string(kBookApplication) +
                            "; PRAGMA user_version = " + std::to_string(version);
  ASSERT_TRUE(database->run(marks.c_str())) << database->error().line();
}

// Whoever runs the tests, in here it is somebody who may not write what is another's.
class Nobody {
 public:
  Nobody() : root_(::geteuid() == 0) {
    if (root_ && ::seteuid(65534) != 0) std::abort();
  }
  ~Nobody() {
    if (root_ && ::seteuid(0) != 0) std::abort();
  }

 private:
  bool root_;
};

// Runs `work` in a process of its own; its exit code is what it returns.
template <class Work>
pid_t in_process(Work work) {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(work());
  return pid;
}

int wait_for(pid_t pid) {
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

TEST_F(BookFile, WalksUpFromEveryEarlierVersion) {
  for (std::size_t version = 1; version <= migrations().size(); ++version) {
    const std::string golden =
        bytes_of(FIRSTCHAIR_SOURCE_DIR "/store/golden/schema_" + std::to_string(version) + ".sql");
    ASSERT_FALSE(golden.empty()) << "version " << version << " has no schema written down";
    fs::remove(file);
    make_old(file, version, golden);
    Result<Book> book = open();
    ASSERT_TRUE(book) << book.error().line();
    EXPECT_TRUE(book->player("Old"));
    EXPECT_TRUE(save(*book, 1));
    EXPECT_TRUE(book->check()->empty());
    const auto database = sqlite::Database::open(file, false, 0, nullptr);
    const std::string newest = bytes_of(FIRSTCHAIR_SOURCE_DIR "/store/golden/schema_" +
                                        std::to_string(migrations().size()) + ".sql");
    EXPECT_EQ(schema_of(*database), newest) << "from version " << version;
  }
}

TEST_F(BookFile, EveryMigrationIsOneSentence) {
  for (const Migration& migration : migrations()) {
    const std::string sentence = migration.sentence;
    EXPECT_EQ(sentence.find('.'), sentence.size() - 1) << sentence;
    EXPECT_GT(sentence.size(), 10u);
  }
}

TEST_F(BookFile, OfANewerVersionIsRefusedAndUntouched) {
  fill(2);
  {
    auto database = sqlite::Database::open(file, false, 0, nullptr);
    ASSERT_TRUE(database->run("PRAGMA user_version = 99"));
  }
  const std::string before = bytes_of(file);
  const Result<Book> book = open();
  ASSERT_FALSE(book);
  EXPECT_EQ(book.error().code, ErrorCode::unsupported);
  EXPECT_NE(book.error().what.find("newer firstchair (version 99"), std::string::npos) << book.error().line();
  EXPECT_EQ(bytes_of(file), before);
}

TEST_F(BookFile, OfSomethingElseIsRefusedAndUntouched) {
  {
    auto other = sqlite::Database::open(file + ".other", true, 0, nullptr);
    ASSERT_TRUE(other->run("CREATE TABLE t(a); PRAGMA application_id = 7"));
  }
  std::string text = "These are notes about drums, not a book.\n";
  for (const std::string& bytes : {bytes_of(file + ".other"), text, std::string(5000, 'x')}) {
    write_bytes(file, bytes);
    const Result<Book> book = open();
    ASSERT_FALSE(book);
    EXPECT_EQ(book.error().code, ErrorCode::malformed);
    EXPECT_NE(book.error().what.find("not a book"), std::string::npos) << book.error().line();
    EXPECT_EQ(bytes_of(file), bytes);
  }
}

TEST_F(BookFile, ThatIsNotThereIsSaidSoWhenNoneIsToBeMade) {
  const Result<Book> book = Book::open({.file = file, .create = false});
  ASSERT_FALSE(book);
  EXPECT_EQ(book.error().code, ErrorCode::not_found);
  EXPECT_FALSE(fs::exists(file));
  EXPECT_FALSE(Book::open({.file = folder.string()}));  // a folder
}

// Every page in turn is overwritten: the damage is found, named, and never a crash.
TEST_F(BookFile, CheckFindsEveryDamagedPage) {
  fill(6);
  const std::string whole = bytes_of(file);
  ASSERT_EQ(whole.size() % 4096, 0u);
  int take_named = 0, refused = 0;
  for (std::size_t page = 0; page < whole.size() / 4096; ++page) {
    std::string broken = whole;
    // The first hundred bytes say that this is a book at all.
    for (std::size_t at = page == 0 ? 100 : 0; at < 4096; ++at)
      broken[page * 4096 + at] = static_cast<char>(broken[page * 4096 + at] ^ 0x5A);
    write_bytes(file, broken);
    const Result<Book> book = open();
    if (!book) {
      ++refused;
      EXPECT_EQ(book.error().code, ErrorCode::malformed) << book.error().line();
      continue;
    }
    const auto damage = book->check();
    if (!damage) continue;
    EXPECT_FALSE(damage->empty()) << "page " << page + 1;
    for (const Damage& d : *damage) {
      take_named += d.take != 0;
      EXPECT_EQ(d.what.find('\n'), std::string::npos);
    }
  }
  EXPECT_GT(take_named, 5);
  EXPECT_LE(refused, 3);
}

// One bit inside a blob breaks no page; only the check over the strokes can tell.
TEST_F(BookFile, CheckFindsOneFlippedBitInAStroke) {
  fill(3);
  std::string bytes = bytes_of(file);
  std::string needle;
  for (const Hit& hit : random_take(1, 30).hits) {
    if (needle.size() < 12) needle.append(reinterpret_cast<const char*>(&hit.level_db), sizeof hit.level_db);
  }
  const std::size_t at = bytes.find(needle);
  ASSERT_NE(at, std::string::npos);
  bytes[at] = static_cast<char>(bytes[at] ^ 1);
  write_bytes(file, bytes);
  const auto book = open();
  const auto damage = book->check();
  ASSERT_EQ(damage->size(), 1u);
  EXPECT_EQ(damage->front().take, 2);
  EXPECT_EQ(damage->front().what, "its strokes are damaged");
  EXPECT_TRUE(book->load(1));
  EXPECT_NE(book->load(2).error().line().find("take 2: its strokes are damaged"), std::string::npos);
}

// Whatever is defined in a file runs when the file is used.
TEST_F(BookFile, WithAnythingDefinedThatIsNotOursIsNotOpened) {
  fill(1);
  const char* const strange[] = {
      "CREATE TRIGGER bite AFTER INSERT ON takes BEGIN DELETE FROM takes; END",
      "CREATE VIEW slow AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
      "CREATE TABLE more(x)",
      "CREATE INDEX more ON takes(abs(bars))",
      "DROP INDEX takes_in_time",
      "ALTER TABLE takes ADD COLUMN more INTEGER GENERATED ALWAYS AS (bars + 1)"};
  for (const char* sql : strange) {
    SCOPED_TRACE(sql);
    const std::string copy = file + "-strange";
    fs::remove(copy);
    fs::copy_file(file, copy);
    {
      Result<sqlite::Database> database = sqlite::Database::open(copy, false, 0, nullptr);
      ASSERT_TRUE(database);
      ASSERT_TRUE(database->run(sql)) << database->error().line();
    }
    const Result<Book> book = Book::open({.file = copy});
    ASSERT_FALSE(book);
    EXPECT_EQ(book.error().code, ErrorCode::malformed);
    EXPECT_NE(book.error().what.find("not as firstchair makes them"), std::string::npos);
  }
  EXPECT_TRUE(open());
}

TEST_F(BookFile, AStatementThatNeverEndsIsEnded) {
  Result<sqlite::Database> database = sqlite::Database::open(file, true, 0, nullptr);
  ASSERT_TRUE(database);
  database->set_patience(std::chrono::milliseconds(50));
  const auto start = Clock::now();
  EXPECT_FALSE(database->run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"));
  EXPECT_LT(seconds_since(start), 20);
  EXPECT_EQ(database->error().what, "the book takes too long to answer");
  EXPECT_TRUE(database->run("SELECT 1"));
}

TEST_F(BookFile, CheckMissesARecordingThatIsGone) {
  Result<Book> book = open();
  Circumstances how = random_circumstances(1);
  how.audio = "takes/a/sound.flac";
  how.audio_bytes = 5;
  ASSERT_TRUE(book->save(random_take(1, 9), how));
  EXPECT_EQ(book->check()->at(0).what, "its recording takes/a/sound.flac is gone");
  EXPECT_EQ(book->audio()->at(0).bytes, 5);
  ASSERT_TRUE(book->set_audio(1, "", 0));
  EXPECT_TRUE(book->check()->empty());
  EXPECT_TRUE(book->audio()->empty());
}

TEST_F(BookFile, ThatMayOnlyBeReadIsReadAndNotWritten) {
  fill(2);
  fs::permissions(folder, fs::perms::all);
  ::chmod(file.c_str(), 0444);
  const std::string before = bytes_of(file);
  {
    const Nobody nobody;
    Result<Book> book = open();
    ASSERT_TRUE(book) << book.error().line();
    EXPECT_TRUE(book->read_only());
    EXPECT_EQ(book->takes({})->size(), 2u);
    const auto saved = save(*book, 9);
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, ErrorCode::unwritable);
    EXPECT_NE(saved.error().what.find("can only be read"), std::string::npos) << saved.error().line();
  }
  EXPECT_EQ(bytes_of(file), before);
}

TEST_F(BookFile, InAFolderThatMayOnlyBeReadIsReadAndNotWritten) {
  fill(2);
  ::chmod(file.c_str(), 0444);
  ::chmod(folder.c_str(), 0555);
  const std::string before = bytes_of(file);
  {
    const Nobody nobody;
    Result<Book> book = open();
    ASSERT_TRUE(book) << book.error().line();
    EXPECT_TRUE(book->read_only());
    EXPECT_EQ(book->takes({})->size(), 2u);
    EXPECT_EQ(save(*book, 9).error().code, ErrorCode::unwritable);
    const Result<Book> other = Book::open({.file = (folder / "new").string()});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::unwritable) << other.error().line();
  }
  ::chmod(folder.c_str(), 0755);
  EXPECT_EQ(bytes_of(file), before);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
}

TEST_F(BookFile, ThatAnotherHoldsIsReadAtOnceAndWrittenWhenItIsFree) {
  fill(1);
  auto other = sqlite::Database::open(file, false, 0, nullptr);
  ASSERT_TRUE(other->run("BEGIN EXCLUSIVE"));
  Result<Book> book = open(150);
  ASSERT_TRUE(book) << book.error().line();
  const auto start = Clock::now();
  EXPECT_EQ(book->takes({})->size(), 1u);
  EXPECT_LT(seconds_since(start), 0.1);
  const auto saved = save(*book, 5);
  ASSERT_FALSE(saved);
  EXPECT_NE(saved.error().what.find("another program is writing"), std::string::npos) << saved.error().line();
  EXPECT_LT(seconds_since(start), 3);
  ASSERT_TRUE(other->run("COMMIT"));
  EXPECT_TRUE(save(*book, 5));
  EXPECT_EQ(book->takes({})->size(), 2u);
}

TEST_F(BookFile, OnAFullDiskIsAsItWasBefore) {
  fill(2);
  const std::string before = bytes_of(file);
  // A limit on the size of files stands for the disk: the write-ahead log may not grow beyond it.
  const int code = wait_for(in_process([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{20000, 20000};
    Result<Book> book = open();
    if (!book || ::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
    const auto saved = save(*book, 9, 3000);
    if (saved) return 2;
    if (saved.error().code != ErrorCode::unwritable) return 3;
    if (book->takes({})->size() != 2) return 4;
    return 0;
  }));
  EXPECT_EQ(code, 0);
  Result<Book> book = open();
  EXPECT_EQ(book->takes({})->size(), 2u);
  EXPECT_TRUE(book->check()->empty());
  EXPECT_TRUE(save(*book, 9));
  EXPECT_GE(bytes_of(file).size(), before.size());
}

// A machine that is busy with other things may take a second over anything: one of three tries must be
// undisturbed.
TEST_F(BookFile, TwoProgramsLoseNothingAndNeverWaitASecond) {
  constexpr int kEach = 40, kTooSlow = 4;
  fill(1);
  const auto saver = [&](std::uint64_t from) {
    return in_process([&, from] {
      Result<Book> book = open();
      if (!book) return 1;
      double slowest = 0;
      for (std::uint64_t i = 0; i < kEach; ++i) {
        const auto start = Clock::now();
        if (!save(*book, from + i, 400)) return 2;
        if (!book->takes({})) return 3;
        slowest = std::max(slowest, seconds_since(start));
      }
      return slowest < 1 ? 0 : kTooSlow;
    });
  };
  bool undisturbed = false;
  for (std::size_t tries = 1; tries <= 3 && !undisturbed; ++tries) {
    const pid_t one = saver(tries * 1000), two = saver(tries * 1000 + 500);
    const int a = wait_for(one), b = wait_for(two);
    EXPECT_TRUE(a == 0 || a == kTooSlow) << a;
    EXPECT_TRUE(b == 0 || b == kTooSlow) << b;
    undisturbed = a == 0 && b == 0;
    EXPECT_EQ(open()->takes({})->size(), 1 + tries * 2 * kEach);
  }
  EXPECT_TRUE(undisturbed);
  EXPECT_TRUE(open()->check()->empty());
}

TEST_F(BookFile, TwoProgramsMayBeginItAtOnce) {
  const auto beginner = [&](std::uint64_t seed) {
    return in_process([&, seed] {
      Result<Book> book = open();
      const Result<std::int64_t> id = book ? save(*book, seed) : Result<std::int64_t>(book.error());
      if (!id) std::fprintf(stderr, "%s\n", id.error().line().c_str());
      return id ? 0 : 1;
    });
  };
  const pid_t one = beginner(1), two = beginner(2), three = beginner(3);
  EXPECT_EQ(wait_for(one), 0);
  EXPECT_EQ(wait_for(two), 0);
  EXPECT_EQ(wait_for(three), 0);
  EXPECT_EQ(open()->takes({})->size(), 3u);
}

TEST_F(BookFile, ABackupIsWholeWhileTakesAreBeingSaved) {
  fill(3);
  const pid_t saver = in_process([&] {
    Result<Book> book = open();
    for (std::uint64_t i = 100; i < 2000; ++i) {
      if (!book || !save(*book, i, 200)) return 1;
    }
    return 0;
  });
  const auto start = Clock::now();
  while (open()->takes({})->size() < 5 && seconds_since(start) < 20)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  std::size_t last = 0;
  for (int i = 0; i < 5; ++i) {
    const std::string to = (folder / ("backup-" + std::to_string(i))).string();
    const auto book = open();
    const auto done = book->backup(to);
    ASSERT_TRUE(done) << done.error().line();
    const auto copy = Book::open({.file = to, .create = false});
    ASSERT_TRUE(copy) << copy.error().line();
    EXPECT_TRUE(copy->check()->empty());
    EXPECT_GE(copy->takes({})->size(), std::max<std::size_t>(last, 3));
    last = copy->takes({})->size();
    EXPECT_EQ(book->backup(to).error().code, ErrorCode::usage) << "a backup is never replaced";
  }
  ::kill(saver, SIGKILL);
  wait_for(saver);
  EXPECT_GT(last, 3u);
  const auto book = open();
  EXPECT_EQ(book->backup((folder / "no" / "folder").string()).error().code, ErrorCode::unwritable);
}

TEST_F(BookFile, AKilledBackupLeavesNothingThatIsNotDone) {
  fill(40);
  const fs::path into = folder / "copies";
  fs::create_directories(into);
  std::size_t whole = 0, killed = 0;
  for (int i = 0; i < 24; ++i) {
    const std::string to = (into / ("copy-" + std::to_string(i))).string();
    const pid_t copier = in_process([&] {
      const Result<Book> book = open();
      return book && book->backup(to) ? 0 : 1;
    });
    std::this_thread::sleep_for(std::chrono::microseconds(i * 1300));
    ::kill(copier, SIGKILL);
    killed += wait_for(copier) == 128 + SIGKILL;
    if (!fs::exists(to)) continue;
    ++whole;
    const auto copy = Book::open({.file = to, .create = false});
    ASSERT_TRUE(copy) << copy.error().line();
    EXPECT_EQ(copy->takes({})->size(), 40u);
    fs::remove(to + "-wal");
    fs::remove(to + "-shm");
  }
  EXPECT_GT(killed, 0u);
  EXPECT_EQ(static_cast<std::size_t>(std::distance(fs::directory_iterator(into), {})), whole)
      << "something was left behind";
}

// FIRSTCHAIR_KILLS=200 for a long run.
TEST_F(BookFile, AKilledSaverLeavesEveryTakeWholeOrAbsent) {
  const char* asked = std::getenv("FIRSTCHAIR_KILLS");
  const int kills = asked != nullptr ? std::atoi(asked) : 8;
  std::uint64_t next = 0;
  for (int i = 0; i < kills; ++i) {
    int told[2];
    ASSERT_EQ(::pipe(told), 0);
    const pid_t saver = in_process([&] {
      Result<Book> book = open();
      for (std::uint64_t take = next; book; ++take) {
        if (!save(*book, take, 300) || ::write(told[1], "x", 1) != 1) return 1;
      }
      return 1;
    });
    ::close(told[1]);
    // After its first take, anywhere in one of the next.
    char mark = 0;
    std::uint64_t saved = ::read(told[0], &mark, 1) == 1 ? 1 : 0;
    std::this_thread::sleep_for(std::chrono::microseconds((i * 7919) % 40000));
    ::kill(saver, SIGKILL);
    while (::read(told[0], &mark, 1) == 1) ++saved;
    ::close(told[0]);
    EXPECT_EQ(wait_for(saver), 128 + SIGKILL);
    const auto book = open();
    ASSERT_TRUE(book) << book.error().line();
    const std::uint64_t there = book->takes({})->size();
    EXPECT_GE(there, next + saved);
    EXPECT_LE(there, next + saved + 1);
    for (std::uint64_t take = next; take < there; ++take)
      EXPECT_EQ(everything(book->load(static_cast<std::int64_t>(take) + 1)->take),
                everything(random_take(take, 300)));
    if (i % 8 == 7) {
      EXPECT_TRUE(book->check()->empty());
    }
    next = there;
  }
}

// Eight senders of the same four takes at once, each killed at some moment; then one that is not.
TEST_F(BookFile, ATakeSentByManyThatAreKilledIsThereOnce) {
  constexpr std::uint64_t kTakes = 4;
  const auto send = [&](Book& book, std::uint64_t take) {
    return book.save_sent(random_take(take, 300), random_circumstances(take), "take-" + std::to_string(take));
  };
  ASSERT_TRUE(open());
  std::vector<pid_t> senders;
  for (int i = 0; i < 8; ++i) {
    senders.push_back(in_process([&] {
      Result<Book> book = open();
      while (book) {
        for (std::uint64_t take = 0; take < kTakes; ++take) {
          if (!send(*book, take)) return 1;
        }
      }
      return 1;
    }));
  }
  for (std::size_t i = 0; i < senders.size(); ++i) {
    std::this_thread::sleep_for(std::chrono::microseconds((i * 7919) % 20000));
    ::kill(senders[i], SIGKILL);
    EXPECT_EQ(wait_for(senders[i]), 128 + SIGKILL);
  }
  Result<Book> book = open();
  ASSERT_TRUE(book) << book.error().line();
  for (std::uint64_t take = 0; take < kTakes; ++take) {
    const Result<std::int64_t> id = send(*book, take);
    ASSERT_TRUE(id) << id.error().line();
    EXPECT_EQ(everything(book->load(*id)->take), everything(random_take(take, 300)));
  }
  EXPECT_EQ(book->takes({})->size(), kTakes);
  EXPECT_TRUE(book->check()->empty());
}

}  // namespace firstchair::store

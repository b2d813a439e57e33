// What every keeper of auditions must do: a record grows by whole lines, one writer at a time, and nothing
// changes what is there. A second back end adds its type to Backends.
#include "store/auditions.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "store/power_cut_test.h"
#include "store/sqlite.h"

namespace firstchair::store {
namespace {

class SqliteFile {
 public:
  SqliteFile() {
    folder_ = std::filesystem::temp_directory_path() / ("firstchair-auditions-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  ~SqliteFile() { std::filesystem::remove_all(folder_); }
  std::string file() const { return (folder_ / "book").string(); }
  Auditions open() const {
    Result<Auditions> auditions = Auditions::open({.file = file()}, true);
    EXPECT_TRUE(auditions) << auditions.error().line();
    return std::move(*auditions);
  }

 private:
  std::filesystem::path folder_;
};

template <class Backend>
class AuditionsContract : public ::testing::Test {
 protected:
  Backend backend;
};
using Backends = ::testing::Types<SqliteFile>;
TYPED_TEST_SUITE(AuditionsContract, Backends);

KeptAudition some_audition() {
  return {.id = 0,
          .title = "Spring",
          .declared_hash = std::string(64, 'a'),
          .declared_s = 1764374400,
          .key = "untrusted comment: key\nRWQ\n"};
}

RecordLine line(const char* type, std::int64_t t) {
  return {t, type, {{"player", "QF"}}};
}

}  // namespace

TYPED_TEST(AuditionsContract, KeepsARecordThatVerifies) {
  {
    Auditions auditions = this->backend.open();
    EXPECT_EQ(*auditions.begin(some_audition(), line("declared", 1)), 1);
    EXPECT_EQ(*auditions.begin(some_audition(), line("declared", 1)), 2);
    const RecordLine more[] = {line("entrant", 2), line("opened", 3)};
    const EntrantName name{"QF", "Jané Doe", std::string(64, 'b'), true};
    EXPECT_TRUE(*auditions.append(1, 1, more, {&name, 1}));
  }
  Auditions auditions = this->backend.open();
  const Result<std::string> record = auditions.record(1);
  ASSERT_TRUE(record);
  const Result<std::vector<RecordLine>> lines = read_open_record(*record);
  ASSERT_TRUE(lines) << lines.error().line();
  ASSERT_EQ(lines->size(), 3u);
  EXPECT_EQ((*lines)[2].type, "opened");
  EXPECT_EQ((*lines)[2].t, 3);
  const Result<std::vector<RecordLine>> whole = read_record(sealed(*record));
  ASSERT_TRUE(whole) << whole.error().line();
  EXPECT_EQ(head_of(sealed(*record)), head_of_open(*record));
  EXPECT_FALSE(read_record(*record)) << "it has no seal";
  EXPECT_FALSE(read_open_record(sealed(*record))) << "it has one";
  EXPECT_EQ(auditions.names(1)->front(), (EntrantName{"QF", "Jané Doe", std::string(64, 'b'), true}));
  EXPECT_TRUE(auditions.names(2)->empty());
  EXPECT_EQ(auditions.all()->size(), 2u);
  EXPECT_EQ(auditions.audition(2)->title, "Spring");
}

TYPED_TEST(AuditionsContract, AddsOnlyToTheRecordThatWasRead) {
  Auditions auditions = this->backend.open();
  ASSERT_TRUE(auditions.begin(some_audition(), line("declared", 1)));
  const RecordLine more = line("opened", 2);
  EXPECT_FALSE(*auditions.append(1, 0, {&more, 1}));
  EXPECT_FALSE(*auditions.append(1, 2, {&more, 1}));
  EXPECT_TRUE(*auditions.append(1, 1, {&more, 1}));
  EXPECT_FALSE(*auditions.append(1, 1, {&more, 1}));
  EXPECT_EQ(auditions.append(9, 1, {&more, 1}).error().code, ErrorCode::not_found);
  EXPECT_EQ(auditions.record(9).error().code, ErrorCode::not_found);
  EXPECT_EQ(auditions.audition(9).error().code, ErrorCode::not_found);
  // A name that is there already takes its line with it.
  const EntrantName name{"QF", "Jane", std::string(64, 'b'), false};
  EXPECT_TRUE(*auditions.append(1, 2, {&more, 1}, {&name, 1}));
  EXPECT_FALSE(auditions.append(1, 3, {&more, 1}, {&name, 1}));
  EXPECT_EQ(read_open_record(*auditions.record(1))->size(), 3u);
}

TYPED_TEST(AuditionsContract, OfSixteenAtOnceOneIsFirst) {
  Auditions auditions = this->backend.open();
  ASSERT_TRUE(auditions.begin(some_audition(), line("declared", 1)));
  std::atomic<int> first = 0, refused = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 16; ++i) {
    clients.emplace_back([&] {
      Auditions own = this->backend.open();
      const RecordLine opened = line("opened", 2);
      const Result<bool> added = own.append(1, 1, {&opened, 1});
      ASSERT_TRUE(added) << added.error().line();
      ++(*added ? first : refused);
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(first, 1);
  EXPECT_EQ(refused, 15);
  EXPECT_EQ(read_open_record(*auditions.record(1))->size(), 2u);
}

TEST(AuditionsFile, LetNothingChangeALine) {
  const SqliteFile backend;
  ASSERT_TRUE(backend.open().begin(some_audition(), line("declared", 1)));
  Result<sqlite::Database> database = sqlite::Database::open(backend.file(), false, 100, nullptr);
  EXPECT_FALSE(database->run("UPDATE records SET line = ''"));
  EXPECT_FALSE(database->run("DELETE FROM records"));
  EXPECT_NE(database->error().line().find("a record is only added to"), std::string::npos);
  EXPECT_TRUE(read_open_record(*backend.open().record(1)));
}

TEST(PowerCut, LeavesAnAttemptOpenedOrNotAndNeverHalf) {
  int opened = 0, not_opened = 0;
  for (int at = 1, cuts = 1; cuts > 0; ++at) {
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
      MemoryDisk disk;
      const BookConfig config{.file = "book", .vfs = MemoryDisk::name()};
      {
        Result<Auditions> auditions = Auditions::open(config, true);
        ASSERT_TRUE(auditions) << auditions.error().line();
        ASSERT_TRUE(auditions->begin(some_audition(), line("declared", 1)));
        const RecordLine both[] = {line("opened", 2), line("take", 3)};
        disk.fault(MemoryDisk::Fault::power_cut, at);
        const Result<bool> told = auditions->append(1, 1, both);
        cuts = disk.met();
        if (cuts == 0) {
          EXPECT_TRUE(told);
          break;
        }
      }
      disk.power_on(seed);
      Result<Auditions> auditions = Auditions::open(config, true);
      ASSERT_TRUE(auditions) << auditions.error().line() << " after cut " << at;
      const Result<std::vector<RecordLine>> lines = read_open_record(*auditions->record(1));
      ASSERT_TRUE(lines) << lines.error().line() << " after cut " << at;
      ASSERT_TRUE(lines->size() == 1 || lines->size() == 3) << lines->size() << " lines after cut " << at;
      ++(lines->size() == 1 ? not_opened : opened);
    }
  }
  EXPECT_GT(not_opened, 0);
  std::printf("[          ] %d cuts: %d not opened, %d opened\n", opened + not_opened, not_opened, opened);
}

// Writes a book as text, and reads a text into another.
std::vector<std::string> text_of(const std::string& file) {
  std::vector<std::string> lines;
  const Result<Book> book = Book::open({.file = file});
  const Result<Done> done = book->write_lines([&](std::string_view line) {
    lines.emplace_back(line);
    return true;
  });
  EXPECT_TRUE(done) << done.error().line();
  return lines;
}

Result<Book::Read> read_into(const std::string& file, const std::vector<std::string>& lines) {
  Result<Book> book = Book::open({.file = file});
  std::size_t next = 0;
  return book->read_lines([&](std::string& line) {
    if (next >= lines.size()) return false;
    line = lines[next++];
    return true;
  });
}

TEST(AuditionsAsText, ComeIntoAnotherBookWithTheirNamesAndAnotherTimeChangeNothing) {
  const SqliteFile backend;
  const std::string other = backend.file() + "-other";
  std::int64_t id = 0;
  {
    Auditions auditions = backend.open();
    id = *auditions.begin(some_audition(), line("declared", 1));
    const EntrantName name{"QF", "Jane Doe", std::string(64, 'b'), true};
    ASSERT_TRUE(*auditions.append(id, 1, std::vector{line("entrant", 2)}, std::vector{name}));
  }
  const std::vector<std::string> text = text_of(backend.file());
  for (int time = 0; time < 2; ++time) ASSERT_TRUE(read_into(other, text));
  Result<Auditions> there = Auditions::open({.file = other}, true);
  ASSERT_TRUE(there);
  ASSERT_EQ(there->all()->size(), 1U);
  const KeptAudition kept = there->all()->front();
  EXPECT_EQ(kept.title, "Spring");
  EXPECT_EQ(kept.key, some_audition().key);
  EXPECT_EQ(*there->record(kept.id), *backend.open().record(id));
  EXPECT_EQ(*there->names(kept.id), *backend.open().names(id));
  // What came since then comes too; what went on otherwise is refused, and nothing of it is taken.
  ASSERT_TRUE(*backend.open().append(id, 2, std::vector{line("opened", 3)}));
  ASSERT_TRUE(read_into(other, text_of(backend.file())));
  EXPECT_EQ(*there->record(kept.id), *backend.open().record(id));
  ASSERT_TRUE(*there->append(kept.id, 3, std::vector{line("void", 4)}));
  ASSERT_TRUE(*backend.open().append(id, 3, std::vector{line("take", 4)}));
  const std::string before = *there->record(kept.id);
  const Result<Book::Read> refused = read_into(other, text_of(backend.file()));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().line(), "audition Spring: it went on otherwise in this book, from line 4 on.");
  EXPECT_EQ(*there->record(kept.id), before);
}

TEST(AuditionsAsText, ALineThatWasChangedTakesNothingOver) {
  const SqliteFile backend;
  {
    Auditions auditions = backend.open();
    ASSERT_TRUE(auditions.begin(some_audition(), line("declared", 1)));
  }
  std::vector<std::string> text = text_of(backend.file());
  for (std::string& one : text) {
    if (const std::size_t at = one.find("declared\\"); at != std::string::npos) one[at] = 'x';
  }
  const std::string other = backend.file() + "-other";
  EXPECT_FALSE(read_into(other, text));
  EXPECT_TRUE(Auditions::open({.file = other}, true)->all()->empty());
}

}  // namespace firstchair::store

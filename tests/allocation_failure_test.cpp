// Memory that runs out: whichever allocation fails, hearing ends in an error or an exception that its callers
// catch; keeping and answering too, or the program ends. Nothing is half done afterwards, and nothing is
// left. FIRSTCHAIR_ALLOCATIONS=all lets every single one fail; without it a few hundred of each. (The C
// libraries' own memory is not asked for here.)
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <numbers>

#include "apps/server/api/book_api.h"
#include "apps/server/api/routes.h"
#include "charts/charts.h"
#include "engine/judge/norms.h"
#include "hearing/hear_file.h"
#include "io/files/files.h"
#include "store/book.h"
#include "testing/no_new.h"

namespace firstchair::tests {
namespace {

namespace fs = std::filesystem;
namespace guarded = testing::guarded;

// How a process ended whose allocation failed.
enum class End { done, refused, thrown, ended };

// Where fail_each_on_the_way() is.
struct Way {
  long all = 0, nth = 0, next = 1;
  std::function<void(End)> after;
  bool (*fails_now)() = nullptr;
  bool copied = false;  // this process is a copy, and one of its allocations has failed
  std::map<End, long> ends;
};

class AllocationFailure : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  static std::vector<std::uint8_t> midi() {
    return charts::write_chart(charts::ChartFormat::midi, *charts::builtin_chart("rock-8ths"));
  }
  std::string e_kit_file() const {
    const std::vector<std::uint8_t> bytes = midi();
    const std::string file = path("take.mid");
    EXPECT_TRUE(io::write_file(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, true));
    return file;
  }
  static Result<Take> hear(const std::string& file) {
    SessionConfig config;
    config.norms = judge::default_norms();
    std::vector<std::string> warnings;
    return hearing::hear_file(file, file, std::move(config), {}, [](const auto&) { return true; }, warnings);
  }

  // How many allocations `work` makes. Another process does it, so that what is allocated only the first time
  // is still to come here.
  static long allocations_of(const std::function<bool()>& work) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      const long before = guarded::made;
      const bool done = work();
      const long all = guarded::made - before;
      ::_exit(done && ::write(ends[1], &all, sizeof all) == sizeof all ? 0 : 1);
    }
    ::close(ends[1]);
    long all = 0;
    EXPECT_EQ(::read(ends[0], &all, sizeof all), sizeof all) << "it does not even work with memory";
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    return all;
  }

  // What becomes of `work`, in a process of its own, when its nth allocation fails.
  static End end_of(const std::function<bool()>& work, long nth) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
      End end = End::thrown;
      guarded::fails_in = nth;
      try {
        end = work() ? End::done : End::refused;
      } catch (const std::bad_alloc&) {
      }
      ::_exit(static_cast<int>(end));
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? static_cast<End>(WEXITSTATUS(status)) : End::ended;
  }

  // Lets the first, second, ... allocation of `work` fail, all of them or a few hundred. `after` looks at
  // what is there. Returns how many times each end came.
  static std::map<End, long> fail_each(const std::function<bool()>& work,
                                       const std::function<void(End)>& after) {
    const long all = allocations_of(work);
    after(End::done);
    std::map<End, long> ends;
    for (long nth = 1; nth <= all && !::testing::Test::HasFailure(); nth += nth < 50 ? 1 : step_of(all)) {
      const End end = end_of(work, nth);
      ++ends[end];
      after(end);
      EXPECT_FALSE(::testing::Test::HasFailure()) << "allocation " << nth << " of " << all;
    }
    print(all, ends);
    return ends;
  }

  static long step_of(long all) {
    return std::getenv("FIRSTCHAIR_ALLOCATIONS") != nullptr ? 1 : std::max(1L, all / 150);
  }
  static void print(long all, std::map<End, long>& ends) {
    std::printf("%ld allocations: %ld thrown, %ld refused, %ld done without, %ld ended\n", all,
                ends[End::thrown], ends[End::refused], ends[End::done], ends[End::ended]);
    EXPECT_GT(ends[End::thrown] + ends[End::refused], 0);
  }

  // The same for work that changes nothing outside its memory: it is begun once, and at each allocation a
  // process that is its copy lets this one fail and goes on to its end. So nothing is done twice.
  static std::map<End, long> fail_each_on_the_way(const std::function<bool()>& work,
                                                  const std::function<void(End)>& after) {
    way_ = {};
    way_.all = allocations_of(work);
    way_.after = after;
    guarded::fails_now = [] {
      if (++way_.nth != way_.next || ::testing::Test::HasFailure()) return false;
      guarded::fails_now = nullptr;  // neither the copy's other allocations nor these here
      way_.next += way_.nth < 50 ? 1 : step_of(way_.all);
      const pid_t copy = ::fork();
      if (copy == 0) {
        ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
        return way_.copied = true;
      }
      int status = 0;
      ::waitpid(copy, &status, 0);
      const End end = WIFEXITED(status) ? static_cast<End>(WEXITSTATUS(status)) : End::ended;
      ++way_.ends[end];
      way_.after(end);
      EXPECT_FALSE(::testing::Test::HasFailure()) << "allocation " << way_.nth << " of " << way_.all;
      guarded::fails_now = way_.fails_now;
      return false;
    };
    way_.fails_now = guarded::fails_now;
    End end = End::thrown;
    try {
      end = work() ? End::done : End::refused;
    } catch (const std::bad_alloc&) {
    }
    if (way_.copied) ::_exit(static_cast<int>(end));
    guarded::fails_now = nullptr;
    EXPECT_EQ(end, End::done);
    EXPECT_EQ(way_.nth, way_.all) << "it does not allocate the same every time";
    print(way_.all, way_.ends);
    return way_.ends;
  }

  static inline Way way_ = {};

  const fs::path folder_ = fs::temp_directory_path() /
                           fmt::format("firstchair-allocation-{}-{}", ::getpid(),
                                       ::testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(AllocationFailure, HearingEndsAndLeavesTheFileAsItWas) {
  const std::string file = e_kit_file();
  auto ends = fail_each_on_the_way([&] { return static_cast<bool>(hear(file)); },
                                   [&](End) {
                                     EXPECT_EQ(fs::file_size(file), midi().size());
                                     EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
                                   });
  EXPECT_EQ(ends[End::ended], 0);
}

TEST_F(AllocationFailure, HearingSoundEndsAndLeavesTheFileAsItWas) {
  // A wav of a second with four strokes of a made snare: noise and a skin that die away.
  constexpr std::uint32_t kRate = 44100;
  std::vector<std::int16_t> samples(kRate);
  for (std::uint32_t i = 0; i < kRate; ++i) {
    const double t = (i + kRate / 8) % (kRate / 4) / double{kRate};
    const double noise = static_cast<double>((i * 7919) % 40000) / 20000 - 1;
    const double skin = std::sin(2 * std::numbers::pi * 190 * t);
    samples[i] = static_cast<std::int16_t>(12000 * (noise * std::exp(-t / .03) + skin * std::exp(-t / .06)));
  }
  const std::uint32_t bytes = kRate * 2;
  const auto number = [](std::uint32_t value, int size) {
    return std::string(reinterpret_cast<const char*>(&value), static_cast<std::size_t>(size));
  };
  const std::string wav = "RIFF" + number(bytes + 36, 4) + "WAVEfmt " + number(16, 4) + number(1, 2) +
                          number(1, 2) + number(kRate, 4) + number(bytes, 4) + number(2, 2) + number(16, 2) +
                          "data" + number(bytes, 4) +
                          std::string(reinterpret_cast<const char*>(samples.data()), bytes);
  const std::string file = path("take.wav");
  ASSERT_TRUE(io::write_file(file, wav, true));
  auto ends = fail_each_on_the_way([&] { return static_cast<bool>(hear(file)); },
                                   [&](End) {
                                     EXPECT_EQ(fs::file_size(file), wav.size());
                                     EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
                                   });
  EXPECT_EQ(ends[End::ended], 0);
}

// The JSON library takes memory in its destructors, which may not throw: that ends the program, and the book
// is whole.
TEST_F(AllocationFailure, ATakeIsInTheBookOrNot) {
  const Result<Take> take = hear(e_kit_file());
  ASSERT_TRUE(take);
  std::size_t there = 0;
  std::int64_t second = 1'790'000'000;
  const auto keep = [&] {
    Result<store::Book> book = store::Book::open({.file = path("book.sqlite")});
    store::Circumstances how;
    how.began_s = second;
    how.engine = "0.1.0";
    return book && book->save(*take, how);
  };
  fail_each(keep, [&](End end) {
    Result<store::Book> book = store::Book::open({.file = path("book.sqlite")});
    ASSERT_TRUE(book) << book.error().line();
    const Result<std::vector<KeptTake>> takes = book->takes({});
    ASSERT_TRUE(takes);
    // What was interrupted after the last word to the disk is there; nothing else is.
    EXPECT_GE(takes->size(), there + (end == End::done ? 1 : 0));
    EXPECT_LE(takes->size(), there + 1);
    there = takes->size();
    ++second;
  });
  const Result<store::Book> book = store::Book::open({.file = path("book.sqlite")});
  const Result<std::vector<store::Damage>> damage = book->check();
  ASSERT_TRUE(damage);
  EXPECT_TRUE(damage->empty()) << damage->front().what;
}

TEST_F(AllocationFailure, ARequestIsAnsweredOrItsConnectionEnds) {
  {
    Result<store::Book> book = store::Book::open({.file = path("book.sqlite")});
    const Result<Take> take = hear(e_kit_file());
    ASSERT_TRUE(book && take);
    store::Circumstances how;
    how.began_s = 1'790'000'000;
    how.engine = "0.1.0";
    ASSERT_TRUE(book->save(*take, how));
  }
  server::BookApi api(path("book.sqlite"), judge::default_norms(), io::Cage{});
  server::Request request;
  request.method = "GET";
  request.path = "/api/book/takes/1";
  const server::Response whole = api.answer(request);
  ASSERT_EQ(whole.status, 200);
  constexpr int kHalf = 9;
  fail_each(
      [&] {
        const server::Response answer = api.answer(request);
        if (answer.status == 200 && answer.body != whole.body) ::_exit(kHalf);
        return answer.status == 200;
      },
      [&](End end) { EXPECT_NE(static_cast<int>(end), kHalf) << "half an answer was given as a whole one"; });
}

}  // namespace
}  // namespace firstchair::tests

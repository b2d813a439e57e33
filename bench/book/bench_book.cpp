// bench_book [TAKES] [STROKES]: a synthetic year (1500 takes of 2000 strokes, over 40 charts) saved take by
// take, then every page as the library gives it, the program prints it and the server answers it. The takes
// are judged by the real judge, so that verdicts have their true size; the file is made in the folder for
// temporary files and removed.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "apps/server/api/book_api.h"
#include "engine/session.h"
#include "report/text/book_text.h"
#include "store/book.h"
#include "store/chart_text.h"

namespace {

using namespace firstchair;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// CPU of this program and of those it started.
double cpu_ms() {
  double ms = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    for (const timeval& t : {usage.ru_utime, usage.ru_stime})
      ms += 1e3 * static_cast<double>(t.tv_sec) + 1e-3 * static_cast<double>(t.tv_usec);
  }
  return ms;
}

class Spread {
 public:
  void begin() { start_ = Clock::now(), cpu_start_ = cpu_ms(); }
  void end() {
    wall_.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start_).count());
    cpu_.push_back(cpu_ms() - cpu_start_);
  }
  void print(const char* what) {
    std::sort(wall_.begin(), wall_.end());
    std::sort(cpu_.begin(), cpu_.end());
    const auto at = [](const std::vector<double>& all, double share) {
      return all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
    };
    fmt::print(
        "{:38} wall {:8.2f} ms (half) {:8.2f} (95 %) {:8.2f} (longest)  cpu {:8.2f} (half) {:8.2f} (95 %)  n "
        "{}\n",
        what, at(wall_, 0.5), at(wall_, 0.95), at(wall_, 1), at(cpu_, 0.5), at(cpu_, 0.95), wall_.size());
  }

 private:
  Clock::time_point start_;
  double cpu_start_ = 0;
  std::vector<double> wall_, cpu_;
};

template <class Work>
void measure(const char* what, int times, Work work) {
  Spread spread;
  for (int i = 0; i < times; ++i) {
    spread.begin();
    work();
    spread.end();
  }
  spread.print(what);
}

void run(const std::vector<std::string>& args) {
  std::vector<char*> argv{const_cast<char*>(FIRSTCHAIR)};
  for (const std::string& arg : args) argv.push_back(const_cast<char*>(arg.c_str()));
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
    execv(FIRSTCHAIR, argv.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0) fmt::print("{} ENDED WITH {}\n", args[1], status);
}

// Eighths on the hat, kick and snare; `bars` says which of the charts it is.
Chart chart_of(int bars) {
  Chart chart;
  chart.title = fmt::format("Groove of {} bars", bars);
  for (int eighth = 0; eighth < 8 * bars; ++eighth) {
    const Ticks tick = eighth * kTicksPerQuarter / 2;
    chart.notes.push_back({.tick = tick, .voice = Voice::hat_closed});
    if (eighth % 2 == 0)
      chart.notes.push_back({.tick = tick, .voice = eighth % 4 == 0 ? Voice::kick : Voice::snare});
  }
  settle(chart);
  return chart;
}

// The chart over and over at 100 a minute, 10 ms about it, as an e-kit sends it.
std::vector<Hit> played(const Chart& chart, int strokes, std::mt19937_64& bits) {
  std::normal_distribution<double> error(0, 10), level(-12, 3);
  std::vector<Hit> hits;
  constexpr double kSecondsATick = 0.6 / kTicksPerQuarter;
  for (Ticks round = 0; static_cast<int>(hits.size()) < strokes; round += chart.length) {
    for (const Note& note : chart.notes) {
      if (static_cast<int>(hits.size()) == strokes) break;
      const double second = 1 + static_cast<double>(round + note.tick) * kSecondsATick + error(bits) / 1000;
      hits.push_back({.frame = std::llround(second * 48000),
                      .voice = note.voice,
                      .voice_probability = 0.97F,
                      .level_db = static_cast<float>(level(bits)),
                      .strength = static_cast<float>(80 + level(bits)),
                      .sigma_ms = static_cast<float>(1 + 0.1 * std::abs(error(bits)))});
    }
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  return hits;
}

// What the server answers, without the network.
void ask_server(server::BookApi& api, const char* path, const std::string& query, int times) {
  server::Target target = server::parse_target(fmt::format("{}?{}", path, query));
  int refused = 0;
  measure(fmt::format("server: {}", path).c_str(), times, [&] {
    refused += api.answer({.method = "GET",
                           .path = target.path,
                           .query = target.query,
                           .body = {},
                           .upload = {},
                           .client = {},
                           .only = {}})
                   .status != 200;
  });
  if (refused > 0) fmt::print("{} REFUSED\n", refused);
}

// How long a take waits that is saved while a year is being imported.
void import_beside_a_saver(const fs::path& folder, const Take& take) {
  const std::string other = (folder / "other").string();
  Result<store::Book> book = store::Book::open({.file = other});
  const pid_t importer = fork();
  if (importer == 0) {
    run({"book", "import", (folder / "text").string(), "--book", other});
    _exit(0);
  }
  Spread waiting;
  int refused = 0;
  for (std::int64_t i = 0; waitpid(importer, nullptr, WNOHANG) == 0; ++i) {
    store::Circumstances how;
    how.began_s = i;
    how.engine = "0.1.0";
    waiting.begin();
    refused += !book->save(take, how);
    waiting.end();
    usleep(50000);
  }
  waiting.print("save one take beside an import");
  if (refused > 0) fmt::print("{} SAVES REFUSED\n", refused);
}

}  // namespace

int main(int argc, char** argv) {
  const int takes = argc > 1 ? std::atoi(argv[1]) : 1500, strokes = argc > 2 ? std::atoi(argv[2]) : 2000;
  const fs::path folder = fs::temp_directory_path() / fmt::format("firstchair-bench-book-{}", getpid());
  fs::create_directories(folder);
  const std::string file = (folder / "book").string();
  std::mt19937_64 bits(1);
  SessionConfig config;
  config.norms = judge::default_norms();
  config.source.kind = SourceKind::audio;
  config.source.name = "bench";
  config.source.rate = 48000;
  config.source.detail = VoiceDetail::family;
  constexpr int kCharts = 40;
  constexpr std::int64_t kStart = 1'760'000'000, kYear = 365 * 86400;
  const int judged = std::min(takes, kCharts);
  std::vector<Take> made;
  Spread judging, saving;
  for (int i = 0; i < judged; ++i) {
    config.chart = chart_of(4 + i);
    std::vector<Hit> hits = played(*config.chart, strokes, bits);
    config.source.length = hits.back().frame + 48000;
    judging.begin();
    made.push_back(judge_strokes(config, std::move(hits)));
    judging.end();
  }

  Result<store::Book> book = store::Book::open({.file = file});
  if (!book) {
    fmt::print("{}\n", book.error().line());
    return 1;
  }
  for (int i = 0; i < takes; ++i) {
    const Take& take = made[static_cast<std::size_t>(i % judged)];
    store::Circumstances how;
    how.began_s = kStart + kYear / takes * i;
    how.mode = Mode::drill;
    how.item = store::item_of(take.chart);
    how.engine = "0.1.0";
    saving.begin();
    if (const auto id = book->save(take, how); !id) {
      fmt::print("{}\n", id.error().line());
      return 1;
    }
    saving.end();
  }
  fmt::print("{} takes of {} strokes: {}, {:.1f} bytes a stroke.\n", takes, strokes,
             report::size_text(static_cast<std::int64_t>(fs::file_size(file))),
             static_cast<double>(fs::file_size(file)) / takes / strokes);
  judging.print("judge one take (for comparison)");
  saving.print("save one take");
  store::TakeQuery all, month, item;
  month.newest = 125;
  item.item = store::item_of(made.front().chart);
  constexpr int kTimes = 30;
  measure("open the book", kTimes, [&] { (void)store::Book::open({.file = file}); });
  measure("the year's takes", kTimes, [&] { (void)book->takes(all); });
  measure("the newest 125 takes", kTimes, [&] { (void)book->takes(month); });
  measure("takes of one item", kTimes, [&] { (void)book->takes(item); });
  measure("the year's history", kTimes, [&] { (void)book->history(0); });
  measure("one take with its strokes and verdict", kTimes, [&] { (void)book->load(takes / 2); });
  const std::string title = made.front().chart.title;
  measure("program: book list -n 0", kTimes, [&] { run({"book", "list", "-n", "0", "--book", file}); });
  measure("program: book list", kTimes, [&] { run({"book", "list", "--book", file}); });
  measure("program: book progress", kTimes, [&] { run({"book", "progress", title, "--book", file}); });
  measure("program: book show", kTimes, [&] { run({"book", "show", "7", "--book", file}); });
  measure("program: its start alone (--version)", kTimes, [&] { run({"--version"}); });
  server::BookApi api(file, config.norms, {});
  const std::string number = "item=" + item.item;
  ask_server(api, "/api/book/takes", "limit=30", kTimes);
  ask_server(api, "/api/book/takes/7", "", kTimes);
  ask_server(api, "/api/book/items", "", kTimes);
  ask_server(api, "/api/book/progress", number, kTimes);
  ask_server(api, "/api/book/chart", number, kTimes);
  ask_server(api, "/api/book/compare", fmt::format("a=1&b={}", 1 + judged), kTimes);
  ask_server(api, "/api/today", "", kTimes);
  measure("check", 1, [&] { (void)book->check(); });
  measure("backup", 1, [&] { (void)book->backup((folder / "copy").string()); });
  measure("export as text", 1, [&] { run({"book", "export", (folder / "text").string(), "--book", file}); });
  fmt::print("text: {}\n", report::size_text(static_cast<std::int64_t>(fs::file_size(folder / "text"))));
  measure("import of a year", 1, [&] { import_beside_a_saver(folder, made.front()); });
  fs::remove_all(folder);
  return 0;
}

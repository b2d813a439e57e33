// bench_band [--takes N]: plays the band's clock with simulated drummers who hear it; band.md.
// bench_band --played [WORDS]: drummers who were recorded; band_played.md. With WORDS only one row, by other
// constants (played_drummers.h).
// bench_band --sounding SECONDS: what a band that sounds costs; band_sounding.md.
// bench_band --hours N: so many hours of it in freewheel; band_soak.md.
// bench_band --notes SONG [STYLE]: what bass and keys play, to be read.
// With --markdown FOLDER each writes its page, docs/measured/NAME.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bench/band/attacks.h"
#include "bench/band/notes.h"
#include "bench/band/played_drummers.h"
#include "bench/band/sounding.h"
#include "bench/band/tables.h"

using namespace firstchair::bench;

namespace {

class Page {
 public:
  Page(std::string head, std::string folder, const char* name)
      : text_(std::move(head)), folder_(std::move(folder)), name_(name) {}

  void add(const char* head, const std::string& table) {
    text_ += fmt::format("\n## {}\n\n{}", head, table);
    fmt::print("{}\n{}\n", head, table);
    std::fflush(stdout);
  }
  int write(const std::string& more = {}) const {
    if (folder_.empty()) return 0;
    std::ofstream file(std::filesystem::path(folder_) / name_);
    file << text_ << more;
    return file.flush() ? 0 : 3;
  }

 private:
  std::string text_, folder_;
  const char* name_;
};

int simulated(int takes, const std::string& markdown) {
  Page page(
      fmt::format(
          "# The band's clock beside simulated drummers\n\nMade by `firstchair bench band --takes {} "
          "--markdown docs/measured`. The drummers\nkeep 120 BPM with a timekeeper's noise of 6 ms, a hand's "
          "of 4, an ear's of 2 and a tempo that\nwanders by .2 % a beat; alpha is the share of the gap they "
          "close a beat, beta what of it they take\nas tempo. {} takes a cell; shares of 95 % are sure to "
          "±{:.1f}. No person has played with it yet.\n",
          takes, takes, 196 * std::sqrt(.05 * .95 / takes)),
      markdown, "band.md");
  page.add("A drummer who does not listen", tracking_table(std::min(takes, 150)));
  page.add("The dial: rms of the gap in ms | SD of the pair's tempo after 136 bars in %", dial_table(takes));
  page.add("A drummer who plays 15 ms ahead, home tempo 120", lean_table(takes));
  page.add("Who moved whom: the drummer's gain", moves_table(takes));
  return page.write();
}

int played(const std::vector<std::string>& words, const std::string& markdown) {
  if (!words.empty()) {
    fmt::print("{}", played_row(words));
    return 0;
  }
  Page page(
      "# The band beside drummers who were recorded\n\nMade by `firstchair bench band --played --markdown "
      "docs/measured`. The drummers of the Groove MIDI\nDataset played to a click, without this band.\n",
      markdown, "band_played.md");
  page.add("How far the band and they are apart", played_table());
  return page.write();
}

// The machine's load of the last minute; 0 where it tells none.
double load() {
  double minute = 0;
  return ::getloadavg(&minute, 1) == 1 ? minute : 0;
}

int sounding(int seconds, const std::string& markdown) {
  Page page(
      fmt::format(
          "# A band that sounds\n\nMade by `firstchair bench band --sounding {} --markdown "
          "docs/measured`: bass and keys\nplay a blues at 140, a stroke of an e-kit comes on every "
          "beat. The band is rendered by a thread of\nits own, two blocks ahead. The machine had a load "
          "of {:.0f} and {} cores.\n",
          seconds, load(), std::thread::hardware_concurrency()),
      markdown, "band_sounding.md");
  const std::string memory = memory_table();  // it forks: first
  page.add("The callback, processor time of whole callbacks", callback_table(seconds));
  page.add("Memory", memory);
  page.add("When a note is heard", attack_table());
  return page.write();
}

int hours_of(double hours, const std::string& markdown) {
  const Page page(
      fmt::format("# Hours of a band in freewheel\n\nMade by `firstchair bench band --hours {} --markdown "
                  "docs/measured`: bass and keys\nplay a blues, as fast as the machine goes. A row is the "
                  "sum from the beginning.\n\n",
                  hours),
      markdown, "band_soak.md");
  int failed = 0;
  soak(hours, [&](const std::string& table) {
    fmt::print("{}\n", table);
    std::fflush(stdout);
    failed = page.write(table);
  });
  return failed;
}

}  // namespace

int main(int argc, char** argv) {
  int takes = 300, seconds = 0;
  double hours = 0;
  bool recorded = false;
  std::string markdown;
  std::vector<std::string> words;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    const auto value = [&] { return i + 1 < argc ? argv[++i] : ""; };
    if (arg == "--takes")
      takes = std::max(2, std::atoi(value()));
    else if (arg == "--sounding")
      seconds = std::max(10, std::atoi(value()));
    else if (arg == "--hours")
      hours = std::clamp(std::atof(value()), .01, 5.);
    else if (arg == "--played")
      recorded = true;
    else if (arg == "--notes") {
      const std::string song = value();
      return fmt::print("{}", notes_of(song, value())), 0;
    } else if (arg == "--markdown")
      markdown = value();
    else if (recorded && arg.find('=') != std::string::npos)
      words.push_back(arg);
    else
      return fmt::print(stderr, "bench_band: {} is no option\n", arg), 2;
  }
  if (recorded) return played(words, markdown);
  if (hours > 0) return hours_of(hours, markdown);
  return seconds > 0 ? sounding(seconds, markdown) : simulated(takes, markdown);
}

// bench_shots [--takes N] [--markdown FOLDER]: cuts takes of the Groove MIDI Dataset with three cameras (the
// whole kit, hands, feet) in every style, and tells where the cuts stand, how their lengths follow the
// tension, and how long deciding takes. docs/measured/cut_shots.md is what --markdown writes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <string>
#include <vector>

#include "engine/cut/decide.h"
#include "engine/session.h"
#include "midi/performance.h"
#include "report/text/cut_text.h"

namespace {

using namespace firstchair;

std::string groove_folder() {
  const char* data = std::getenv("FIRSTCHAIR_DATA");
  return std::string(data != nullptr ? data : "../shared/data") + "/groove-midi";
}

// The longest "beat" performances in 4/4, at most two a drummer.
std::vector<Take> takes_of(std::size_t most) {
  struct Row {
    double seconds;
    std::string file, drummer;
  };
  std::vector<Row> rows;
  std::ifstream info(groove_folder() + "/info.csv");
  for (std::string line; std::getline(info, line);) {
    std::vector<std::string> cells;
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t end = std::min(line.find(',', at), line.size());
      cells.push_back(line.substr(at, end - at));
      at = end + 1;
    }
    if (cells.size() >= 10 && cells[5] == "beat" && cells[6] == "4-4")
      rows.push_back({std::strtod(cells[8].c_str(), nullptr), cells[7], cells[0]});
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.seconds > b.seconds; });
  std::vector<Take> takes;
  std::vector<std::string> drummers;
  for (const Row& row : rows) {
    if (takes.size() == most) break;
    if (std::count(drummers.begin(), drummers.end(), row.drummer) == 2) continue;
    std::ifstream file(groove_folder() + "/" + row.file, std::ios::binary);
    const std::vector<std::uint8_t> bytes((std::istreambuf_iterator<char>(file)),
                                          std::istreambuf_iterator<char>());
    Result<midi::Performance> played = midi::read_performance(bytes);
    if (!played || played->hits.empty()) continue;
    SessionConfig config;
    config.source.name = row.file;
    config.source.kind = SourceKind::midi;
    config.source.rate = kMidiRate;
    config.source.length = played->hits.back().frame + 2'000'000;
    config.norms = judge::default_norms();
    drummers.push_back(row.drummer);
    takes.push_back(judge_strokes(config, std::move(played->hits)));
  }
  return takes;
}

cut::Film film_of(const Take& take, int cameras) {
  cut::Film film;
  film.to_s = static_cast<double>(take.source.length) / take.source.rate;
  constexpr cut::CameraKind kKinds[] = {cut::CameraKind::kit, cut::CameraKind::hands, cut::CameraKind::feet};
  for (int c = 0; c < cameras; ++c) {
    cut::Camera camera;
    camera.name = fmt::format("camera {}", c + 1);
    camera.files = {camera.name};
    camera.kind = kKinds[c % 3];
    camera.placement.grade = cut::Grade::exact;
    camera.placement.pieces = {{.from_s = 0, .to_s = film.to_s + 2, .offset_s = -1}};
    film.cameras.push_back(camera);
  }
  return film;
}

// Returns the film and the processor time that deciding took, in seconds: the least of three.
std::pair<cut::Film, double> decided(const cut::Film& film, const Take& take, const cut::Style& style) {
  std::pair<cut::Film, double> best{{}, 1e9};
  for (int run = 0; run < 3; ++run) {
    const std::clock_t begin = std::clock();
    Result<cut::Film> made = cut::decide(film, take, {.style = style, .shares = {}});
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    if (!made) return best;
    best = {std::move(*made), std::min(best.second, seconds)};
  }
  return best;
}

// A take as long as `seconds`, of this one's strokes again and again: only for time.
Take repeated(const Take& take, double seconds) {
  Take long_take;
  long_take.source = take.source;
  long_take.source.length = static_cast<Frames>(seconds * take.source.rate);
  for (Frames begin = 0; begin < long_take.source.length; begin += take.source.length)
    for (Hit hit : take.hits)
      if ((hit.frame += begin) < long_take.source.length) long_take.hits.push_back(hit);
  return long_take;
}

std::string with_range(std::vector<double> values, int decimals, double factor = 1) {
  std::sort(values.begin(), values.end());
  const double mean = std::accumulate(values.begin(), values.end(), 0.) / static_cast<double>(values.size());
  return fmt::format("{:.{}f} ({:.{}f} to {:.{}f})", factor * mean, decimals, factor * values.front(),
                     decimals, factor * values.back(), decimals);
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t most = 12;
  std::string markdown;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    if (arg == "--takes" && i + 1 < argc)
      most = static_cast<std::size_t>(std::max(1, std::atoi(argv[++i])));
    else if (arg == "--markdown" && i + 1 < argc)
      markdown = argv[++i];
    else
      return fmt::print(stderr, "bench_shots: {} is no option\n", arg), 2;
  }
  const std::vector<Take> takes = takes_of(most);
  if (takes.empty())
    return fmt::print(stderr, "bench_shots: no Groove MIDI Dataset at {}\n", groove_folder()), 3;
  double minutes = 0, sure = 0;
  for (const Take& take : takes) {
    minutes += static_cast<double>(take.source.length) / take.source.rate / 60;
    sure += take.reading.bar_probability >= .5;
  }
  std::string page = fmt::format(
      "# Where cuts stand\n\nMade by `firstchair bench shots --markdown docs/measured`: {} takes of the "
      "Groove MIDI\n"
      "Dataset in 4/4, the longest, at most two a drummer, {:.0f} minutes, each cut with three cameras "
      "(whole\n"
      "kit, hands, feet). No chart is given: bars are what firstchair reads, sure enough to be told "
      "in\n{:.0f} of {}. "
      "A row is the mean over the takes and their range. [cutting.md](../guide/cutting.md) says how\nshots "
      "are chosen.\n\n"
      "| style | cuts a minute | mean length, s | on beat 1, % | on kick, snare, crash, % | log length with "
      "tension, r | feet, % |\n"
      "|---|---|---|---|---|---|---|\n",
      takes.size(), minutes, sure, takes.size());
  for (const cut::Style& style : cut::styles()) {
    std::vector<double> cuts, mean, one, drum, tension, feet;
    for (const Take& take : takes) {
      const cut::Film film = decided(film_of(take, 3), take, style).first;
      const report::ShotFigures figures = report::shot_figures(film);
      cuts.push_back(figures.cuts_a_minute);
      mean.push_back(figures.mean_s);
      if (figures.bars_known) one.push_back(figures.on_one);
      drum.push_back(figures.on_drum);
      tension.push_back(figures.with_tension);
      feet.push_back(cut::share_of(film, 2));
    }
    if (one.empty()) one.push_back(0);
    page += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", style.id, with_range(cuts, 1),
                        with_range(mean, 2), with_range(one, 0, 100), with_range(drum, 0, 100),
                        with_range(tension, 2), with_range(feet, 0, 100));
  }
  fmt::print("{}", page);
  std::fflush(stdout);
  const std::size_t shown = page.size();
  page +=
      "\n## Time\n\nProcessor time of `decide()`, the least of three runs, on one core of the machine the "
      "tables were made on.\n\n"
      "| take | strokes | cameras | style | ms |\n|---|---|---|---|---|\n";
  for (const auto& [seconds, cameras] :
       std::initializer_list<std::pair<double, int>>{{300, 3}, {300, 6}, {3600, 6}, {3600, 16}}) {
    const Take take = repeated(takes.front(), seconds);
    for (const char* id : {"cover", "whiplash", "coach"}) {
      const double spent = decided(film_of(take, cameras), take, *cut::style_from_id(id)).second;
      page += fmt::format("| {:.0f} min | {} | {} | {} | {:.0f} |\n", seconds / 60, take.hits.size(), cameras,
                          id, 1000 * spent);
    }
  }
  fmt::print("{}", page.substr(shown));
  if (markdown.empty()) return 0;
  std::ofstream file(std::filesystem::path(markdown) / "cut_shots.md");
  file << page;
  return file ? 0 : 3;
}

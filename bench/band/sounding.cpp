#include "bench/band/sounding.h"

#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "bench/memory.h"
#include "io/sound/soundfont.h"
#include "live/live_run.h"
#include "songs/songs.h"

namespace firstchair::bench {
namespace {

constexpr double kRate = 48000, kBpm = 140;
constexpr std::size_t kBlock = 128;

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

std::string folder_of(const char* what) {
  return (std::filesystem::temp_directory_path() / fmt::format("bench_band.{}.{}", what, ::getpid()))
      .string();
}

Result<std::unique_ptr<live::BandSound>> band_of(double seconds) {
  const Result<std::string> font = io::find_soundfont({});
  if (!font) return font.error();
  const Result<songs::SongRead> blues = songs::song_by_name("blues");
  if (!blues) return blues.error();
  const double chorus_s =
      static_cast<double>(blues->song.length) / static_cast<double>(kTicksPerQuarter) * 60 / kBpm;
  const Result<band::Song> song =
      practice::play_bars(practice::at_tempo(blues->song, kBpm), 1, 0,
                          std::clamp(static_cast<int>(seconds / chorus_s) + 1, 1, 1000));
  if (!song) return song.error();
  Result<practice::Arranged> arranged =
      practice::arrange(*song, songs::style_for(song->style, 4).style, {.count_in = 0});
  if (!arranged) return arranged.error();
  live::BandSoundConfig config;
  config.band = std::move(*arranged);
  config.soundfont = *font;
  config.block = kBlock;
  config.run.meters = song->meters;
  config.run.tempi = song->tempi;
  config.run.length = song->length;
  config.run.clock.follow = .5;
  return live::BandSound::make(std::move(config));
}

Result<live::LiveRunConfig> run_of(live::BandSound* band, const std::string& folder) {
  live::LiveRunConfig config;
  config.folder = folder;
  config.session.source.kind = SourceKind::midi;
  config.band = band;
  config.free = config.band != nullptr;
  config.clicks = config.band == nullptr;
  const practice::ClickPlan click{.rate = kRate, .bpm = kBpm};
  Result<practice::DrillPlan> plan = Error{ErrorCode::usage, {}, "no plan", {}};
  if (config.free) {
    plan = practice::plan_free(click);
  } else {
    Chart chart;
    for (int beat = 0; beat < 4000; ++beat) chart.notes.push_back({.tick = beat * kTicksPerQuarter});
    settle(chart);
    plan = practice::plan_drill(chart, {}, click);
  }
  if (!plan) return plan.error();
  config.plan = std::move(*plan);
  return config;
}

// Calls the run's blocks, with a stroke on every beat; `before` is called before each.
template <class Before, class After>
void call(live::LiveRun& run, double seconds, bool freewheel, const Before& before, const After& after) {
  std::vector<float> left(kBlock), right(kBlock);
  const std::vector<std::span<float>> out{left, right};
  const double beat = 60 / kBpm * kRate;
  double next = 0;
  for (Frames frame = 0; static_cast<double>(frame) < seconds * kRate; frame += kBlock) {
    io::LiveBlock block{.frame = frame, .in = {}, .out = out, .midi = {}, .freewheel = freewheel};
    io::LiveMidi stroke{.offset = 0, .size = 3, .bytes = {0x99, 38, 90}};
    if (next < static_cast<double>(frame + static_cast<Frames>(kBlock))) {
      stroke.offset = static_cast<int>(next - static_cast<double>(frame));
      block.midi = std::span(&stroke, 1);
      next += beat;
    }
    std::fill(left.begin(), left.end(), 0.F);
    std::fill(right.begin(), right.end(), 0.F);
    before(frame);
    run.block(block);
    after();
  }
}

struct Costs {
  double median_us = 0, mean_us = 0, rare_us = 0;  // 99 %
};
Costs costs_of(std::vector<double> us) {
  std::sort(us.begin(), us.end());
  Costs costs{.median_us = us[us.size() / 2], .rare_us = us[us.size() * 99 / 100]};
  for (const double one : us) costs.mean_us += one / static_cast<double>(us.size());
  return costs;
}

Result<Costs> measure(live::BandSound* band, int seconds) {
  const std::string folder = folder_of(band != nullptr ? "band" : "drill");
  Result<live::LiveRunConfig> config = run_of(band, folder);
  if (!config) return config.error();
  Result<std::unique_ptr<live::LiveRun>> run = live::LiveRun::start(std::move(*config));
  if (!run) return run.error();
  std::vector<double> us;
  us.reserve(static_cast<std::size_t>(seconds * kRate) / kBlock + 1);
  double began = 0;
  call(
      **run, seconds, false,
      [&](Frames frame) {
        do ::usleep(200);
        while (band != nullptr && !band->ready(frame, kBlock));
        began = seconds_of(CLOCK_THREAD_CPUTIME_ID);
      },
      [&] { us.push_back(1e6 * (seconds_of(CLOCK_THREAD_CPUTIME_ID) - began)); });
  (void)(*run)->finish();
  std::filesystem::remove_all(folder);
  return costs_of(std::move(us));
}

}  // namespace

std::string callback_table(int seconds) {
  Result<std::unique_ptr<live::BandSound>> band = band_of(seconds + 10);
  if (!band) return band.error().line() + "\n";
  const Result<Costs> drill = measure(nullptr, seconds);
  if (!drill) return drill.error().line() + "\n";
  const Result<Costs> with = measure(band->get(), seconds);
  if (!with) return with.error().line() + "\n";
  std::string table = "| callback of 128 frames | median, us | mean, us | 99 %, us |\n|---|---|---|---|\n";
  for (const auto& [name, costs] : {std::pair("drill: click, queues, writer", *drill),
                                    std::pair("band: its sound, queues, writer", *with)})
    table += fmt::format("| {} | {:.2f} | {:.2f} | {:.2f} |\n", name, costs.median_us, costs.mean_us,
                         costs.rare_us);
  table += fmt::format("| band over drill | {:.2f} | {:.2f} | {:.2f} |\n", with->median_us / drill->median_us,
                       with->mean_us / drill->mean_us, with->rare_us / drill->rare_us);
  return table;
}

std::string soak_table(double hours) {
  Result<std::unique_ptr<live::BandSound>> band = band_of(hours * 3600 + 10);
  if (!band) return band.error().line() + "\n";
  const std::string folder = folder_of("soak");
  Result<live::LiveRunConfig> config = run_of(band->get(), folder);
  if (!config) return config.error().line() + "\n";
  Result<std::unique_ptr<live::LiveRun>> run = live::LiveRun::start(std::move(*config));
  if (!run) return run.error().line() + "\n";
  const double began_s = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  const double minute_mb = rss_kb(::getpid()) / 1024;
  // What goes wrong after hours is told when it does.
  const auto each_s =
      static_cast<Frames>(1800 * kRate) / static_cast<Frames>(kBlock) * static_cast<Frames>(kBlock);
  call(
      **run, hours * 3600, true,
      [&](Frames frame) {
        if (frame % each_s != 0) return;
        fmt::print(stderr, "{:.1f} h: {} frames late, {:.0f} MB, {:.0f} s of processor\n",
                   static_cast<double>(frame) / kRate / 3600, (*band)->late(), rss_kb(::getpid()) / 1024,
                   seconds_of(CLOCK_PROCESS_CPUTIME_ID) - began_s);
      },
      [] {});
  const double spent_s = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - began_s;
  const live::LiveResult result = (*run)->finish();
  const std::int64_t late = (*band)->late();
  const std::size_t beats = (*band)->finish().beats.size();
  std::filesystem::remove_all(folder);
  return fmt::format(
      "| hours | frames late | frames unheard | beats | strokes | memory at start and end, MB | seconds of "
      "sound a "
      "second of processor |\n|---|---|---|---|---|---|---|\n| {:.1f} | {} | {} | {} | {} | {:.0f}, {:.0f} | "
      "{:.0f} |\n",
      hours, late, result.unheard, beats, result.take.hits.size(), minute_mb, rss_kb(::getpid()) / 1024,
      hours * 3600 / std::max(spent_s, 1e-9));
}

}  // namespace firstchair::bench

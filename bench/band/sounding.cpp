#include "bench/band/sounding.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "bench/memory.h"
#include "engine/band/song_form.h"
#include "io/sound/soundfont.h"
#include "live/live_run.h"
#include "songs/songs.h"

namespace firstchair::bench {
namespace {

constexpr double kRate = 48000, kBpm = 140;
constexpr std::size_t kBlock = 128;
// In freewheel the callback sleeps a millisecond at a time until the band is there: longer blocks, fewer
// sleeps.
constexpr std::size_t kFreeBlock = 1024;
constexpr double kRowHours = .5;
constexpr int kMemory_s = 60;

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

std::string folder_of(const char* what) {
  return (std::filesystem::temp_directory_path() / fmt::format("bench_band.{}.{}", what, ::getpid()))
      .string();
}

Result<std::unique_ptr<live::BandSound>> band_of(double seconds, std::size_t block) {
  const Result<std::string> font = io::find_soundfont({});
  if (!font) return font.error();
  const Result<songs::SongRead> blues = songs::song_by_name("blues");
  if (!blues) return blues.error();
  const double chorus_s =
      static_cast<double>(blues->song.length) / static_cast<double>(kTicksPerQuarter) * 60 / kBpm;
  const Result<band::Song> song = band::play_bars(
      band::at_tempo(blues->song, kBpm), 1, 0, std::clamp(static_cast<int>(seconds / chorus_s) + 1, 1, 1000));
  if (!song) return song.error();
  Result<practice::Arranged> arranged =
      practice::arrange(*song, songs::style_for(song->style, 4).style, {.count_in = 0});
  if (!arranged) return arranged.error();
  live::BandSoundConfig config;
  config.band = std::move(*arranged);
  config.soundfont = *font;
  config.block = static_cast<int>(block);
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
  const std::size_t size = freewheel ? kFreeBlock : kBlock;
  std::vector<float> left(size), right(size);
  const std::vector<std::span<float>> out{left, right};
  const double beat = 60 / kBpm * kRate;
  double next = 0;
  for (Frames frame = 0; static_cast<double>(frame) < seconds * kRate; frame += static_cast<Frames>(size)) {
    io::LiveBlock block{.frame = frame, .in = {}, .out = out, .midi = {}, .freewheel = freewheel};
    io::LiveMidi stroke{.offset = 0, .size = 3, .bytes = {0x99, 38, 90}};
    if (next < static_cast<double>(frame + static_cast<Frames>(size))) {
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

struct Weight {
  double rss_mb = 0, pss_mb = 0;
};

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

// Plays a minute in freewheel in a process of its own and returns its memory; 0 MB: it failed.
Weight memory_of(bool with_band) {
  int ends[2];
  if (::pipe(ends) != 0) return {};
  const pid_t child = ::fork();
  if (child == 0) {
    Weight weight;
    std::unique_ptr<live::BandSound> band;
    if (with_band)
      if (Result<std::unique_ptr<live::BandSound>> made = band_of(kMemory_s + 10, kFreeBlock); made)
        band = std::move(*made);
    const std::string folder = folder_of("memory");
    Result<live::LiveRunConfig> config = run_of(band.get(), folder);
    if (config && (band != nullptr || !with_band))
      if (Result<std::unique_ptr<live::LiveRun>> run = live::LiveRun::start(std::move(*config)); run) {
        call(**run, kMemory_s, true, [](Frames) {}, [] {});
        weight = {.rss_mb = rss_kb(::getpid()) / 1024, .pss_mb = pss_kb(::getpid()) / 1024};
        (void)(*run)->finish();
      }
    std::filesystem::remove_all(folder);
    const bool told = ::write(ends[1], &weight, sizeof weight) == sizeof weight;
    ::_exit(told ? 0 : 1);
  }
  ::close(ends[1]);
  Weight weight;
  if (child < 0 || ::read(ends[0], &weight, sizeof weight) != sizeof weight) weight = {};
  ::close(ends[0]);
  if (child > 0) ::waitpid(child, nullptr, 0);
  return weight;
}

}  // namespace

std::string callback_table(int seconds) {
  Result<std::unique_ptr<live::BandSound>> band = band_of(seconds + 10, kBlock);
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
  table += fmt::format("\nFrames of the band that were late: {}.\n", (*band)->late());
  return table;
}

std::string memory_table() {
  const Weight drill = memory_of(false), band = memory_of(true);
  if (drill.rss_mb <= 0 || band.rss_mb <= 0) return "It could not be measured.\n";
  std::string table = fmt::format(
      "After {} s in freewheel, each in a process of its own. Pages that processes share count whole in the\n"
      "first column and by their share in the second.\n\n| what plays | resident, MB | of a drill's | "
      "proportional, MB | of a drill's |\n|---|---|---|---|---|\n",
      kMemory_s);
  for (const auto& [name, weight] :
       {std::pair("a drill", drill), std::pair("a band, with the instruments of its soundfont", band)})
    table += fmt::format("| {} | {:.0f} | {:.2f} | {:.0f} | {:.2f} |\n", name, weight.rss_mb,
                         weight.rss_mb / drill.rss_mb, weight.pss_mb,
                         drill.pss_mb > 0 ? weight.pss_mb / drill.pss_mb : 0.);
  return table;
}

void soak(double hours, const std::function<void(const std::string&)>& told) {
  Result<std::unique_ptr<live::BandSound>> band = band_of(hours * 3600 + 10, kFreeBlock);
  if (!band) return told(band.error().line() + "\n");
  const std::string folder = folder_of("soak");
  Result<live::LiveRunConfig> config = run_of(band->get(), folder);
  if (!config) return told(config.error().line() + "\n");
  Result<std::unique_ptr<live::LiveRun>> run = live::LiveRun::start(std::move(*config));
  if (!run) return told(run.error().line() + "\n");
  const double began_s = seconds_of(CLOCK_PROCESS_CPUTIME_ID), first_s = seconds_of(CLOCK_MONOTONIC);
  std::string table = fmt::format(
      "A callback of {} frames, a stroke of an e-kit on every beat at {:.0f}.\n\n| hours | frames late | "
      "beats | "
      "memory, MB | processor, s | times as fast as time |\n|---|---|---|---|---|---|\n",
      kFreeBlock, kBpm);
  double next_h = 0;
  // What goes wrong after hours is told when it does.
  const auto row = [&](double at_h) {
    const double past_s = seconds_of(CLOCK_MONOTONIC) - first_s;
    table += fmt::format("| {:.1f} | {} | {:.0f} | {:.0f} | {:.0f} | {} |\n", at_h, (*band)->late(),
                         std::max(0., (*band)->news().quarter), rss_kb(::getpid()) / 1024,
                         seconds_of(CLOCK_PROCESS_CPUTIME_ID) - began_s,
                         at_h > 0 ? fmt::format("{:.1f}", at_h * 3600 / past_s) : "");
    told(table);
  };
  call(
      **run, hours * 3600, true,
      [&](Frames frame) {
        const double at_h = static_cast<double>(frame) / kRate / 3600;
        if (at_h < next_h) return;
        next_h += kRowHours;
        row(at_h);
      },
      [] {});
  row(hours);
  const live::LiveResult result = (*run)->finish();
  const band::BandPlayed played = (*band)->finish();
  std::filesystem::remove_all(folder);
  const auto asked = static_cast<std::size_t>(std::ceil(hours * 3600 * kBpm / 60));
  told(
      table +
      fmt::format("\nAt the end: {} of {} strokes are in the take, {} frames were not heard, {} beats of the "
                  "band are kept.\n",
                  result.take.hits.size(), asked, result.unheard, played.beats.size()));
}

}  // namespace firstchair::bench

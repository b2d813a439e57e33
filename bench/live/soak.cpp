#include "bench/live/soak.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <random>
#include <thread>

#include "engine/ear/synthetic_strokes.h"
#include "live/live_run.h"
#include "testing/audio_scope.h"
#include "testing/live/jack_drummer.h"

namespace firstchair::bench {
namespace {

constexpr double kRate = 48000, kBpm = 120;
constexpr int kPeriod = 256, kBars = 8;  // of the take that is played over and over
constexpr Frames kBarFrames = 96000;
constexpr double kSpreadMs = 2;

double lean_of(Voice voice) {
  return voice == Voice::snare ? 12 : voice == Voice::kick ? -6 : 0;
}

// Kick, hat, snare, hat in eighths.
Chart beat() {
  Chart chart;
  chart.title = "Soak";
  for (int eighth = 0; eighth < 8 * kBars; ++eighth) {
    const Voice voice = eighth % 2 == 1 ? Voice::hat_closed : eighth % 4 == 0 ? Voice::kick : Voice::snare;
    chart.notes.push_back({.tick = eighth * kTicksPerQuarter / 2, .voice = voice});
  }
  settle(chart);
  return chart;
}

struct Played {
  std::vector<float> sound;                        // a bar of count-in, then the bars; they are a loop
  std::map<std::pair<int, Line>, double> lean_ms;  // by bar of the loop and line, of what was played
};

// Rendered twice over, so that the loop's beginning holds its own end's ring.
Played render(const Chart& chart) {
  Played played;
  std::mt19937_64 random(5);
  std::normal_distribution<double> spread(0, kSpreadMs);
  std::vector<ear::SyntheticStroke> strokes;
  std::map<std::pair<int, Line>, int> count;
  for (const Note& note : chart.notes) {
    const double ms = lean_of(note.voice) + spread(random);
    const double second = static_cast<double>(note.tick) / kTicksPerQuarter * 60 / kBpm + 1 + ms / 1000;
    const double frame = std::ceil(second * kRate - 1e-6);
    strokes.push_back({frame / kRate, note.voice, note.voice == Voice::hat_closed ? 0.15 : 0.5});
    const std::pair key(static_cast<int>(note.tick / (4 * kTicksPerQuarter)), line_of(note.voice));
    double& mean = played.lean_ms[key];
    mean += (ms - mean) / ++count[key];
  }
  const double loop_s = kBars * static_cast<double>(kBarFrames) / kRate;
  const std::size_t once = strokes.size();
  for (std::size_t i = 0; i < once; ++i)
    strokes.push_back({strokes[i].seconds + loop_s, strokes[i].voice, strokes[i].gain});
  std::vector<float> twice = ear::synthesise(strokes, 2 * loop_s + 2, kRate);
  ear::add_noise(twice, -70);
  // The first second is lead-in; a stroke before the bar line belongs to the loop's end.
  const auto from = twice.begin() + static_cast<std::ptrdiff_t>(kRate + kBars * kBarFrames);
  played.sound.assign(static_cast<std::size_t>(kBarFrames), 0.0F);
  ear::add_noise(played.sound, -70, 11);
  played.sound.insert(played.sound.end(), from - static_cast<std::ptrdiff_t>(kBars * kBarFrames), from);
  return played;
}

void note_bar(Soak& soak, const BarVerdict& bar, const Played& played) {
  for (const BarLine& line : bar.lines) {
    soak.matched += static_cast<std::size_t>(line.hits.heard());
    const auto truth = played.lean_ms.find({bar.bar - 1, line.line});
    if (!line.measured || truth == played.lean_ms.end() || line.timed < line.hits.notes) continue;
    ++soak.leans;
    soak.worst_lean_ms = std::max(soak.worst_lean_ms, std::abs(line.lean_ms - truth->second));
  }
}

}  // namespace

SoakGrowth growth_of(const std::vector<SoakSample>& samples) {
  const std::size_t first = samples.size() / 10 + 1;
  SoakGrowth growth;
  if (samples.size() < first + 4) return growth;
  std::vector<MemorySample> memory;
  for (const SoakSample& s : samples) memory.push_back({s.seconds, s.rss_kb});
  growth.memory = growth_of(memory);
  growth.kb_per_hour_of_strokes = 3600 * (samples.back().kept_kb - samples[first].kept_kb) /
                                  (samples.back().seconds - samples[first].seconds);
  return growth;
}

Result<Soak> soak(const SoakConfig& config) {
  const Chart chart = beat();
  const Played played = render(chart);
  const int times = std::max(1, static_cast<int>(std::lround(config.hours * 3600 / (2.0 * kBars))));
  const Result<practice::DrillPlan> plan = practice::plan_drill(
      chart, {.times = times},
      {.rate = kRate, .bpm = kBpm, .start = static_cast<Frames>(kRate / 2), .count_in_bars = 1});
  if (!plan) return plan.error();

  testing::JackServer server(kPeriod);
  testing::JackDrummer drummer(server.name, played.sound, {}, {.loop_from = kBarFrames});
  io::LiveAudioConfig live{.system = io::AudioSystem::jack, .server = server.name};
  live.outputs = 1;
  live.midi = false;
  live.input_ports = {"drummer:play"};
  live.output_ports = {"drummer:hear"};
  live::LiveSlot slot;
  Result<io::LiveAudio> audio = io::LiveAudio::open(live);
  if (!audio) return audio.error();
  const Result<Done> started = audio->start([&slot](const io::LiveBlock& block) {
    testing::mark_audio_thread();
    slot(block);
  });
  if (!started) return started.error();

  live::LiveRunConfig running;
  running.plan = *plan;
  running.session.source.kind = SourceKind::audio;
  running.folder = config.folder;
  running.round_trip = kPeriod;  // the drummer's hearing and playing are a JACK period behind
  Result<std::unique_ptr<live::LiveRun>> run = live::LiveRun::start(std::move(running));
  if (!run) return run.error();

  drummer.freewheel(true);
  testing::soon([&] { return audio->status().freewheel; });
  const auto start = std::chrono::steady_clock::now();
  const auto seconds_since = [](std::chrono::steady_clock::time_point then) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - then).count();
  };
  const Frames left_out_before = audio->status().left_out;
  slot.hang(run->get());
  Soak soak;
  std::string lost;
  double kept_kb = 0;
  while (lost.empty()) {
    const live::LiveNews news = (*run)->news();
    for (const DrillStroke& stroke : news.strokes) soak.told += stroke.revised ? 0 : 1;
    // A hit, when it was prompted, and every version of what was told of it.
    kept_kb += static_cast<double>(news.strokes.size() * sizeof(DrillStroke)) / 1024;
    const double strokes_kb = static_cast<double>(soak.told * (sizeof(Hit) + sizeof(double))) / 1024;
    for (const BarVerdict& bar : news.bars) note_bar(soak, bar, played);
    soak.seconds = static_cast<double>(news.now) / kRate;
    const double next = static_cast<double>(soak.samples.size() + 1) * config.sample_every;
    if (soak.seconds >= next)
      soak.samples.push_back({soak.seconds, rss_kb(::getpid()), soak.told, kept_kb + strokes_kb});
    if (news.over) break;
    lost = audio->status().why;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  slot.take_off();
  soak.wall_s = seconds_since(start);
  soak.left_out = audio->status().left_out - left_out_before;
  drummer.freewheel(false);
  testing::soon([&] { return !audio->status().freewheel; });

  const auto finishing = std::chrono::steady_clock::now();
  const live::LiveResult result = (*run)->finish();
  soak.finish_s = seconds_since(finishing);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  soak.peak_kb = static_cast<double>(usage.ru_maxrss);
  soak.unheard = result.unheard;
  soak.lost = result.written.lost;
  soak.silent = result.take.source.length - result.written.frames;
  soak.played = plan->chart.notes.size();
  std::error_code ignored;
  std::filesystem::remove_all(config.folder, ignored);
  if (!lost.empty()) return Error{ErrorCode::unreadable, {}, lost, {}};
  if (result.written.failure) return *result.written.failure;
  return soak;
}

}  // namespace firstchair::bench

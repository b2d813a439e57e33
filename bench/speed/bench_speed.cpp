// bench_speed [FOLDER]: the whole program, as a process, on an hour of stereo sound and on a 100,000-stroke
// MIDI take against a chart of the same size; what it costs to hear an hour with its decoder in a cage
// instead of here, and ten minutes in a host of Vamp plugins instead of the program. Prints wall and CPU
// time, the ratio to real time and the peak memory.
#include <fcntl.h>
#include <fmt/format.h>
#include <sndfile.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>

#include "charts/charts.h"
#include "engine/fixed_takes.h"
#include "engine/judge/norms.h"
#include "engine/stats/stats.h"
#include "hearing/hear_file.h"
#include "midi/percussion.h"
#include "midi/smf.h"

namespace {

using namespace firstchair;
namespace fs = std::filesystem;

struct Cost {
  double wall_s = 0, cpu_s = 0, peak_mb = 0;
  int code = -1;
};

// What `work` costs in a process of its own, with those that it starts and waits for.
Cost cost_of(const std::function<int()>& work) {
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    const int null = open("/dev/null", O_WRONLY);
    dup2(null, STDOUT_FILENO);
    _exit(work());
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return {.wall_s = wall.count(),
          .cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime),
          .peak_mb = static_cast<double>(usage.ru_maxrss) / 1024.0,
          .code = WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

Cost run(const std::vector<std::string>& args) {
  return cost_of([&] {
    std::vector<char*> argv;
    for (const std::string& arg : args) argv.push_back(const_cast<char*>(arg.c_str()));
    argv.push_back(nullptr);
    execv(argv[0], argv.data());
    return 127;
  });
}

Cost hear_with(const io::Cage& cage, const fs::path& file) {
  return cost_of([&] {
    SessionConfig config;
    config.norms = judge::default_norms();
    std::vector<std::string> warnings;
    const auto go_on = [](const hearing::HearingProgress&) { return true; };
    return hearing::hear_file(file.string(), file.string(), std::move(config), {.cage = cage}, go_on,
                              warnings)
               ? 0
               : 1;
  });
}

// Two ways of the same, in turns; both orders as often.
void print_pairs(const char* what, const char* one, const std::function<Cost()>& first, const char* other,
                 const std::function<Cost()>& second) {
  constexpr int kPairs = 8;
  std::vector<double> more;
  double one_s = 0, other_s = 0, one_wall = 0, other_wall = 0;
  for (int pair = 0; pair < kPairs; ++pair) {
    Cost a, b;
    if (pair % 2 == 0) a = first();
    b = second();
    if (pair % 2 != 0) a = first();
    if (a.code != 0 || b.code != 0) {
      fmt::print("{:34} EXIT {} {}\n", what, a.code, b.code);
      return;
    }
    more.push_back(100 * (b.cpu_s / a.cpu_s - 1));
    one_s += a.cpu_s / kPairs, other_s += b.cpu_s / kPairs;
    one_wall += a.wall_s / kPairs, other_wall += b.wall_s / kPairs;
  }
  const stats::Sample sample = stats::describe(more);
  const stats::Interval interval = stats::mean_interval(sample);
  fmt::print(
      "{:34} {} cpu {:5.2f} s, wall {:5.2f} s; {} cpu {:5.2f} s, wall {:5.2f} s: {:+.1f} % ({:+.1f} to "
      "{:+.1f}) of cpu in {} pairs\n",
      what, one, one_s, one_wall, other, other_s, other_wall, sample.mean, interval.low, interval.high,
      kPairs);
}

// The same hour, decoded here and in the cage.
void print_cage(const char* what, const fs::path& file) {
  print_pairs(
      what, "here", [&] { return hear_with({}, file); }, "in the cage",
      [&] { return hear_with({.program = FIRSTCHAIR}, file); });
}

// The program's hearing of a file beside a host's, with our plugin.
void print_vamp(const fs::path& file, const std::string& out) {
  const char* host = "/usr/bin/vamp-simple-host";
  if (!fs::exists(host) || !fs::exists(VAMP_FOLDER "/firstchair.so")) {
    fmt::print("Vamp: {} or our plugin is not there\n", host);
    return;
  }
  setenv("VAMP_PATH", VAMP_FOLDER, 1);
  print_pairs(
      "10 min of wav, in a host of Vamp", "program",
      [&] { return run({FIRSTCHAIR, "hear", file.string(), "--out", out, "--force"}); }, "host",
      [&] { return run({host, "firstchair:firstchair:strokes", file.string()}); });
}

void print(const char* what, const Cost& cost, double audio_s) {
  fmt::print("{:34} wall {:7.2f} s  cpu {:7.2f} s  peak {:6.1f} MB", what, cost.wall_s, cost.cpu_s,
             cost.peak_mb);
  if (audio_s > 0) fmt::print("  {:6.0f} x real time (cpu)", audio_s / cost.cpu_s);
  fmt::print("{}\n", cost.code == 0 ? "" : fmt::format("  EXIT {}", cost.code));
}

// 44.1 kHz stereo, an hour of it: a fixed take, over and over.
double write_hour(const fs::path& file, int format, double seconds = 3600) {
  std::vector<FixedTake> takes = fixed_takes({});
  const std::vector<float>& mono = takes[1].sound;
  std::vector<float> stereo;
  for (const float sample : mono) stereo.insert(stereo.end(), {sample, 0.8f * sample});
  SF_INFO sf{};
  sf.samplerate = 44100;
  sf.channels = 2;
  sf.format = format;
  SNDFILE* out = sf_open(file.c_str(), SFM_WRITE, &sf);
  sf_count_t left = static_cast<sf_count_t>(seconds * 44100);
  while (left > 0) {
    const sf_count_t n = std::min<sf_count_t>(left, static_cast<sf_count_t>(mono.size()));
    sf_writef_float(out, stereo.data(), n);
    left -= n;
  }
  sf_close(out);
  return seconds;
}

void write_bytes(const fs::path& file, const std::vector<std::uint8_t>& bytes) {
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

// 100,000 notes of rock eighths with a fill that differs from bar to bar, and a player 8 ms wide.
void write_long_midi(const fs::path& chart_file, const fs::path& take_file) {
  Chart chart;
  chart.tempi = {{0, 120}};
  const Ticks eighth = kTicksPerQuarter / 2;
  for (int i = 0; chart.notes.size() < 100000; ++i) {
    chart.notes.push_back({.tick = i * eighth, .voice = Voice::hat_closed});
    if (i % 4 == 0) chart.notes.push_back({.tick = i * eighth, .voice = Voice::kick});
    if (i % 4 == 2) chart.notes.push_back({.tick = i * eighth, .voice = Voice::snare});
    if (i % 8 == (i / 8) % 7)
      chart.notes.push_back({.tick = i * eighth + eighth / 2, .voice = Voice::tom_mid});
  }
  settle(chart);
  write_bytes(chart_file, charts::write_chart(charts::ChartFormat::midi, chart));

  std::mt19937_64 random(1);
  std::normal_distribution<double> error_s(0, 0.008);
  midi::Smf take;
  take.ticks_per_quarter = 480;
  for (const Note& note : chart.notes) {
    const double beat =
        static_cast<double>(note.tick) / static_cast<double>(kTicksPerQuarter) + 1 + error_s(random) * 2;
    take.events.push_back({.tick = static_cast<std::int64_t>(beat * 480),
                           .status = 0x99,
                           .data1 = midi::note_of_voice(note.voice),
                           .data2 = 80,
                           .text = {}});
  }
  std::stable_sort(take.events.begin(), take.events.end(),
                   [](const midi::SmfEvent& a, const midi::SmfEvent& b) { return a.tick < b.tick; });
  write_bytes(take_file, midi::write_smf(take));
}

}  // namespace

int main(int argc, char** argv) {
  const fs::path folder = argc > 1 ? argv[1] : fs::temp_directory_path() / "firstchair_bench_speed";
  fs::create_directories(folder);
  const std::string out = (folder / "out").string();

  const double hour = write_hour(folder / "hour.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16);
  print("hear, 1 h of 44.1 kHz stereo wav",
        run({FIRSTCHAIR, "hear", (folder / "hour.wav").string(), "--out", out, "--force"}), hour);

  print_cage("hear, 1 h of wav", folder / "hour.wav");
  fs::remove(folder / "hour.wav");
  write_hour(folder / "hour.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16);
  print_cage("hear, 1 h of flac", folder / "hour.flac");
  fs::remove(folder / "hour.flac");

  write_hour(folder / "minutes.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 600);
  print_vamp(folder / "minutes.wav", out);
  fs::remove(folder / "minutes.wav");

  write_long_midi(folder / "chart.mid", folder / "take.mid");
  print("hear, 100,000 strokes, MIDI, chart",
        run({FIRSTCHAIR, "hear", (folder / "take.mid").string(), "--chart", (folder / "chart.mid").string(),
             "--out", out, "--force"}),
        0);
  fs::remove_all(folder);
}

#include "apps/cli/devices/devices_command.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <optional>
#include <thread>

#include "apps/cli/devices/self_test.h"
#include "io/live/calibrate.h"
#include "io/live/clock_out.h"
#include "io/live/midi_input.h"
#include "io/live/midi_jitter.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

constexpr int kTrialMs = 400;
constexpr double kMidiTrialS = 3.2;  // ten times of active sensing
constexpr std::size_t kEnoughTimes = 32;
constexpr double kSelfTestMs = 2;  // that the ear may surely be off before it is said

// One line, whose names a device or another program has chosen.
template <class... Values>
void tell(fmt::format_string<Values...> format, const Values&... values) {
  fmt::print("{}\n", report::plain(fmt::vformat(fmt::string_view(format), fmt::make_format_args(values...))));
}

// Opens the device as a drill would and lets it run for a moment: a list of names proves nothing.
std::string trial(const io::LiveDevice& device, const std::string& server) {
  const bool both = device.system == io::AudioSystem::jack;
  io::LiveAudioConfig config{
      .system = device.system, .server = server, .input = device.name, .output = device.name};
  config.inputs = both || device.inputs > 0 ? 1 : 0;
  config.outputs = both || config.inputs == 0 ? 1 : 0;
  config.midi = both;
  auto audio = io::LiveAudio::open(config);
  if (!audio) return audio.error().what;
  if (const auto started = audio->start([](const io::LiveBlock&) {}); !started) return started.error().what;
  const auto start = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(std::chrono::milliseconds(kTrialMs));
  const io::LiveAudioStatus status = audio->status();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const io::LiveAudioInfo info = audio->info();
  audio->close();
  if (status.lost) return status.why;
  if (status.frames == 0) return "opens, but no sound comes";
  return fmt::format("runs: {:.2f} s of sound in {:.2f} s in blocks of {}, {} dropouts",
                     static_cast<double>(status.frames) / info.rate, seconds, info.buffer, status.xruns);
}

std::string jitter_text(const io::MidiJitter& jitter, double rounded_ms) {
  const std::string rounded =
      rounded_ms > 0 ? fmt::format("; the system rounds times, {:.2f} ms", rounded_ms) : std::string();
  if (jitter.known()) {
    return fmt::format("opens; jitter {:.2f} ms (standard deviation, {} even messages){}", jitter.sd_ms(),
                       jitter.times(), rounded);
  }
  return fmt::format(
      "opens; sends nothing at even intervals, so its jitter was not measured: {:.0f} ms is reckoned with{}",
      io::MidiJitter::kAssumedMs, rounded);
}

// Where a band's MIDI clock can go.
void list_clock_outs(const std::string& server) {
  const auto ports = io::clock_ports(server);
  if (!ports) return;
  for (const std::string& port : *ports) tell("clock out: {}", port);
}

// Listens to all ports for a moment: whether they open, and how evenly they deliver.
void list_midi() {
  const auto ports = io::midi_ports();
  if (!ports) {
    tell("midi: {}", ports.error().line());
    return;
  }
  if (ports->empty()) fmt::print("midi: no port.\n");
  struct Trial {
    std::optional<io::MidiInput> input;
    std::string failed;
    io::MidiJitter jitter;
  };
  std::vector<Trial> trials(ports->size());
  for (std::size_t i = 0; i < trials.size(); ++i) {
    auto opened = io::MidiInput::open({(*ports)[i].name}, (*ports)[i].through);
    if (opened) {
      trials[i].input = std::move(opened->front());
    } else {
      trials[i].failed = opened.error().what;
    }
  }
  const double end_s = io::host_seconds() + kMidiTrialS;
  const auto waits = [](const Trial& trial) { return trial.input && trial.jitter.times() < kEnoughTimes; };
  io::MidiMessage message;
  while (io::host_seconds() < end_s && std::any_of(trials.begin(), trials.end(), waits)) {
    for (Trial& trial : trials)
      while (trial.input && trial.input->pop(message)) trial.jitter.push(message.host_s, message.bytes[0]);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  for (std::size_t i = 0; i < trials.size(); ++i) {
    tell("midi: {}: {}", (*ports)[i].through, (*ports)[i].name);
    tell("  {}", trials[i].input ? jitter_text(trials[i].jitter, (*ports)[i].rounded_ms) : trials[i].failed);
  }
}

std::string now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

std::string calibrated(const std::vector<io::Calibration>& rows, const std::string& device, double rate) {
  for (const io::Calibration& row : rows) {
    if (row.device == device && row.rate == rate)
      return fmt::format("calibrated: {:.2f} ms round trip with a buffer of {}", row.loopback.round_trip_ms,
                         row.buffer);
  }
  return "not calibrated";
}

// Plays strokes with the round trip just found, and says where the ear heard them.
Result<std::string> self_test(const io::LiveAudioConfig& config, double level_db, double round_trip) {
  auto audio = io::LiveAudio::open(config);
  if (!audio) return audio.error();
  const practice::PulseTrain train = make_self_test(audio->info().rate, level_db);
  const auto heard = io::record_loopback(*audio, train);
  if (!heard) return heard.error();
  const auto test = hear_self_test(train, *heard, round_trip);
  if (!test) return test.error();
  if (!test->measured) {
    return fmt::format(
        "Self-test: {} of {} strokes were heard, too few. Turn up the loudspeaker or the microphone.",
        test->heard, test->played);
  }
  const auto ms = [](double value) { return std::round(100 * value) / 100 + 0.0; };  // no -0.00
  const bool off = test->low_ms > kSelfTestMs || test->high_ms < -kSelfTestMs;
  return fmt::format(
      "Self-test: the program hears its own strokes at {:.2f} ms (95 %: {:.2f} to {:.2f}), {} of {}{}.",
      ms(test->lean_ms), ms(test->low_ms), ms(test->high_ms), test->heard, test->played,
      off ? ": calibrate again with the microphone nearer" : "");
}

}  // namespace

Result<int> devices(const DevicesOptions& options) {
  const auto stored = io::read_calibrations(io::default_calibration_file());
  const std::vector<io::Calibration> rows = stored ? *stored : std::vector<io::Calibration>{};
  int found = 0;
  for (const io::AudioSystem system : io::kAudioSystems) {
    const auto list = io::devices_of(system, options.server);
    if (!list) {
      tell("{}: {}", io::name_of(system), list.error().line());
      continue;
    }
    if (list->empty()) fmt::print("{}: no device.\n", io::name_of(system));
    for (const io::LiveDevice& device : *list) {
      ++found;
      const std::string key = system != io::AudioSystem::jack ? device.name
                              : options.server.empty()        ? "jack"
                                                              : "jack " + options.server;
      tell("{}: {}{}{}", io::name_of(system), device.through.empty() ? "" : device.through + ": ",
           device.name, device.default_input || device.default_output ? " (default)" : "");
      tell("  {} in, {} out, {} Hz{}, latency as reported {:.1f} ms in, {:.1f} ms out", device.inputs,
           device.outputs, device.rate, device.buffer > 0 ? fmt::format(", buffer {}", device.buffer) : "",
           device.input_latency_ms, device.output_latency_ms);
      tell("  {}", trial(device, options.server));
      tell("  {}", calibrated(rows, key, device.rate));
    }
  }
  list_midi();
  list_clock_outs(options.server);
  if (found == 0) fmt::print("No live sound here: plug in a sound card, or start JACK.\n");
  return 0;
}

Result<int> calibrate(const CalibrateOptions& options) {
  const std::string file = options.file.empty() ? io::default_calibration_file() : options.file;
  if (file.empty()) {
    return Error{ErrorCode::usage,
                 {},
                 "there is no home folder to keep the calibration in",
                 "Name a place for it with --file"};
  }
  if (const auto readable = io::read_calibrations(file); !readable)
    return readable.error();  // before the noise

  io::LiveAudioConfig config{
      .system = options.system, .server = options.server, .input = options.in, .output = options.out};
  config.midi = false;
  config.outputs = 1;
  config.rate = options.rate;
  config.buffer = options.buffer;
  if (options.system != io::AudioSystem::portaudio) {
    if (!options.in.empty()) config.input_ports = {options.in};
    if (!options.out.empty()) config.output_ports = {options.out};
  }
  auto audio = io::LiveAudio::open(config);
  if (!audio) return audio.error();
  const practice::PulseTrain train =
      practice::make_pulse_train({.rate = audio->info().rate, .level_db = options.level_db});
  fmt::print("Playing {} pulses, {:.0f} s: put the microphone near the loudspeaker and keep quiet.\n",
             train.starts.size(), static_cast<double>(train.listen) / train.plan.rate);
  std::fflush(stdout);

  const io::LiveAudioInfo info = audio->info();
  const auto heard = io::record_loopback(*audio, train);
  if (!heard) return heard.error();
  const auto loopback = practice::measure_loopback(train, *heard);
  if (!loopback) return loopback.error();
  const io::Calibration row{
      .device = info.device, .rate = info.rate, .buffer = info.buffer, .loopback = *loopback, .date = now()};
  fmt::print("Round trip {:.2f} ms (95 %: {:.2f} to {:.2f}), spread {:.3f} ms, {} of {} pulses.\n",
             loopback->round_trip_ms, loopback->low_ms, loopback->high_ms, loopback->spread_ms,
             loopback->found, loopback->pulses);
  if (const auto stored = io::store_calibration(file, row); !stored) return stored.error();
  tell("Stored for {} at {} Hz with a buffer of {}: {}", row.device, row.rate, row.buffer, file);
  std::fflush(stdout);
  const auto tested = self_test(config, options.level_db, loopback->round_trip);
  if (!tested) return tested.error();
  fmt::print("{}\n", *tested);
  return 0;
}

}  // namespace firstchair::cli

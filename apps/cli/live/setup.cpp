#include "apps/cli/live/setup.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <filesystem>

#include "hearing/kit_files.h"
#include "hearing/kit_sound_files.h"
#include "io/files/folders.h"
#include "io/live/calibrate.h"
#include "live/take_recovery.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

// SD of a round trip that nobody has measured: what the system says of itself may miss the converters and the
// air.
constexpr double kUnmeasuredSdMs = 10;

std::string default_takes_folder() {
  const std::string folder = io::data_folder();
  return folder.empty() ? folder : folder + "/takes";
}

// Named after the time of day, not there yet.
std::string new_take_folder(const std::string& takes) {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  const std::string stem = takes + "/" + fmt::format("{:%Y-%m-%d-%H%M%S}", local);
  std::string folder = stem;
  std::error_code failed;
  for (int i = 2; fs::exists(folder, failed); ++i) folder = fmt::format("{}-{}", stem, i);
  return folder;
}

}  // namespace

Result<std::string> ready_takes_folder(const LiveOptions& options, std::vector<std::string>& recovered) {
  const std::string takes = options.takes.empty() ? default_takes_folder() : options.takes;
  if (takes.empty()) {
    return Error{
        ErrorCode::usage, {}, "there is no home folder to keep takes in", "Name a folder with --takes"};
  }
  std::error_code failed;
  fs::create_directories(takes, failed);
  if (failed) {
    return Error{ErrorCode::unwritable, takes, "cannot be made (" + failed.message() + ")",
                 "Name another folder with --takes"};
  }
  for (const live::RecoveredTake& take : live::recover_takes(takes)) recovered.push_back(live::line_of(take));
  return takes;
}

RoundTrip round_trip_of(const io::LiveAudioInfo& info, const LiveOptions& options) {
  const bool midi = options.midi;
  if (!midi) {
    const std::string file =
        options.calibration.empty() ? io::default_calibration_file() : options.calibration;
    if (const auto rows = io::read_calibrations(file)) {
      if (const auto row = io::find_calibration(*rows, info)) {
        const practice::Loopback& loop = row->loopback;
        const double sd = (loop.high_ms - loop.low_ms) / (2 * 1.96);
        return {loop.round_trip, sd, true,
                fmt::format("round trip {} ms {}", report::number(loop.round_trip_ms, 1),
                            report::plus_minus(loop.low_ms, loop.high_ms, 2))};
      }
    }
  }
  const Frames frames = info.output_latency + (midi ? 0 : info.input_latency);
  const double ms = frames_to_ms(static_cast<double>(frames), info.rate);
  return {static_cast<double>(frames), kUnmeasuredSdMs, midi,
          fmt::format("round trip {:.1f} ms ±{:.0f}, {}", ms, 1.96 * kUnmeasuredSdMs,
                      midi ? "as the system says" : "not calibrated")};
}

Result<midi::KitProfile> kit_of(const LiveOptions& options) {
  if (options.kit.empty()) return midi::usual_kit();
  if (!options.midi)
    return Error{ErrorCode::usage, "--kit " + options.kit, "a microphone has no note map", "Add --midi"};
  return hearing::find_kit(options.kit);
}

void set_kit(SessionConfig& session, const LiveOptions& options, const midi::KitProfile& kit) {
  if (!options.midi) return;
  session.source.kit.profile = kit.id;
  session.source.kit.choice = options.kit.empty() ? KitChoice::usual : KitChoice::asked;
}

Result<Done> set_kit_sound(SessionConfig& session, const LiveOptions& options) {
  if (options.kit_sound.empty()) return Done{};
  if (options.midi || options.voices == ear::VoicesMode::pad) {
    return Error{ErrorCode::usage, "--kit-sound " + options.kit_sound,
                 "only drums before a microphone have a sound", "Leave out --midi, or --voices pad"};
  }
  // The take is heard again when it is over; what cannot be done then is said before it is played.
  Result<ear::KitSound> kit = hearing::find_kit_sound_of_this_ear(options.kit_sound);
  if (!kit) return kit.error();
  session.kit_sound = std::move(*kit);
  return Done{};
}

live::LiveRunConfig run_config_of(const LiveOptions& options, const SessionConfig& session,
                                  const practice::DrillPlan& plan, const RoundTrip& trip,
                                  const std::string& takes, const midi::KitProfile& kit) {
  live::LiveRunConfig config;
  config.plan = plan;
  config.session = session;
  config.folder = new_take_folder(takes);
  config.session.source.name = fs::path(config.folder).filename().string();
  config.level_db = options.level_db;
  config.plan.click.sound = options.click_sound;
  config.round_trip = trip.frames;
  config.round_trip_sd_ms = trip.sd_ms;
  config.click_heard = !options.midi;
  config.kit = kit;
  return config;
}

io::LiveAudioConfig audio_config_of(const LiveOptions& options) {
  io::LiveAudioConfig config{
      .system = options.system, .server = options.server, .input = options.in, .output = options.out};
  config.inputs = options.midi ? 0 : 1;
  config.midi = options.midi;
  config.rate = options.rate;
  config.buffer = options.buffer;
  if (options.midi && !options.in.empty()) config.midi_ports = {options.in};
  if (options.system != io::AudioSystem::portaudio) {
    if (!options.midi && !options.in.empty()) config.input_ports = {options.in};
    if (!options.out.empty()) config.output_ports = {options.out};
  }
  return config;
}

std::string timing_text(const live::LiveResult& result) {
  std::string text = fmt::format("Longest callback: {:.1f} % of its block.", 100 * result.worst_share);
  std::vector<double> ms = result.reactions_ms;
  if (ms.empty()) return text;
  std::sort(ms.begin(), ms.end());
  const auto at = [&](double share) {
    return ms[static_cast<std::size_t>(share * static_cast<double>(ms.size() - 1))];
  };
  return text +
         fmt::format(" Prompts after the attack: {:.1f} ms (half), {:.1f} (95 %), {:.1f} (99 %), {} of them.",
                     at(0.5), at(0.95), at(0.99), ms.size());
}

}  // namespace firstchair::cli

#include "apps/cli/hear/hear_command.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <vector>

#include "apps/cli/chart/chart_command.h"
#include "apps/cli/decode/decode_command.h"
#include "apps/cli/hear/progress_bar.h"
#include "book/own_charts.h"
#include "charts/charts.h"
#include "door/nearest_told.h"
#include "engine/ear/ear.h"
#include "engine/heard_by.h"
#include "engine/judge/norms.h"
#include "engine/session.h"
#include "hearing/hear_file.h"
#include "hearing/kit_files.h"
#include "hearing/kit_sound_files.h"
#include "io/files/files.h"
#include "io/files/flac_copy.h"
#include "report/report.h"
#include "report/text/text.h"
#include "store/chart_text.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

// BPM[@SECONDS][/N][+COUNT]
Result<std::optional<practice::Metronome>> parse_click(const std::string& text) {
  if (text.empty()) return std::optional<practice::Metronome>{};
  practice::Metronome click;
  const char* rest = text.c_str();
  const auto take = [&](const char* form, auto* value) {
    int used = 0;
    if (std::sscanf(rest, form, value, &used) != 1) return false;
    rest += used;
    return true;
  };
  bool read = take("%lf%n", &click.bpm);
  if (read && *rest == '@') read = take("@%lf%n", &click.at);
  if (read && *rest == '/') read = take("/%d%n", &click.accent);
  if (read && *rest == '+') read = take("+%d%n", &click.count_in);
  if (!read || *rest != 0 || !(click.at >= 0) || !std::isfinite(click.at) || !(click.bpm >= 10) ||
      !(click.bpm <= 1000) || click.accent < 0 || click.count_in < 0) {
    return Error{
        ErrorCode::usage, "--click " + text, "not a metronome",
        "Write clicks a minute, the second of the first, how often an accent, how many before you play: "
        "100, 100@0.52, 100@0.52/4+8"};
  }
  return std::optional<practice::Metronome>{click};
}

void warn(const std::string& place, const std::string& what) {
  fmt::print(stderr, "{}\n", report::plain("firstchair: " + place + ": " + what + "."));
}

// The folder that was asked for, or the first free STEM.take, STEM.take-2, ... beside us.
Result<fs::path> out_folder(const HearOptions& options) {
  std::error_code failed;
  if (!options.out.empty()) {
    for (const char* name : {"take.json", "take.html"}) {
      const fs::path file = fs::path(options.out) / name;
      if (!options.force && fs::exists(file, failed)) {
        return Error{ErrorCode::unwritable, file.string(), "already there",
                     "Choose another --out, or --force to replace it"};
      }
    }
    return fs::path(options.out);
  }
  const std::string stem = fs::path(options.take).stem().string() + ".take";
  fs::path folder = stem;
  for (int i = 2; fs::exists(folder, failed) && !options.force; ++i) folder = stem + "-" + std::to_string(i);
  return folder;
}

Result<Done> make_folder(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    return Error{ErrorCode::unwritable, folder.string(), "cannot be made (" + failed.message() + ")",
                 "Choose another --out"};
  }
  return Done{};
}

Result<ear::KitSound> kit_sound_of(const HearOptions& options) {
  if (options.voices == ear::VoicesMode::pad) {
    return Error{ErrorCode::usage, "--kit-sound " + options.kit_sound, "a pad is one surface",
                 "Leave out --voices pad"};
  }
  // The file ear may have other weights (--weights): the session holds the sound against those.
  return options.ear == ear::WhichEar::file ? hearing::find_kit_sound(options.kit_sound)
                                            : hearing::find_kit_sound_of_this_ear(options.kit_sound);
}

// The recording beside the book, and the book told of it. The take is in the book whatever becomes of this.
Result<Done> keep_sound(store::Book& book, std::int64_t id, const std::string& recording) {
  const std::string file = fmt::format("sound/take-{}.flac", id);
  const Result<std::int64_t> bytes = io::copy_as_flac(recording, book.folder() + "/" + file, own_cage());
  if (!bytes) return bytes.error();
  return book.set_audio(id, file, *bytes);
}

}  // namespace

Result<std::optional<MeterChange>> parse_meter(const std::string& text) {
  if (text.empty()) return std::optional<MeterChange>{};
  MeterChange meter;
  int used = 0;
  Chart probe;
  const bool read = std::sscanf(text.c_str(), "%d/%d%n", &meter.beats, &meter.unit, &used) == 2 &&
                    used == static_cast<int>(text.size());
  probe.meters = {meter};
  if (read && meter.unit > 0 && meter.beats > 0) settle(probe);
  if (!read || !check_chart(probe).empty()) {
    return Error{ErrorCode::usage, "--meter " + text, "not a meter", "Write it as 4/4, 6/8, 7/8 ..."};
  }
  return std::optional<MeterChange>{meter};
}

std::int64_t began_s(const std::string& path, const Take& take) {
  struct stat status{};
  const std::int64_t ended = ::stat(path.c_str(), &status) == 0
                                 ? static_cast<std::int64_t>(status.st_mtime)
                                 : static_cast<std::int64_t>(std::time(nullptr));
  return ended - std::llround(static_cast<double>(take.source.length) / take.source.rate);
}

Result<Take> hear_take(const HearOptions& options, SessionConfig config,
                       const std::optional<practice::Metronome>& click) {
  config.source.name = fs::path(options.take).filename().string();
  std::optional<midi::KitProfile> kit;
  if (!options.kit.empty()) {
    Result<midi::KitProfile> found = hearing::find_kit(options.kit);
    if (!found) return found.error();
    kit = std::move(*found);
  }
  std::vector<std::string> warnings;
  Result<Take> take = [&] {
    ProgressBar progress;
    return hearing::hear_file(
        options.take, options.take, std::move(config),
        {.click = click, .most_hours = options.most_hours, .cage = own_cage(), .kit = kit ? &*kit : nullptr},
        [&](const hearing::HearingProgress& now) { return progress.show(now.heard_s, now.length_s), true; },
        warnings);
  }();
  if (!take) return take.error();
  for (const std::string& warning : warnings) warn(options.take, warning);
  return take;
}

Result<int> hear(const HearOptions& options) {
  SessionConfig config;
  config.norms = judge::default_norms();
  Result<std::optional<MeterChange>> meter = parse_meter(options.meter);
  if (!meter) return meter.error();
  config.meter = *meter;
  Result<std::optional<practice::Metronome>> click = parse_click(options.click);
  if (!click) return click.error();
  config.voices = options.voices;
  config.bpm = options.bpm;
  config.ask_chart_played = true;
  hearing::hear_with(options.ear, config);
  if (!options.kit_sound.empty()) {
    Result<ear::KitSound> kit = kit_sound_of(options);
    if (!kit) return kit.error();
    config.kit_sound = std::move(*kit);
  }
  if (!options.weights.empty()) {
    Result<std::vector<std::uint8_t>> bytes = io::read_file(options.weights);
    if (!bytes) return bytes.error();
    config.weights = ear::EarWeights{fs::path(options.weights).filename().string(), std::move(*bytes)};
  }
  if (!options.chart.empty()) {
    Result<Chart> chart = find_chart(options.chart);
    if (!chart) return chart.error();
    config.builtin_tempo = charts::has_builtin_tempo(*chart);
    config.chart = std::move(*chart);
  }
  const std::optional<Chart> asked = config.chart;
  const std::optional<MeterChange> asked_meter = config.meter;
  // Outputs are looked at before the hour-long take is heard, and made after it.
  std::optional<book::Keeper> keeper;
  if (options.keep || options.keep_sound) {
    Result<book::Keeper> opened = book::Keeper::open(options.keeping);
    if (!opened) return opened.error();
    keeper = std::move(*opened);
  }
  const bool page = !options.json || !options.out.empty();
  Result<fs::path> folder = out_folder(options);
  if (page && !folder) return folder.error();
  std::error_code failed;
  if (!options.events.empty() && !options.force && fs::exists(options.events, failed)) {
    return Error{ErrorCode::unwritable, options.events, "already there",
                 "Choose another name, or --force to replace it"};
  }

  const std::string ear = heard_by(config);
  Result<Take> take = hear_take(options, std::move(config), *click);
  if (!take) return take.error();

  // The book first: what ends the program in the middle of the outputs takes nothing from it.
  std::optional<Result<book::Keeper::Kept>> kept;
  if (keeper && take->reading.chart_played) {
    store::Circumstances how;
    how.began_s = began_s(options.take, *take);
    how.item = asked ? store::item_of(*asked) : "";
    how.click = !options.click.empty();
    how.bpm_asked = options.bpm;
    how.meter = asked_meter;
    how.weights = take->source.kind == SourceKind::midi ? "" : ear;
    kept = keeper->keep(*take, how, "");
    // Hearing the same recording again is no reason to end otherwise.
    if (!*kept && kept->error().code != ErrorCode::usage) return kept->error();
  }
  if (!take->reading.chart_played)
    door::tell_nearest_chart(*take, book::own_charts(options.keeping.book, options.keeping.player));

  const std::string json = report::take_json(*take, ear);
  if (!options.events.empty()) {
    if (auto done = io::write_file(options.events, report::events_csv(*take), options.force); !done)
      return done.error();
  }
  if (page) {
    if (auto done = make_folder(*folder); !done) return done.error();
    if (auto done = io::write_file((*folder / "take.json").string(), json, options.force); !done)
      return done.error();
    if (auto done =
            io::write_file((*folder / "take.html").string(), report::take_html(*take, ear), options.force);
        !done)
      return done.error();
  }
  if (options.json) {
    fmt::print("{}", json);
  } else {
    fmt::print("{}", report::summary(*take, {.colour = isatty(STDOUT_FILENO) != 0}));
    fmt::print("Page: {}\n", report::plain((*folder / "take.html").string()));
  }
  if (keeper && !kept) {
    fmt::print(stderr, "{}\n",
               report::plain(fmt::format(
                   "firstchair: {}: not kept: something else than the chart was played.", options.take)));
  } else if (kept) {
    const bool done = static_cast<bool>(*kept);
    fmt::print(stderr, "{}\n", report::plain(done ? (*kept)->line : "firstchair: " + kept->error().line()));
    if (done && options.keep_sound && take->source.kind == SourceKind::audio) {
      if (auto copied = keep_sound(keeper->book(), (*kept)->id, options.take); !copied) return copied.error();
    }
  }
  return 0;
}

}  // namespace firstchair::cli

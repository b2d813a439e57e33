#include "apps/cli/band/stems.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "apps/cli/decode/decode_command.h"
#include "apps/cli/hear/hear_command.h"
#include "engine/core/letters.h"
#include "engine/judge/norms.h"
#include "io/files/audio_file.h"
#include "io/files/files.h"
#include "midi/smf.h"
#include "report/text/words.h"
#include "songs/beats/beat_map.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

constexpr double kTogether_s = .05;
constexpr float kLoudestMix = .7071F;
constexpr int kTaps = 32;  // of the filter between two rates, on each side

Error wrong(ErrorCode code, std::string what, std::string advice = {}) {
  return {code, "stems", std::move(what), std::move(advice)};
}

bool tells_beats(const std::string& name) {
  const std::string low = lowered(name);
  return low.find("drum") != std::string::npos || low.find("click") != std::string::npos;
}

Result<Stem> decode(const fs::path& path) {
  Result<io::AudioFile> file = io::AudioFile::open(path.string(), own_cage());
  if (!file) return file.error();
  Stem stem{
      .file = path.filename().string(), .name = path.stem().string(), .rate = file->info().rate, .mono = {}};
  std::vector<float> block(1 << 14);
  while (const std::size_t got = file->read(block))
    for (std::size_t k = 0; k < got; ++k) stem.mono.push_back(std::isfinite(block[k]) ? block[k] : 0);
  if (const std::optional<Error>& broke = file->broke()) {
    Error error = *broke;
    error.place = path.string();
    return error;
  }
  if (file->truncated())
    return Error{ErrorCode::unreadable, path.string(), "it breaks off before its end", "Export it again"};
  return stem;
}

double seconds(const Stem& stem) {
  return static_cast<double>(stem.mono.size()) / stem.rate;
}

Result<Done> end_together(const std::vector<Stem>& stems) {
  const auto [shortest, longest] = std::minmax_element(
      stems.begin(), stems.end(), [](const Stem& a, const Stem& b) { return seconds(a) < seconds(b); });
  const double apart = seconds(*longest) - seconds(*shortest);
  if (apart > kTogether_s)
    return wrong(ErrorCode::malformed,
                 fmt::format("{} is {} s shorter than {}; stems must start and end together", shortest->file,
                             report::number(apart, 1), longest->file));
  return Done{};
}

// The beats of the playing in a recording, as its own pulse has them.
Result<songs::BeatMap> heard_beats(const std::string& path) {
  HearOptions hearing;
  hearing.take = path;
  SessionConfig config;
  config.norms = judge::default_norms();
  hearing::hear_with(hearing.ear, config);
  Result<Take> take = hear_take(hearing, std::move(config));
  if (!take) return take.error();
  const std::vector<Bar> bars = bars_of(take->chart);
  std::vector<songs::MapBeat> beats;
  for (const PulsePoint& point : take->alignment.pulse) {
    const Bar& bar = bar_at(bars, point.tick);
    const Ticks inside = (point.tick - bar.start) % bar.meter.bar_length();
    if (inside % kTicksPerQuarter != 0) continue;
    beats.push_back({.seconds = point.frame / take->source.rate,
                     .beat = 1 + static_cast<int>(inside / kTicksPerQuarter)});
  }
  return songs::beat_map_of(beats);
}

Result<songs::BeatMap> read_map(const std::string& path) {
  const Result<std::vector<std::uint8_t>> bytes = io::read_file(path);
  if (!bytes) return bytes.error();
  return songs::read_beat_map({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
}

Result<songs::BeatMap> find_map(const BandOptions& options, const std::string& listened) {
  std::error_code failed;
  std::string path = options.beats;
  for (const char* name : {"beats.csv", "beats.mid"})
    if (const fs::path there = fs::path(options.stems) / name; path.empty() && fs::exists(there, failed))
      path = there.string();
  if (path.empty() && listened.empty())
    return wrong(ErrorCode::not_found, "no beat map, and no drums or click to find the beats in",
                 "Add --beats FILE, or beats.csv in the folder");
  return path.empty() ? heard_beats(listened) : read_map(path);
}

// Between two rates: a sinc as wide as the lower of them, under a window of Blackman's.
std::vector<float> at_rate(const Stem& stem, double rate) {
  if (stem.rate == rate) return stem.mono;
  constexpr double kPi = 3.14159265358979323846;
  const double step = stem.rate / rate, cut = std::min(1., rate / stem.rate) * .96;
  std::vector<float> out(static_cast<std::size_t>(static_cast<double>(stem.mono.size()) / step));
  for (std::size_t n = 0; n < out.size(); ++n) {
    const double place = static_cast<double>(n) * step;
    const auto middle = static_cast<std::int64_t>(place);
    double sum = 0;
    for (std::int64_t k = middle - kTaps + 1; k <= middle + kTaps; ++k) {
      if (k < 0 || k >= static_cast<std::int64_t>(stem.mono.size())) continue;
      const double x = static_cast<double>(k) - place, t = x / kTaps;
      const double sinc = x == 0 ? cut : std::sin(kPi * cut * x) / (kPi * x);
      sum += static_cast<double>(stem.mono[static_cast<std::size_t>(k)]) * sinc *
             (.42 + .5 * std::cos(kPi * t) + .08 * std::cos(2 * kPi * t));
    }
    out[n] = static_cast<float>(sum);
  }
  return out;
}

Result<Done> choose(std::vector<Stem>& stems, const BandOptions& options) {
  const auto has = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::string all;
  for (const Stem& stem : stems) all += (all.empty() ? "" : ", ") + stem.name;
  for (const auto& [flag, names] : {std::pair("--parts", options.parts), std::pair("--mute", options.mute)})
    for (const std::string& name : names)
      if (std::none_of(stems.begin(), stems.end(), [&](const Stem& stem) { return stem.name == name; }))
        return Error{ErrorCode::usage, std::string(flag) + " " + name, "there is no such stem",
                     "There are " + all};
  std::erase_if(stems, [&](const Stem& stem) {
    return has(options.mute, stem.name) ||
           (options.parts.empty() ? tells_beats(stem.name) : !has(options.parts, stem.name));
  });
  if (stems.empty())
    return wrong(ErrorCode::unsupported, "nobody plays", "Beside drums and click a stem must be there");
  return Done{};
}

}  // namespace

Result<Stems> read_stems(const BandOptions& options) {
  std::error_code failed;
  if (!fs::is_directory(options.stems, failed))
    return Error{ErrorCode::not_found, options.stems, "no such folder",
                 "Name the folder that holds the stems"};
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(options.stems, failed))
    if (const std::string end = lowered(entry.path().extension().string());
        entry.is_regular_file(failed) && end != ".csv" && !midi::is_midi_name(end) && end != ".txt" &&
        !entry.path().filename().string().starts_with("."))
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  Stems stems;
  std::string listened;
  for (const fs::path& path : files) {
    Result<Stem> stem = decode(path);
    if (!stem) return stem.error();
    if (listened.empty() && tells_beats(stem->name)) listened = path.string();
    stems.stems.push_back(std::move(*stem));
  }
  if (stems.stems.empty())
    return wrong(ErrorCode::unsupported, "no recording in " + options.stems, "Export one file a part there");
  if (Result<Done> together = end_together(stems.stems); !together) return together.error();
  Result<songs::BeatMap> map = find_map(options, listened);
  if (!map) {
    Error error = map.error();
    if (error.place.empty()) error.place = "stems";
    return error;
  }
  if (Result<Done> chosen = choose(stems.stems, options); !chosen) return chosen.error();
  stems.song = std::move(map->song);
  stems.song.title = fs::path(options.stems).lexically_normal().filename().string();
  if (stems.song.title.empty()) stems.song.title = "stems";
  stems.first_s = map->first_s;
  return stems;
}

Result<live::Backing> backing_of(const Stems& stems, double rate, bool varispeed) {
  auto sound = std::make_shared<io::StemSound>();
  sound->rate = rate;
  for (const Stem& stem : stems.stems) {
    const std::vector<float> part = at_rate(stem, rate);
    sound->mono.resize(std::max(sound->mono.size(), part.size()));
    for (std::size_t k = 0; k < part.size(); ++k) sound->mono[k] += part[k];
  }
  float loudest = 0;
  for (const float sample : sound->mono) loudest = std::max(loudest, std::abs(sample));
  if (loudest > kLoudestMix)
    for (float& sample : sound->mono) sample *= kLoudestMix / loudest;
  return live::Backing{
      .sound = std::move(sound), .tempi = stems.song.tempi, .first_s = stems.first_s, .varispeed = varispeed};
}

}  // namespace firstchair::cli

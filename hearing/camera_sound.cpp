#include "hearing/camera_sound.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/ear/file_ear.h"
#include "engine/ear/file_weights.h"
#include "engine/stats/stats.h"
#include "io/files/audio_file.h"

namespace firstchair::hearing {
namespace {

constexpr std::size_t kBlock = 1 << 14;
constexpr double kLevelEvery = 0.010;     // s
constexpr double kQuiet = 0.2;            // share of the sound's time that is quieter than its pauses
constexpr double kLoud = 0.95;            // and that is no louder than its strokes
constexpr double kClippedCosts = 1000;    // dB for all samples
constexpr double kMostClippedCosts = 30;  // dB
constexpr float kFullScale = 0.9999F;
constexpr double kLittleMore = 1.005;  // times the hours that are allowed: recorders stop a little late

class LevelMeter {
 public:
  explicit LevelMeter(double rate) : frames_(static_cast<std::size_t>(kLevelEvery * rate)) {}
  void push(std::span<const float> mono) {
    for (const float sample : mono) {
      const float x = std::isfinite(sample) ? sample : 0.0F;
      sum_ += x * x;
      clipped_ += std::abs(x) >= kFullScale;
      if (++in_level_ == frames_) {
        powers_.push_back(sum_ / static_cast<float>(frames_));
        sum_ = 0;
        in_level_ = 0;
      }
    }
    count_ += mono.size();
  }
  double clean_db() {
    if (powers_.empty()) return -1000;
    const auto level_db = [&](double share) {
      const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(powers_.size() - 1));
      std::nth_element(powers_.begin(), powers_.begin() + at, powers_.end());
      return 10 * std::log10(static_cast<double>(powers_[static_cast<std::size_t>(at)]) + 1e-12);
    };
    const double share =
        static_cast<double>(clipped_) / static_cast<double>(std::max<std::size_t>(count_, 1));
    return level_db(kLoud) - level_db(kQuiet) - std::min(kMostClippedCosts, kClippedCosts * share);
  }

 private:
  std::size_t frames_, in_level_ = 0, count_ = 0, clipped_ = 0;
  float sum_ = 0;
  std::vector<float> powers_;
};

Error ended(const std::string& path) {
  return {ErrorCode::usage, path, "laying was ended", {}};
}

// Opens the file and pushes all of it, block by block.
template <class Open, class Push>
Result<Done> stream(const std::string& path, bool measuring, const LayOptions& options, Open open,
                    Push push) {
  LayProgress progress{path, measuring, 0, 0};
  bool go_on = true;
  const auto tell = [&] { return go_on = !options.told || options.told(progress); };
  io::Cage cage = options.cage;
  cage.go_on = tell;
  Result<io::AudioFile> file = io::AudioFile::open(path, cage);
  if (!go_on) return ended(path);
  if (!file) return file.error();
  const io::AudioInfo info = file->info();
  progress.length_s = static_cast<double>(info.frames) / info.rate;
  if (Result<Done> opened = open(info); !opened) return opened.error();
  std::vector<float> block(kBlock);
  Frames frames = 0;
  while (const std::size_t got = file->read(block)) {
    push(std::span<const float>(block.data(), got));
    frames += static_cast<Frames>(got);
    progress.done_s = static_cast<double>(frames) / info.rate;
    if (progress.done_s > options.most_hours * 3600 * kLittleMore)
      return Error{ErrorCode::too_large, path, fmt::format("over {:.4g} hours long", options.most_hours),
                   "Cut it into parts"};
    if (!tell()) return ended(path);
  }
  if (!go_on) return ended(path);
  if (file->broke()) {
    Error error = *file->broke();
    error.place = path;
    return error;
  }
  return Done{};
}

}  // namespace

namespace {

// A recording that the strokes which were kept cannot be of; `length_s` below 0: it was not read yet.
Error another(const std::string& path, const KeptStrokes& kept, double rate, double length_s) {
  const std::string had = length_s < 0 ? fmt::format("{:.0f} Hz", rate) : fmt::format("{:.2f} s", length_s);
  const std::string has =
      length_s < 0 ? fmt::format("{:.0f} Hz", kept.source.rate)
                   : fmt::format("{:.2f} s", static_cast<double>(kept.source.length) / kept.source.rate);
  return {ErrorCode::unsupported, path,
          fmt::format("not the recording of the take, which has {}: this has {}", has, had),
          "Name the recording with --sound, and it is heard again"};
}

}  // namespace

std::vector<double> attacks_of(std::span<const Hit> hits, double rate) {
  std::vector<double> attacks;
  for (const Hit& hit : hits) {
    if (!hit.timed) continue;
    const double at = static_cast<double>(hit.frame) / rate;
    if (attacks.empty() || at > attacks.back()) attacks.push_back(at);
  }
  return attacks;
}

namespace {

Result<Done> make_ear(double rate, std::optional<ear::FileEar>& ear) {
  Result<ear::FileEar> made = ear::FileEar::make({.rate = rate, .weights = ear::file_ear_weights()});
  if (!made) return made.error();
  ear.emplace(std::move(*made));
  return Done{};
}

void take_heard(const ear::FileEar& ear, std::vector<Hit>& hits) {
  hits.insert(hits.end(), ear.hits().begin(), ear.hits().end());
}

void end_hearing(ear::FileEar& ear, CameraSound& sound) {
  ear.finish();
  take_heard(ear, sound.hits);
  ear.settle(sound.hits);
  sound.attacks_s = attacks_of(sound.hits, sound.rate);
}

}  // namespace

Result<CameraSound> hear_camera(const std::string& path, const LayOptions& options, Wanted wanted,
                                const KeptStrokes* kept) {
  CameraSound sound;
  sound.path = path;
  std::optional<ear::FileEar> ear;
  std::optional<cut::EnvelopeMaker> envelope;
  std::optional<LevelMeter> meter;
  Frames frames = 0;
  const auto open = [&](const io::AudioInfo& info) -> Result<Done> {
    sound.rate = info.rate;
    sound.channels = info.channels;
    if (info.tracks > 1)
      sound.notes.push_back(
          fmt::format("it has {} sound tracks; the loudest, number {}, is heard", info.tracks, info.track));
    if (kept != nullptr && info.rate != kept->source.rate) return another(path, *kept, info.rate, -1);
    envelope.emplace(info.rate);
    if (wanted == Wanted::cleanness) meter.emplace(info.rate);
    if (wanted == Wanted::strokes && kept == nullptr) return make_ear(info.rate, ear);
    return Done{};
  };
  const auto push = [&](std::span<const float> mono) {
    if (ear) {
      ear->push(mono);
      take_heard(*ear, sound.hits);
    }
    envelope->push(mono);
    if (meter) meter->push(mono);
    frames += static_cast<Frames>(mono.size());
  };
  if (Result<Done> streamed = stream(path, false, options, open, push); !streamed) {
    if (streamed.error().code == ErrorCode::unsupported && streamed.error().what == "no audio track in it") {
      sound.rate = 0;
      return sound;
    }
    return streamed.error();
  }
  if (ear) {
    end_hearing(*ear, sound);
  } else if (kept != nullptr) {
    constexpr double kSameLength = .1;  // s
    if (std::abs(static_cast<double>(frames - kept->source.length)) > kSameLength * sound.rate)
      return another(path, *kept, sound.rate, static_cast<double>(frames) / sound.rate);
    sound.hits = kept->hits;
    sound.attacks_s = attacks_of(sound.hits, sound.rate);
  }
  sound.envelope = envelope->finish();
  if (meter) sound.clean_db = meter->clean_db();
  sound.length_s = static_cast<double>(frames) / sound.rate;
  return sound;
}

Result<Done> hear_strokes(CameraSound& sound, const LayOptions& options) {
  std::optional<ear::FileEar> ear;
  const Result<Done> streamed = stream(
      sound.path, false, options, [&](const io::AudioInfo& info) { return make_ear(info.rate, ear); },
      [&](std::span<const float> mono) {
        ear->push(mono);
        take_heard(*ear, sound.hits);
      });
  if (!streamed) return streamed.error();
  end_hearing(*ear, sound);
  return Done{};
}

Result<Done> catch_clips(const CameraSound& sound, std::span<cut::ClipCatcher> catchers,
                         const LayOptions& options) {
  return stream(
      sound.path, true, options, [](const io::AudioInfo&) -> Result<Done> { return Done{}; },
      [&](std::span<const float> mono) {
        for (cut::ClipCatcher& catcher : catchers) catcher.push(mono);
      });
}

}  // namespace firstchair::hearing

#include "hearing/hear_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <span>

#include "engine/ear/file_weights.h"
#include "hearing/caged_performance.h"
#include "hearing/sound_warnings.h"
#include "hearing/unsure_drums.h"
#include "io/files/audio_file.h"
#include "io/files/files.h"
#include "midi/performance.h"
#include "midi/smf.h"

namespace firstchair::hearing {
namespace {

namespace fs = std::filesystem;

bool is_midi(const std::string& path) {
  if (midi::is_midi_name(fs::path(path).extension().string())) return true;
  std::uint8_t sign[midi::kMidiSign] = {};
  if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
    const std::size_t got = std::fread(sign, 1, sizeof sign, file);
    std::fclose(file);
    return midi::is_midi(std::span(sign).first(got));
  }
  return false;
}

// What a recording is, seen sample by sample on the way to the ear.
struct SoundCheck {
  Frames frames = 0, clipped = 0, not_numbers = 0;
  float peak = 0;

  void add(std::span<const float> mono) {
    float loudest = peak;  // a member would be written at every sample
    Frames over = 0, strange = 0;
    for (const float sample : mono) {
      const float level = std::fabs(sample);
      const bool number = level <= std::numeric_limits<float>::max();
      strange += number ? 0 : 1;
      over += number && level >= 0.9999f ? 1 : 0;
      loudest = number && level > loudest ? level : loudest;
    }
    peak = loudest, clipped += over, not_numbers += strange;
    frames += static_cast<Frames>(mono.size());
  }
};

// Why a recording gave no stroke, in words.
Error no_strokes(const std::string& path, const SoundCheck& sound, const io::AudioInfo& info) {
  const double rate = info.rate;
  const std::string length = fmt::format("{:.1f} s", static_cast<double>(sound.frames) / rate);
  if (sound.frames == 0) return {ErrorCode::malformed, path, "no sound in it", "Record it again"};
  if (sound.not_numbers == sound.frames) {
    return {ErrorCode::malformed, path, "its samples are not numbers (NaN)", "Export it again"};
  }
  if (sound.peak == 0) {
    return {ErrorCode::unsupported, path, length + " of silence", "Check which input was recorded"};
  }
  const std::string coarse = coarse_sound_text(info);
  return {
      ErrorCode::unsupported, path,
      fmt::format("no stroke heard in {} (peak {:.0f} dB){}", length, 20 * std::log10(sound.peak),
                  coarse.empty() ? "" : "; " + coarse),
      coarse.empty() ? "Record closer to the drum or louder" : "Record with 44100 Hz and 16 bits or more"};
}

Error too_long(const std::string& path, double most_hours) {
  return {ErrorCode::too_large, path, fmt::format("over {:.4g} hours long", most_hours),
          "Cut it into parts, or allow more with --max-hours"};
}

// No more than a second at a time: the ear keeps a small number of clicks in mind. `before`: frames that were
// pushed already.
void push_with_clicks(Session& session, practice::ClickAnnouncer& announcer, Frames before,
                      std::span<const float> mono) {
  const auto second = static_cast<std::size_t>(session.source().rate);
  while (!mono.empty()) {
    const std::span<const float> part = mono.first(std::min(second, mono.size()));
    for (const practice::AnnouncedClick& click : announcer.push(before + 2 * static_cast<Frames>(second)))
      session.expect_click(click.expected);
    session.push(part);
    before += static_cast<Frames>(part.size());
    mono = mono.subspan(part.size());
  }
}

Result<Take> hear_audio(const std::string& path, const std::string& place, SessionConfig config,
                        const HearingOptions& options,
                        const std::function<bool(const HearingProgress&)>& told,
                        std::vector<std::string>& warnings) {
  const Error ended{ErrorCode::usage, place, "hearing was ended", {}};
  HearingProgress progress;
  bool go_on = true;
  io::Cage cage = options.cage;
  cage.go_on = [&] { return go_on = told(progress); };
  Result<io::AudioFile> file = io::AudioFile::open(path, cage);
  if (!go_on) return ended;
  if (!file) {
    Error error = file.error();
    error.place = place;
    return error;
  }
  const io::AudioInfo info = file->info();
  // The file may not say how long it is, or lie: it is looked at again while it is heard.
  const double most_frames = options.most_hours * 3600 * info.rate;
  if (static_cast<double>(info.frames) > most_frames) return too_long(place, options.most_hours);
  const bool by_file_ear = config.which_ear == ear::WhichEar::file;
  config.source.kind = SourceKind::audio;
  config.source.rate = info.rate;
  config.source.channels = info.channels;
  Result<Session> session = Session::make(std::move(config));
  if (!session) return session.error();
  std::optional<practice::ClickAnnouncer> announcer;
  if (options.click) {
    Result<practice::ClickAnnouncer> made = practice::ClickAnnouncer::make(*options.click, info.rate);
    if (!made) return made.error();
    announcer = std::move(*made);
  }

  std::vector<float> block(1 << 14);
  SoundCheck sound;
  progress.length_s = static_cast<double>(info.frames) / info.rate;
  while (const std::size_t frames = file->read(block)) {
    const std::span<const float> mono(block.data(), frames);
    if (static_cast<double>(sound.frames) > most_frames) return too_long(place, options.most_hours);
    if (announcer) {
      push_with_clicks(*session, *announcer, sound.frames, mono);
    } else {
      session->push(mono);
    }
    sound.add(mono);
    progress.heard_s = static_cast<double>(sound.frames) / info.rate;
    if (!told(progress)) return ended;
  }
  if (!go_on) return ended;
  if (file->broke()) {
    Error error = *file->broke();
    error.place = place;
    return error;
  }
  Take take = session->finish();
  if (take.hits.empty()) return no_strokes(place, sound, info);
  for (std::string& line : sound_warnings(*file)) warnings.push_back(std::move(line));
  if (file->truncated()) {
    warnings.push_back(fmt::format("the file breaks off at {:.1f} s; judged up to there",
                                   static_cast<double>(sound.frames) / info.rate));
  }
  if (by_file_ear && take.source.detail != VoiceDetail::none) {
    if (std::optional<std::string> unsure = unsure_drums(take.hits)) warnings.push_back(std::move(*unsure));
  }
  if (sound.clipped > 0) {
    warnings.push_back(fmt::format(
        "{}; strengths there are too low",
        sound.clipped == 1 ? "1 sample is clipped" : fmt::format("{} samples are clipped", sound.clipped)));
  }
  if (sound.not_numbers > 0) {
    warnings.push_back(sound.not_numbers == 1 ? "1 sample is no number and counts as silence"
                                              : fmt::format("{} samples are not numbers and count as silence",
                                                            sound.not_numbers));
  }
  return take;
}

// Errors carry a place only within the file.
Result<midi::PlayedNotes> caged_notes(const std::string& path, const io::Cage& cage,
                                      std::vector<std::string>& warnings) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Error{ErrorCode::unreadable, {}, "cannot be read", "Check its permissions"};
  Result<std::vector<std::uint8_t>> bytes =
      io::ask_cage(cage, "performance", io::look_at(fd, path), warnings);
  ::close(fd);
  if (!bytes) return bytes.error();
  std::optional<midi::PlayedNotes> played = unpack(*bytes);
  if (!played) return Error{ErrorCode::unreadable, {}, "could not be decoded (the decoder stopped)", {}};
  return std::move(*played);
}

Result<Take> hear_midi(const std::string& path, const std::string& place, SessionConfig config,
                       const HearingOptions& options, const std::function<bool(const HearingProgress&)>& told,
                       std::vector<std::string>& warnings) {
  bool go_on = true;
  io::Cage cage = options.cage;
  cage.go_on = [&] { return go_on = told({}); };
  std::error_code failed;
  const bool caged = !cage.program.empty() && fs::exists(path, failed) && !fs::is_directory(path, failed);
  Result<std::vector<std::uint8_t>> bytes = std::vector<std::uint8_t>{};
  if (!caged) bytes = io::read_file(path);
  if (!bytes) {
    Error error = bytes.error();
    error.place = place;
    return error;
  }
  Result<midi::PlayedNotes> played = caged ? caged_notes(path, cage, warnings) : midi::read_notes(*bytes);
  if (!go_on) return Error{ErrorCode::usage, place, "hearing was ended", {}};
  Result<midi::Performance> performance = played ? midi::perform(*played, options.kit) : played.error();
  if (!performance) {
    Error error = performance.error();
    error.place = error.place.empty() ? place : place + ": " + error.place;
    return error;
  }
  if (!performance->hits.empty() &&
      static_cast<double>(performance->hits.back().frame) > options.most_hours * 3600 * kMidiRate)
    return too_long(place, options.most_hours);
  config.source.kind = SourceKind::midi;
  config.source.rate = kMidiRate;
  config.source.kit = std::move(performance->kit);
  const bool kit_sound = config.kit_sound.has_value();
  Result<Session> session = Session::make(std::move(config));
  if (!session) return session.error();
  session->push(performance->hits);
  if (kit_sound) warnings.push_back("an e-kit's notes name their drums: no kit's sound was used");
  if (performance->ignored > 0) {
    warnings.push_back(
        performance->ignored == 1
            ? "1 note of an instrument outside the kit is left out"
            : fmt::format("{} notes of instruments outside the kit are left out", performance->ignored));
  }
  return session->finish();
}

}  // namespace

void hear_with(ear::WhichEar which, SessionConfig& config) {
  config.which_ear = which;
  config.weights.reset();
  if (which == ear::WhichEar::file) config.weights = ear::file_ear_weights();
}

std::string_view weights_name(ear::WhichEar which) {
  return which == ear::WhichEar::file ? ear::file_ear_weights_name() : ear::ear_weights_name();
}

Result<Take> hear_file(const std::string& path, const std::string& place, SessionConfig config,
                       const HearingOptions& options, const std::function<bool(const HearingProgress&)>& told,
                       std::vector<std::string>& warnings) {
  return is_midi(path) ? hear_midi(path, place, std::move(config), options, told, warnings)
                       : hear_audio(path, place, std::move(config), options, told, warnings);
}

}  // namespace firstchair::hearing

#include "io/files/audio_file.h"

#include <filesystem>

#include "io/files/decoder.h"

namespace firstchair::io {
namespace {

constexpr double kLowestRate = 8000, kHighestRate = 192000;

Result<Done> check_regular(const std::string& path) {
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  if (!std::filesystem::exists(status)) {
    return Error{ErrorCode::not_found, path, "no such file", "Check the name"};
  }
  if (std::filesystem::is_directory(status)) {
    return Error{ErrorCode::unreadable, path, "it is a folder", "Name a sound file in it"};
  }
  if (std::filesystem::is_regular_file(status) && std::filesystem::file_size(path, failed) == 0) {
    return Error{ErrorCode::malformed, path, "the file is empty", "Record it again"};
  }
  return Done{};
}

}  // namespace

Result<AudioFile> AudioFile::open(const std::string& path) {
  if (Result<Done> regular = check_regular(path); !regular) return regular.error();
  auto decoder = open_sndfile(path);
  if (!decoder) {
    // What libsndfile does not know may be a film, an m4a or a damaged wav: FFmpeg's word is the clearer one.
    decoder = open_ffmpeg(path);
  }
  if (!decoder) {
    Error error = decoder.error();
    error.place = path;
    if (error.advice.empty()) {
      error.advice = "Give a wav, flac, ogg, opus, mp3, m4a, mp4, mov, mkv, webm or mid file";
    }
    return error;
  }
  const AudioInfo& info = (*decoder)->info;
  if (info.rate < kLowestRate || info.rate > kHighestRate) {
    return Error{
        ErrorCode::unsupported, path,
        "its rate of " + std::to_string(static_cast<long>(info.rate)) + " Hz is outside 8000 to 192000",
        "Resample it to 48000"};
  }
  return AudioFile(std::move(*decoder));
}

AudioFile::AudioFile(std::unique_ptr<Decoder> decoder) : decoder_(std::move(decoder)) {}
AudioFile::AudioFile(AudioFile&&) noexcept = default;
AudioFile& AudioFile::operator=(AudioFile&&) noexcept = default;
AudioFile::~AudioFile() = default;

const AudioInfo& AudioFile::info() const {
  return decoder_->info;
}
std::size_t AudioFile::read(std::span<float> mono) {
  return decoder_->read(mono);
}
bool AudioFile::truncated() const {
  return decoder_->truncated;
}

}  // namespace firstchair::io

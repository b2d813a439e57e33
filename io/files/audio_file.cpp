#include "io/files/audio_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <string_view>

#include "io/files/decoder.h"

namespace firstchair::io {
namespace {

constexpr double kLowestRate = 8000, kHighestRate = 192000;
constexpr const char* kGive = "Give a wav, flac, ogg, opus, mp3, m4a, mp4, mov, mkv, webm or mid file";

// Files that hold sound or a film and are not read, by what they begin with.
struct Unread {
  std::string_view start;
  std::size_t at;  // of `start`, in bytes
  const char* what;
};
constexpr Unread kUnread[] = {
    {"\x30\x26\xB2\x75\x8E\x66\xCF\x11", 0, "a Windows Media recording (wma, wmv)"},
    {"#!AMR", 0, "a phone's recording of speech (amr)"},
    {"wvpk", 0, "a WavPack recording"},
    {"MAC ", 0, "a Monkey's Audio recording (ape)"},
    {"TTA1", 0, "a True Audio recording"},
    {"DSD ", 0, "a DSD recording"},
    {"FRM8", 0, "a DSD recording"},
    {".snd", 0, "a Sun recording (au)"},
    {".ra\xFD", 0, "a RealAudio recording"},
    {".RMF", 0, "a RealMedia film"},
    {"AVI ", 8, "an AVI film"},
    {"FLV\x01", 0, "a Flash film"},
    {std::string_view("\x00\x00\x01\xBA", 4), 0, "an MPEG film"},
    {"MPCK", 0, "a Musepack recording"},
};

// Says what the file is instead, where its first bytes tell.
const Unread* unread(const Input& input) {
  char start[16] = {};
  if (!input.seekable || ::pread(input.fd, start, sizeof start, 0) <= 0) return nullptr;
  const std::string_view bytes(start, sizeof start);
  for (const Unread& row : kUnread) {
    if (bytes.substr(row.at).starts_with(row.start)) return &row;
  }
  return nullptr;
}

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

struct AudioFile::Handle {
  explicit Handle(int opened) : fd(opened) {}
  ~Handle() {
    if (fd >= 0) ::close(fd);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  int fd;
};

Result<std::unique_ptr<AudioFile::Decoder>> open_decoder(const Input& input) {
  auto decoder = open_sndfile(input);
  if (decoder) return decoder;
  // What libsndfile does not know may be a film, an m4a or a damaged wav: FFmpeg's word is the clearer one.
  if (input.seekable) ::lseek(input.fd, 0, SEEK_SET);
  decoder = open_ffmpeg(input);
  if (decoder || !decoder.error().advice.empty()) return decoder;
  decoder.error().advice = kGive;
  if (const Unread* known = unread(input)) {
    decoder.error() = {ErrorCode::unsupported, {}, known->what, "Convert it to wav: ffmpeg -i FILE take.wav"};
  }
  return decoder;
}

Result<AudioFile> AudioFile::open(const std::string& path, const Cage& cage) {
  if (Result<Done> regular = check_regular(path); !regular) return regular.error();
  auto file = std::make_unique<Handle>(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  auto decoder = [&]() -> Result<std::unique_ptr<Decoder>> {
    if (file->fd < 0) return Error{ErrorCode::unreadable, {}, "not a sound file", kGive};
    const Input input = look_at(file->fd, path);
    return cage.program.empty() ? open_decoder(input) : open_caged(input, cage);
  }();
  if (!decoder) {
    Error error = decoder.error();
    error.place = path;
    return error;
  }
  const AudioInfo& info = (*decoder)->info;
  if (info.rate < kLowestRate || info.rate > kHighestRate) {
    return Error{
        ErrorCode::unsupported, path,
        "its rate of " + std::to_string(static_cast<long>(info.rate)) + " Hz is outside 8000 to 192000",
        "Resample it to 48000"};
  }
  return AudioFile(std::move(file), std::move(*decoder));
}

AudioFile::AudioFile(std::unique_ptr<Handle> file, std::unique_ptr<Decoder> decoder)
    : file_(std::move(file)), decoder_(std::move(decoder)) {}
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
bool AudioFile::opposite() const {
  return decoder_->opposite;
}
const std::optional<Error>& AudioFile::broke() const {
  return decoder_->broke;
}
const std::string& AudioFile::warning() const {
  return decoder_->warning;
}

}  // namespace firstchair::io

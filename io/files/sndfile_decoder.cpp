#include <sndfile.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "io/files/decoder.h"

namespace firstchair::io {
namespace {

struct CloseSndfile {
  void operator()(SNDFILE* file) const { sf_close(file); }
};

// libsndfile reads two dozen formats more; only these are given to it.
bool is_named(const unsigned char (&start)[4]) {
  for (const char* magic : {"RIFF", "RIFX", "RF64", "fLaC", "OggS"})
    if (std::memcmp(start, magic, sizeof start) == 0) return true;
  const bool tagged = std::memcmp(start, "ID3", 3) == 0;
  return tagged || (start[0] == 0xFF && (start[1] & 0xE0) == 0xE0);  // MPEG audio
}
bool is_named(int format) {
  const int type = format & SF_FORMAT_TYPEMASK;
  return type == SF_FORMAT_WAV || type == SF_FORMAT_WAVEX || type == SF_FORMAT_RF64 ||
         type == SF_FORMAT_FLAC || type == SF_FORMAT_OGG || type == SF_FORMAT_MPEG;
}

// A regular file as libsndfile's virtual one: it asks no system call but read and lseek.
sf_count_t length_of(void* user) {
  return static_cast<const Input*>(user)->bytes;
}
sf_count_t seek_in(sf_count_t offset, int whence, void* user) {
  return ::lseek(static_cast<const Input*>(user)->fd, offset, whence);
}
sf_count_t read_from(void* into, sf_count_t bytes, void* user) {
  char* next = static_cast<char*>(into);
  sf_count_t all = 0;
  while (all < bytes) {
    const ssize_t got =
        ::read(static_cast<const Input*>(user)->fd, next + all, static_cast<std::size_t>(bytes - all));
    if (got <= 0) break;
    all += got;
  }
  return all;
}
sf_count_t write_to(const void*, sf_count_t, void*) {
  return 0;
}
sf_count_t place_in(void* user) {
  return ::lseek(static_cast<const Input*>(user)->fd, 0, SEEK_CUR);
}

class SndfileDecoder final : public AudioFile::Decoder {
 public:
  SndfileDecoder(std::unique_ptr<Input> input, SNDFILE* file, const SF_INFO& sf)
      : input_(std::move(input)), file_(file) {
    info.rate = sf.samplerate;
    info.channels = sf.channels;
    // Containers without a length say a huge one.
    info.frames = sf.frames > 0 && sf.frames < (Frames{1} << 48) ? sf.frames : 0;
    counts_frames_ = (sf.format & SF_FORMAT_TYPEMASK) != SF_FORMAT_MPEG && info.frames > 0;
    // libsndfile shortens a header that promises more than there is and says so only in its log.
    char log[4096] = {};
    sf_command(file, SFC_GET_LOG_INFO, log, sizeof log - 1);
    truncated = std::strstr(log, "should be") != nullptr;
  }

  std::size_t read(std::span<float> mono) override {
    const auto channels = static_cast<std::size_t>(info.channels);
    interleaved_.resize(mono.size() * channels);
    const sf_count_t got =
        sf_readf_float(file_.get(), interleaved_.data(), static_cast<sf_count_t>(mono.size()));
    const std::size_t frames = got > 0 ? static_cast<std::size_t>(got) : 0;
    const float scale = 1.0f / static_cast<float>(channels);
    for (std::size_t i = 0; i < frames; ++i) {
      float sum = 0;
      for (std::size_t c = 0; c < channels; ++c) sum += interleaved_[i * channels + c];
      mono[i] = sum * scale;
    }
    delivered_ += static_cast<Frames>(frames);
    if (frames < mono.size() && counts_frames_ && delivered_ < info.frames) truncated = true;
    return frames;
  }

 private:
  std::unique_ptr<Input> input_;  // libsndfile holds its address
  std::unique_ptr<SNDFILE, CloseSndfile> file_;
  std::vector<float> interleaved_;
  Frames delivered_ = 0;
  bool counts_frames_ = false;
};

}  // namespace

Result<std::unique_ptr<AudioFile::Decoder>> open_sndfile(const Input& given) {
  const Error not_known{ErrorCode::unreadable, {}, "not a sound file", {}};
  auto input = std::make_unique<Input>(given);
  SF_INFO sf{};
  SNDFILE* file = nullptr;
  if (input->seekable) {
    unsigned char start[4] = {};
    if (::pread(input->fd, start, sizeof start, 0) != sizeof start || !is_named(start)) return not_known;
    SF_VIRTUAL_IO io{length_of, seek_in, read_from, write_to, place_in};
    file = sf_open_virtual(&io, SFM_READ, &sf, input.get());
  } else {
    file = sf_open_fd(input->fd, SFM_READ, &sf, SF_FALSE);
  }
  if (file == nullptr) return Error{ErrorCode::unreadable, {}, sf_strerror(nullptr), {}};
  if (sf.channels < 1 || !is_named(sf.format)) {
    sf_close(file);
    return sf.channels < 1 ? Error{ErrorCode::malformed, {}, "it has no channel", {}} : not_known;
  }
  return std::unique_ptr<AudioFile::Decoder>(std::make_unique<SndfileDecoder>(std::move(input), file, sf));
}

}  // namespace firstchair::io

#include <sndfile.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

#include "io/files/decoder.h"

namespace firstchair::io {
namespace {

struct CloseSndfile {
  void operator()(SNDFILE* file) const { sf_close(file); }
};

// libsndfile reads two dozen formats more; only these are given to it.
bool is_named(const unsigned char (&start)[4]) {
  for (const char* magic : {"RIFF", "RIFX", "RF64", "fLaC", "OggS", "FORM", "caff", "riff"})
    if (std::memcmp(start, magic, sizeof start) == 0) return true;
  const bool tagged = std::memcmp(start, "ID3", 3) == 0;
  return tagged || (start[0] == 0xFF && (start[1] & 0xE0) == 0xE0);  // MPEG audio
}
bool is_named(int format) {
  const int type = format & SF_FORMAT_TYPEMASK;
  return type == SF_FORMAT_WAV || type == SF_FORMAT_WAVEX || type == SF_FORMAT_RF64 ||
         type == SF_FORMAT_FLAC || type == SF_FORMAT_OGG || type == SF_FORMAT_MPEG ||
         type == SF_FORMAT_AIFF || type == SF_FORMAT_CAF || type == SF_FORMAT_W64;
}

Coding coding_of(int format) {
  switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_U8:
    case SF_FORMAT_PCM_S8:
      return Coding::eight_bits;
    case SF_FORMAT_IMA_ADPCM:
    case SF_FORMAT_MS_ADPCM:
      return Coding::adpcm;
    case SF_FORMAT_GSM610:
      return Coding::telephone;
    default:
      return Coding::whole;
  }
}

// libsndfile shortens a header that promises more than there is and says so only in its log: a chunk's line,
// which begins at its margin, as in "data : 9999 (should be 88)". What it says within a chunk is not about
// lengths.
bool says_shortened(std::string_view log) {
  while (!log.empty()) {
    const std::string_view line = log.substr(0, log.find('\n'));
    log.remove_prefix(std::min(line.size() + 1, log.size()));
    if (!line.starts_with(' ') && line.find("(should be ") != std::string_view::npos) return true;
  }
  return false;
}

// A regular file, and the lengths that stand in its header where a recorder died before it wrote them.
struct Bytes {
  Input input;
  struct Length {
    std::int64_t at = -1;  // of its four bytes in the file; -1: none is mended
    std::uint32_t value = 0;
  };
  Length riff = {}, data = {};
};

std::uint32_t little_endian(const unsigned char* bytes) {
  return bytes[0] | static_cast<std::uint32_t>(bytes[1]) << 8 | static_cast<std::uint32_t>(bytes[2]) << 16 |
         static_cast<std::uint32_t>(bytes[3]) << 24;
}

// A wav whose data chunk says it has 0 bytes, with bytes behind it, has all of them.
void mend(Bytes& bytes) {
  constexpr std::int64_t kMostChunks = 64;
  unsigned char chunk[12] = {};
  if (::pread(bytes.input.fd, chunk, 12, 0) != 12 || std::memcmp(chunk, "RIFF", 4) != 0 ||
      std::memcmp(chunk + 8, "WAVE", 4) != 0)
    return;
  const bool no_length = little_endian(chunk + 4) == 0;
  std::int64_t at = 12;
  for (int i = 0; i < kMostChunks && ::pread(bytes.input.fd, chunk, 8, at) == 8; ++i) {
    const std::uint32_t length = little_endian(chunk + 4);
    if (std::memcmp(chunk, "data", 4) == 0) {
      const std::int64_t rest = bytes.input.bytes - at - 8;
      if (length != 0 || rest <= 0 || rest > 0xFFFFFFF0) return;
      bytes.data = {at + 4, static_cast<std::uint32_t>(rest)};
      if (no_length) bytes.riff = {4, static_cast<std::uint32_t>(bytes.input.bytes - 8)};
      return;
    }
    at += 8 + std::int64_t{length} + length % 2;
  }
}

void lay_over(const Bytes::Length& length, char* into, sf_count_t from, sf_count_t count) {
  for (int i = 0; length.at >= 0 && i < 4; ++i) {
    const std::int64_t place = length.at + i - from;
    if (place >= 0 && place < count) into[place] = static_cast<char>(length.value >> (8 * i) & 0xFF);
  }
}

// Bytes as libsndfile's virtual file: it asks no system call but read and lseek.
sf_count_t length_of(void* user) {
  return static_cast<const Bytes*>(user)->input.bytes;
}
sf_count_t seek_in(sf_count_t offset, int whence, void* user) {
  return ::lseek(static_cast<const Bytes*>(user)->input.fd, offset, whence);
}
sf_count_t read_from(void* into, sf_count_t bytes, void* user) {
  const Bytes& of = *static_cast<const Bytes*>(user);
  const sf_count_t from = ::lseek(of.input.fd, 0, SEEK_CUR);
  char* next = static_cast<char*>(into);
  sf_count_t all = 0;
  while (all < bytes) {
    const ssize_t got = ::read(of.input.fd, next + all, static_cast<std::size_t>(bytes - all));
    if (got <= 0) break;
    all += got;
  }
  lay_over(of.riff, next, from, all);
  lay_over(of.data, next, from, all);
  return all;
}
sf_count_t write_to(const void*, sf_count_t, void*) {
  return 0;
}
sf_count_t place_in(void* user) {
  return ::lseek(static_cast<const Bytes*>(user)->input.fd, 0, SEEK_CUR);
}

class SndfileDecoder final : public AudioFile::Decoder {
 public:
  SndfileDecoder(std::unique_ptr<Bytes> bytes, SNDFILE* file, const SF_INFO& sf, int alone)
      : bytes_(std::move(bytes)), file_(file), alone_(alone) {
    opposite = alone >= 0;
    info.rate = sf.samplerate;
    info.channels = sf.channels;
    // Containers without a length say a huge one.
    info.frames = sf.frames > 0 && sf.frames < (Frames{1} << 48) ? sf.frames : 0;
    counts_frames_ = (sf.format & SF_FORMAT_TYPEMASK) != SF_FORMAT_MPEG && info.frames > 0;
    info.coding = coding_of(sf.format);
    char log[4096] = {};
    sf_command(file, SFC_GET_LOG_INFO, log, sizeof log - 1);
    truncated = says_shortened(log) || bytes_->data.at >= 0;
  }

  std::size_t read(std::span<float> mono) override {
    const auto channels = static_cast<std::size_t>(info.channels);
    interleaved_.resize(mono.size() * channels);
    const sf_count_t got =
        sf_readf_float(file_.get(), interleaved_.data(), static_cast<sf_count_t>(mono.size()));
    const std::size_t frames = got > 0 ? static_cast<std::size_t>(got) : 0;
    const float scale = 1.0f / static_cast<float>(channels);
    for (std::size_t i = 0; alone_ >= 0 && i < frames; ++i)
      mono[i] = interleaved_[i * channels + static_cast<std::size_t>(alone_)];
    for (std::size_t i = 0; alone_ < 0 && i < frames; ++i) {
      float sum = 0;
      for (std::size_t c = 0; c < channels; ++c) sum += interleaved_[i * channels + c];
      mono[i] = sum * scale;
    }
    delivered_ += static_cast<Frames>(frames);
    if (frames < mono.size() && counts_frames_ && delivered_ < info.frames) truncated = true;
    return frames;
  }

 private:
  std::unique_ptr<Bytes> bytes_;  // libsndfile holds its address
  std::unique_ptr<SNDFILE, CloseSndfile> file_;
  std::vector<float> interleaved_;
  Frames delivered_ = 0;
  int alone_ = -1;  // the one channel that is heard; -1: the mean of all
  bool counts_frames_ = false;
};

SNDFILE* open_bytes(Bytes& bytes, SF_INFO& sf) {
  if (!bytes.input.seekable) return sf_open_fd(bytes.input.fd, SFM_READ, &sf, SF_FALSE);
  ::lseek(bytes.input.fd, 0, SEEK_SET);
  SF_VIRTUAL_IO io{length_of, seek_in, read_from, write_to, place_in};
  return sf_open_virtual(&io, SFM_READ, &sf, &bytes);
}

// Of two channels that are each other's opposite, so that their sum is silence, the louder one; else -1. It
// looks at the first seconds.
int louder_of_opposites(SNDFILE* file, const SF_INFO& sf) {
  if (sf.channels != 2) return -1;
  Opposites opposites;
  std::vector<float> block(1 << 14);
  for (sf_count_t heard = 0; heard < sf_count_t{Opposites::kSeconds} * sf.samplerate;) {
    const sf_count_t got = sf_readf_float(file, block.data(), static_cast<sf_count_t>(block.size() / 2));
    if (got <= 0) break;
    for (std::size_t i = 0; i < static_cast<std::size_t>(got); ++i)
      opposites.add(block[2 * i], block[2 * i + 1]);
    heard += got;
  }
  return opposites.louder();
}

}  // namespace

Result<std::unique_ptr<AudioFile::Decoder>> open_sndfile(const Input& given) {
  const Error not_known{ErrorCode::malformed, {}, "not a sound file", {}};
  auto bytes = std::make_unique<Bytes>(Bytes{.input = given});
  if (given.seekable) {
    unsigned char start[4] = {};
    if (::pread(given.fd, start, sizeof start, 0) != sizeof start || !is_named(start)) return not_known;
    mend(*bytes);
  }
  SF_INFO sf{};
  SNDFILE* file = open_bytes(*bytes, sf);
  if (file == nullptr) return Error{ErrorCode::malformed, {}, sf_strerror(nullptr), {}};
  if (sf.channels < 1 || !is_named(sf.format)) {
    sf_close(file);
    return sf.channels < 1 ? Error{ErrorCode::malformed, {}, "it has no channel", {}} : not_known;
  }
  int alone = -1;
  if (given.seekable && sf.channels == 2) {
    alone = louder_of_opposites(file, sf);
    sf_close(file);  // and from its beginning again, as if nobody had looked
    sf = {};
    file = open_bytes(*bytes, sf);
    if (file == nullptr) return Error{ErrorCode::malformed, {}, sf_strerror(nullptr), {}};
  }
  return std::unique_ptr<AudioFile::Decoder>(
      std::make_unique<SndfileDecoder>(std::move(bytes), file, sf, alone));
}

}  // namespace firstchair::io

#include <sndfile.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "io/files/decoder.h"

namespace firstchair::io {
namespace {

struct CloseSndfile {
  void operator()(SNDFILE* file) const { sf_close(file); }
};

class SndfileDecoder final : public AudioFile::Decoder {
 public:
  SndfileDecoder(SNDFILE* file, const SF_INFO& sf) : file_(file) {
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
  std::unique_ptr<SNDFILE, CloseSndfile> file_;
  std::vector<float> interleaved_;
  Frames delivered_ = 0;
  bool counts_frames_ = false;
};

}  // namespace

Result<std::unique_ptr<AudioFile::Decoder>> open_sndfile(const std::string& path) {
  SF_INFO sf{};
  SNDFILE* file = sf_open(path.c_str(), SFM_READ, &sf);
  if (file == nullptr) return Error{ErrorCode::unreadable, {}, sf_strerror(nullptr), {}};
  if (sf.channels < 1) {
    sf_close(file);
    return Error{ErrorCode::malformed, {}, "it has no channel", {}};
  }
  return std::unique_ptr<AudioFile::Decoder>(std::make_unique<SndfileDecoder>(file, sf));
}

}  // namespace firstchair::io

#include "io/video/made_up.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
}

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "io/video/graph.h"
#include "io/video/picture.h"

namespace firstchair::video {
namespace {

constexpr AVRational kBase{1, 1'000'000};
constexpr int kAhead = 2;  // pictures that the filter wants behind the one it ends with

Error none() {
  return {ErrorCode::unsupported,
          {},
          "pictures cannot be made up",
          "Install FFmpeg with minterpolate, or leave --clip-smooth out"};
}

}  // namespace

struct MadeUp::Side {
  Owned<AVFrame> frame{av_frame_alloc()}, made{av_frame_alloc()};
  OwnedFilters graph;
  AVFilterContext *in = nullptr, *out = nullptr;
  int width = 0, height = 0;
  cut::FrameRate rate;
  std::size_t left = 0;  // of the stretch
  std::int64_t at = 0;   // of the camera's last picture, in kBase
  bool any = false;
  std::vector<std::uint8_t> last, given;

  bool open() {
    const std::string how = "minterpolate=fps=" + std::to_string(rate.numerator) + "/" +
                            std::to_string(rate.denominator) + ":scd=none";
    graph = make_graph(*frame, kBase, how, in, out);
    return graph != nullptr;
  }
  bool push_last(std::int64_t stamp) {
    if (av_frame_make_writable(frame.get()) < 0) return false;
    std::uint8_t* planes[4];
    int strides[4];
    av_image_fill_arrays(planes, strides, last.data(), AV_PIX_FMT_YUV420P, width, height, 1);
    av_image_copy(frame->data, frame->linesize, const_cast<const std::uint8_t**>(planes), strides,
                  AV_PIX_FMT_YUV420P, width, height);
    frame->pts = stamp;
    return push(in, *frame);
  }
  Result<Done> give_ready(const Give& give) {
    while (left > 0 && pull(out, *made)) {
      const int copied = av_image_copy_to_buffer(given.data(), static_cast<int>(given.size()), made->data,
                                                 made->linesize, AV_PIX_FMT_YUV420P, width, height, 1);
      av_frame_unref(made.get());
      if (copied < 0) return none();
      --left;
      if (Result<Done> taken = give(given); !taken) return taken;
    }
    return Done{};
  }
};

MadeUp::MadeUp(std::unique_ptr<Side> side) : side_(std::move(side)) {}
MadeUp::MadeUp(MadeUp&&) noexcept = default;
MadeUp& MadeUp::operator=(MadeUp&&) noexcept = default;
MadeUp::~MadeUp() = default;

Result<MadeUp> MadeUp::make(int width, int height, const cut::FrameRate& rate) {
  if (const Result<Done> there = libavfilter.load(); !there) return there.error();
  av_log_set_level(AV_LOG_QUIET);
  auto side = std::make_unique<Side>();
  if (!side->frame || !side->made) return none();
  side->width = width;
  side->height = height;
  side->rate = rate;
  side->frame->format = AV_PIX_FMT_YUV420P;
  side->frame->width = width;
  side->frame->height = height;
  side->frame->sample_aspect_ratio = {1, 1};
  side->given.resize(picture_bytes(width, height));
  if (av_frame_get_buffer(side->frame.get(), 0) < 0 || !side->open()) return none();
  return MadeUp(std::move(side));
}

void MadeUp::begin(std::size_t pictures) {
  side_->graph.reset();
  side_->any = false;
  side_->left = pictures;
}

Result<Done> MadeUp::put(std::span<const std::uint8_t> picture, double at_s, const Give& give) {
  Side& side = *side_;
  if (picture.size() != side.given.size())
    return Error{ErrorCode::usage, {}, "a picture of another size", {}};
  const auto stamp = static_cast<std::int64_t>(std::llround(at_s * kBase.den));
  if (!side.any) {
    if (!side.open()) return none();
    side.at = 0;
  } else {
    side.at = std::max(stamp, side.at + 1);
  }
  side.any = true;
  side.last.assign(picture.begin(), picture.end());
  if (!side.push_last(side.at)) return none();
  return side.give_ready(give);
}

Result<Done> MadeUp::end(const Give& give) {
  Side& side = *side_;
  if (!side.any) return side.left == 0 ? Result<Done>(Done{}) : Result<Done>(none());
  const auto step = static_cast<std::int64_t>(std::llround(kBase.den / side.rate.per_second()));
  for (int k = 0; k < kAhead && side.left > 0; ++k) {
    if (!side.push_last(side.at += std::max<std::int64_t>(step, 1))) return none();
    if (Result<Done> given = side.give_ready(give); !given) return given;
  }
  push_end(side.in);
  if (Result<Done> given = side.give_ready(give); !given) return given;
  while (side.left > 0) {  // the camera's last picture stays
    std::ranges::copy(side.last, side.given.begin());
    --side.left;
    if (Result<Done> given = give(side.given); !given) return given;
  }
  return Done{};
}

}  // namespace firstchair::video

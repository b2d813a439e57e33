#include "io/video/burner.h"

#include <sys/mman.h>
#include <unistd.h>

#include "io/video/graph.h"
#include "io/video/picture.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
}

namespace firstchair::video {

struct Burner::Side {
  Owned<AVFrame> frame{av_frame_alloc()}, drawn{av_frame_alloc()};
  OwnedFilters graph;
  AVFilterContext *in = nullptr, *out = nullptr;
};

Burner::Burner(std::unique_ptr<Side> side) : side_(std::move(side)) {}
Burner::Burner(Burner&&) noexcept = default;
Burner& Burner::operator=(Burner&&) noexcept = default;
Burner::~Burner() = default;

Result<Burner> Burner::make(const std::string& script, int width, int height, const cut::FrameRate& rate) {
  const Error none{
      ErrorCode::unsupported, {}, "numbers cannot be drawn into pictures", "Install FFmpeg with libass"};
  if (const Result<Done> there = libavfilter.load(); !there) return there.error();
  av_log_set_level(AV_LOG_QUIET);
  auto side = std::make_unique<Side>();
  if (!side->frame || !side->drawn) return none;
  side->frame->format = AV_PIX_FMT_YUV420P;
  side->frame->width = width;
  side->frame->height = height;
  side->frame->sample_aspect_ratio = {1, 1};
  if (av_frame_get_buffer(side->frame.get(), 0) < 0) return none;
  // The filter reads a file: this one has no name, so none can be quoted wrongly.
  const int memory = memfd_create("burn.ass", MFD_CLOEXEC);
  if (memory < 0) return none;
  const bool written = write(memory, script.data(), script.size()) == static_cast<ssize_t>(script.size());
  if (written)  // a picture's middle is a whole number of halves of its time
    side->graph = make_graph(*side->frame, {rate.denominator, 2 * rate.numerator},
                             "ass=filename=/proc/self/fd/" + std::to_string(memory), side->in, side->out);
  close(memory);
  if (!side->graph) return none;
  return Burner(std::move(side));
}

bool Burner::draw(std::int64_t number, std::span<std::uint8_t> picture) {
  AVFrame& frame = *side_->frame;
  if (picture.size() != picture_bytes(frame.width, frame.height) || av_frame_make_writable(&frame) < 0)
    return false;
  std::uint8_t* planes[4];
  int strides[4];
  av_image_fill_arrays(planes, strides, picture.data(), AV_PIX_FMT_YUV420P, frame.width, frame.height, 1);
  av_image_copy(frame.data, frame.linesize, const_cast<const std::uint8_t**>(planes), strides,
                AV_PIX_FMT_YUV420P, frame.width, frame.height);
  frame.pts = 2 * number + 1;
  if (!push(side_->in, frame) || !pull(side_->out, *side_->drawn)) return false;
  const AVFrame& drawn = *side_->drawn;
  av_image_copy(planes, strides, const_cast<const std::uint8_t**>(drawn.data), drawn.linesize,
                AV_PIX_FMT_YUV420P, frame.width, frame.height);
  av_frame_unref(side_->drawn.get());
  return true;
}

}  // namespace firstchair::video

#include "io/video/frame_fitter.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cmath>

#include "io/video/graph.h"

namespace firstchair::video {
namespace {

constexpr int even(double value) {
  return std::max(2, static_cast<int>(value / 2 + .5) * 2);
}

double pixel_shape(const AVFrame& frame) {
  const AVRational pixel = frame.sample_aspect_ratio;
  return pixel.num > 0 && pixel.den > 0 ? av_q2d(pixel) : 1;
}

// Files of high definition that do not say their colours are BT.709, smaller ones BT.601.
const char* matrix_of(const AVFrame& frame) {
  constexpr int kHigh = 720;
  switch (frame.colorspace) {
    case AVCOL_SPC_BT709:
      return "bt709";
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
      return "bt2020";
    case AVCOL_SPC_SMPTE170M:
    case AVCOL_SPC_BT470BG:
      return "bt601";
    default:
      return std::min(frame.width, frame.height) >= kHigh ? "bt709" : "bt601";
  }
}

}  // namespace

FrameFitter::FrameFitter(const VideoInfo& info, int width, int height, Fit fit)
    : turned_(info.turned),
      mirrored_(info.mirrored),
      hdr_(info.hdr),
      width_(width),
      height_(height),
      fit_(fit) {}

bool FrameFitter::shows_all(const AVFrame& frame) const {
  if (fit_ != Fit::usual) return fit_ != Fit::crop;
  double aspect = frame.width * pixel_shape(frame) / frame.height;
  if (turned_ % 180 != 0) aspect = 1 / aspect;
  // A phone held upright, in a film that lies; or the reverse.
  return (aspect < .9) != (width_ < height_) && (aspect > 1.1 || aspect < .9);
}

FrameFitter::Part FrameFitter::window(const AVFrame& frame, float x, float y, float size) const {
  // First as it is looked at: pixels of `across` by `down`, each `shape` wide.
  const bool lies = turned_ % 180 != 0;
  const double across = lies ? frame.height : frame.width, down = lies ? frame.width : frame.height;
  const double shape = lies ? 1 / pixel_shape(frame) : pixel_shape(frame);
  const double aspect = static_cast<double>(width_) / height_ / shape;  // of the window, in such pixels
  const double share = std::clamp(static_cast<double>(size), .05, 1.);
  const double wide = std::min(across, down * aspect) * share, high = std::min(down, across / aspect) * share;
  const double left = std::clamp((mirrored_ ? 1 - x : x) * across - wide / 2, 0., across - wide);
  const double top = std::clamp(y * down - high / 2, 0., down - high);
  // Then as it is stored.
  double at_x = left, at_y = top;
  if (turned_ == 90) at_x = top, at_y = across - left - wide;
  if (turned_ == 180) at_x = across - left - wide, at_y = down - top - high;
  if (turned_ == 270) at_x = down - top - high, at_y = left;
  Part part{static_cast<int>(at_x / 2) * 2, static_cast<int>(at_y / 2) * 2, even(lies ? high : wide),
            even(lies ? wide : high)};
  part.width = std::min(part.width, frame.width - part.x);
  part.height = std::min(part.height, frame.height - part.y);
  return part;
}

std::string FrameFitter::filters(const AVFrame& frame, bool windowed) const {
  const std::string matrix = std::string(":in_color_matrix=") + matrix_of(frame);
  const std::string colours = hdr_ ? "" : matrix + ":out_color_matrix=bt709:out_range=tv";
  const auto scale = [&](int width, int height) {
    return "scale=" + std::to_string(width) + ":" + std::to_string(height) + ":flags=bicubic" + colours;
  };
  const std::string turn = std::string(turned_ == 90    ? ",transpose=clock"
                                       : turned_ == 180 ? ",hflip,vflip"
                                       : turned_ == 270 ? ",transpose=cclock"
                                                        : "") +
                           (mirrored_ ? ",hflip" : "");
  const std::string tone =
      hdr_ ? ",zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,"
             "zscale=t=bt709:m=bt709:r=tv"
           : "";
  const std::string end = tone + ",setsar=1,format=yuv420p";
  const bool lies = turned_ % 180 != 0;
  if (windowed || !shows_all(frame))
    return (lies ? scale(height_, width_) : scale(width_, height_)) + turn + end;
  // All of it is shown, as large as it fits.
  double aspect = frame.width * pixel_shape(frame) / frame.height;
  if (lies) aspect = 1 / aspect;
  const int wide = std::min(width_, even(height_ * aspect)), high = std::min(height_, even(width_ / aspect));
  const std::string size = std::to_string(width_) + ":" + std::to_string(height_);
  const std::string whole = (lies ? scale(high, wide) : scale(wide, high)) + turn + end;
  if (fit_ == Fit::pad) return whole + ",pad=" + size + ":(ow-iw)/2:(oh-ih)/2";
  // What is behind is a small picture made large: soft, dark and cheap.
  // A thumbnail is made less small: the blur asks for some pixels.
  const int behind = std::clamp(std::min(width_, height_) / 16, 1, 8);
  const std::string small =
      std::to_string(even(width_ / behind)) + ":" + std::to_string(even(height_ / behind));
  return whole + ",split[a][b];[a]scale=" + small + ":force_original_aspect_ratio=increase,crop=" + small +
         ",boxblur=3:2,eq=brightness=-0.15,scale=" + size +
         ":flags=bilinear[c];[c][b]overlay=(W-w)/2:(H-h)/2,format=yuv420p";
}

bool FrameFitter::convert(const AVFrame& frame, const Part& part, bool windowed,
                          std::span<std::uint8_t> into) {
  av_frame_unref(part_.get());
  if (av_frame_ref(part_.get(), &frame) < 0) return false;
  if (windowed) {
    part_->crop_left = static_cast<std::size_t>(part.x);
    part_->crop_top = static_cast<std::size_t>(part.y);
    part_->crop_right = static_cast<std::size_t>(frame.width - part.x - part.width);
    part_->crop_bottom = static_cast<std::size_t>(frame.height - part.y - part.height);
    if (av_frame_apply_cropping(part_.get(), AV_FRAME_CROP_UNALIGNED) < 0) return false;
  }
  const Shape shape{part_->width, part_->height, part_->format, part_->colorspace, windowed};
  if (!graph_ || shape != made_for_) {
    graph_ = make_graph(*part_, {1, 1000}, filters(*part_, windowed), in_, out_);
    made_for_ = shape;
  }
  if (!graph_ || !push(in_, *part_)) return false;
  av_frame_unref(fitted_.get());
  if (!pull(out_, *fitted_) || fitted_->width != width_ || fitted_->height != height_) return false;
  return av_image_copy_to_buffer(into.data(), static_cast<int>(into.size()), fitted_->data, fitted_->linesize,
                                 AV_PIX_FMT_YUV420P, width_, height_, 1) >= 0;
}

bool FrameFitter::fit(const AVFrame& frame, const Wish& wish, std::span<std::uint8_t> into) {
  const bool windowed = wish.size < 1 || !shows_all(frame);
  if (wish.smear_x == 0 && wish.smear_y == 0)
    return convert(frame, window(frame, wish.x, wish.y, wish.size), windowed, into);
  constexpr int kViews = 12;
  one_.resize(into.size());
  sum_.assign(into.size(), 0);
  for (int i = 0; i < kViews; ++i) {
    const float along = static_cast<float>(i) / (kViews - 1) - .5f;
    const Part part = window(frame, wish.x + along * wish.smear_x, wish.y + along * wish.smear_y, wish.size);
    if (!convert(frame, part, windowed, one_)) return false;
    for (std::size_t k = 0; k < one_.size(); ++k) sum_[k] = static_cast<std::uint16_t>(sum_[k] + one_[k]);
  }
  for (std::size_t k = 0; k < into.size(); ++k) into[k] = static_cast<std::uint8_t>(sum_[k] / kViews);
  return true;
}

}  // namespace firstchair::video

#include "io/video/picture_decoder.h"

#include <algorithm>

namespace firstchair::video {

Result<PictureDecoder> PictureDecoder::open(const io::Input& input, int width, int height, Fit fit) {
  Result<OpenVideo> video = open_video(input);
  if (!video) return video.error();
  const VideoInfo info = video->info;
  // What smooths the blocks' edges is a fifth of H.264's decoding, and cannot be seen in a picture that is so
  // much smaller.
  constexpr int kMuchSmaller = 4;
  if (std::max(width, height) * kMuchSmaller <= std::max(info.width, info.height))
    video->codec->skip_loop_filter = AVDISCARD_ALL;
  return PictureDecoder(FrameSource(std::move(*video)), FrameFitter(info, width, height, fit));
}

// Seeking may land behind the time that was asked for: then it begins further in front, at last at the start.
void PictureDecoder::begin_at(double at_s) {
  TimedFrame held = std::move(now_);
  const bool had = has_now_;
  for (const double before : {0., 5., 30., 1e9}) {
    source_.seek(std::max(at_s - before, source_.info().starts_s));
    has_now_ = source_.next(now_);
    if (has_now_ && now_.at_s <= at_s) break;
    if (at_s - before <= source_.info().starts_s) break;
  }
  if (!has_now_ && had) {
    now_ = std::move(held);
    has_now_ = true;
  }
  has_next_ = source_.next(next_);
}

void PictureDecoder::go_to(double at_s) {
  const bool back = has_now_ && at_s < now_.at_s && now_.at_s > source_.info().starts_s + 1e-3;
  const double reached = has_next_ ? next_.at_s : now_.at_s;
  if (!has_now_ && !has_next_ && at_s - source_.info().starts_s < 1) {
    has_now_ = source_.next(now_);
    has_next_ = has_now_ && source_.next(next_);
  } else if (!has_now_ || back || (has_next_ && source_.worth_seeking(reached, at_s))) {
    begin_at(at_s);
  }
  while (has_next_ && next_.at_s <= at_s) {
    std::swap(now_, next_);
    has_next_ = source_.next(next_);
  }
}

Result<double> PictureDecoder::picture(const Wish& wish, std::span<std::uint8_t> into,
                                       std::span<const std::uint8_t> before) {
  go_to(wish.at_s);
  if (!has_now_) return Error{ErrorCode::malformed, {}, "no picture in it can be decoded", {}};
  Wish shown = wish;
  shown.at_s = now_.at_s;
  if (fitted_ == shown && before.size() == into.size()) {
    std::ranges::copy(before, into.begin());
    return now_.at_s;
  }
  fitted_.reset();
  if (!fitter_.fit(*now_.frame, wish, into))
    return Error{ErrorCode::unsupported, {}, "its pictures cannot be converted", "Convert it to H.264 first"};
  fitted_ = shown;
  return now_.at_s;
}

}  // namespace firstchair::video

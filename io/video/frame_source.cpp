#include "io/video/frame_source.h"

#include <cmath>

#include "io/video/graph.h"

namespace firstchair::video {

FrameSource::FrameSource(OpenVideo video) : video_(std::move(video)) {}

bool FrameSource::decoded(AVFrame& frame) {
  while (true) {
    const int got = avcodec_receive_frame(video_.codec.get(), &frame);
    if (got == 0) return true;
    if (got != AVERROR(EAGAIN) || drained_) return false;
    while (true) {
      const int read = av_read_frame(video_.format.get(), packet_.get());
      if (read < 0) {
        avcodec_send_packet(video_.codec.get(), nullptr);
        drained_ = true;
        break;
      }
      const bool ours = packet_->stream_index == video_.stream;
      // A damaged packet is left out: the frame before it is shown for longer.
      const bool sent = ours && avcodec_send_packet(video_.codec.get(), packet_.get()) >= 0;
      av_packet_unref(packet_.get());
      if (sent) break;
    }
  }
}

bool FrameSource::join_fields(const AVFrame& first) {
  const AVRational base = video_.format->streams[video_.stream]->time_base;
  graph_ = make_graph(first, base, "bwdif=mode=send_frame:deint=interlaced", in_, out_);
  graph_drained_ = false;
  return graph_ != nullptr;
}

bool FrameSource::whole(AVFrame& frame) {
  if (!video_.info.interlaced) {
    if (!decoded(frame)) return false;
    frame.pts = frame.best_effort_timestamp;
    return true;
  }
  while (true) {
    if (graph_) {
      if (pull(out_, frame)) {
        // The filter counts in half steps.
        if (frame.pts != AV_NOPTS_VALUE)
          frame.pts =
              av_rescale_q(frame.pts, time_base_of(out_), video_.format->streams[video_.stream]->time_base);
        return true;
      }
      if (graph_drained_) return false;
    }
    if (decoded(*field_)) {
      field_->pts = field_->best_effort_timestamp;
      if (!graph_ && !join_fields(*field_)) return false;
      push(in_, *field_);
    } else {
      if (!graph_) return false;
      push_end(in_);
      graph_drained_ = true;
    }
  }
}

bool FrameSource::next(TimedFrame& into) {
  const double step = 1 / video_.info.rate.per_second();
  while (whole(*frame_)) {
    const double at = frame_->pts == AV_NOPTS_VALUE ? last_s_ + step : video_.seconds(frame_->pts);
    if (anything_ && at <= last_s_) {
      av_frame_unref(frame_.get());
      continue;
    }
    anything_ = true;
    last_s_ = at;
    if (!into.frame) into.frame.reset(av_frame_alloc());
    if (!into.frame) return false;
    av_frame_unref(into.frame.get());
    av_frame_move_ref(into.frame.get(), frame_.get());
    into.at_s = at;
    return true;
  }
  return false;
}

void FrameSource::seek(double camera_s) {
  // Where there is nothing before that time, the first key frame is as good.
  const std::int64_t stamp = video_.stamp(camera_s);
  if (avformat_seek_file(video_.format.get(), video_.stream, INT64_MIN, stamp, stamp, 0) < 0)
    avformat_seek_file(video_.format.get(), video_.stream, INT64_MIN, stamp, INT64_MAX, 0);
  avcodec_flush_buffers(video_.codec.get());
  graph_.reset();
  drained_ = graph_drained_ = anything_ = false;
  last_s_ = camera_s;
}

bool FrameSource::worth_seeking(double from_s, double to_s) const {
  constexpr double kSoon = .5, kFar = 4;  // seconds
  if (to_s - from_s < kSoon) return false;
  AVStream* stream = video_.format->streams[video_.stream];
  const AVIndexEntry* key =
      avformat_index_get_entry_from_timestamp(stream, video_.stamp(to_s), AVSEEK_FLAG_BACKWARD);
  // Files without an index have key frames every few seconds.
  if (key == nullptr || avformat_index_get_entries_count(stream) < 2) return to_s - from_s > kFar;
  return video_.seconds(key->timestamp) > from_s;
}

}  // namespace firstchair::video

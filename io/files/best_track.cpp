#include "io/files/best_track.h"

#include <unistd.h>

extern "C" {
#include <libavutil/avstring.h>
}

#include <algorithm>
#include <cmath>
#include <vector>

#include "io/files/container.h"
#include "io/files/sound_codecs.h"

namespace firstchair::io {
namespace {

constexpr double kPlaces[] = {.1, .3, .5, .7, .9};  // of the file's length
constexpr double kListened = 2;                     // s, of each place
constexpr int kMostPackets = 4000;                  // read at a place
constexpr double kLouder = 1.2589;                  // 1 dB, in energy

// One sound track, and what was heard of it.
class Listener {
 public:
  Listener(const AVStream& stream, const AVCodec& decoder) : stream_(stream.index) {
    codec_.reset(avcodec_alloc_context3(&decoder));
    if (!codec_ || avcodec_parameters_to_context(codec_.get(), stream.codecpar) < 0) return;
    codec_->pkt_timebase = stream.time_base;
    codec_->thread_count = 1;  // in the cage none can be started
    usable_ = avcodec_open2(codec_.get(), &decoder, nullptr) >= 0 && codec_->sample_rate > 0;
  }

  int stream() const { return stream_; }
  double power() const { return seconds_ > 0 ? energy_ / seconds_ : 0; }
  void at_new_place() {
    if (usable_) avcodec_flush_buffers(codec_.get());
    here_s_ = 0;
  }
  bool has_enough() const { return !usable_ || here_s_ >= kListened; }
  void push(const AVPacket& packet) {
    if (has_enough() || avcodec_send_packet(codec_.get(), &packet) < 0) return;
    while (avcodec_receive_frame(codec_.get(), frame_.get()) >= 0) add(*frame_);
  }

 private:
  void add(AVFrame& frame) {
    const int channels = frame.ch_layout.nb_channels;
    if (frame.sample_rate <= 0 || channels < 1 || frame.nb_samples < 1) return;
    if (!convert_ || channels != channels_ || frame.format != format_ || frame.sample_rate != rate_) {
      SwrContext* made = nullptr;
      const int ok =
          swr_alloc_set_opts2(&made, &frame.ch_layout, AV_SAMPLE_FMT_FLT, frame.sample_rate, &frame.ch_layout,
                              static_cast<AVSampleFormat>(frame.format), frame.sample_rate, 0, nullptr);
      convert_.reset(made);
      if (ok < 0 || swr_init(convert_.get()) < 0) {
        usable_ = false;
        return;
      }
      channels_ = channels, format_ = frame.format, rate_ = frame.sample_rate;
    }
    samples_.resize(static_cast<std::size_t>(frame.nb_samples) * static_cast<std::size_t>(channels));
    auto* into = reinterpret_cast<std::uint8_t*>(samples_.data());
    const int got = swr_convert(convert_.get(), &into, frame.nb_samples,
                                const_cast<const std::uint8_t**>(frame.extended_data), frame.nb_samples);
    if (got < 1) return;
    samples_.resize(static_cast<std::size_t>(got) * static_cast<std::size_t>(channels));
    double sum = 0;
    for (const float sample : samples_)
      if (std::isfinite(sample)) sum += static_cast<double>(sample) * static_cast<double>(sample);
    const double seconds = static_cast<double>(got) / frame.sample_rate;
    energy_ += sum / static_cast<double>(samples_.size()) * seconds;
    seconds_ += seconds;
    here_s_ += seconds;
  }

  int stream_;
  Owned<AVCodecContext> codec_;
  Owned<AVFrame> frame_{av_frame_alloc()};
  Owned<SwrContext> convert_;
  int channels_ = 0, format_ = -1, rate_ = 0;
  std::vector<float> samples_;
  double energy_ = 0, seconds_ = 0, here_s_ = 0;
  bool usable_ = false;
};

void listen(AVFormatContext& format, std::vector<Listener>& listeners) {
  const Owned<AVPacket> packet(av_packet_alloc());
  const std::int64_t start = format.start_time == AV_NOPTS_VALUE ? 0 : format.start_time;
  for (const double place : kPlaces) {
    if (format.duration > 0) {
      const auto at =
          start + static_cast<std::int64_t>(std::llround(place * static_cast<double>(format.duration)));
      av_seek_frame(&format, -1, at, AVSEEK_FLAG_BACKWARD);
    }
    for (Listener& listener : listeners) listener.at_new_place();
    for (int read = 0; read < kMostPackets; ++read) {
      if (std::ranges::all_of(listeners, &Listener::has_enough)) break;
      if (av_read_frame(&format, packet.get()) < 0) break;
      for (Listener& listener : listeners)
        if (listener.stream() == packet->stream_index) listener.push(*packet);
      av_packet_unref(packet.get());
    }
  }
}

Track track_in(const Input& input) {
  Track track;
  const Container container = open_container(input, kSoundContainers, kSoundCodecs);
  AVFormatContext* format = container.format.get();
  if (format == nullptr || avformat_find_stream_info(format, nullptr) < 0) return track;
  track.stream = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  std::vector<Listener> listeners;
  for (unsigned i = 0; i < format->nb_streams; ++i) {
    AVStream& stream = *format->streams[i];
    const AVCodec* decoder = stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO
                                 ? avcodec_find_decoder(stream.codecpar->codec_id)
                                 : nullptr;
    if (decoder != nullptr && av_match_list(decoder->name, kSoundCodecs, ',') > 0)
      listeners.emplace_back(stream, *decoder);
    else
      stream.discard = AVDISCARD_ALL;
  }
  if (listeners.empty()) return track;
  track.of = static_cast<int>(listeners.size());
  if (track.of > 1 && input.seekable) listen(*format, listeners);
  const auto usual =
      std::ranges::find_if(listeners, [&](const Listener& l) { return l.stream() == track.stream; });
  const auto loudest = std::ranges::max_element(listeners, {}, &Listener::power);
  const bool stays = usual != listeners.end() && loudest->power() <= kLouder * usual->power();
  const auto& taken = stays ? usual : loudest;
  track.stream = taken->stream();
  track.number = static_cast<int>(taken - listeners.begin()) + 1;
  return track;
}

}  // namespace

Track best_track(const Input& input) {
  const auto stood = input.seekable ? ::lseek(input.fd, 0, SEEK_CUR) : 0;
  if (input.seekable) ::lseek(input.fd, 0, SEEK_SET);
  const Track track = track_in(input);
  if (input.seekable) ::lseek(input.fd, stood, SEEK_SET);
  return track;
}

}  // namespace firstchair::io

#include "io/video/open_video.h"

extern "C" {
#include <libavutil/avstring.h>
#include <libavutil/dict.h>
#include <libavutil/display.h>
#include <libavutil/pixdesc.h>
}

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "io/files/best_track.h"
#include "io/files/container.h"
#include "io/video/picture.h"

namespace firstchair::video {
namespace {

// `mov` is also mp4, `matroska` is also webm, `mpegts` is also mts.
constexpr const char* kContainers = "mov,matroska,avi,mpegts";
constexpr double kFastest = 1000;          // pictures a second
constexpr std::size_t kMostTimecode = 23;  // letters; more than any has
constexpr const char* kCodecs = "h264,hevc,libdav1d,libaom-av1,av1,vp9,libvpx-vp9,vp8,mpeg4,mjpeg,prores";

// The quarter turns, clockwise, that make the stored picture the one that is looked at, and whether left and
// right then change places.
std::pair<int, bool> turn_of(const AVStream& stream) {
  const std::uint8_t* given = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
  if (given == nullptr) return {0, false};
  std::int32_t matrix[9];
  std::memcpy(matrix, given, sizeof matrix);
  const auto part = [&](int a, int b) { return static_cast<double>(matrix[a]) * matrix[b]; };
  const bool mirrored = part(0, 4) < part(1, 3);
  if (mirrored) av_display_matrix_flip(matrix, 1, 0);
  const double degrees = -av_display_rotation_get(matrix);
  if (!std::isfinite(degrees)) return {0, mirrored};
  const int quarters = static_cast<int>(std::lround(degrees / 90)) % 4;
  return {(quarters + 4) % 4 * 90, mirrored};
}

// An mp4 or mov keeps the list of what is in it at its end: a copy that was broken off begins as one and
// cannot be opened.
bool begins_as_mp4(const io::Input& input) {
  char begin[8] = {};
  return input.seekable && ::pread(input.fd, begin, sizeof begin, 0) == static_cast<ssize_t>(sizeof begin) &&
         std::string_view(begin + 4, 4) == "ftyp";
}

double start_of(const AVStream& stream) {
  return stream.start_time == AV_NOPTS_VALUE
             ? 0
             : static_cast<double>(stream.start_time) * av_q2d(stream.time_base);
}

cut::FrameRate rate_of(const AVStream& stream) {
  const AVRational rate = stream.avg_frame_rate.num > 0 && stream.avg_frame_rate.den > 0
                              ? stream.avg_frame_rate
                              : stream.r_frame_rate;
  if (rate.num <= 0 || rate.den <= 0 || av_q2d(rate) > kFastest) return {};
  return {rate.num, rate.den};
}

// The timecode of a stream or of all of them, as the file has it.
std::string timecode_in(const AVDictionary* about) {
  const AVDictionaryEntry* said = av_dict_get(about, "timecode", nullptr, 0);
  return said == nullptr || said->value == nullptr ? std::string()
                                                   : std::string(said->value).substr(0, kMostTimecode);
}

// A timecode has a track of its own in mov and mp4 (tmcd, or Sony's rtmd), whose rate counts it: a camera of
// 59.94 pictures a second may count 29.97. Elsewhere it is said of the picture or of the whole file.
void find_timecode(const OpenVideo& video, VideoInfo& info) {
  const AVFormatContext& format = *video.format;
  const AVStream& picture = *format.streams[video.stream];
  info.timecode = timecode_in(picture.metadata);
  info.timecode_rate = cut::usual_rate(info.rate);
  for (unsigned s = 0; s < format.nb_streams; ++s) {
    const AVStream& stream = *format.streams[s];
    if (stream.codecpar->codec_type != AVMEDIA_TYPE_DATA) continue;
    const std::string said = timecode_in(stream.metadata);
    if (said.empty() || (!info.timecode.empty() && said != info.timecode)) continue;
    info.timecode = said;
    const AVRational rate = stream.avg_frame_rate;
    if (rate.num > 0 && rate.den > 0 && av_q2d(rate) <= kFastest)
      info.timecode_rate = cut::usual_rate({rate.num, rate.den});
    return;
  }
  if (info.timecode.empty()) info.timecode = timecode_in(format.metadata);
}

// Which of several sound tracks is the one that is heard; -1: there are not several.
int sound_heard(const io::Input& input, const AVFormatContext& format) {
  const std::span<AVStream* const> streams(format.streams, format.nb_streams);
  const auto is_sound = [](const AVStream* stream) {
    return stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
  };
  if (!input.seekable || std::ranges::count_if(streams, is_sound) < 2) return -1;
  const int heard = io::best_track(input).stream;
  const bool there = heard >= 0 && heard < static_cast<int>(streams.size()) &&
                     is_sound(streams[static_cast<std::size_t>(heard)]);
  return there ? heard : -1;
}

VideoInfo describe(const OpenVideo& video, const AVCodec& decoder) {
  const AVStream& stream = *video.format->streams[video.stream];
  const AVCodecParameters& how = *stream.codecpar;
  VideoInfo info;
  std::tie(info.turned, info.mirrored) = turn_of(stream);
  const AVRational pixel =
      stream.sample_aspect_ratio.num > 0 ? stream.sample_aspect_ratio : how.sample_aspect_ratio;
  const double square = pixel.num > 0 && pixel.den > 0 ? av_q2d(pixel) : 1;
  info.width = std::max(1, static_cast<int>(std::lround(how.width * square)));
  info.height = how.height;
  if (info.turned % 180 != 0) std::swap(info.width, info.height);
  info.rate = rate_of(stream);
  info.starts_s = start_of(stream) - video.zero_s;
  if (stream.duration != AV_NOPTS_VALUE && stream.duration > 0)
    info.length_s = static_cast<double>(stream.duration) * av_q2d(stream.time_base);
  else if (video.format->duration > 0)
    info.length_s = static_cast<double>(video.format->duration) / AV_TIME_BASE;
  info.hlg = how.color_trc == AVCOL_TRC_ARIB_STD_B67;
  info.hdr = info.hlg || how.color_trc == AVCOL_TRC_SMPTE2084;
  info.interlaced = how.field_order != AV_FIELD_UNKNOWN && how.field_order != AV_FIELD_PROGRESSIVE;
  const double mean = av_q2d(stream.avg_frame_rate), real = av_q2d(stream.r_frame_rate);
  info.variable_rate =
      std::isfinite(mean) && std::isfinite(real) && std::abs(mean / real - 1) > .005 && !info.interlaced;
  info.codec = decoder.name;
  find_timecode(video, info);
  return info;
}

}  // namespace

double OpenVideo::seconds(std::int64_t pts) const {
  return static_cast<double>(pts) * av_q2d(format->streams[stream]->time_base) - zero_s;
}

std::int64_t OpenVideo::stamp(double camera_s) const {
  return static_cast<std::int64_t>(
      std::floor((camera_s + zero_s) / av_q2d(format->streams[stream]->time_base)));
}

Result<OpenVideo> open_video(const io::Input& input) {
  io::Container container = io::open_container(input, kContainers, kCodecs);
  if (!container.format && begins_as_mp4(input))
    return Error{ErrorCode::malformed,
                 {},
                 "damaged, or cut off: the list of its pictures is missing",
                 "Copy it from the camera again"};
  if (!container.format)
    return Error{
        ErrorCode::malformed, {}, "not a video file", "Give an mp4, mov, mkv, webm, avi or mts file"};
  OpenVideo video{.input = std::move(container.input),
                  .bytes = std::move(container.bytes),
                  .format = std::move(container.format),
                  .codec = nullptr,
                  .info = {}};
  AVFormatContext& format = *video.format;
  if (avformat_find_stream_info(&format, nullptr) < 0)
    return Error{ErrorCode::malformed, {}, "the container is damaged", {}};
  const AVCodec* decoder = nullptr;
  video.stream = av_find_best_stream(&format, AVMEDIA_TYPE_VIDEO, -1, -1, &decoder, 0);
  const bool named = decoder != nullptr && av_match_list(decoder->name, kCodecs, ',') > 0;
  if (video.stream == AVERROR_DECODER_NOT_FOUND || (video.stream >= 0 && !named))
    return Error{ErrorCode::unsupported, {}, "no decoder for its picture", "Convert it to H.264 first"};
  if (video.stream < 0) return Error{ErrorCode::unsupported, {}, "no picture in it", {}};
  const AVStream& stream = *format.streams[video.stream];
  if ((stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0)
    return Error{ErrorCode::unsupported, {}, "no picture in it but a cover", {}};
  const AVCodecParameters& how = *stream.codecpar;
  if (how.width < 1 || how.height < 1 || how.width > kLargestSide || how.height > kLargestSide)
    return Error{ErrorCode::too_large, {}, "its picture is larger than 8192 pixels, or has no size", {}};
  int sound = av_find_best_stream(&format, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  if (sound >= 0) {  // the one that is heard, and whose first sample is the camera's time 0
    const int heard = sound_heard(input, format);
    if (heard >= 0) sound = heard;
  }
  video.zero_s = start_of(sound >= 0 ? *format.streams[sound] : stream);
  for (unsigned i = 0; i < format.nb_streams; ++i)
    if (static_cast<int>(i) != video.stream) format.streams[i]->discard = AVDISCARD_ALL;
  video.codec.reset(avcodec_alloc_context3(decoder));
  if (!video.codec || avcodec_parameters_to_context(video.codec.get(), &how) < 0)
    return Error{ErrorCode::malformed, {}, "its picture is damaged", {}};
  video.codec->pkt_timebase = stream.time_base;
  video.codec->thread_count = 1;  // in the cage none can be started
  if (avcodec_open2(video.codec.get(), decoder, nullptr) < 0)
    return Error{ErrorCode::malformed, {}, "its picture is damaged", {}};
  video.info = describe(video, *decoder);
  video.info.sound = sound >= 0;
  return video;
}

}  // namespace firstchair::video

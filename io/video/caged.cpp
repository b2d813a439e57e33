#include "io/video/caged.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <optional>

#include "io/video/picture_decoder.h"

namespace firstchair::video {
namespace {

template <class Message>
void say_one(const Say& say, io::Said said, const Message& message) {
  say(said, sizeof message, &message);
}

// The cage is not believed: what it says is bounded.
bool sane(const VideoMessage& said) {
  constexpr double kLongest = 1e7;
  return said.width > 0 && said.height > 0 && said.width <= 16 * kLargestSide &&
         said.height <= 16 * kLargestSide && said.numerator > 0 && said.denominator > 0 && said.turned >= 0 &&
         said.turned < 360 && said.turned % 90 == 0 && std::isfinite(said.starts_s) &&
         std::abs(said.starts_s) < kLongest && said.length_s >= 0 && said.length_s < kLongest &&
         said.timecode_numerator > 0 && said.timecode_denominator > 0;
}

Error at(Error error, const std::string& path) {
  if (error.place.empty()) error.place = path;
  return error;
}

}  // namespace

Result<io::Input> open_input(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    if (errno == ENOENT) return Error{ErrorCode::not_found, path, "no such file", {}};
    return Error{
        ErrorCode::unreadable, path, std::string("cannot be opened (") + std::strerror(errno) + ")", {}};
  }
  const io::Input input = io::look_at(fd, path);
  if (input.seekable) return input;
  ::close(fd);
  return Error{ErrorCode::unreadable, path, "not a file",
               "Pictures are read where they stand; give a file on a disk"};
}

struct Pictures::Side {
  std::string path;
  io::Input input;
  Wanted wanted;
  std::size_t given = 0;
  std::optional<PictureRing> ring;
  std::unique_ptr<io::Caged> caged;
  std::optional<PictureDecoder> here;  // without a cage

  ~Side() {
    if (input.fd >= 0) ::close(input.fd);
  }
};

Pictures::Pictures(std::unique_ptr<Side> side) : side_(std::move(side)) {}
Pictures::Pictures(Pictures&&) noexcept = default;
Pictures& Pictures::operator=(Pictures&&) noexcept = default;
Pictures::~Pictures() = default;

Result<Pictures> Pictures::open(const std::string& path, Wanted wanted, const io::Cage& cage) {
  Result<io::Input> input = open_input(path);
  if (!input) return input.error();
  auto side = std::make_unique<Side>();
  side->path = path;
  side->input = *input;
  side->wanted = std::move(wanted);
  if (cage.program.empty()) {
    Result<PictureDecoder> here =
        PictureDecoder::open(side->input, side->wanted.width, side->wanted.height, side->wanted.fit);
    if (!here) return at(here.error(), path);
    side->here.emplace(std::move(*here));
    return Pictures(std::move(side));
  }
  std::optional<PictureRing> ring = PictureRing::make(side->wanted);
  if (!ring) return Error{ErrorCode::unreadable, path, "no memory for its pictures", "Make the film smaller"};
  side->ring.emplace(std::move(*ring));
  Result<std::unique_ptr<io::Caged>> caged =
      io::Caged::start(cage, "picture", side->input, side->ring->descriptor());
  if (!caged) return at(caged.error(), path);
  side->caged = std::move(*caged);
  return Pictures(std::move(side));
}

Result<double> Pictures::next(std::span<std::uint8_t> into) {
  Side& side = *side_;
  const Error over{ErrorCode::usage, side.path, "no more of its pictures were asked for", {}};
  if (side.given == side.wanted.wishes.size()) return over;
  const Wish& wish = side.wanted.wishes[side.given++];
  if (side.here) {
    Result<double> began = side.here->picture(wish, into);
    if (!began) return at(began.error(), side.path);
    return began;
  }
  const std::optional<io::MessageHead> head = side.caged->next();
  if (!head) return at(side.caged->stopped(), side.path);
  PictureMessage told;
  if (head->said != io::Said::picture) return at(side.caged->failure(*head), side.path);
  if (head->length != sizeof told || !side.caged->take(&told, sizeof told) || !std::isfinite(told.at_s))
    return at(side.caged->stopped(), side.path);
  side.ring->take(into);
  return told.at_s;
}

Result<VideoInfo> probe(const std::string& path, const io::Cage& cage) {
  const Result<io::Input> input = open_input(path);
  if (!input) return input.error();
  struct Closed {
    int fd;
    ~Closed() { ::close(fd); }
  } const closed{input->fd};
  if (cage.program.empty()) {
    Result<OpenVideo> video = open_video(*input);
    if (!video) return at(video.error(), path);
    return video->info;
  }
  std::vector<std::string> warnings;
  const Result<std::vector<std::uint8_t>> answer = io::ask_cage(cage, "video", *input, warnings);
  if (!answer) return at(answer.error(), path);
  VideoMessage told;
  if (answer->size() == sizeof told) std::memcpy(&told, answer->data(), sizeof told);
  if (!sane(told))
    return Error{ErrorCode::unreadable, path, "could not be decoded (the decoder stopped)", {}};
  VideoInfo info;
  info.width = told.width;
  info.height = told.height;
  info.rate = {told.numerator, told.denominator};
  info.turned = told.turned;
  info.starts_s = told.starts_s;
  info.length_s = told.length_s;
  info.sound = (told.flags & 1) != 0;
  info.hdr = (told.flags & 2) != 0;
  info.hlg = (told.flags & 32) != 0;
  info.interlaced = (told.flags & 4) != 0;
  info.variable_rate = (told.flags & 8) != 0;
  info.mirrored = (told.flags & 16) != 0;
  const auto letters = [](std::span<const char> said) {
    std::string plain;
    for (const char letter : said)
      if (letter > 32 && letter < 127) plain += letter;
    return plain;
  };
  info.codec = letters(told.codec);
  info.timecode = letters(told.timecode);
  info.timecode_rate = {told.timecode_numerator, told.timecode_denominator};
  return info;
}

Result<Done> tell_video(const io::Input& input, const Say& say) {
  const Result<OpenVideo> video = open_video(input);
  if (!video) return video.error();
  const VideoInfo& info = video->info;
  VideoMessage told{.width = info.width,
                    .height = info.height,
                    .numerator = info.rate.numerator,
                    .denominator = info.rate.denominator,
                    .turned = info.turned,
                    .flags = (info.sound ? 1u : 0u) | (info.hdr ? 2u : 0u) | (info.interlaced ? 4u : 0u) |
                             (info.variable_rate ? 8u : 0u) | (info.mirrored ? 16u : 0u) |
                             (info.hlg ? 32u : 0u),
                    .starts_s = info.starts_s,
                    .length_s = info.length_s,
                    .timecode_numerator = info.timecode_rate.numerator,
                    .timecode_denominator = info.timecode_rate.denominator};
  const auto copy = [](const std::string& from, std::span<char> to) {
    std::copy_n(from.begin(), std::min(from.size(), to.size() - 1), to.begin());
  };
  copy(info.codec, told.codec);
  copy(info.timecode, told.timecode);
  say_one(say, io::Said::data, told);
  return Done{};
}

Result<Done> tell_pictures(const io::Input& input, PictureRing& ring, const Say& say) {
  Result<PictureDecoder> decoder = PictureDecoder::open(input, ring.width(), ring.height(), ring.fit());
  if (!decoder) return decoder.error();
  std::span<const std::uint8_t> before;  // the ring has two pictures or more, so it stands while this is made
  for (std::size_t i = 0; i < ring.wishes(); ++i) {
    const std::span<std::uint8_t> into = ring.wait_for_picture();
    const Result<double> began = decoder->picture(ring.wish(i), into, before);
    if (!began) return began.error();
    before = into;
    ring.end_picture();
    say_one(say, io::Said::picture, PictureMessage{*began});
  }
  say(io::Said::end, 0, nullptr);
  return Done{};
}

}  // namespace firstchair::video

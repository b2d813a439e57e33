#include "io/video/film_sound.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace firstchair::video {
namespace {

constexpr std::size_t kBlock = 8192;  // samples
constexpr int kDistance = 2'000'000;  // frames of a compensation: parts in a million come out whole

}  // namespace

std::string path_of(const std::string& name, const std::string& folder) {
  const std::filesystem::path path(name);
  return folder.empty() || path.is_absolute() ? name : (std::filesystem::path(folder) / path).string();
}

Result<std::optional<FilmSound>> FilmSound::open(const cut::Film& film, const std::string& folder,
                                                 SoundCodec codec, const io::Cage& cage) {
  std::string name = film.sound;
  cut::Piece line{.from_s = 0, .to_s = 0, .offset_s = 0, .slope = 0};
  if (name.empty()) {
    if (!film.sound_camera || *film.sound_camera < 0 || *film.sound_camera >= std::ssize(film.cameras))
      return std::optional<FilmSound>{};
    const cut::Camera& camera = film.cameras[static_cast<std::size_t>(*film.sound_camera)];
    if (camera.files.empty() || camera.placement.pieces.empty()) return std::optional<FilmSound>{};
    name = camera.files.front();
    line = camera.placement.pieces.front();
  }
  Result<SoundTrack> track = SoundTrack::open(path_of(name, folder), cage);
  if (!track) return track.error();
  FilmSound sound(std::move(*track));
  const double given = sound.track_.rate();
  const bool known = takes_rate(codec, given);  // others are converted
  sound.rate_ = known ? given : 48000;
  if (line.slope != 0 || !known) {
    AVChannelLayout two{};
    av_channel_layout_default(&two, 2);
    SwrContext* made = nullptr;
    const int ok = swr_alloc_set_opts2(&made, &two, AV_SAMPLE_FMT_FLT, static_cast<int>(sound.rate_), &two,
                                       AV_SAMPLE_FMT_FLT, static_cast<int>(given), 0, nullptr);
    sound.stretch_.reset(made);
    sound.more_ = static_cast<int>(std::lround(line.slope * kDistance));
    if (ok < 0 || swr_init(made) < 0)
      return Error{ErrorCode::unsupported, name, "its rate of sound cannot be converted", {}};
  }
  const double begins_s = cut::camera_of(line, film.from_s);
  if (begins_s < 0) sound.silent_ = static_cast<std::size_t>(std::lround(-begins_s * sound.rate_));
  auto skip = static_cast<std::size_t>(std::lround(std::max(0., begins_s) * given)) * 2;
  sound.block_.resize(kBlock);
  while (skip > 0) {
    const std::size_t got = sound.track_.read(std::span(sound.block_).first(std::min(skip, kBlock)));
    if (got == 0) break;
    skip -= got;
  }
  return std::optional<FilmSound>(std::move(sound));
}

bool FilmSound::fill() {
  const std::size_t got = track_.read(block_);
  if (!stretch_) {
    ready_.insert(ready_.end(), block_.begin(), block_.begin() + static_cast<std::ptrdiff_t>(got));
    return got > 0;
  }
  const std::size_t had = ready_.size(), room = 2 * kBlock;
  ready_.resize(had + room * 2);
  auto* into = reinterpret_cast<std::uint8_t*>(ready_.data() + had);
  const auto* from = reinterpret_cast<const std::uint8_t*>(block_.data());
  // It ends by itself: every block begins it again.
  if (more_ != 0 && swr_set_compensation(stretch_.get(), more_, kDistance) < 0) return false;
  const int made = swr_convert(stretch_.get(), &into, static_cast<int>(room), got > 0 ? &from : nullptr,
                               static_cast<int>(got / 2));
  ready_.resize(had + 2 * static_cast<std::size_t>(std::max(made, 0)));
  return got > 0 || made > 0;
}

std::vector<float> FilmSound::next(std::size_t frames) {
  std::vector<float> samples(2 * frames, 0.f);
  std::size_t at = 2 * std::min(silent_, frames);
  silent_ -= at / 2;
  while (at < samples.size() && !over_) {
    if (ready_.empty() && !fill()) {
      over_ = true;
      break;
    }
    const std::size_t now = std::min(samples.size() - at, ready_.size());
    std::copy_n(ready_.begin(), now, samples.begin() + static_cast<std::ptrdiff_t>(at));
    ready_.erase(ready_.begin(), ready_.begin() + static_cast<std::ptrdiff_t>(now));
    at += now;
  }
  return samples;
}

}  // namespace firstchair::video

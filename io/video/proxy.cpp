#include "io/video/proxy.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "io/video/caged.h"
#include "io/video/encoder.h"

namespace firstchair::video {
namespace {

// The camera is asked so often for what is on display, and every picture that is new is taken.
double looks_a_second(const VideoInfo& info) {
  constexpr double kLeast = 60, kUneven = 120, kMost = 240;
  const double wanted = std::clamp(2 * info.rate.per_second(), info.variable_rate ? kUneven : kLeast, kMost);
  return std::min(wanted, static_cast<double>(PictureRing::kMostWishes - 1) / info.length_s);
}

int smaller(double pixels) {
  return std::max(16, static_cast<int>(std::lround(pixels / 2)) * 2);
}

}  // namespace

bool wants_proxy(const VideoInfo& info) {
  return info.length_s > 0 && std::max(info.width, info.height) > kDraftSide;
}

bool is_proxy(const VideoInfo& proxy, const VideoInfo& of) {
  constexpr double kSame_s = .5;  // a last picture has no length of its own
  return std::max(proxy.width, proxy.height) == kDraftSide && !proxy.sound && proxy.length_s > 0 &&
         (proxy.width < proxy.height) == (of.width < of.height) &&
         proxy.length_s > of.length_s - std::max(kSame_s, 2 / of.rate.per_second());
}

Result<Done> write_proxy(const std::string& of, const VideoInfo& info, const std::string& into,
                         const io::Cage& cage, const std::function<bool(double)>& told) {
  const double share = static_cast<double>(kDraftSide) / std::max(info.width, info.height),
               rate = looks_a_second(info);
  Wanted wanted{smaller(info.width * share), smaller(info.height * share), Fit::crop, {}};
  for (double at = .5 / rate; at < info.length_s; at += 1 / rate)
    wanted.wishes.push_back({.at_s = info.starts_s + at});
  const std::size_t all = wanted.wishes.size();
  const int width = wanted.width, height = wanted.height;
  Result<Pictures> pictures = Pictures::open(of, std::move(wanted), cage);
  if (!pictures) return pictures.error();
  Result<Encoder> encoder = Encoder::make({.path = into,
                                           .force = true,
                                           .width = width,
                                           .height = height,
                                           .rate = info.rate,
                                           .draft = true,
                                           .timed = true,
                                           .encoder = {},
                                           .title = {},
                                           .chapters = {}});
  if (!encoder) return encoder.error();
  std::vector<std::uint8_t> picture(picture_bytes(width, height));
  double last_s = 0;
  auto next_told = std::chrono::steady_clock::now();
  for (std::size_t k = 0; k < all; ++k) {
    const Result<double> began = pictures->next(picture);
    if (!began) return began.error();
    if (k == 0 || *began > last_s) {
      // The first stands at the beginning, which its file would not keep otherwise.
      const double at_s = k == 0 ? 0 : *began - info.starts_s;
      if (Result<Done> put = encoder->picture_at(picture, at_s); !put) return put;
      last_s = *began;
    }
    if (const auto now = std::chrono::steady_clock::now(); told && now >= next_told) {
      next_told = now + std::chrono::milliseconds(100);
      if (!told(static_cast<double>(k) / static_cast<double>(all)))
        return Error{ErrorCode::usage, of, "it was ended", {}};
    }
  }
  return encoder->finish();
}

}  // namespace firstchair::video

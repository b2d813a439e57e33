#include "hearing/lay_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace firstchair::hearing {
namespace {

constexpr double kRoughly_s = .015;  // of what the loudness alone says of two places, each 7.5 ms well

std::string clock_text(double s) {
  const long whole = std::lround(s);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

std::string speed_words(double speed, double within) {
  for (const auto& [known, name] :
       {std::pair{25. / 24, "25/24"}, {24. / 25, "24/25"}, {1.001, "1.001"}, {1 / 1.001, "1/1.001"}})
    if (within <= 0 && std::abs(speed / known - 1) < 2e-4)
      return fmt::format("plays at {} speed: convert it first", name);
  if (within <= 0) return "its clock runs over 500 parts in a million off: convert it first";
  return fmt::format(
      "its clock runs {:.0f} (+-{:.0f}) parts in a million {}, 500 are the most: convert it first",
      std::abs(speed - 1) * 1e6, std::ceil(within * 1e6), speed > 1 ? "slow" : "fast");
}

std::string unrelated_words(const cut::Coarse& coarse) {
  std::string agree = fmt::format("none of {} windows agrees", coarse.windows);
  if (coarse.windows <= 1) agree = "no place in it stands out";
  if (coarse.agreed > 1) agree = fmt::format("only {} of {} windows agree", coarse.agreed, coarse.windows);
  return fmt::format("not the same music: {} (best {:.2f}; {:.1f} is needed)", agree, coarse.ratio,
                     cut::kNeededRatio);
}

std::string pieces_word(std::size_t pieces) {
  constexpr const char* kWords[] = {"no",   "one", "two",   "three", "four",
                                    "five", "six", "seven", "eight", "nine"};
  return pieces < std::size(kWords) ? kWords[pieces] : std::to_string(pieces);
}

// What is missing of the camera between a piece and the next, negative where the master lacks it, and half of
// the 95 % interval.
struct Loss {
  double s = 0, within_s = kRoughly_s;
};

// Both pieces have their own offset, the shorter one of fewer strokes.
Loss loss_of(const cut::Coarse& coarse, const cut::Placement& laid, std::size_t step) {
  const cut::Jump& jump = coarse.steps[step];
  if (laid.pieces.size() != coarse.pieces.size() || step + 1 >= laid.pieces.size() || laid.offset_95_s <= 0)
    return {jump.missing_s};
  double longest_s = 0;
  for (const cut::Piece& piece : laid.pieces) longest_s = std::max(longest_s, piece.to_s - piece.from_s);
  double square = 0;
  for (const std::size_t p : {step, step + 1}) {
    const double length_s = std::max(1., laid.pieces[p].to_s - laid.pieces[p].from_s);
    const double off_s = laid.offset_95_s * std::sqrt(longest_s / length_s) + laid.slope_95 * length_s / 2;
    square += off_s * off_s;
  }
  const auto at = [&](std::size_t p) { return cut::master_of(laid.pieces[p], jump.camera_s); };
  return {at(step + 1) - at(step), std::sqrt(square)};
}

std::string loss_words(const cut::Coarse& coarse, const cut::Placement& laid, std::size_t step) {
  const Loss loss = loss_of(coarse, laid, step);
  const int decimals = loss.within_s < .005 ? 3 : 2;
  const std::string size =
      fmt::format("{:.{}f} s (+-{:.1f} ms)", std::abs(loss.s), decimals, std::ceil(loss.within_s * 1e4) / 10);
  const std::string rest = fmt::format("at {}; laid as {} pieces", clock_text(coarse.steps[step].camera_s),
                                       pieces_word(coarse.pieces.size()));
  return loss.s > 0 ? fmt::format("{} are missing {}", size, rest)
                    : fmt::format("the master lacks {} {}", size, rest);
}

}  // namespace

std::vector<std::string> coarse_words(const cut::Coarse& coarse, const std::string& camera,
                                      const cut::Placement& laid) {
  switch (coarse.end) {
    case cut::CoarseEnd::unrelated:
      return {unrelated_words(coarse)};
    case cut::CoarseEnd::ambiguous:
      return {fmt::format(
          "fits at {0:.2f} s and at {1:.2f} s equally well (a loop?): choose with --offset {2}={0:.2f}",
          coarse.offsets_s[0], coarse.offsets_s[1], camera)};
    case cut::CoarseEnd::speed:
      return {speed_words(coarse.speed, coarse.speed_95)};
    case cut::CoarseEnd::apart:
      return {fmt::format("overlaps the sound for {:.0f} s, {:.0f} are needed", coarse.overlap_s,
                          cut::kLeastOverlap)};
    case cut::CoarseEnd::silent:
      return {"nothing is struck in its sound, or in the master's"};
    case cut::CoarseEnd::laid:
      break;
  }
  std::vector<std::string> words;
  const double at_s = coarse.pieces.empty() ? 0 : coarse.pieces.front().offset_s;
  if (coarse.maybe_s > 0)
    words.push_back(
        fmt::format("it is heard twice: it may lie at {:.3f} s, or at {:.3f} s, by a sound that comes "
                    "first",
                    at_s, at_s + coarse.maybe_s));
  else if (coarse.echo_s > 0)
    words.push_back(
        fmt::format("an echo {:.0f} ms late is heard: by the sound that comes first it lies "
                    "at {:.3f} s, by the echo at {:.3f} s",
                    1000 * coarse.echo_s, at_s, at_s - coarse.echo_s));
  for (std::size_t step = 0; step < coarse.steps.size(); ++step)
    words.push_back(loss_words(coarse, laid, step));
  if (coarse.lost_to_s > 0)
    words.push_back(fmt::format("what it has from {} to {} fits on none of them",
                                clock_text(coarse.lost_from_s), clock_text(coarse.lost_to_s)));
  return words;
}

std::string no_sound_words(const std::string& camera) {
  return fmt::format("no sound: place it with --at {}=SECONDS", camera);
}

}  // namespace firstchair::hearing

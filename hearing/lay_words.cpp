#include "hearing/lay_words.h"

#include <fmt/format.h>

#include <cmath>

namespace firstchair::hearing {
namespace {

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

}  // namespace

std::vector<std::string> coarse_words(const cut::Coarse& coarse, const std::string& camera) {
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
  for (const cut::Jump& step : coarse.steps)
    words.push_back(step.missing_s > 0
                        ? fmt::format("{:.2f} s are missing at {}; laid as {} pieces", step.missing_s,
                                      clock_text(step.camera_s), pieces_word(coarse.pieces.size()))
                        : fmt::format("the master lacks {:.2f} s at {}; laid as {} pieces", -step.missing_s,
                                      clock_text(step.camera_s), pieces_word(coarse.pieces.size())));
  if (coarse.lost_to_s > 0)
    words.push_back(fmt::format("what it has from {} to {} fits on none of them",
                                clock_text(coarse.lost_from_s), clock_text(coarse.lost_to_s)));
  return words;
}

std::string no_sound_words(const std::string& camera) {
  return fmt::format("no sound: place it with --at {}=SECONDS", camera);
}

}  // namespace firstchair::hearing

#include "engine/judge/beside_band.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <limits>
#include <map>
#include <numbers>
#include <optional>

#include "engine/stats/stats.h"

namespace firstchair::judge {
namespace {

constexpr double kAway = .25;           // of a beat: further away it is another place
constexpr double kNear = .12;           // of a beat: half way to the next triplet, and less
constexpr double kSameTempo = .14;      // log: beyond it the player keeps another tempo than the band
constexpr double kTogether = .6;        // length of the mean direction of the offsets: less is no offset
constexpr double kWait = 1.6;           // beats: a longer one is a wait
constexpr std::size_t kFewest = 8;      // strokes that place a passage
constexpr std::size_t kNeighbours = 4;  // beats on either side that say how long one is
constexpr std::array<double, 3> kCounts{1, .5, 2};
constexpr std::array<double, 6> kOffsets{0, .25, 1. / 3, .5, 2. / 3, .75};

// The beats as a line of time: position k is the k-th beat that was played.
class Beats {
 public:
  explicit Beats(const std::vector<ClockBeat>& beats) : beats_(beats), wait_(beats.size(), false) {
    for (std::size_t k = 0; k + 1 < beats.size(); ++k) {
      std::vector<double> lengths;
      for (std::size_t j = k > kNeighbours ? k - kNeighbours : 0;
           j + 1 < beats.size() && j <= k + kNeighbours; ++j)
        lengths.push_back(beats[j + 1].frame - beats[j].frame);
      wait_[k] = !(beats[k + 1].frame > beats[k].frame) ||
                 beats[k + 1].frame - beats[k].frame > kWait * stats::median(lengths);
    }
  }

  std::optional<double> position(double frame) const {
    const auto after = std::upper_bound(beats_.begin(), beats_.end(), frame,
                                        [](double f, const ClockBeat& beat) { return f < beat.frame; });
    if (after == beats_.begin() || after == beats_.end()) return {};
    const auto k = static_cast<std::size_t>(after - beats_.begin()) - 1;
    if (wait_[k]) return {};
    return static_cast<double>(k) + (frame - beats_[k].frame) / (beats_[k + 1].frame - beats_[k].frame);
  }
  std::optional<double> frame(double position) const {
    if (!(position >= 0) || position > static_cast<double>(beats_.size()) - 1) return {};
    const auto k = std::min(static_cast<std::size_t>(position), beats_.size() - 2);
    if (wait_[k]) return {};
    return beats_[k].frame + (position - static_cast<double>(k)) * (beats_[k + 1].frame - beats_[k].frame);
  }

 private:
  const std::vector<ClockBeat>& beats_;
  std::vector<bool> wait_;  // the stretch from this beat to the next is one
};

double about_zero(double beats) {
  return beats - std::round(beats);
}

struct Placed {
  std::size_t match = 0;
  double quarters = 0;  // the note's, as the player counts
  double position = 0;  // of the player's own pulse there, on the band's beats
};

// How a passage counts beside the band: a note at q quarters stands at count * q + offset, in whole beats.
struct Count {
  double count = 1, offset = 0;
};

std::optional<Count> count_of(const std::vector<Placed>& notes) {
  if (notes.size() < kFewest) return {};
  const double played = notes.back().quarters - notes.front().quarters;
  const double passed = notes.back().position - notes.front().position;
  if (!(played > 0) || !(passed > 0)) return {};
  Count count;
  double away = kSameTempo;
  bool known = false;
  for (const double one : kCounts) {
    const double apart = std::abs(std::log(passed / played / one));
    if (apart < away) away = apart, count.count = one, known = true;
  }
  if (!known) return {};
  std::complex<double> sum;
  for (const Placed& note : notes)
    sum += std::polar(1., 2 * std::numbers::pi * (note.position - count.count * note.quarters));
  if (std::abs(sum) < kTogether * static_cast<double>(notes.size())) return {};
  const double middle = std::arg(sum) / (2 * std::numbers::pi);
  std::vector<double> offsets;
  for (const Placed& note : notes)
    offsets.push_back(about_zero(note.position - count.count * note.quarters - middle));
  const double offset = middle + stats::median(offsets);
  for (const double one : kOffsets)
    if (std::abs(about_zero(offset - one)) < kNear) {
      count.offset = one;
      return count;
    }
  return {};
}

}  // namespace

std::vector<double> errors_beside_band(const PlayedWith& band, const Alignment& alignment,
                                       std::span<const Hit> hits, double rate) {
  std::vector<double> errors(alignment.matches.size(), std::numeric_limits<double>::quiet_NaN());
  if (band.beats.size() < 2) return errors;
  const Beats beats(band.beats);
  std::map<std::int32_t, std::vector<Placed>> passages;
  for (std::size_t m = 0; m < alignment.matches.size(); ++m) {
    const Match& match = alignment.matches[m];
    if (match.kind != MatchKind::matched || match.hit < 0 || match.note < 0) continue;
    if (const std::optional<double> position = beats.position(match.target))
      passages[match.passage].push_back(
          {.match = m,
           .quarters = static_cast<double>(match.tick) / static_cast<double>(kTicksPerQuarter),
           .position = *position});
  }
  for (const auto& [passage, notes] : passages) {
    const std::optional<Count> count = count_of(notes);
    if (!count) continue;
    for (const Placed& note : notes) {
      const Match& match = alignment.matches[note.match];
      const auto struck = static_cast<double>(hits[static_cast<std::size_t>(match.hit)].frame);
      const std::optional<double> at = beats.position(struck);
      if (!at) continue;
      const double away = about_zero(*at - count->count * note.quarters - count->offset);
      const std::optional<double> place = beats.frame(*at - away);
      if (std::abs(away) > kAway || !place) continue;
      errors[note.match] = frames_to_ms(struck - *place, rate);
    }
  }
  return errors;
}

}  // namespace firstchair::judge

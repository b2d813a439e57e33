#include "midi/kit/kit_learn.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace firstchair::midi {
namespace {

constexpr Frames kMs = static_cast<Frames>(kMidiRate / 1000);
// No hand and no bounced stick comes back to a pad sooner and this much softer.
constexpr Frames kSecond = 45 * kMs;
constexpr double kSecondSofter = 0.7;
// Crosstalk is told some steady time before or after the stroke that made it, and far softer; a limb that
// plays along is neither. The bounds are those of engine/judge/kit_strokes.cpp.
constexpr Frames kToldBefore = 10 * kMs, kToldAfter = 55 * kMs;
constexpr double kToldSofter = 0.5, kFaint = 0.15;
constexpr double kNearMs = 3, kEvenMs = 1.2, kFaintNearMs = 9, kFaintEvenMs = 4.5, kLeastMs = 1.5;
constexpr int kMarginMs = 2, kLongestMs = 60;
constexpr Frames kBetween = 3600 * 1000 * kMs;  // recordings

double ms(Frames frames) {
  return static_cast<double>(frames) / static_cast<double>(kMs);
}

enum class Is : std::uint8_t { own, second, told };

struct Told {
  std::size_t note = 0;
  double after_ms = 0, share = 0;
};

class Sorting {
 public:
  explicit Sorting(const std::vector<PlayedNote>& notes) : notes_(notes), is_(notes.size(), Is::own) {
    find_seconds();
    find_told();
  }

  Is is(std::size_t i) const { return is_[i]; }
  double second_ms(std::size_t i) const { return ms(notes_[i].frame - notes_[previous(i)].frame); }
  std::uint8_t told_with(std::size_t i) const { return with_.at(i); }

 private:
  // The last note of the same number that is no second trigger; i when there is none in reach.
  std::size_t previous(std::size_t i) const {
    for (std::size_t k = i; k-- > 0 && notes_[i].frame - notes_[k].frame <= kSecond;)
      if (notes_[k].number == notes_[i].number && is_[k] != Is::second) return k;
    return i;
  }

  void find_seconds() {
    for (std::size_t i = 0; i < notes_.size(); ++i) {
      const std::size_t k = previous(i);
      if (k != i && notes_[k].frame < notes_[i].frame &&
          notes_[i].velocity < kSecondSofter * notes_[k].velocity)
        is_[i] = Is::second;
    }
  }

  // The louder stroke of another pad that is nearest in time.
  std::optional<std::size_t> maker(std::size_t i) const {
    std::optional<std::size_t> best;
    const auto consider = [&](std::size_t k) {
      const PlayedNote &note = notes_[i], &other = notes_[k];
      if (is_[k] == Is::second || other.number == note.number || note.velocity > kToldSofter * other.velocity)
        return;
      if (!best || std::abs(other.frame - note.frame) < std::abs(notes_[*best].frame - note.frame)) best = k;
    };
    for (std::size_t k = i; k-- > 0 && notes_[i].frame - notes_[k].frame <= kToldAfter;) consider(k);
    for (std::size_t k = i + 1; k < notes_.size() && notes_[k].frame - notes_[i].frame <= kToldBefore; ++k)
      consider(k);
    return best;
  }

  void find_told() {
    std::map<std::pair<std::uint8_t, std::uint8_t>, std::vector<Told>> pairs;  // (maker, told)
    for (std::size_t i = 0; i < notes_.size(); ++i) {
      if (is_[i] == Is::second) continue;
      if (const std::optional<std::size_t> k = maker(i))
        pairs[{notes_[*k].number, notes_[i].number}].push_back(
            {i, ms(notes_[i].frame - notes_[*k].frame),
             static_cast<double>(notes_[i].velocity) / notes_[*k].velocity});
    }
    for (auto& [pair, all] : pairs) {
      for (const Told& told : steady(std::move(all))) {
        is_[told.note] = Is::told;
        with_[told.note] = pair.first;
      }
    }
  }

  // Those that keep their distance; none when they do not.
  static std::vector<Told> steady(std::vector<Told> all) {
    const bool faint = std::all_of(all.begin(), all.end(), [](const Told& t) { return t.share <= kFaint; });
    std::vector<double> after;
    for (const Told& t : all) after.push_back(t.after_ms);
    std::nth_element(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(after.size() / 2),
                     after.end());
    const double usual = after[after.size() / 2];
    std::erase_if(
        all, [&](const Told& t) { return std::abs(t.after_ms - usual) > (faint ? kFaintNearMs : kNearMs); });
    if (static_cast<int>(all.size()) < KitLearner::kLeastMade) return {};
    const auto n = static_cast<double>(all.size());
    double mean = 0, squares = 0;
    for (const Told& t : all) mean += t.after_ms / n;
    for (const Told& t : all) squares += (t.after_ms - mean) * (t.after_ms - mean);
    const double spread = std::sqrt(squares / (n - 1));
    // Nearer than that, or to the tick, a file was programmed so.
    if (spread > (faint ? kFaintEvenMs : kEvenMs) || (!faint && std::abs(mean) < kLeastMs) ||
        (spread == 0 && mean == 0))
      return {};
    return all;
  }

  const std::vector<PlayedNote>& notes_;
  std::vector<Is> is_;
  std::map<std::size_t, std::uint8_t> with_;
};

}  // namespace

void KitLearner::push(const std::vector<PlayedNote>& notes) {
  const Frames after = notes_.empty() ? 0 : notes_.back().frame + kBetween;
  for (PlayedNote note : notes) {
    note.frame += after;
    notes_.push_back(note);
  }
}

KitLearnt KitLearner::learn(const KitProfile& over, const std::string& id) const {
  const Sorting sorting(notes_);
  std::map<std::uint8_t, PadLearnt> pads;
  std::map<std::uint8_t, std::map<std::uint8_t, int>> makers;
  for (std::size_t i = 0; i < notes_.size(); ++i) {
    const PlayedNote& note = notes_[i];
    PadLearnt& pad = pads[note.number];
    pad.number = note.number;
    const int velocity = note.velocity;
    switch (sorting.is(i)) {
      case Is::second: {
        const double after = sorting.second_ms(i);
        pad.second_low_ms = pad.second == 0 ? after : std::min(pad.second_low_ms, after);
        pad.second_high_ms = std::max(pad.second_high_ms, after);
        ++pad.second;
        break;
      }
      case Is::told:
        ++pad.told;
        pad.told_loudest = std::max(pad.told_loudest, velocity);
        ++makers[note.number][sorting.told_with(i)];
        break;
      case Is::own:
        pad.softest = pad.own == 0 ? velocity : std::min(pad.softest, velocity);
        pad.loudest = std::max(pad.loudest, velocity);
        ++pad.own;
        break;
    }
  }

  KitLearnt learnt;
  learnt.kit = over;
  learnt.kit.id = id;
  learnt.kit.words.clear();
  for (auto& [number, pad] : pads) {
    KitPad& at = learnt.kit.pads[number];
    if (at.is == KitPad::Is::unknown) learnt.strangers.push_back(number);
    int most = 0;
    for (const auto& [maker, n] : makers[number]) {
      if (n > most) pad.told_with = maker;
      most = std::max(most, n);
    }
    if (pad.second >= kLeastMade)
      pad.retrigger_ms = std::min(static_cast<int>(std::ceil(pad.second_high_ms)) + kMarginMs, kLongestMs);
    if (pad.told >= kLeastMade && pad.own >= kLeastStrokes) {
      pad.overlaps = pad.told_loudest >= pad.softest;
      pad.floor = pad.overlaps ? 0 : pad.told_loudest + 1;
    }
    if (at.is == KitPad::Is::stroke) {
      at.floor = static_cast<std::uint8_t>(pad.floor);
      at.retrigger_ms = static_cast<std::uint8_t>(pad.retrigger_ms);
    }
    learnt.pads.push_back(pad);
  }
  return learnt;
}

}  // namespace firstchair::midi

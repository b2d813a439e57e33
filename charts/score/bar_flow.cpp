#include "charts/score/bar_flow.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace firstchair::charts {
namespace {

// An ending: bars [first, last], and the passes of its whole group (first and second ending ...).
struct Ending {
  std::size_t first = 0, last = 0;
  std::vector<int> passes;
  int most = 0;            // of all endings of the group
  bool final_one = false;  // no other ending follows
};

std::vector<Ending> endings_of(std::span<const BarFlow> bars) {
  std::vector<Ending> endings;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    if (bars[i].ending.empty()) continue;
    std::size_t last = i;
    while (!bars[last].ending_stops && !bars[last].backward && last + 1 < bars.size() &&
           bars[last + 1].ending.empty()) {
      ++last;
    }
    endings.push_back({i, last, bars[i].ending, 0, true});
  }
  for (std::size_t from = 0; from < endings.size();) {
    std::size_t to = from + 1;
    while (to < endings.size() && endings[to].first == endings[to - 1].last + 1) ++to;
    int most = 0;
    for (std::size_t e = from; e < to; ++e) {
      most = std::max(most, *std::max_element(endings[e].passes.begin(), endings[e].passes.end()));
    }
    for (std::size_t e = from; e < to; ++e) {
      endings[e].most = most;
      endings[e].final_one = e + 1 == to;
    }
    from = to;
  }
  return endings;
}

class Player {
 public:
  Player(std::span<const BarFlow> bars, std::size_t limit)
      : bars_(bars),
        limit_(limit),
        endings_(endings_of(bars)),
        ending_of_(bars.size()),
        jumped_from_(bars.size()) {
    for (const Ending& ending : endings_) {
      for (std::size_t i = ending.first; i <= ending.last; ++i) ending_of_[i] = &ending;
    }
    for (std::size_t i = 0; i < bars.size(); ++i) {
      if (!bars[i].segno.empty()) segnos_.try_emplace(bars[i].segno, i);
      if (!bars[i].coda.empty()) codas_.try_emplace(bars[i].coda, i);
    }
  }

  std::vector<std::size_t> order() {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < bars_.size() && order.size() <= limit_;) {
      const Ending* const ending = ending_of_[i];
      if (ending != nullptr && ending->first == i && !plays(*ending)) {
        i = ending->last + 1;
        continue;
      }
      if (bars_[i].forward && start_ != i) land(i);
      order.push_back(i);
      if (after_jump_ && !plays_on_ && bars_[i].fine) break;
      i = next(i);
    }
    return order;
  }

 private:
  using Signs = std::map<std::string_view, std::size_t>;

  bool plays(const Ending& ending) const {
    if (after_jump_) return ending.final_one;
    return std::find(ending.passes.begin(), ending.passes.end(), pass_) != ending.passes.end();
  }

  std::size_t next(std::size_t i) {
    const BarFlow& bar = bars_[i];
    const Ending* const ending = ending_of_[i];
    if (after_jump_ && !plays_on_ && !bar.to_coda.empty() && !codas_.empty()) {
      after_jump_ = false;
      return land(sign(codas_, bar.to_coda));
    }
    if (bar.backward && !after_jump_) {
      if (pass_ < std::max(bar.times, ending != nullptr ? ending->most : 0)) {
        ++pass_;
        return start_;
      }
      land(i + 1);
    }
    if ((bar.da_capo || !bar.dal_segno.empty()) && !jumped_from_[i]) {
      jumped_from_[i] = true;
      after_jump_ = true;
      plays_on_ = bar.plays_on;
      return land(bar.da_capo || segnos_.empty() ? 0 : sign(segnos_, bar.dal_segno));
    }
    if (ending != nullptr && ending->final_one && ending->last == i) land(i + 1);
    return i + 1;
  }

  // A new repeat begins here, unless a later |: says otherwise.
  std::size_t land(std::size_t i) {
    start_ = i;
    pass_ = 1;
    return i;
  }

  // Exporters do not always pair the labels: then any sign will do.
  static std::size_t sign(const Signs& signs, std::string_view label) {
    const auto found = signs.find(label);
    return found != signs.end() ? found->second : signs.begin()->second;
  }

  std::span<const BarFlow> bars_;
  std::size_t limit_;
  std::vector<Ending> endings_;
  std::vector<const Ending*> ending_of_;  // of every bar; null outside endings
  std::vector<bool> jumped_from_;
  Signs segnos_, codas_;
  std::size_t start_ = 0;  // of the repeat in force
  int pass_ = 1;
  bool after_jump_ = false;  // since D.C. or D.S.
  bool plays_on_ = false;    // since the last of them
};

}  // namespace

std::vector<std::size_t> playing_order(std::span<const BarFlow> bars, std::size_t limit) {
  return Player(bars, limit).order();
}

}  // namespace firstchair::charts

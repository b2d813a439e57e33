// A page searches for the breaking tempo as `firstchair limit` does, by the same policy
// (practice/limit_policy.h): excerpt, verdict and next tempo repeat until it is known; then comes a cool-down
// at the working tempo.
//
//   auto limit = PageLimit(*parse_limit_settings(text, chart), norms);
//   auto drill = PageDrill::make(chart, limit.excerpt(wishes), norms);
//   while (!drill->over()) drill->block(in, out);
//   Take take = drill->finish();
//   limit.add(*drill);  // show limit.json()
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "door/page_drill.h"
#include "practice/limit_policy.h"

namespace firstchair::door {

struct PageLimitSettings {
  practice::DrillRange range;  // the excerpt's bars
  double z_wanted = 0;         // spread over the norm
  teacher::LimitConfig limit;
};

// The keys are letter (A to D; C), most (takes), from, to, times (0: as often as makes 8 bars), prior_bpm (0:
// the one known, else the chart's tempo), and of a search before this one known_log2_bpm and known_sigma_oct,
// as json() told them. Errors: usage.
Result<PageLimitSettings> parse_limit_settings(std::string_view text, const Chart& chart);

class PageLimit {
 public:
  PageLimit(const PageLimitSettings& settings, const judge::Norms& norms);

  // Returns the drill to play next: `wishes` with this search's bars and tempo, a plain click
  // (practice::excerpt_click) and no stop. Once the search is done, that is the cool-down.
  PageDrillSettings excerpt(PageDrillSettings wishes) const;

  // Adds a drill that was played to its end and finished. After done() it is the cool-down and counts for
  // nothing, and so does one whose player left (practice/broken_off.h).
  void add(const PageDrill& drill);
  // Forgets the last take, as if it had not been played. Returns false when there is none.
  bool discard_last();
  bool done() const { return finder_.limit().done(); }

  // The JSON is {"done", "most", "bpm" (to play next, quarters a minute), "from", "to", "times", "next" (what
  // is played next), "text" (where the limit is), "said" (of the take that was added or thrown away last),
  // "guard" (enough of that tempo for today; only then), "trials":
  // [{"bpm", "clean", "text", "limit_bpm" (after it; value, low, high)}], and once it is worth remembering
  // "log2_bpm", "sd_oct", "sigma_oct", "broke" (takes) and "held_bpm" (the fastest that held; 0: none).
  std::string json() const;

 private:
  double next_bpm() const;
  std::string guard() const;  // empty: nothing is to be said
  std::string so_far() const;
  std::string next_text() const;

  PageLimitSettings settings_;
  practice::LimitFinder finder_;
  std::vector<LimitEstimate> told_;  // after each take
  std::string said_;
  std::vector<int> bar_numbers_;
};

}  // namespace firstchair::door

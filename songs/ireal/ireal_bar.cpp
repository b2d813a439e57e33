#include "songs/ireal/ireal_bar.h"

#include <algorithm>

#include "engine/core/letters.h"

namespace firstchair::songs {
namespace {

// Beats of every chord; none where there are more chords than beats.
std::vector<int> beats_of(const std::vector<IRealCell>& cells, int beats) {
  std::vector<int> shares;
  int sum = 0;
  for (const IRealCell& cell : cells) sum += shares.emplace_back(cell.beats);
  while (sum > beats) {
    // The last of the longest gives one up.
    const auto longest = std::max_element(shares.rbegin(), shares.rend());
    if (*longest == 1) return {};  // more chords than beats
    --*longest;
    --sum;
  }
  const bool all_small = std::all_of(cells.begin(), cells.end(), [](const IRealCell& c) { return c.small; });
  while (sum < beats) {
    // The first of the shortest gets one more.
    std::size_t shortest = cells.size();
    for (std::size_t k = 0; k < cells.size(); ++k)
      if ((!cells[k].small || all_small) && (shortest == cells.size() || shares[k] < shares[shortest]))
        shortest = k;
    ++shares[shortest];
    ++sum;
  }
  return shares;
}

}  // namespace

std::vector<band::ChordAt> laid_chords(const IRealBar& bar, const MeterChange& meter) {
  // Twelve eighths are four beats.
  const int grouped = meter.unit == 8 && meter.beats == 12 ? 3 : 1;
  const Ticks beat = kTicksPerWhole / meter.unit * grouped;
  const std::vector<int> shares = beats_of(bar.cells, meter.beats / grouped);
  std::vector<band::ChordAt> chords;
  Ticks tick = 0;
  for (std::size_t c = 0; c < bar.cells.size(); ++c) {
    band::ChordAt chord = bar.cells[c].chord;
    chord.tick = shares.empty()
                     ? meter.bar_length() * static_cast<Ticks>(c) / static_cast<Ticks>(bar.cells.size())
                     : tick;
    if (!shares.empty()) tick += beat * shares[c];
    chords.push_back(std::move(chord));
  }
  return chords;
}

std::optional<band::MarkAt> mark_in(std::string_view words, Ticks length) {
  const std::string low = lowered(words);
  const auto says = [&](std::string_view word) { return low.find(word) != std::string::npos; };
  if (says("drum solo") || says("open solo")) return band::MarkAt{0, length, band::Mark::solo};
  if (says("break") || says("stop time")) return band::MarkAt{0, length, band::Mark::stop};
  if (says("hits") || says("kicks")) return band::MarkAt{0, length, band::Mark::hits};
  if (low.starts_with("rit") || says("rall.")) return band::MarkAt{0, length, band::Mark::ritardando};
  if (low.starts_with("accel") || says("stringendo")) return band::MarkAt{0, length, band::Mark::accelerando};
  if (says("a tempo")) return band::MarkAt{0, 0, band::Mark::a_tempo};
  return std::nullopt;
}

bool is_jump(std::string_view words) {
  const std::string low = lowered(words);
  return low.starts_with("d.c.") || low.starts_with("d.s.") || low == "fine" ||
         (low.size() == 2 && low[1] == 'x');
}

}  // namespace firstchair::songs

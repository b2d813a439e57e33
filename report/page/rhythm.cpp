#include "report/page/rhythm.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace firstchair::report {
namespace {

constexpr Ticks kQuarter = kTicksPerQuarter;

struct Division {
  int parts = 1;
  int value = 2;  // of one part
  int tuplet = 0;
};

bool fits(const std::vector<Ticks>& onsets, Ticks length, int parts) {
  return length % parts == 0 &&
         std::all_of(onsets.begin(), onsets.end(), [&](Ticks t) { return t % (length / parts) == 0; });
}

int log2_floor(int n) {
  int log = 0;
  while (n > 1) n /= 2, ++log;
  return log;
}

// The simplest division of a beat that holds every onset.
Division divide(const std::vector<Ticks>& onsets, Ticks length) {
  const auto binary = [&](int value) {
    const Ticks part = kTicksPerWhole >> value;
    return Division{length % part == 0 ? static_cast<int>(length / part) : 0, value, 0};
  };
  for (int value = 2; value <= 5; ++value) {
    const Division d = binary(value);
    if (d.parts > 0 && fits(onsets, length, d.parts)) return d;
  }
  const bool dotted = length * 2 == kQuarter * 3;
  static constexpr std::array<int, 8> kSimple{3, 6, 5, 7, 12, 9, 10, 24}, kDotted{2, 4, 5, 7, 8, 10, 9, 16};
  for (const int parts : dotted ? kDotted : kSimple) {
    if (!fits(onsets, length, parts)) continue;
    return {parts, (dotted && parts == 2) ? 3 : 2 + log2_floor(parts), parts};
  }
  const Division fine = binary(6);
  return fine.parts > 0 ? fine : Division{16, 6, 0};
}

void rest(BeatGroup& group, const Division& division, int from, int to) {
  const double part = static_cast<double>(group.length) / division.parts;
  while (from < to) {
    int size = 1;
    while (from % (size * 2) == 0 && from + size * 2 <= to) size *= 2;
    group.figures.push_back(
        {group.start + std::llround(part * from), division.value - log2_floor(size), 0, {}, false});
    from += size;
  }
}

struct Written {
  int parts, halvings, dots;
};

// The longest single note value of at most that many parts.
Written longest(int parts) {
  static constexpr std::array<Written, 9> kValues{
      {{24, 4, 1}, {16, 4, 0}, {12, 3, 1}, {8, 3, 0}, {6, 2, 1}, {4, 2, 0}, {3, 1, 1}, {2, 1, 0}, {1, 0, 0}}};
  for (const Written& w : kValues) {
    if (w.parts <= parts) return w;
  }
  return kValues.back();
}

BeatGroup write_beat(const Chart& chart, Ticks start, Ticks length, std::span<const int> notes) {
  BeatGroup group{start, length, 0, 1, {}};
  if (notes.empty()) {
    const bool dotted = length * 2 == kQuarter * 3;
    if (length == kQuarter || dotted) {
      group.figures.push_back({start, 2, dotted ? 1 : 0, {}, false});
    } else {
      const Division division = divide({0}, length);
      rest(group, division, 0, division.parts);
    }
    return group;
  }
  std::vector<Ticks> onsets;
  for (const int note : notes) onsets.push_back(chart.notes[static_cast<std::size_t>(note)].tick - start);
  const Division division = divide(onsets, length);
  group.tuplet = division.tuplet;
  group.divisions = division.parts;
  std::vector<std::pair<int, std::vector<int>>> steps;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    const double exact = static_cast<double>(onsets[i]) * division.parts / static_cast<double>(length);
    const int step = std::min(division.parts - 1, static_cast<int>(std::lround(exact)));
    if (steps.empty() || steps.back().first != step) steps.push_back({step, {}});
    steps.back().second.push_back(notes[i]);
  }
  rest(group, division, 0, steps.front().first);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const int next = i + 1 < steps.size() ? steps[i + 1].first : division.parts;
    const Written written = longest(next - steps[i].first);
    group.figures.push_back({chart.notes[static_cast<std::size_t>(steps[i].second.front())].tick,
                             division.value - written.halvings, written.dots, steps[i].second, false});
    rest(group, division, steps[i].first + written.parts, next);
  }
  return group;
}

}  // namespace

std::vector<Ticks> beats_of(const MeterChange& meter) {
  const Ticks unit = kTicksPerWhole / meter.unit;
  if (meter.unit <= 4)
    return std::vector<Ticks>(static_cast<std::size_t>(meter.bar_length() / kQuarter), kQuarter);
  if (meter.unit == 8 && meter.beats % 3 == 0) {
    return std::vector<Ticks>(static_cast<std::size_t>(meter.beats / 3), 3 * unit);
  }
  std::vector<Ticks> beats(static_cast<std::size_t>(meter.bar_length() / kQuarter), kQuarter);
  const Ticks rest = meter.bar_length() % kQuarter;
  if (rest == unit && meter.unit == 8 && !beats.empty()) {
    beats.back() += rest;
  } else if (rest > 0) {
    beats.push_back(rest);
  }
  return beats;
}

std::vector<BeatGroup> write_rhythm(const Chart& chart, const Bar& bar, std::span<const int> notes) {
  std::vector<BeatGroup> groups;
  if (notes.empty()) {
    groups.push_back({bar.start, bar.meter.bar_length(), 0, 1, {}});
    groups.back().figures.push_back({bar.start, 0, 0, {}, true});
    return groups;
  }
  Ticks start = bar.start;
  std::size_t at = 0;
  for (const Ticks length : beats_of(bar.meter)) {
    const std::size_t first = at;
    while (at < notes.size() && chart.notes[static_cast<std::size_t>(notes[at])].tick < start + length) ++at;
    groups.push_back(write_beat(chart, start, length, notes.subspan(first, at - first)));
    start += length;
  }
  return groups;
}

}  // namespace firstchair::report

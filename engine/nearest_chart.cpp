#include "engine/nearest_chart.h"

#include <algorithm>
#include <vector>

#include "engine/follow/chart/align.h"
#include "engine/judge/chart_played.h"

namespace firstchair {
namespace {

constexpr std::size_t kStrokes = 400;  // enough to know a groove by
// Of the strokes and notes that answer each other: above what another groove reaches (rock eighths explain
// .87 of funk with ghosts).
constexpr double kLeast = 0.9, kLeastHeard = 0.75;

// A pad's chart says nothing of which drum, so any strokes in time with it answer it.
bool for_a_pad(const Chart& chart) {
  return std::all_of(chart.notes.begin(), chart.notes.end(),
                     [](const Note& note) { return note.voice == Voice::pad; });
}

}  // namespace

std::string nearest_chart(const Take& take, std::span<const NamedChart> charts) {
  const std::vector<Hit> hits(take.hits.begin(), take.hits.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                         kStrokes, take.hits.size())));
  double most = take.source.kind == SourceKind::audio ? kLeastHeard : kLeast;
  std::string name;
  for (const NamedChart& other : charts) {
    if (for_a_pad(other.chart) != (take.source.detail == VoiceDetail::none)) continue;
    const Alignment alignment = follow::align(hits, other.chart,
                                              {.rate = take.source.rate,
                                               .detail = take.source.detail,
                                               .polyphonic = take.source.polyphonic,
                                               .bpm = take.reading.bpm});
    const double explained = judge::explained(alignment);
    if (explained <= most) continue;
    most = explained;
    name = other.name;
  }
  return name;
}

}  // namespace firstchair

#include "charts/midi/midi_pieces.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

namespace firstchair::charts {
namespace {

constexpr std::uint8_t kMeta = 0xFF, kTempo = 0x51, kMeter = 0x58;
constexpr int kPercussion = 9;

}  // namespace

midi::Smf one_piece(midi::Smf smf, Remarks& remarks) {
  std::map<int, int> notes;
  for (const midi::SmfEvent& event : smf.events) {
    if (event.is_note_on()) notes[event.track] += event.channel() == kPercussion ? 1000 : 1;
  }
  if (notes.size() < 2) return smf;
  const int track = std::max_element(notes.begin(), notes.end(), [](const auto& a, const auto& b) {
                      return a.second < b.second;
                    })->first;
  // Each piece has its own meter and tempo; where it names none, the first track's hold.
  const auto source_of = [&](std::uint8_t kind) {
    const auto is = [&](const midi::SmfEvent& event) {
      return event.status == kMeta && event.data1 == kind && event.track == track;
    };
    return std::ranges::any_of(smf.events, is) ? track : 0;
  };
  const int meters = source_of(kMeter), tempi = source_of(kTempo);
  std::erase_if(smf.events, [&](const midi::SmfEvent& event) {
    if (event.status == kMeta && event.data1 == kMeter) return event.track != meters;
    if (event.status == kMeta && event.data1 == kTempo) return event.track != tempi;
    return event.track != track;
  });
  remarks.add("track " + std::to_string(track + 1),
              "a file of several pieces (format 2): the one with the most drums is read");
  return smf;
}

}  // namespace firstchair::charts

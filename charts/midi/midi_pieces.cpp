#include "charts/midi/midi_pieces.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

namespace firstchair::charts {

midi::Smf one_piece(midi::Smf smf, Remarks& remarks) {
  std::map<int, int> notes;
  for (const midi::SmfEvent& event : smf.events) {
    if (event.is_note_on()) notes[event.track] += event.channel() == midi::kPercussion ? 1000 : 1;
  }
  if (notes.size() < 2) return smf;
  const int track = std::max_element(notes.begin(), notes.end(), [](const auto& a, const auto& b) {
                      return a.second < b.second;
                    })->first;
  // Each piece has its own meter and tempo; where it names none, the first track's hold.
  const auto source_of = [&](std::uint8_t kind) {
    const auto is = [&](const midi::SmfEvent& event) {
      return event.status == midi::kMeta && event.data1 == kind && event.track == track;
    };
    return std::ranges::any_of(smf.events, is) ? track : 0;
  };
  const int meters = source_of(midi::kMeter), tempi = source_of(midi::kTempo);
  std::erase_if(smf.events, [&](const midi::SmfEvent& event) {
    if (event.status == midi::kMeta && event.data1 == midi::kMeter) return event.track != meters;
    if (event.status == midi::kMeta && event.data1 == midi::kTempo) return event.track != tempi;
    return event.track != track;
  });
  remarks.add("track " + std::to_string(track + 1),
              "a file of several pieces (format 2): the one with the most drums is read");
  return smf;
}

}  // namespace firstchair::charts

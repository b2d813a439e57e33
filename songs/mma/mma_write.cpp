#include "songs/mma/mma_write.h"

#include <algorithm>
#include <bit>
#include <vector>

#include "engine/core/letters.h"
#include "songs/chord_table.h"

namespace firstchair::songs {
namespace {

// MMA's names, by the tones that this program gives them; of two with the same tones the first is taken.
struct Named {
  std::string_view text;
  std::uint16_t tones;
};
constexpr Named kNames[] = {
    {"", kMajor},
    {"m", kMinor},
    {"7", kSeven},
    {"m7", kMinor7},
    {"M7", kMajor7},
    {"6", kSix},
    {"m6", kMinor6},
    {"9", kNine},
    {"m9", kMinor9},
    {"M9", kMajor9},
    {"13", kThirteen},
    {"m7b5", kHalf},
    {"dim", kDiminished},
    {"dim7", kDiminished7},
    {"aug", kAugmented},
    {"aug7", kAugmented7},
    {"sus4", kSus4},
    {"sus2", kSus2},
    {"7sus4", kSevenSus},
    {"mM7", kMinorMajor7},
    {"5", kPower},
    {"7b5", tones_at({4, 6, 10})},
    {"7b9", tones_at({1, 4, 7, 10})},
    {"7#9", tones_at({3, 4, 7, 10})},
    {"M7#5", tones_at({4, 8, 11})},
};
constexpr const char* kRoots[] = {"C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"};

const Named& nearest(std::uint16_t tones) {
  const Named* best = &kNames[0];
  int most = -1;
  for (const Named& named : kNames) {
    // What the chord lacks is worse than what of it is left out.
    const int added = std::popcount(static_cast<unsigned>(named.tones & ~tones)),
              held = std::popcount(static_cast<unsigned>(named.tones & tones));
    if (const int fits = held - 4 * added; fits > most) best = &named, most = fits;
  }
  return *best;
}

bool is_groove(std::string_view name) {
  return !name.empty() && name.size() <= 60 && std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_';
  });
}

}  // namespace

std::string mma_chord(const band::Chord& chord) {
  std::string text =
      std::string(kRoots[band::pitch_class(chord.root)]) + std::string(nearest(chord.tones).text);
  if (chord.bass != chord.root) text += std::string("/") + kRoots[band::pitch_class(chord.bass)];
  return text;
}

Result<MmaWritten> write_mma(const band::Song& song, std::string_view groove, std::uint64_t seed) {
  if (!is_groove(groove))
    return Error{
        ErrorCode::usage, {}, "a groove of MMA is named by letters, digits, - and _", "mma:Swing is one"};
  const auto not_for_it = [](std::string what) {
    return Error{ErrorCode::unsupported, {}, std::move(what), {}};
  };
  if (song.chords.empty()) return not_for_it("the song has no chords for mma");
  for (const MeterChange& meter : song.meters)
    if (meter.beats != song.meters.front().beats || meter.unit != song.meters.front().unit || meter.unit != 4)
      return not_for_it("mma plays songs in one meter, which counts quarters");
  MmaWritten written;
  written.text = "RndSeed " + std::to_string(seed) + "\nGroove " + std::string(groove) + "\n";
  auto next = song.chords.begin();
  std::string now = "z";  // nothing sounds
  for (const Bar& bar : band::bars_of(song)) {
    written.text += std::to_string(bar.number);
    for (int beat = 0; beat < bar.meter.beats; ++beat) {
      const Ticks until = bar.start + (beat + 1) * kTicksPerQuarter;
      for (; next != song.chords.end() && next->tick < until; ++next) {
        now = next->none ? "z" : mma_chord(next->chord);
        written.moved += next->tick % kTicksPerQuarter != 0;
        written.simpler += !next->none && nearest(next->chord.tones).tones != next->chord.tones;
      }
      written.text += " " + now;
    }
    written.text += "\n";
  }
  return written;
}

}  // namespace firstchair::songs

#include "charts/guitarpro/gp_song.h"

#include <algorithm>
#include <array>

#include "charts/midi/percussion_names.h"
#include "midi/percussion.h"

namespace firstchair::charts {
namespace {

// Guitar Pro's own articulations stand for a drum of General MIDI: 91 the rim shot, 92 the half open hat, 93
// and 94 edge and choke of the ride, 95 to 98 chokes of cymbals, 99 to 103 cowbells, 127 the ride's bell.
int general_midi(int number) {
  constexpr int kFirst = 91;
  constexpr std::array kOwn{38, 46, 51, 51, 55, 52, 49, 57, 56, 56, 56, 56, 56};
  if (number == 127) return 53;
  const auto at = static_cast<std::size_t>(number - kFirst);
  return number >= kFirst && at < kOwn.size() ? kOwn[at] : number;
}

}  // namespace

std::optional<Voice> gp_drum(int number) {
  const int note = general_midi(number);
  return note < 0 || note > 127 ? std::nullopt : midi::voice_of_note(static_cast<std::uint8_t>(note));
}

std::string gp_instrument(int number) {
  const int note = general_midi(number);
  return note < 0 || note > 127 ? "note " + std::to_string(number)
                                : percussion_name(static_cast<std::uint8_t>(note));
}

void write_direction(std::string_view name, BarFlow& flow) {
  const auto take = [&](std::string_view word) {
    if (!name.starts_with(word)) return false;
    name.remove_prefix(word.size());
    return true;
  };
  if (name == "Fine") {
    flow.fine = true;
  } else if (name == "Coda" || name == "DoubleCoda") {
    flow.coda = name;
  } else if (name == "Segno" || name == "SegnoSegno") {
    flow.segno = name;
  } else if (take("DaCapo")) {
    flow.da_capo = true;
    flow.plays_on = name.empty();
  } else if (take("DaSegno")) {
    flow.dal_segno = take("Segno") ? "SegnoSegno" : "Segno";
    flow.plays_on = name.empty();
  } else if (take("Da")) {
    if (name == "Coda" || name == "DoubleCoda") flow.to_coda = name;
  }
}

void write_feel(const std::vector<GpFeel>& feel, WrittenScore& score) {
  const auto swung = std::count(feel.begin(), feel.end(), GpFeel::eighths);
  const auto other = std::count(feel.begin(), feel.end(), GpFeel::other);
  const bool most = 2 * swung > std::ssize(feel);
  if (most) score.measures.front().swing = 2;
  if (most && swung < std::ssize(feel))
    score.remarks.add({}, "most bars are in triplet feel: all of them are read so");
  if (!most && swung > 0) score.remarks.add({}, "a few bars are in triplet feel: they are read as written");
  if (other > 0)
    score.remarks.add({}, "feels of sixteenths and of dotted eighths are not read: the bars are as written");
}

std::uint8_t gp_velocity(int dynamic) {
  constexpr int kSoftest = 15, kStep = 16, kMost = 8;
  if (dynamic < 1 || dynamic > kMost) dynamic = kGpForte;
  return static_cast<std::uint8_t>(kSoftest + kStep * (dynamic - 1));
}

void write_tremolo(int slashes, PartStroke& stroke) {
  if (slashes >= 3) {
    stroke.ornament = Ornament::buzz;
  } else if (slashes > 0) {
    stroke.tremolo = static_cast<double>(kTicksPerQuarter) / (1 << slashes);
  }
}

}  // namespace firstchair::charts

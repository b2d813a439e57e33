#include "charts/refusals.h"

#include <algorithm>
#include <string>

namespace firstchair::charts {
namespace {

struct Row {
  std::string_view ending, start;  // either gives it away; empty: no sign
  std::string_view what, advice;
};

constexpr Row kRows[] = {
    {".musx", {}, "a Finale score", "Export it as MusicXML from Finale"},
    {".mus", {}, "a Finale score", "Export it as MusicXML from Finale"},
    {".sib",
     "\x0F"
     "SIBELIUS",
     "a Sibelius score", "Export it as MusicXML from Sibelius"},
    {".dorico", {}, "a Dorico project", "Export it as MusicXML from Dorico"},
    {".ly", {}, "a LilyPond source", "Add a \\midi block, run lilypond, and give the .midi file"},
    {".abc", {}, "an ABC tune", "Give the MIDI file that abc2midi makes of it"},
    {".brp", {}, "a DrumBurp score", "Export it as MIDI or as text from DrumBurp"},
    {".tg", {}, "a TuxGuitar song", "Export it as MIDI from TuxGuitar"},
    {".ptb", "ptab", "a Power Tab file", "Export it as MIDI"},
    {".pt2", {}, "a Power Tab file", "Export it as MIDI"},
    {".h2drumkit", {}, "a kit of Hydrogen, not a song", "Give the .h2song, or export it as MIDI"},
    {".als", {}, "an Ableton Live set", "Export the drum clip as MIDI"},
    {".flp", "FLhd", "an FL Studio project", "Export the drums as MIDI"},
    {".rpp", "<REAPER_PROJECT", "a REAPER project", "Export the drum item as MIDI"},
    {".kar", {}, "a karaoke file", "Give it the ending .mid"},
    {".pdf", "%PDF", "a PDF, which is a picture of a score", "Give the score as MusicXML, MIDI or tab"},
    {".png", "\x89PNG", "a picture", "Give the score as MusicXML, MIDI or tab"},
    {".jpg", "\xFF\xD8\xFF", "a picture", "Give the score as MusicXML, MIDI or tab"},
};

bool ends_with(std::string_view name, std::string_view ending) {
  if (ending.empty() || name.size() < ending.size()) return false;
  return std::equal(ending.begin(), ending.end(), name.end() - static_cast<std::ptrdiff_t>(ending.size()),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
}

}  // namespace

Error refusal(std::string_view name, std::string_view start) {
  for (const Row& row : kRows) {
    if (ends_with(name, row.ending) || (!row.start.empty() && start.starts_with(row.start)))
      return {ErrorCode::unsupported, {}, std::string(row.what), std::string(row.advice)};
  }
  return {ErrorCode::unsupported, {}, "not a kind of chart we know", "Use .tab, .mid, .musicxml or .mxl"};
}

}  // namespace firstchair::charts

#include "charts/refusals.h"

#include <algorithm>
#include <string>

namespace firstchair::charts {
namespace {

struct Row {
  std::string_view ending, start;  // either gives it away; empty: no sign
  std::string_view what, advice;
};

constexpr std::string_view kAsScore = "Give the score as MusicXML, MIDI or tab";
constexpr std::string_view kAsPlainText = "Save it as plain text and give the .txt";
constexpr std::string_view kUnpack = "Unpack it and give the chart in it";
constexpr std::string_view kHearIt = "Write it down with: firstchair chart from FILE chart.tab";

// What stands first is looked at first.
constexpr Row kRows[] = {
    // Notation
    {".musx", {}, "a Finale score", "Export it as MusicXML from Finale"},
    {".mus", "ENIGMA BINARY FILE", "a Finale score", "Export it as MusicXML from Finale"},
    {".sib",
     "\x0F"
     "SIBELIUS",
     "a Sibelius score", "Export it as MusicXML from Sibelius"},
    {".dorico", {}, "a Dorico project", "Export it as MusicXML from Dorico"},
    {".ly", "\\version \"", "a LilyPond source", "Add a \\midi block, run lilypond, and give the .midi file"},
    {".tg", {}, "a TuxGuitar song", "Export it as MIDI from TuxGuitar"},
    {".ptb", "ptab", "a Power Tab file", "Open it in TuxGuitar and export it as MIDI"},
    {".pt2", {}, "a Power Tab file", "Export it as MIDI from the Power Tab Editor"},
    {".tef", {}, "a TablEdit file", "Export it as MusicXML or MIDI from TablEdit"},
    {".gtp",
     {},
     "a song of Guitar Pro 1 or 2",
     "Open it in Guitar Pro 5 or later and save it as .gp5 or .gp"},
    {".capx", {}, "a capella score", "Export it as MusicXML from capella"},
    {".cap", {}, "a capella score", "Export it as MusicXML from capella"},
    {".nwc", "[NoteWorthy", "a NoteWorthy Composer score", "Export it as MIDI from NoteWorthy Composer"},
    {".enc", {}, "an Encore score", "Export it as MusicXML or MIDI from Encore"},
    {".ove", {}, "an Overture score", "Export it as MusicXML or MIDI from Overture"},
    {".mei", {}, "an MEI score", "Open it in MuseScore 4 and export it as MusicXML"},
    {".krn", "**kern", "a Humdrum score", "Give the MIDI file that hum2mid makes of it"},
    {".denemo", {}, "a Denemo score", "Export it as MIDI from Denemo"},
    // Machines and studios
    {".h2drumkit", {}, "a kit of Hydrogen, not a song", "Give the .h2song, or export it as MIDI"},
    {".als", {}, "an Ableton Live set", "Export the drum clip as MIDI"},
    {".alc", {}, "an Ableton Live clip", "Export the clip as MIDI"},
    {".flp", "FLhd", "an FL Studio project", "Export the drums as MIDI"},
    {".rpp", "<REAPER_PROJECT", "a REAPER project", "Export the drum item as MIDI"},
    {".cpr", {}, "a Cubase project", "Export the drum part as MIDI"},
    {".logicx", {}, "a Logic project", "Export the drum region as MIDI"},
    {".band",
     {},
     "a GarageBand project",
     "Share it as a recording, and write that down: firstchair chart from FILE"},
    {".ptx", {}, "a Pro Tools session", "Export the drum track as MIDI"},
    {".song", {}, "a Studio One song", "Export the drum part as MIDI"},
    {".bwproject", {}, "a Bitwig project", "Export the drum clip as MIDI"},
    {".rns", {}, "a Reason song", "Export it as MIDI"},
    {".reason", {}, "a Reason song", "Export it as MIDI"},
    {".xrns", {}, "a Renoise song", "Export the pattern's notes as MIDI"},
    {".mmp", {}, "an LMMS project", "Export it as MIDI from LMMS"},
    {".mmpz", {}, "an LMMS project", "Export it as MIDI from LMMS"},
    {".rg", {}, "a Rosegarden composition", "Export it as MIDI or MusicXML from Rosegarden"},
    {".ardour", {}, "an Ardour session", "Export the drum region as MIDI"},
    {".aup3", {}, "an Audacity project", "Export it as wav, and write that down: firstchair chart from FILE"},
    {".aup", {}, "an Audacity project", "Export it as wav, and write that down: firstchair chart from FILE"},
    {".mod", {}, "a tracker module", "Export it as MIDI, as with OpenMPT"},
    {".xm", "Extended Module:", "a tracker module", "Export it as MIDI, as with OpenMPT"},
    {".it", "IMPM", "a tracker module", "Export it as MIDI, as with OpenMPT"},
    {".s3m", {}, "a tracker module", "Export it as MIDI, as with OpenMPT"},
    // Games
    {".ini", "[song]", "what a music game says of a song", "Give the notes.mid or notes.chart beside it"},
    {".sng", "SNGPKG", "a packed song of Clone Hero", "Unpack it and give its notes.mid or notes.chart"},
    {".rlrr", {}, "a map of Paradiddle", "Give the MIDI file or the .chart that it was made from"},
    {".dtx", {}, "a chart of DTXMania", "Convert it to MIDI, or give the song's notes.mid or notes.chart"},
    {".osz", {}, "a beatmap of osu!", kAsScore},
    {".rbproj", {}, "a project of Rock Band", "Give the MIDI file it was made from"},
    // Whatever else lies in the folder
    {".kar", {}, "a karaoke file", "Give it the ending .mid"},
    {".syx", {}, "settings of a module, not music", "Record what is played as MIDI"},
    {".pdf", "%PDF", "a PDF, which is a picture of a score", kAsScore},
    {".ps", "%!PS", "a printed page", kAsScore},
    {".svg", "<svg", "a picture", kAsScore},
    {".png", "\x89PNG", "a picture", kAsScore},
    {".jpg", "\xFF\xD8\xFF", "a picture", kAsScore},
    {".jpeg", {}, "a picture", kAsScore},
    {".gif", "GIF8", "a picture", kAsScore},
    {".bmp", {}, "a picture", kAsScore},
    {".tif", {}, "a picture", kAsScore},
    {".tiff", {}, "a picture", kAsScore},
    {".webp", {}, "a picture", kAsScore},
    {".heic", {}, "a picture", kAsScore},
    {".docx", {}, "a text document", kAsPlainText},
    {".doc", "\xD0\xCF\x11\xE0", "a text document", kAsPlainText},
    {".odt", {}, "a text document", kAsPlainText},
    {".rtf", "{\\rtf", "a text document", kAsPlainText},
    {".pages", {}, "a text document", kAsPlainText},
    {".epub", {}, "a book", kAsScore},
    {".html", "<html", "a web page", "Copy the tab into a .txt file"},
    {".htm", "<!DOCTYPE html", "a web page", "Copy the tab into a .txt file"},
    {".rar", "Rar!", "an archive", kUnpack},
    {".7z", "7z\xBC\xAF", "an archive", kUnpack},
    {".gz", "\x1F\x8B", "a packed file", kUnpack},
    {".zip", {}, "an archive", kUnpack},
    {".wav", "RIFF", "a recording, not a chart", kHearIt},
    {".mp3", "ID3", "a recording, not a chart", kHearIt},
    {".flac", "fLaC", "a recording, not a chart", kHearIt},
    {".ogg", "OggS", "a recording, not a chart", kHearIt},
    {".opus", {}, "a recording, not a chart", kHearIt},
    {".m4a", {}, "a recording, not a chart", kHearIt},
    {".aac", {}, "a recording, not a chart", kHearIt},
    {".aiff", {}, "a recording, not a chart", kHearIt},
    {".mp4", {}, "a film, not a chart", kHearIt},
    {".mov", {}, "a film, not a chart", kHearIt},
    {".mkv", "\x1A\x45\xDF\xA3", "a film or a recording, not a chart", kHearIt},
    {".webm", {}, "a film or a recording, not a chart", kHearIt},
};

bool ends_with(std::string_view name, std::string_view ending) {
  if (ending.empty() || name.size() < ending.size()) return false;
  return std::equal(ending.begin(), ending.end(), name.end() - static_cast<std::ptrdiff_t>(ending.size()),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
}

}  // namespace

std::optional<Error> refusal_of_text(std::string_view start) {
  // A text that somebody may call .txt.
  if (start.find("\\version \"") != std::string_view::npos ||
      start.find("\\drummode") != std::string_view::npos)
    return refusal(".ly", {});
  return std::nullopt;
}

Error refusal(std::string_view name, std::string_view start) {
  for (const Row& row : kRows) {
    if (ends_with(name, row.ending) || (!row.start.empty() && start.starts_with(row.start)))
      return {ErrorCode::unsupported, {}, std::string(row.what), std::string(row.advice)};
  }
  return {ErrorCode::unsupported, {}, "not a kind of chart we know", "Use .tab, .mid, .musicxml or .mxl"};
}

}  // namespace firstchair::charts

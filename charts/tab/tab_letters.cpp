#include "charts/tab/tab_letters.h"

#include <algorithm>
#include <array>

namespace firstchair::charts {
namespace {

constexpr TabLineKind kStrokes = TabLineKind::strokes;
constexpr TabLabel kLabels[] = {
    {"CC", kStrokes, Voice::crash},
    {"C", kStrokes, Voice::crash},
    {"CR", kStrokes, Voice::crash},
    {"CY", kStrokes, Voice::crash},
    {"CYM", kStrokes, Voice::crash},
    {"CRASH", kStrokes, Voice::crash},
    {"C1", kStrokes, Voice::crash},
    {"C2", kStrokes, Voice::crash},
    {"CC1", kStrokes, Voice::crash},
    {"CC2", kStrokes, Voice::crash},
    {"CR1", kStrokes, Voice::crash},
    {"CR2", kStrokes, Voice::crash},
    {"SP", kStrokes, Voice::crash},
    {"SPL", kStrokes, Voice::crash},
    {"SPLASH", kStrokes, Voice::crash},
    {"CH", kStrokes, Voice::crash},
    {"CHINA", kStrokes, Voice::crash},
    {"RD", kStrokes, Voice::ride},
    {"R", kStrokes, Voice::ride},
    {"RC", kStrokes, Voice::ride},
    {"RI", kStrokes, Voice::ride},
    {"RIDE", kStrokes, Voice::ride},
    {"RB", kStrokes, Voice::ride_bell},
    {"BELL", kStrokes, Voice::ride_bell},
    {"HH", kStrokes, Voice::hat_closed},
    {"H", kStrokes, Voice::hat_closed},
    {"HAT", kStrokes, Voice::hat_closed},
    {"HIHAT", kStrokes, Voice::hat_closed},
    {"HI-HAT", kStrokes, Voice::hat_closed},
    {"HO", kStrokes, Voice::hat_open},
    {"OH", kStrokes, Voice::hat_open},
    {"OHH", kStrokes, Voice::hat_open},
    {"HF", kStrokes, Voice::hat_pedal},
    {"FH", kStrokes, Voice::hat_pedal},
    {"HP", kStrokes, Voice::hat_pedal},
    {"PH", kStrokes, Voice::hat_pedal},
    {"FOOT", kStrokes, Voice::hat_pedal},
    {"T1", kStrokes, Voice::tom_high},
    {"HT", kStrokes, Voice::tom_high},
    {"T", kStrokes, Voice::tom_high},
    {"TOM", kStrokes, Voice::tom_high},
    {"TOM1", kStrokes, Voice::tom_high},
    {"T2", kStrokes, Voice::tom_mid},
    {"MT", kStrokes, Voice::tom_mid},
    {"TOM2", kStrokes, Voice::tom_mid},
    {"FT", kStrokes, Voice::tom_low},
    {"F", kStrokes, Voice::tom_low},
    {"LT", kStrokes, Voice::tom_low},
    {"T3", kStrokes, Voice::tom_low},
    {"T4", kStrokes, Voice::tom_low},
    {"F1", kStrokes, Voice::tom_low},
    {"F2", kStrokes, Voice::tom_low},
    {"FT1", kStrokes, Voice::tom_low},
    {"FT2", kStrokes, Voice::tom_low},
    {"TOM3", kStrokes, Voice::tom_low},
    {"FLOOR", kStrokes, Voice::tom_low},
    {"SD", kStrokes, Voice::snare},
    {"S", kStrokes, Voice::snare},
    {"SN", kStrokes, Voice::snare},
    {"SNARE", kStrokes, Voice::snare},
    {"XS", kStrokes, Voice::cross_stick},
    {"CS", kStrokes, Voice::cross_stick},
    {"SS", kStrokes, Voice::cross_stick},
    {"RS", kStrokes, Voice::cross_stick},
    {"RIM", kStrokes, Voice::cross_stick},
    {"BD", kStrokes, Voice::kick},
    {"B", kStrokes, Voice::kick},
    {"K", kStrokes, Voice::kick},
    {"KD", kStrokes, Voice::kick},
    {"BASS", kStrokes, Voice::kick},
    {"KICK", kStrokes, Voice::kick},
    {"B1", kStrokes, Voice::kick},
    {"B2", kStrokes, Voice::kick},
    {"PD", kStrokes, Voice::pad},
    {"PAD", kStrokes, Voice::pad},
    {"P", kStrokes, Voice::pad},
    {"ST", TabLineKind::sticking, {}},
    {"STICKING", TabLineKind::sticking, {}},
    {"HAND", TabLineKind::sticking, {}},
    {"HANDS", TabLineKind::sticking, {}},
    {"R/L", TabLineKind::sticking, {}},
    {"CB", TabLineKind::outside, {}},
    {"COWBELL", TabLineKind::outside, {}},
    {"TB", TabLineKind::outside, {}},
    {"TAMB", TabLineKind::outside, {}},
    {"CLAP", TabLineKind::outside, {}},
    {"SHAKER", TabLineKind::outside, {}},
    {"WB", TabLineKind::outside, {}},
};

// In the order of Voice.
struct OwnLine {
  std::string_view label;
  int place;    // 0 is the top line
  char stroke;  // x for metal and sticks, o for skins
};
constexpr std::array<OwnLine, kVoiceCount> kOwnLines{{{"BD", 11, 'o'},
                                                      {"SD", 8, 'o'},
                                                      {"XS", 9, 'x'},
                                                      {"HH", 3, 'x'},
                                                      {"HO", 4, 'o'},
                                                      {"HF", 12, 'x'},
                                                      {"T1", 5, 'o'},
                                                      {"T2", 6, 'o'},
                                                      {"FT", 7, 'o'},
                                                      {"RD", 1, 'x'},
                                                      {"RB", 2, 'x'},
                                                      {"CC", 0, 'x'},
                                                      {"PD", 10, 'o'}}};

const OwnLine& own_line(Voice voice) {
  return kOwnLines[static_cast<std::size_t>(voice)];
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

std::optional<TabLabel> tab_label(std::string_view text) {
  for (const TabLabel& row : kLabels) {
    if (std::equal(text.begin(), text.end(), row.label.begin(), row.label.end(),
                   [](char a, char b) { return upper(a) == b; })) {
      return row;
    }
  }
  return std::nullopt;
}

bool is_tab_rest(char cell) {
  return cell == '-' || cell == '.' || cell == '_';
}

std::optional<TabStroke> tab_stroke(Voice line, char cell, bool x_is_cross_stick) {
  TabStroke stroke{.voice = line, .dynamic = cell == lower(cell) ? Dynamic::normal : Dynamic::accent};
  const bool on_ride = line == Voice::ride || line == Voice::ride_bell;
  switch (cell) {
    case 'x':
    case 'X':
      if (line == Voice::snare && x_is_cross_stick) stroke.voice = Voice::cross_stick;
      return stroke;
    case 'o':
    case 'O':
      if (line == Voice::hat_closed) stroke.voice = Voice::hat_open;
      return stroke;
    case '@':
      if (line != Voice::snare) return std::nullopt;
      stroke.voice = Voice::cross_stick;
      return stroke;
    case '+':
      if (line != Voice::hat_closed) return std::nullopt;
      return stroke;
    case '#':
      if (line != Voice::crash) return std::nullopt;
      return stroke;
    case 'g':
      stroke.dynamic = Dynamic::ghost;
      return stroke;
    case 'f':
    case 'F':
      stroke.ornament = Ornament::flam;
      return stroke;
    case 'd':
    case 'D':
      stroke.ornament = Ornament::drag;
      return stroke;
    case 'b':
    case 'B':
      if (on_ride) {
        stroke.voice = Voice::ride_bell;
      } else {
        stroke.ornament = Ornament::buzz;
      }
      return stroke;
    case 'z':
    case 'Z':
      stroke.ornament = Ornament::buzz;
      return stroke;
    default:
      return std::nullopt;
  }
}

std::optional<char> tab_letter(Voice line, const Note& note) {
  const bool plain = note.ornament == Ornament::none && note.dynamic != Dynamic::ghost;
  char letter = own_line(line).stroke;
  if (note.voice != line) {
    if (!plain) return std::nullopt;
    letter = line == Voice::ride ? 'b' : 'o';
  } else if (note.ornament != Ornament::none) {
    letter = note.ornament == Ornament::flam ? 'f' : note.ornament == Ornament::drag ? 'd' : 'z';
  } else if (note.dynamic == Dynamic::ghost) {
    letter = 'g';
  }
  return note.dynamic == Dynamic::accent ? upper(letter) : letter;
}

std::string_view tab_label_of(Voice voice) {
  return own_line(voice).label;
}
int tab_place_of(Voice voice) {
  return own_line(voice).place;
}

}  // namespace firstchair::charts

#include "charts/tab/tab_letters.h"

#include <algorithm>
#include <array>

#include "engine/core/letters.h"

namespace firstchair::charts {
namespace {

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

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

bool is_tab_rest(char cell) {
  return cell == '-' || cell == '.' || cell == '_' || cell == '=' || cell == '~';
}

namespace {

bool is_cymbal(Voice voice) {
  return family_of(voice) == Family::cymbal;
}
bool is_hat(Voice voice) {
  return family_of(voice) == Family::hat;
}

// What tabs agree on.
std::optional<TabStroke> common_stroke(Voice line, char cell, bool x_is_cross_stick) {
  TabStroke stroke{.voice = line, .dynamic = cell == lowered(cell) ? Dynamic::normal : Dynamic::accent};
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
      if (on_ride) stroke.voice = Voice::ride_bell;
      if (!on_ride && line != Voice::hat_closed) return std::nullopt;
      return stroke;
    case '#':
      if (!is_cymbal(line)) return std::nullopt;
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

// What most of those who write the letter mean by it.
std::optional<TabStroke> assumed_stroke(Voice line, char cell) {
  TabStroke stroke{.voice = line, .assumed = "a stroke"};
  switch (cell) {
    case '0':
      if (line == Voice::hat_closed) stroke.voice = Voice::hat_open;
      return stroke;
    case 'c':
    case 'C':
    case 's':
    case 'S':
      if (line == Voice::snare && lowered(cell) == 'c') {
        stroke.voice = Voice::cross_stick;
        stroke.assumed = "a cross-stick";
        return stroke;
      }
      if (line != Voice::crash) return std::nullopt;
      stroke.assumed = lowered(cell) == 'c' ? "a china or crash" : "a splash";
      return stroke;
    case 'r':
    case 'R':
      if (is_cymbal(line) || is_hat(line) || line == Voice::kick) return std::nullopt;
      stroke.ornament = Ornament::buzz;
      stroke.assumed = "a roll";
      return stroke;
    case 'p':
    case 'P':
      if (!is_hat(line)) return std::nullopt;
      stroke.voice = Voice::hat_pedal;
      stroke.assumed = "the hi-hat with the foot";
      return stroke;
    default:
      return std::nullopt;
  }
}

std::optional<TabStroke> stroke_of_legend(Voice line, TabLetter letter) {
  TabStroke stroke{.voice = line};
  switch (letter) {
    case TabLetter::plain:
      break;
    case TabLetter::accent:
      stroke.dynamic = Dynamic::accent;
      break;
    case TabLetter::ghost:
      stroke.dynamic = Dynamic::ghost;
      break;
    case TabLetter::flam:
      stroke.ornament = Ornament::flam;
      break;
    case TabLetter::drag:
      stroke.ornament = Ornament::drag;
      break;
    case TabLetter::buzz:
      stroke.ornament = Ornament::buzz;
      break;
    case TabLetter::twice:
      stroke.twice = true;
      break;
    case TabLetter::bell:
      if (!is_cymbal(line)) return std::nullopt;
      stroke.voice = Voice::ride_bell;
      break;
    case TabLetter::open:
    case TabLetter::closed:
    case TabLetter::pedal:
      if (!is_hat(line)) return std::nullopt;
      stroke.voice = letter == TabLetter::open     ? Voice::hat_open
                     : letter == TabLetter::closed ? Voice::hat_closed
                                                   : Voice::hat_pedal;
      break;
    case TabLetter::cross_stick:
      if (line != Voice::snare && line != Voice::cross_stick) return std::nullopt;
      stroke.voice = Voice::cross_stick;
      break;
    case TabLetter::crash:
      if (!is_cymbal(line)) return std::nullopt;
      stroke.voice = Voice::crash;
      break;
  }
  return stroke;
}

}  // namespace

std::optional<TabStroke> tab_stroke(const TabWay& way, char cell) {
  if (way.hands && has_hand(way.voice) && (lowered(cell) == 'r' || lowered(cell) == 'l')) {
    return TabStroke{.voice = way.voice,
                     .dynamic = way.hand_accents && cell != lowered(cell) ? Dynamic::accent : Dynamic::normal,
                     .hand = lowered(cell) == 'r' ? Hand::right : Hand::left};
  }
  if (way.legend != nullptr) {
    const auto said = way.legend->letters.find(cell);
    const bool skins_alone = lowered(cell) == 'o' && (is_cymbal(way.voice) || is_hat(way.voice) ||
                                                      !way.legend->letters.contains('o'));
    if (said != way.legend->letters.end() && !skins_alone) {
      if (auto stroke = stroke_of_legend(way.voice, said->second)) return stroke;
    }
  }
  const bool own = way.own != '\0' && lowered(cell) == lowered(way.own);
  const auto common = common_stroke(way.voice, cell, way.x_is_cross_stick);
  if (common && !(own && way.only_own)) return common;
  if (own) {
    return TabStroke{
        .voice = way.voice,
        .dynamic = cell != lowered(cell) && way.own == lowered(way.own) ? Dynamic::accent : Dynamic::normal,
        .assumed = "a stroke"};
  }
  return assumed_stroke(way.voice, cell);
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

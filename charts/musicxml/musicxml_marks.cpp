#include "charts/musicxml/musicxml_marks.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>

#include "charts/musicxml/musicxml_directions.h"
#include "charts/musicxml/musicxml_document.h"

namespace firstchair::charts {
namespace {

constexpr int kMostPlayedOut = 2;  // slashes of a tremolo that are strokes to count

bool is(const char* a, const char* b) {
  return std::strcmp(a, b) == 0;
}

}  // namespace

NoteMarks marks_of(const pugi::xml_node& note) {
  NoteMarks marks;
  marks.ghost = is(note.child("notehead").attribute("parentheses").value(), "yes");
  for (const pugi::xml_node& notations : note.children("notations")) {
    for (const pugi::xml_node& kind : notations.children()) {
      for (const pugi::xml_node& mark : kind.children()) {
        const char* const name = mark.name();
        if (is(name, "accent") || is(name, "strong-accent")) marks.accent = true;
        if (is(name, "open-string") || is(name, "open") || is(name, "harmonic")) marks.open = true;
        if (is(name, "other-technical")) {
          marks.open =
              marks.open || std::string_view(mark.child_value()).find("open") != std::string_view::npos;
        }
        if (is(name, "fingering")) marks.fingering = hand_in(mark.child_value());
        if (is(name, "tremolo") && !is(mark.attribute("type").value(), "stop")) {
          const int slashes = whole_number_in(mark.child_value()).value_or(3);
          marks.roll = is(mark.attribute("type").value(), "unmeasured") || slashes > kMostPlayedOut;
          marks.slashes = marks.roll ? 0 : slashes;
        }
      }
    }
  }
  for (const pugi::xml_node& lyric : note.children("lyric")) {
    if (const Hand hand = hand_in(lyric.child_value("text")); hand != Hand::unwritten) marks.lyric = hand;
  }
  return marks;
}

bool continues_a_tie(const pugi::xml_node& note) {
  for (const pugi::xml_node& tie : note.children("tie")) {
    if (is(tie.attribute("type").value(), "stop")) return true;
  }
  for (const pugi::xml_node& tied : note.child("notations").children("tied")) {
    if (is(tied.attribute("type").value(), "stop")) return true;
  }
  return false;
}

std::uint8_t written_velocity(const pugi::xml_node& note) {
  const auto percent = number_in(note.attribute("dynamics").value());  // of 90
  if (!percent || !(*percent >= 0)) return 0;
  return static_cast<std::uint8_t>(std::clamp(std::round(*percent * 0.9), 1.0, 127.0));
}

int tremolo_strokes(const pugi::xml_node& note, Ticks length, int slashes) {
  constexpr std::string_view kShort[] = {"eighth", "16th", "32nd", "64th", "128th", "256th"};
  if (slashes <= 0) return 1;
  int halvings = slashes;
  const auto* const flags =
      std::find(std::begin(kShort), std::end(kShort), std::string_view(note.child_value("type")));
  if (flags != std::end(kShort)) halvings += static_cast<int>(flags - std::begin(kShort)) + 1;
  double stroke = static_cast<double>(kTicksPerQuarter) / (1 << halvings);
  const pugi::xml_node tuplet = note.child("time-modification");
  const int actual = whole_number_in(tuplet.child_value("actual-notes")).value_or(1);
  const int normal = whole_number_in(tuplet.child_value("normal-notes")).value_or(1);
  if (actual > 0 && normal > 0) stroke *= static_cast<double>(normal) / actual;
  return static_cast<int>(std::clamp(std::round(static_cast<double>(length) / stroke), 1.0, 64.0));
}

}  // namespace firstchair::charts

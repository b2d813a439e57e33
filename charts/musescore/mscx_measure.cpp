#include "charts/musescore/mscx_measure.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>

#include "charts/musicxml/musicxml_document.h"

namespace firstchair::charts {
namespace {

constexpr double kQuarter = static_cast<double>(kTicksPerQuarter);
constexpr double kLongest = static_cast<double>(kLongestMeasure);

bool is(const char* a, const char* b) {
  return std::strcmp(a, b) == 0;
}

}  // namespace

std::optional<double> fraction_in(const char* text) {
  const char* const slash = std::strchr(text, '/');
  const auto beats = number_in(text);
  const auto unit = slash == nullptr ? std::nullopt : number_in(slash + 1);
  if (!beats || !unit || !(*unit >= 1) || !(std::abs(*beats) <= 1e6)) return std::nullopt;
  return *beats / *unit * 4 * kQuarter;
}

double length_in(const pugi::xml_node& chord, double bar) {
  constexpr std::string_view kTypes[] = {"long", "breve", "whole", "half",  "quarter", "eighth",
                                         "16th", "32nd",  "64th",  "128th", "256th"};
  const std::string_view type = chord.child_value("durationType");
  if (type == "measure") {
    const auto length = fraction_in(chord.child_value("duration"));
    return length && *length > 0 ? std::min(*length, kLongest) : bar;
  }
  double ticks = 16 * kQuarter;
  const auto* const found = std::find(std::begin(kTypes), std::end(kTypes), type);
  if (found == std::end(kTypes)) return 0;
  ticks /= std::pow(2, found - std::begin(kTypes));
  const int dots = std::clamp(whole_number_in(chord.child_value("dots")).value_or(0), 0, 4);
  return ticks * (2 - std::pow(0.5, dots));
}

std::optional<MeterChange> meter_in(const pugi::xml_node& time) {
  const int beats = whole_number_in(time.child_value("sigN")).value_or(0);
  const int unit = whole_number_in(time.child_value("sigD")).value_or(0);
  if (beats < 1 || beats > 64 || unit < 1 || unit > 64 || (unit & (unit - 1)) != 0) return std::nullopt;
  return MeterChange{0, beats, unit};
}

void read_sign(const pugi::xml_node& node, BarFlow& flow) {
  if (is(node.name(), "Jump")) {
    const char* const to = node.child_value("jumpTo");
    flow.da_capo = is(to, "start");
    if (!flow.da_capo) flow.dal_segno = to[0] == '\0' ? "segno" : to;
    return;
  }
  const std::string_view label = node.child_value("label");
  if (label == "segno" || label == "varsegno") flow.segno = label;
  if (label == "codab" || label == "varcoda") flow.coda = label;
  if (label == "coda") flow.to_coda = "codab";
  if (label == "fine") flow.fine = true;
}

unsigned passes_of(const pugi::xml_node& volta) {
  constexpr int kMost = 32;
  unsigned passes = 0;
  std::string_view text = volta.child_value("endings");
  while (!text.empty()) {
    const int pass = whole_number_in(text).value_or(0);
    if (pass >= 1 && pass <= kMost) passes |= 1U << (pass - 1);
    const std::size_t comma = text.find(',');
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return passes;
}

std::optional<double> tempo_in(const pugi::xml_node& tempo) {
  const auto a_second = number_in(tempo.child_value("tempo"));
  if (!a_second) return std::nullopt;
  const double bpm = std::round(*a_second * 60 * 1000) / 1000;  // 1.73333 is 104
  const double near = std::round(bpm);
  const double told = std::abs(bpm - near) < 0.002 ? near : bpm;
  return told > 0 && told <= 10000 ? std::optional(told) : std::nullopt;
}

std::optional<double> swing_in(const char* unit, const char* ratio) {
  constexpr int kEighth = 240;  // in the ticks of MuseScore
  const bool eighths = is(unit, "eighth") || is(unit, "8th") || whole_number_in(unit) == kEighth;
  const auto percent = number_in(ratio);
  if (!eighths || !percent || !(*percent >= 50) || !(*percent < 78)) return std::nullopt;
  return *percent / (100 - *percent);
}

int slashes_of(const pugi::xml_node& chord) {
  pugi::xml_node tremolo = chord.child("Tremolo");
  if (!tremolo) tremolo = chord.child("TremoloSingleChord");
  const std::string_view kind = tremolo.child_value("subtype");
  if (kind == "r8") return 1;
  if (kind == "r16") return 2;
  return kind == "r32" || kind == "r64" || kind == "buzzroll" ? 3 : 0;
}

}  // namespace firstchair::charts

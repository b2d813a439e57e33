#include "charts/tab/tab_labels.h"

#include <algorithm>

#include "charts/drum_names.h"
#include "charts/tab/tab_legend.h"
#include "charts/tab/tab_words.h"
#include "engine/core/letters.h"

namespace firstchair::charts {
namespace {

struct Row {
  std::string_view label;
  TabLineKind kind;
  Voice voice;
  std::string_view what = {};
};
constexpr TabLineKind kStrokes = TabLineKind::strokes;
constexpr Row kLabels[] = {
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
    {"CB", TabLineKind::outside, {}, "cowbell"},
    {"COWBELL", TabLineKind::outside, {}, "cowbell"},
    {"TB", TabLineKind::outside, {}, "tambourine"},
    {"TAMB", TabLineKind::outside, {}, "tambourine"},
    {"CLAP", TabLineKind::outside, {}, "clap"},
    {"SHAKER", TabLineKind::outside, {}, "shaker"},
    {"WB", TabLineKind::outside, {}, "wood block"},
    {"C3", kStrokes, Voice::crash},
    {"CC3", kStrokes, Voice::crash},
    {"CR3", kStrokes, Voice::crash},
    {"CY1", kStrokes, Voice::crash},
    {"CY2", kStrokes, Voice::crash},
    {"LC", kStrokes, Voice::crash},
    {"LCR", kStrokes, Voice::crash},
    {"RCR", kStrokes, Voice::crash},
    {"SC", kStrokes, Voice::crash},
    {"SP1", kStrokes, Voice::crash},
    {"SP2", kStrokes, Voice::crash},
    {"CHN", kStrokes, Voice::crash},
    {"CN", kStrokes, Voice::crash},
    {"CH1", kStrokes, Voice::crash},
    {"R1", kStrokes, Voice::ride},
    {"R2", kStrokes, Voice::ride},
    {"RD1", kStrokes, Voice::ride},
    {"RD2", kStrokes, Voice::ride},
    {"RDB", kStrokes, Voice::ride_bell},
    {"BE", kStrokes, Voice::ride_bell},
    {"HATS", kStrokes, Voice::hat_closed},
    {"HHC", kStrokes, Voice::hat_closed},
    {"HC", kStrokes, Voice::hat_closed},
    {"CHH", kStrokes, Voice::hat_closed},
    {"HHO", kStrokes, Voice::hat_open},
    {"HHF", kStrokes, Voice::hat_pedal},
    {"HHP", kStrokes, Voice::hat_pedal},
    {"FHH", kStrokes, Voice::hat_pedal},
    {"PHH", kStrokes, Voice::hat_pedal},
    {"LF", kStrokes, Voice::hat_pedal},
    {"1T", kStrokes, Voice::tom_high},
    {"TH", kStrokes, Voice::tom_high},
    {"HT1", kStrokes, Voice::tom_high},
    {"RT", kStrokes, Voice::tom_high},
    {"2T", kStrokes, Voice::tom_mid},
    {"TM", kStrokes, Voice::tom_mid},
    {"HT2", kStrokes, Voice::tom_mid},
    {"TF", kStrokes, Voice::tom_low},
    {"TL", kStrokes, Voice::tom_low},
    {"T5", kStrokes, Voice::tom_low},
    {"3T", kStrokes, Voice::tom_low},
    {"FTOM", kStrokes, Voice::tom_low},
    {"LFT", kStrokes, Voice::tom_low},
    {"FL", kStrokes, Voice::tom_low},
    {"SD1", kStrokes, Voice::snare},
    {"SD2", kStrokes, Voice::snare},
    {"SN1", kStrokes, Voice::snare},
    {"SN2", kStrokes, Voice::snare},
    {"S1", kStrokes, Voice::snare},
    {"S2", kStrokes, Voice::snare},
    {"SNR", kStrokes, Voice::snare},
    {"SR", kStrokes, Voice::cross_stick},
    {"RM", kStrokes, Voice::cross_stick},
    {"XST", kStrokes, Voice::cross_stick},
    {"BD1", kStrokes, Voice::kick},
    {"BD2", kStrokes, Voice::kick},
    {"BA", kStrokes, Voice::kick},
    {"BS", kStrokes, Voice::kick},
    {"DB", kStrokes, Voice::kick},
    {"KI", kStrokes, Voice::kick},
    {"KK", kStrokes, Voice::kick},
    {"K1", kStrokes, Voice::kick},
    {"K2", kStrokes, Voice::kick},
    {"HAND CLAP", TabLineKind::outside, {}, "clap"},
    {"CWB", TabLineKind::outside, {}, "cowbell"},
    {"CW", TabLineKind::outside, {}, "cowbell"},
    {"TA", TabLineKind::outside, {}, "tambourine"},
    {"TMB", TabLineKind::outside, {}, "tambourine"},
    {"TRI", TabLineKind::outside, {}, "triangle"},
    {"SH", TabLineKind::outside, {}, "shaker"},
    {"CL", TabLineKind::outside, {}, "clap"},
};

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::optional<TabLabel> in_table(std::string_view text) {
  for (const Row& row : kLabels) {
    if (std::equal(text.begin(), text.end(), row.label.begin(), row.label.end(),
                   [](char a, char b) { return upper(a) == b; }))
      return TabLabel{std::string(row.label), row.kind, row.voice, std::string(row.what)};
  }
  return std::nullopt;
}

std::string upper_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = upper(c);
  return out;
}

TabLabel named(std::string_view text, const NamedDrum& drum, std::string_view words) {
  return {upper_case(text), drum.voice ? TabLineKind::strokes : TabLineKind::outside,
          drum.voice.value_or(Voice::snare), std::string(words)};
}

// What a legend says of a label that the table knows too: the table has the finer word for one line.
bool legend_decides(const TabLabel& known, const NamedDrum& said) {
  if (known.kind != TabLineKind::strokes || !said.voice) return true;
  return line_of(known.voice) != line_of(*said.voice) || line_of(known.voice) == Line::tom;
}

}  // namespace

std::string clean_tab_label(std::string_view text) {
  constexpr std::string_view kBefore = " ([<*>\"'", kBehind = " :-.=)]>*\"'";
  const std::size_t first = text.find_first_not_of(kBefore);
  if (first == std::string_view::npos) return {};
  text.remove_prefix(first);
  text = text.substr(0, text.find_last_not_of(kBehind) + 1);
  std::string out;
  for (const char c : text) {
    if (c != ' ' || !out.ends_with(' ')) out += c;
  }
  return out;
}

std::optional<TabLabel> tab_label(std::string_view text, const TabLegend& legend) {
  constexpr std::size_t kLeastName = 3, kMostName = 24;
  const std::optional<TabLabel> known = in_table(text);
  const auto said = legend.labels.find(text);
  const bool clear = text.size() > 1 || (text.size() == 1 && upper(text[0]) == text[0]);
  if (said != legend.labels.end() && (!known || (clear && legend_decides(*known, said->second.drum))))
    return named(text, said->second.drum, said->second.words);
  if (known) return known;
  if (text.size() < kLeastName || text.size() > kMostName) return std::nullopt;
  const NamedDrum drum = drum_named(text);
  return drum.known ? std::optional(named(text, drum, lowered(text))) : std::nullopt;
}

}  // namespace firstchair::charts

#include "charts/musicxml/musicxml_directions.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>

#include "charts/tab/tab_words.h"

namespace firstchair::charts {
namespace {

constexpr double kFastest = 10000;  // as check_chart
constexpr std::size_t kMostPasses = 100;

bool is(const char* a, const char* b) {
  return std::strcmp(a, b) == 0;
}

std::optional<double> quarters_of(std::string_view unit) {
  constexpr std::string_view kUnits[] = {"long", "breve", "whole", "half",  "quarter", "eighth",
                                         "16th", "32nd",  "64th",  "128th", "256th"};
  double quarters = 16;
  for (const std::string_view name : kUnits) {
    if (unit == name) return quarters;
    quarters /= 2;
  }
  return std::nullopt;
}

// <beat-unit>eighth</beat-unit><beat-unit-dot/><per-minute>c. 72</per-minute>
std::optional<double> metronome_bpm(const pugi::xml_node& metronome) {
  const auto unit = quarters_of(metronome.child_value("beat-unit"));
  const std::string_view text = metronome.child_value("per-minute");
  const std::size_t digit = text.find_first_of("0123456789");
  if (!unit || digit == std::string_view::npos) return std::nullopt;
  const auto per_minute = number_in(text.substr(digit));
  if (!per_minute) return std::nullopt;
  return *per_minute * *unit * (metronome.child("beat-unit-dot") ? 1.5 : 1.0);
}

std::optional<double> swing_of(const pugi::xml_node& swing) {
  if (swing.child("straight") || is(swing.child_value("swing-type"), "16th")) return std::nullopt;
  const auto first = number_in(swing.child_value("first")), second = number_in(swing.child_value("second"));
  if (!first || !second || !(*second > 0)) return std::nullopt;
  const double ratio = *first / *second;
  return ratio >= 1 && ratio <= 3.5 ? std::optional(ratio) : std::nullopt;
}

void read_jumps(const pugi::xml_node& sound, BarFlow& flow) {
  for (const pugi::xml_attribute& a : sound.attributes()) {
    if (is(a.name(), "dacapo")) flow.da_capo = is(a.value(), "yes");
    if (is(a.name(), "fine")) flow.fine = !is(a.value(), "no");
    if (is(a.name(), "forward-repeat")) flow.forward = is(a.value(), "yes");
    if (is(a.name(), "dalsegno")) flow.dal_segno = a.value();
    if (is(a.name(), "tocoda")) flow.to_coda = a.value();
    if (is(a.name(), "segno")) flow.segno = a.value();
    if (is(a.name(), "coda")) flow.coda = a.value();
  }
}

// The same in words and signs, for exporters that write no <sound> beside them.
void read_written_jumps(const pugi::xml_node& type, BarFlow& flow) {
  if (type.child("segno")) flow.segno = "segno";
  if (type.child("coda")) flow.coda = "coda";
  for (const pugi::xml_node& node : type.children("words")) {
    std::string text(trimmed(std::string_view(node.child_value()).substr(0, 40)));
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (text.starts_with("d.c.") || text.starts_with("da capo")) flow.da_capo = true;
    if (text.starts_with("d.s.") || text.starts_with("dal segno")) flow.dal_segno = "segno";
    if (text == "to coda") flow.to_coda = "coda";
    if (text == "fine") flow.fine = true;
  }
}

// "1, 2", "1.2.", "1-3"
std::vector<int> passes_in(std::string_view text) {
  std::vector<int> passes;
  int number = 0;
  bool range = false;
  const auto finish_number = [&] {
    for (int pass = range && !passes.empty() ? passes.back() + 1 : number; number > 0 && pass <= number;
         ++pass) {
      if (passes.size() < kMostPasses) passes.push_back(pass);
    }
    if (number > 0) range = false;
    number = 0;
  };
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      number = std::min(10 * number + (c - '0'), static_cast<int>(kMostPasses));
    } else {
      finish_number();
      range = range || c == '-';
    }
  }
  finish_number();
  if (passes.empty()) passes.push_back(1);
  return passes;
}

}  // namespace

TimeSignature read_time(const pugi::xml_node& time) {
  if (time.child("senza-misura")) return {};
  // 3+2/8, and 3/4 + 2/8: the whole in the finest unit.
  std::int64_t beats = 0, unit = 1;
  bool any = false;
  for (pugi::xml_node node = time.child("beats"); node; node = node.next_sibling("beats")) {
    std::int64_t count = 0;
    std::string_view text = node.child_value();
    while (true) {
      const auto number = whole_number_in(text);
      if (!number || *number < 1 || *number > 64)
        return {std::nullopt, "a meter without beats, or with over 64"};
      count += *number;
      const std::size_t plus = text.find('+');
      if (plus == std::string_view::npos) break;
      text.remove_prefix(plus + 1);
    }
    const auto own = whole_number_in(node.next_sibling("beat-type").child_value());
    if (!own || *own < 1 || *own > 64 || (*own & (*own - 1)) != 0) {
      return {std::nullopt, "a meter over no note value (1, 2, 4 ... 64)"};
    }
    const std::int64_t finer = std::max<std::int64_t>(unit, *own);
    beats = beats * (finer / unit) + count * (finer / *own);
    unit = finer;
    any = true;
    if (beats > 64) return {std::nullopt, "a meter without beats, or with over 64"};
  }
  if (!any) return {};
  return {MeterChange{0, static_cast<int>(beats), static_cast<int>(unit)}, {}};
}

bool read_direction(const pugi::xml_node& node, Ticks tick, double ticks_per_division,
                    ScoreMeasure& measure) {
  const bool alone = is(node.name(), "sound");
  const pugi::xml_node sound = alone ? node : node.child("sound");
  pugi::xml_node offset = sound.child("offset");
  if (!offset && is(node.child("offset").attribute("sound").value(), "yes")) offset = node.child("offset");
  if (const auto by = number_in(offset.child_value());
      by && std::abs(*by * ticks_per_division) <= kLongestMeasure) {
    tick = std::max<Ticks>(0, tick + std::llround(*by * ticks_per_division));
  }
  std::optional<double> bpm;
  if (const pugi::xml_attribute tempo = sound.attribute("tempo")) {
    bpm = number_in(tempo.value());
    if (!bpm) return false;
  }
  for (const pugi::xml_node& type : node.children("direction-type")) {
    if (!bpm) bpm = metronome_bpm(type.child("metronome"));
    if (!sound) read_written_jumps(type, measure.flow);
  }
  if (bpm) {
    if (!(*bpm > 0) || *bpm > kFastest) return false;
    measure.tempi.push_back({tick, *bpm});
  }
  read_jumps(sound, measure.flow);
  if (const auto swing = swing_of(sound.child("swing"))) measure.swing = swing;
  return true;
}

void read_barline(const pugi::xml_node& barline, ScoreMeasure& measure) {
  if (const pugi::xml_node repeat = barline.child("repeat")) {
    const bool forward = is(repeat.attribute("direction").value(), "forward");
    (forward ? measure.flow.forward : measure.flow.backward) = true;
    if (const auto times = whole_number_in(repeat.attribute("times").value());
        times && !forward && *times >= 1) {
      measure.flow.times = *times;
    }
  }
  if (const pugi::xml_node ending = barline.child("ending")) {
    if (is(ending.attribute("type").value(), "start")) {
      measure.flow.ending = passes_in(ending.attribute("number").value());
    } else {
      measure.flow.ending_stops = true;
    }
  }
  if (const char* segno = barline.attribute("segno").value(); *segno != '\0') measure.flow.segno = segno;
  if (const char* coda = barline.attribute("coda").value(); *coda != '\0') measure.flow.coda = coda;
}

Hand hand_in(std::string_view text) {
  text = trimmed(text);
  if (text == "R" || text == "r") return Hand::right;
  return text == "L" || text == "l" ? Hand::left : Hand::unwritten;
}

}  // namespace firstchair::charts

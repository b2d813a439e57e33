#include "store/chart_text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "store/packing.h"

namespace firstchair::store {
namespace {

constexpr std::string_view kFirstLine = "firstchair-chart 1";
constexpr std::array<std::string_view, 3> kDynamics{"ghost", "normal", "accent"};
constexpr std::array<std::string_view, 4> kOrnaments{"none", "flam", "drag", "buzz"};
constexpr std::array<std::string_view, 3> kHands{"unwritten", "right", "left"};
constexpr std::size_t kMaxChartNotes = 1'000'000;
constexpr Ticks kMaxChartBars = 100'000;

std::string music_text(const Chart& chart) {
  std::string text = fmt::format("length {}\nswing {}\n", chart.length, chart.swing);
  for (const MeterChange& meter : chart.meters)
    text += fmt::format("meter {} {} {}\n", meter.tick, meter.beats, meter.unit);
  for (const Note& note : chart.notes)
    text += fmt::format("note {} {} {} {} {} {}{}\n", note.tick, id_of(note.voice),
                        kDynamics[static_cast<std::size_t>(note.dynamic)],
                        kOrnaments[static_cast<std::size_t>(note.ornament)],
                        kHands[static_cast<std::size_t>(note.hand)], note.velocity,
                        note.suggested ? " suggested" : "");
  return text;
}

// The words of one line, taken one after the other.
class Words {
 public:
  explicit Words(std::string_view text) : rest_(text) {}
  std::string_view word() {
    const std::size_t end = rest_.find(' ');
    const std::string_view word = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
    return word;
  }
  std::string_view rest() const { return rest_; }
  template <class Number>
  bool number(Number& to) {
    const std::string_view text = word();
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), to);
    return failed == std::errc() && end == text.data() + text.size() && !text.empty();
  }
  template <class Enum, std::size_t N>
  bool one_of(const std::array<std::string_view, N>& words, Enum& to) {
    const std::string_view text = word();
    for (std::size_t i = 0; i < N; ++i) {
      if (words[i] != text) continue;
      to = static_cast<Enum>(i);
      return true;
    }
    return false;
  }

 private:
  std::string_view rest_;
};

bool read_note(Words& line, Note& note) {
  if (!line.number(note.tick)) return false;
  const std::optional<Voice> voice = voice_from_id(line.word());
  if (!voice) return false;
  note.voice = *voice;
  return line.one_of(kDynamics, note.dynamic) && line.one_of(kOrnaments, note.ornament) &&
         line.one_of(kHands, note.hand) && line.number(note.velocity) && note.velocity <= 127 &&
         (line.rest().empty() || (note.suggested = line.word() == "suggested"));
}

bool read_line(std::string_view text, Chart& chart) {
  Words line(text);
  const std::string_view kind = line.word();
  if (kind == "title") {
    chart.title = std::string(line.rest());
    return true;
  }
  bool read = false;
  if (kind == "length") {
    read = line.number(chart.length);
  } else if (kind == "swing") {
    read = line.number(chart.swing) && chart.swing >= 1 && chart.swing <= 3.5;
  } else if (kind == "meter") {
    MeterChange meter;
    read = line.number(meter.tick) && line.number(meter.beats) && line.number(meter.unit);
    chart.meters.push_back(meter);
  } else if (kind == "tempo") {
    TempoChange tempo;
    read = line.number(tempo.tick) && line.number(tempo.bpm);
    chart.tempi.push_back(tempo);
  } else if (kind == "note" && chart.notes.size() < kMaxChartNotes) {
    Note note;
    read = read_note(line, note);
    chart.notes.push_back(note);
  }
  return read && line.rest().empty();
}

}  // namespace

std::string chart_text(const Chart& chart) {
  std::string title = chart.title;
  for (char& c : title) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  std::string text = fmt::format("{}\ntitle {}\n", kFirstLine, title);
  for (const TempoChange& tempo : chart.tempi) text += fmt::format("tempo {} {}\n", tempo.tick, tempo.bpm);
  return text + music_text(chart);
}

Result<Chart> read_chart_text(std::string_view text) {
  Chart chart;
  chart.meters.clear();
  int number = 0;
  const auto broken = [&](std::string what) {
    return Error{ErrorCode::malformed, fmt::format("line {}", number), std::move(what), {}};
  };
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return broken("the chart breaks off");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (number == 1 ? line != kFirstLine : !read_line(line, chart))
      return broken("this is no line of a chart");
  }
  if (number == 0) return broken("the chart is empty");
  if (std::string law = check_chart(chart); !law.empty()) return broken(std::move(law));
  Ticks bars = 0;
  for (std::size_t i = 0; i < chart.meters.size(); ++i) {
    const Ticks end = i + 1 < chart.meters.size() ? chart.meters[i + 1].tick : chart.length;
    bars += (end - chart.meters[i].tick) / chart.meters[i].bar_length();
    if (bars > kMaxChartBars) return broken("the chart has over 100,000 bars");
  }
  return chart;
}

std::string item_of(const Chart& chart) {
  return fmt::format("{:016x}", packing::fingerprint(music_text(chart)));
}

}  // namespace firstchair::store

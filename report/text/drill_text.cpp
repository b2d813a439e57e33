#include "report/text/drill_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/text/count_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

using namespace report;

constexpr double kScaleMs = 40;  // from the middle of a ruler to its end
constexpr int kLeastRuler = 11, kMostRuler = 41;

std::string lean_words(const BarLine& line) {
  const int decimals = decimals_for((line.lean_high - line.lean_low) / 2);
  return lean(line.lean_ms, decimals) + " " + plus_minus(line.lean_low, line.lean_high, decimals);
}

std::string spread_words(const BarLine& line) {
  const int decimals = decimals_for((line.spread_high - line.spread_low) / 2);
  return fmt::format("{} ms ({})", number(line.spread_ms, decimals),
                     range(line.spread_low, line.spread_high, decimals));
}

std::string hits_words(const BarVerdict& bar) {
  return bar.played ? slips_text(bar.hits) : fmt::format("0 of {} notes heard", bar.hits.notes);
}

// The interval as a stroke over a ruler, zero in its middle: "    |--o-- ".
std::string ruler(const BarLine& line, int width) {
  std::string cells(static_cast<std::size_t>(width), ' ');
  const int middle = width / 2;
  const auto place = [&](double ms) {
    return std::clamp(middle + static_cast<int>(std::lround(ms / kScaleMs * middle)), 0, width - 1);
  };
  for (int i = place(line.lean_low); i <= place(line.lean_high); ++i)
    cells[static_cast<std::size_t>(i)] = '-';
  cells[static_cast<std::size_t>(middle)] = '|';
  cells[static_cast<std::size_t>(place(line.lean_ms))] = 'o';
  return cells;
}

std::string padded(const std::string& text, int width) {
  const std::string cut = shorten(text, width);
  return cut + std::string(static_cast<std::size_t>(std::max(0, width - columns(cut))), ' ');
}

std::string line_row(const BarLine& line, int width, bool colour) {
  const std::string name = padded(std::string(name_of(line.line)), 8);
  const HitCount& hits = line.hits;
  std::string counts = fmt::format("{}/{}", hits.heard(), hits.notes);
  if (hits.covered > 0) counts += fmt::format(" ?{}", hits.covered);
  if (hits.extra > 0) counts += fmt::format(" +{}", hits.extra);
  if (!line.measured) return fmt::format(" {} {:<8} too few strokes yet ({})", name, counts, line.timed);
  const int rest = width - 1 - 9 - 9 - 18 - 29;
  const std::string mark =
      rest >= kLeastRuler ? ruler(line, std::min(rest, kMostRuler) / 2 * 2 - 1) + "  " : "";
  const std::string words = padded(lean_words(line), 17) + " ";
  const std::string before = shorten(fmt::format(" {} {:<8} {}", name, counts, mark), width);
  const std::string after = line.spread_measured ? "spread " + spread_words(line) : "";
  const int left = width - columns(before);
  const std::string middle = left > 0 ? shorten(words, left) : "";
  const std::string end = left > columns(middle) ? shorten(after, left - columns(middle)) : "";
  const bool early = line.lean_high < 0, late = line.lean_low > 0;
  if (!colour || !(early || late)) return before + middle + end;
  return fmt::format("{}\x1b[38;5;{}m{}\x1b[0m{}", before, early ? 33 : 208, middle, end);
}

std::string plugged_in(bool midi) {
  return midi ? "Is the e-kit on, and the right one?" : "Is the microphone on, and the right one?";
}

std::string beats_row(const DrillScreen& screen) {
  if (screen.beat == 0) return "";
  std::string row;
  for (int beat = 1; beat <= screen.beats; ++beat)
    row += fmt::format("{}{}{}", beat == screen.beat ? '[' : ' ', beat, beat == screen.beat ? ']' : ' ');
  return row;
}

}  // namespace

std::string bar_text(const BarVerdict& bar) {
  std::string text = fmt::format("Bar {}: ", bar.bar);
  for (const BarLine& line : bar.lines) {
    if (!line.measured) continue;
    text += fmt::format("{} {}", name_of(line.line), lean_words(line));
    if (line.spread_measured) text += ", spread " + spread_words(line);
    text += "; ";
  }
  return text + hits_words(bar) + ".";
}

std::string stop_text(const BarVerdict& bar, int again_from) {
  std::string what = hits_words(bar);
  if (bar.fault == BarFault::lean) {
    for (const BarLine& line : bar.lines) {
      if (line.line == bar.fault_line) what = fmt::format("{} {}", name_of(line.line), lean_words(line));
    }
  }
  return fmt::format("Stop. Bar {}: {}. Again from {}.", bar.bar, what, again_from);
}

std::string nothing_heard_text(const BarVerdict& bar, bool midi) {
  return fmt::format("Nothing heard in bar {}. {}", bar.bar, plugged_in(midi));
}

std::string nothing_heard_text(double seconds, bool midi) {
  return fmt::format("Nothing heard in {:.0f} s. {}", seconds, plugged_in(midi));
}

std::string other_groove_text(std::string_view title, bool other) {
  const std::string chart = title.empty() ? "the chart" : "\"" + plain(title) + "\"";
  return other ? fmt::format("This is not {}. Play on freely: bars are not judged.", chart)
               : fmt::format("This is {} again.", chart);
}

std::string own_time_text(const OwnTime& time, int silent_bars) {
  const std::string bars = count(static_cast<std::size_t>(silent_bars), "bar") + " silent: ";
  if (!time.measured) return bars + fmt::format("{} of 8 gaps, too few for a number.", time.gaps);
  const int mean = decimals_for((time.mean_high - time.mean_low) / 2),
            spread = decimals_for((time.spread_high - time.spread_low) / 2);
  return bars + fmt::format("back {} {}, spread {} ms ({}), {} gaps.", lean(time.mean_ms, mean),
                            plus_minus(time.mean_low, time.mean_high, mean), number(time.spread_ms, spread),
                            range(time.spread_low, time.spread_high, spread), time.gaps);
}

std::string endurance_text(const Endurance& e) {
  if (!e.measured) return {};
  const int spread = decimals_for((e.spread_high - e.spread_low) / 2),
            level = std::max(1, decimals_for((e.level_high - e.level_low) / 2));
  return fmt::format("Spread {} {} % a minute ({}), level {} {} dB a minute ({}), over {:.1f} minutes.",
                     e.spread < 0 ? "down" : "up", number(std::fabs(e.spread), spread),
                     range(e.spread_low, e.spread_high, spread), e.level < 0 ? "down" : "up",
                     number(std::fabs(e.level), level), range(e.level_low, e.level_high, level), e.minutes);
}

std::string drill_screen(const DrillScreen& screen, int width, int rows, bool colour) {
  std::vector<std::string> lines;
  lines.push_back(fmt::format(" {}  {} bpm", plain(screen.title),
                              number(screen.bpm, screen.bpm == std::round(screen.bpm) ? 0 : 1)));
  if (screen.counting_in) {
    lines.push_back(fmt::format(" Count-in  {}", beats_row(screen)));
  } else {
    lines.push_back(fmt::format(" Bar {:<4}({} of {})  {}{}", screen.bar, screen.done, screen.bars,
                                beats_row(screen), screen.silent ? "  click silent" : ""));
  }
  lines.push_back("");
  if (screen.last) {
    lines.push_back(fmt::format(" Bar {}: {}", screen.last->bar, hits_words(*screen.last)));
    for (const BarLine& line : screen.last->lines) lines.push_back(line_row(line, width, colour));
    if (screen.played_bpm > 0) {
      const int decimals = decimals_for((screen.played_high - screen.played_low) / 2);
      lines.push_back(fmt::format(" tempo    {} bpm {}", number(screen.played_bpm, decimals),
                                  plus_minus(screen.played_low, screen.played_high, decimals)));
    }
    lines.push_back("");
  }
  if (!screen.message.empty()) lines.push_back(" " + screen.message);
  std::string foot = fmt::format(" {}  {}", clock(screen.seconds), screen.source);
  if (screen.dropouts > 0)
    foot += fmt::format(", {}", count(static_cast<std::size_t>(screen.dropouts), "dropout"));
  foot += "  Ctrl-C ends and keeps the take";
  if (static_cast<int>(lines.size()) > rows - 1)
    lines.resize(static_cast<std::size_t>(std::max(0, rows - 1)));
  if (rows > 0) lines.push_back(foot);
  std::string out;
  for (const std::string& line : lines) {
    // A line with colour in it was laid out to fit.
    out += line.find('\x1b') == std::string::npos ? shorten(line, width) : line;
    out += '\n';
  }
  return out;
}

}  // namespace firstchair::report

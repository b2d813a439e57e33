#include "report/text/free_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

using namespace report;

// Below it a beat or a bar is not shown as known.
constexpr double kSure = 0.8;

std::string beat_words(const FreeBeat& beat) {
  if (!beat.known) return "no tempo yet";
  const int decimals = std::min(1, decimals_for((beat.high - beat.low) / 2));
  std::string text =
      fmt::format("{} bpm {}", number(beat.bpm, decimals), plus_minus(beat.low, beat.high, decimals));
  if (beat.probability < kSure)
    text += fmt::format(", {}: it may be half, double or beside it", sure(beat.probability));
  return text;
}

bool bar_known(const FreeBeat& beat) {
  return beat.known && beat.probability >= kSure && beat.bar_probability >= kSure;
}

std::string beats_row(const FreeBeat& beat) {
  if (!bar_known(beat)) return "beat of the bar not known yet";
  std::string row;
  for (int b = 1; b <= 4; ++b) row += b == beat.beat ? fmt::format("[{}]", b) : fmt::format(" {} ", b);
  return row;
}

}  // namespace

std::string free_text(const FreeBeat& beat, double seconds) {
  return fmt::format("{} {}{}", clock(seconds), beat_words(beat),
                     bar_known(beat) ? fmt::format(", beat {}", beat.beat) : "");
}

std::string free_screen(const FreeScreen& screen, int width, int rows) {
  std::vector<std::string> lines;
  lines.push_back(" Free playing  " + (screen.click_bpm > 0
                                           ? fmt::format("click {} bpm", number(screen.click_bpm, 1))
                                           : std::string("no click")));
  lines.emplace_back();
  if (screen.counting_in) {
    lines.emplace_back(" Count-in");
  } else {
    lines.push_back(" tempo  " + beat_words(screen.beat));
    lines.push_back(" bar    " + beats_row(screen.beat));
  }
  lines.emplace_back();
  if (!screen.message.empty()) lines.push_back(" " + screen.message);
  std::string foot = fmt::format(" {}  {}", clock(screen.seconds), screen.source);
  if (screen.dropouts > 0)
    foot += fmt::format(", {}", count(static_cast<std::size_t>(screen.dropouts), "dropout"));
  foot += "  Ctrl-C ends and keeps the take";
  if (static_cast<int>(lines.size()) > rows - 1)
    lines.resize(static_cast<std::size_t>(std::max(0, rows - 1)));
  if (rows > 0) lines.push_back(foot);
  std::string out;
  for (const std::string& line : lines) out += shorten(line, width) + '\n';
  return out;
}

}  // namespace firstchair::report

#include "report/text/burn_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace firstchair::report {
namespace {

constexpr std::string_view kBegins = "[Script Info]\n; The take from ", kHeld = ", held for ",
                           kClicks = ", clicks instead of its sound", kMadeUp = ", pictures made up";
constexpr std::string_view kClick = "Comment: 0,0:00:00.00,0:00:00.00,t,,0,0,0,,";
constexpr int kLargestSide = 16384;
constexpr double kLongest_s = 24 * 3600, kLongestHold_s = 10;

// Takes a number and the words behind it off the front.
template <typename Number>
bool take(std::string_view& text, Number& number, std::string_view words) {
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (wrong != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.starts_with(words)) return false;
  text.remove_prefix(words.size());
  return true;
}
bool take(std::string_view& text, std::string_view words) {
  if (!text.starts_with(words)) return false;
  text.remove_prefix(words.size());
  return true;
}

bool sane(const BurnHead& head) {
  const cut::Pace& pace = head.pace;
  return head.from_s >= 0 && head.from_s < head.to_s && head.to_s <= kLongest_s && pace.speed >= .1 &&
         pace.speed <= 1 && pace.hold_s >= 0 && pace.hold_s <= kLongestHold_s && pace.hold_at_s >= 0 &&
         pace.hold_at_s <= kLongest_s && head.width > 0 && head.width <= kLargestSide && head.height > 0 &&
         head.height <= kLargestSide;
}

// Reads "click 1.500000" or "accent 1.500000" behind what such a line begins with.
std::optional<BurnClick> click_of(std::string_view line) {
  BurnClick click;
  if (!take(line, kClick)) return std::nullopt;
  click.accent = take(line, "accent ");
  if (!click.accent && !take(line, "click ")) return std::nullopt;
  if (!take(line, click.at_s, "") || !line.empty() || !(click.at_s >= 0 && click.at_s <= 10 * kLongest_s))
    return std::nullopt;
  return click;
}

// Calls `said` with every line that has an end; false: one has none, or `said` said so.
template <typename Said>
bool each_line(std::string_view text, Said said) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !said(text.substr(0, end))) return false;
    text.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace

std::string burn_head(const BurnHead& head) {
  const cut::Pace& pace = head.pace;
  const std::string held =
      pace.hold_s > 0 ? fmt::format("{}{:.6f} s at {:.6f}", kHeld, pace.hold_s, pace.hold_at_s) : "";
  return fmt::format(
      "{}{:.6f} to {:.6f} s at speed {:.6f}{}{}{}\nScriptType: v4.00+\nPlayResX: {}\nPlayResY: "
      "{}\nWrapStyle: "
      "2\n"
      "ScaledBorderAndShadow: yes\nYCbCr Matrix: TV.709\n\n[V4+ Styles]\n"
      "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, "
      "Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, "
      "Alignment, MarginL, MarginR, MarginV, Encoding\n"
      "Style: t,DejaVu Sans,40,&H00E4EDF0,&H00E4EDF0,&H00141215,&H00141215,-1,0,0,0,100,100,0,0,1,0,0,7,0,"
      "0,0,1\n\n[Events]\n"
      "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n",
      kBegins, head.from_s, head.to_s, pace.speed, held, head.clicks ? kClicks : "",
      head.made_up ? kMadeUp : "", head.width, head.height);
}

std::optional<BurnHead> read_burn_head(std::string_view script) {
  std::string_view rest = script;
  if (!take(rest, kBegins)) return {};
  BurnHead head;
  if (!take(rest, head.from_s, " to ") || !take(rest, head.to_s, " s at speed ") ||
      !take(rest, head.pace.speed, ""))
    return {};
  if (take(rest, kHeld) && (!take(rest, head.pace.hold_s, " s at ") || !take(rest, head.pace.hold_at_s, "")))
    return {};
  head.clicks = take(rest, kClicks);
  head.made_up = take(rest, kMadeUp);
  if (!take(rest, "\nScriptType: v4.00+\nPlayResX: ") || !take(rest, head.width, "\nPlayResY: ") ||
      !take(rest, head.height, "\n") || !sane(head))
    return {};
  const std::string wanted = burn_head(head);
  if (!script.starts_with(wanted)) return {};
  const bool ours = each_line(script.substr(wanted.size()), [&](std::string_view line) {
    return line.starts_with("Dialogue: ") || (head.clicks && click_of(line));
  });
  if (!ours) return {};
  return head;
}

std::string burn_clicks(const std::vector<BurnClick>& clicks) {
  std::string text;
  for (const BurnClick& click : clicks)
    text += fmt::format("{}{} {:.6f}\n", kClick, click.accent ? "accent" : "click", click.at_s);
  return text;
}

std::vector<BurnClick> read_burn_clicks(std::string_view script) {
  std::vector<BurnClick> clicks;
  each_line(script, [&](std::string_view line) {
    if (const std::optional<BurnClick> click = click_of(line)) clicks.push_back(*click);
    return true;
  });
  std::ranges::stable_sort(clicks, {}, &BurnClick::at_s);
  return clicks;
}

}  // namespace firstchair::report

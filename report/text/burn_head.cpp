#include "report/text/burn_head.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace firstchair::report {
namespace {

constexpr std::string_view kBegins = "[Script Info]\n; The take from ";
constexpr int kLargestSide = 16384;
constexpr double kLongest_s = 24 * 3600;

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

}  // namespace

std::string burn_head(const BurnHead& head) {
  return fmt::format(
      "{}{:.6f} to {:.6f} s at speed {:.6f}\nScriptType: v4.00+\nPlayResX: {}\nPlayResY: {}\nWrapStyle: 2\n"
      "ScaledBorderAndShadow: yes\nYCbCr Matrix: TV.709\n\n[V4+ Styles]\n"
      "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, "
      "Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, "
      "Alignment, MarginL, MarginR, MarginV, Encoding\n"
      "Style: t,DejaVu Sans,40,&H00E4EDF0,&H00E4EDF0,&H00141215,&H00141215,-1,0,0,0,100,100,0,0,1,0,0,7,0,"
      "0,0,1\n\n[Events]\n"
      "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n",
      kBegins, head.from_s, head.to_s, head.speed, head.width, head.height);
}

std::optional<BurnHead> read_burn_head(std::string_view script) {
  std::string_view rest = script;
  if (!rest.starts_with(kBegins)) return {};
  rest.remove_prefix(kBegins.size());
  BurnHead head;
  if (!take(rest, head.from_s, " to ") || !take(rest, head.to_s, " s at speed ") ||
      !take(rest, head.speed, "\nScriptType: v4.00+\nPlayResX: ") ||
      !take(rest, head.width, "\nPlayResY: ") || !take(rest, head.height, "\n"))
    return {};
  if (!(head.from_s >= 0 && head.from_s < head.to_s && head.to_s <= kLongest_s && head.speed >= .1 &&
        head.speed <= 1 && head.width > 0 && head.width <= kLargestSide && head.height > 0 &&
        head.height <= kLargestSide))
    return {};
  const std::string wanted = burn_head(head);
  if (!script.starts_with(wanted)) return {};
  for (rest = script.substr(wanted.size()); !rest.empty();) {
    const std::size_t end = rest.find('\n');
    if (!rest.starts_with("Dialogue: ") || end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  return head;
}

}  // namespace firstchair::report

#include "engine/cut/style.h"

#include <array>

namespace firstchair::cut {
namespace {

constexpr std::array<Style, 4> kStyles{
    Style{},
    Style{.id = "cover",
          .length_s = 2.6,
          .least_s = .7,
          .most_s = 9,
          .insert_on_fill = .5,
          .wide_on_phrase = .5},
    Style{.id = "whiplash",
          .length_s = 1.8,
          .least_s = .33,
          .most_s = 6,
          .rise = .35,
          .late_accents = 2,
          .answer = .4,
          .whip = true,
          .last_bar_whole = true},
    Style{.id = "coach", .length_s = 8, .least_s = 4, .most_s = 60, .follows_errors = true}};

}  // namespace

std::span<const Style> styles() {
  return kStyles;
}
std::optional<Style> style_from_id(std::string_view id) {
  for (const Style& style : kStyles)
    if (style.id == id) return style;
  return std::nullopt;
}

}  // namespace firstchair::cut

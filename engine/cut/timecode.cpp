#include "engine/cut/timecode.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace firstchair::cut {
namespace {

constexpr std::int64_t kMinutes = 24 * 60;
constexpr int kFewest = 10, kMost = 120;  // frames a second that a camera counts

constexpr FrameRate kUsual[] = {{24000, 1001}, {24, 1},       {25, 1},        {30000, 1001},
                                {30, 1},       {48000, 1001}, {48, 1},        {50, 1},
                                {60000, 1001}, {60, 1},       {120000, 1001}, {120, 1}};

// Names as they are read: `name` counts all of them, `left_out` a minute.
struct Names {
  Names(int base, bool drop)
      : base(base),
        left_out(drop ? base / 15 : 0),
        a_minute(60 * base - left_out),
        ten(10 * a_minute + left_out) {}

  std::int64_t frame_of(std::int64_t name) const {
    const std::int64_t minutes = name / (60 * base);
    return name - left_out * (minutes - minutes / 10);
  }
  std::int64_t name_of(std::int64_t frame) const {
    const std::int64_t tens = frame / ten, rest = frame % ten;
    const std::int64_t minutes = rest < 60 * base ? 0 : 1 + (rest - 60 * base) / a_minute;
    return frame + left_out * (9 * tens + minutes);
  }
  std::int64_t a_day() const { return kMinutes / 10 * ten; }

  std::int64_t base, left_out, a_minute, ten;
};

bool droppable(int base) {
  return base % 30 == 0;
}

// Says whether a rate is nearer to 1000/1001 of a whole one: only there is drop-frame told.
bool slowed(const FrameRate& rate) {
  const double per_second = rate.per_second(), whole = std::round(per_second);
  return std::abs(per_second - whole * 1000 / 1001) < std::abs(per_second - whole);
}

}  // namespace

FrameRate usual_rate(const FrameRate& measured) {
  const auto off = [&](const FrameRate& rate) {
    return std::abs(std::log(rate.per_second() / measured.per_second()));
  };
  const FrameRate near = *std::ranges::min_element(kUsual, {}, off);
  constexpr double kNear = .03;
  if (off(near) < kNear) return near;
  return {std::max(1, static_cast<int>(std::lround(measured.per_second()))), 1};
}

int Timecode::base() const {
  return std::max(1, static_cast<int>(std::lround(rate.per_second())));
}

std::optional<Timecode> timecode_from(std::string_view text, const FrameRate& rate) {
  if (rate.numerator < 1 || rate.denominator < 1) return std::nullopt;
  Timecode made{.rate = rate};
  const int base = made.base();
  if (base < kFewest || base > kMost) return std::nullopt;
  const std::size_t digits = base > 100 && text.size() == 12 ? 3 : 2;  // "01:02:03:104"
  if (text.size() != 9 + digits || text[2] != ':' || text[5] != ':') return std::nullopt;
  made.drop = text[8] == ';' || text[8] == '.';
  if ((!made.drop && text[8] != ':') || (made.drop && !droppable(base))) return std::nullopt;
  std::array<int, 4> parts{};
  for (std::size_t p = 0; p < parts.size(); ++p)
    for (std::size_t k = 0; k < (p == 3 ? digits : 2); ++k) {
      const char digit = text[3 * p + k];
      if (digit < '0' || digit > '9') return std::nullopt;
      parts[p] = parts[p] * 10 + (digit - '0');
    }
  const auto [hours, minutes, seconds, frames] = parts;
  if (hours > 23 || minutes > 59 || seconds > 59 || frames >= base) return std::nullopt;
  const Names names(base, made.drop);
  if (seconds == 0 && minutes % 10 != 0 && frames < names.left_out) return std::nullopt;
  made.frame =
      names.frame_of((static_cast<std::int64_t>(hours * 60 + minutes) * 60 + seconds) * base + frames);
  return made;
}

std::string text_of(const Timecode& timecode) {
  const Names names(timecode.base(), timecode.drop && droppable(timecode.base()));
  const std::int64_t day = names.a_day();
  const std::int64_t name = names.name_of(((timecode.frame % day) + day) % day), seconds = name / names.base;
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%02lld:%02lld:%02lld%c%02lld",
                static_cast<long long>(seconds / 3600), static_cast<long long>(seconds / 60 % 60),
                static_cast<long long>(seconds % 60), names.left_out > 0 ? ';' : ':',
                static_cast<long long>(name % names.base));
  return text.data();
}

Timecode at_rate(const Timecode& timecode, const FrameRate& rate, double part) {
  Timecode made{.rate = rate, .drop = timecode.drop};
  const Names from(timecode.base(), timecode.drop && droppable(timecode.base()));
  made.drop = from.left_out > 0 && droppable(made.base()) && slowed(rate);
  const Names to(made.base(), made.drop);
  const std::int64_t name = from.name_of(timecode.frame), seconds = name / from.base;
  const double share = (static_cast<double>(name % from.base) + part) / static_cast<double>(from.base);
  std::int64_t within = std::min<std::int64_t>(
      to.base - 1, static_cast<std::int64_t>(std::floor(share * static_cast<double>(to.base) + 1e-6)));
  // Where only the new names leave some out the first that there is stands for them.
  if (seconds % 60 == 0 && seconds / 60 % 10 != 0) within = std::max(within, to.left_out);
  made.frame = to.frame_of(seconds * to.base + within);
  return made;
}

}  // namespace firstchair::cut

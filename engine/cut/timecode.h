// A Timecode is what a camera calls a picture: hours, minutes, seconds and frames of a day (SMPTE ST 12-1).
// Editors other than melt count a file's time from the timecode of its first picture.
//
// Pictures are counted at a whole number a second, the base, so at 29.97 pictures a second an hour of
// timecode is 3.6 s longer than an hour. Drop-frame timecode leaves out names (the first two of every minute
// but each tenth, four where the base is 60), and is nearly as long as the clock; no picture is left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace firstchair::cut {

struct FrameRate {
  int numerator = 30, denominator = 1;  // 30000/1001 is the rate that is called 29.97
  double per_second() const { return static_cast<double>(numerator) / denominator; }
  bool operator==(const FrameRate&) const = default;
};

// Returns the rate that films are made at and is within 3 % of one that was measured; else a whole one.
FrameRate usual_rate(const FrameRate& measured);

struct Timecode {
  std::int64_t frame = 0;  // how many names of the day come before it; may reach beyond the day
  FrameRate rate;          // of the counting; a camera of 59.94 pictures a second may count 29.97
  bool drop = false;

  int base() const;
  double at_s() const { return static_cast<double>(frame) / rate.per_second(); }
  bool operator==(const Timecode&) const = default;
};

// Reads "01:02:03:04"; a semicolon or a point before the frames means drop-frame. Nothing is returned where
// no camera can say so: hours from 24 on, frames from the base on, drop-frame where the base is no multiple
// of 30, or a name that drop-frame leaves out.
std::optional<Timecode> timecode_from(std::string_view text, const FrameRate& rate);
// The inverse of timecode_from(); beyond a day it begins anew.
std::string text_of(const Timecode& timecode);
// Returns the timecode by another base: the same hour, minute and second, and the frame that stands nearest
// before the same part of the second. `part` of a frame (0..1) has gone by. By a whole rate no name is
// dropped: readers refuse drop-frame there.
Timecode at_rate(const Timecode& timecode, const FrameRate& rate, double part = 0);

}  // namespace firstchair::cut

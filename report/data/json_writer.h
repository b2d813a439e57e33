// The JsonWriter writes JSON straight into a string: there is no tree in between, so 100,000 strokes take
// milliseconds. The same values give the same bytes. Numbers that JSON cannot hold (NaN, infinities) become
// null.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace firstchair::report {

class JsonWriter {
 public:
  // An empty key writes a bare value: an element of the array that is open.
  void begin_object(std::string_view key = {});
  void end_object();
  void begin_array(std::string_view key = {});
  void end_array();

  // Any bytes on one line: broken UTF-8 becomes U+FFFD, what controls a terminal a space.
  void text(std::string_view key, std::string_view value);
  void lines(std::string_view key, std::string_view value);  // the same, whose line ends and tabs stay
  void integer(std::string_view key, std::int64_t value);
  void real(std::string_view key, double value, int decimals);  // rounded, 0 to 9; trailing zeros left out
  void boolean(std::string_view key, bool value);
  void null(std::string_view key);

  // Makes the next element or field start a new line.
  void line() { line_ = true; }
  std::string take() { return std::move(out_); }

 private:
  void before(std::string_view key);
  void escape(std::string_view value);

  std::string out_;
  bool comma_ = false, line_ = false;
};

}  // namespace firstchair::report

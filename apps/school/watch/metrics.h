// Metrics counts what is asked and how long it took, and writes it as Prometheus reads it. Any number of
// threads may call it at once. No name, address or text of anybody is in it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

namespace firstchair::school_api {

class Metrics {
 public:
  // Upper bounds in seconds of the histogram's parts; the last one has none.
  static constexpr std::array kBounds{.005, .01, .025, .05, .1, .25, .5, 1.0, 2.5, 5.0};

  // `route` is the pattern and not the path: numbers of people are in no label.
  void count(std::string_view method, std::string_view route, int status, double seconds);
  std::string text() const;

 private:
  struct Times {
    std::array<std::uint64_t, kBounds.size() + 1> in{};  // each alone, not summed
    double seconds = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, int>, std::uint64_t>
      requests_;  // method, route, class of status
  std::map<std::pair<std::string, std::string>, Times> times_;
};

// Writes one metric with its help and type: gauge or counter. `labels` as they stand between the braces;
// empty: none.
class MetricText {
 public:
  void begin(std::string_view name, std::string_view type, std::string_view help);
  void value(double value, std::string_view labels = {});
  void one(std::string_view name, std::string_view type, std::string_view help, double value) {
    begin(name, type, help);
    this->value(value);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_, name_;
};

// Returns a label's value as it is written: backslash, quote and end of line escaped.
std::string label_text(std::string_view value);

}  // namespace firstchair::school_api

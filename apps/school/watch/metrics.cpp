#include "apps/school/watch/metrics.h"

#include <fmt/format.h>

#include <algorithm>

namespace firstchair::school_api {

std::string label_text(std::string_view value) {
  std::string text;
  for (const char letter : value) {
    if (letter == '\n') {
      text += "\\n";
      continue;
    }
    if (letter == '\\' || letter == '"') text += '\\';
    text += letter;
  }
  return text;
}

void MetricText::begin(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void MetricText::value(double value, std::string_view labels) {
  text_ += labels.empty() ? fmt::format("{} {}\n", name_, value)
                          : fmt::format("{}{{{}}} {}\n", name_, labels, value);
}

void Metrics::count(std::string_view method, std::string_view route, int status, double seconds) {
  const auto part =
      static_cast<std::size_t>(std::lower_bound(kBounds.begin(), kBounds.end(), seconds) - kBounds.begin());
  const std::lock_guard lock(mutex_);
  ++requests_[{std::string(method), std::string(route), status / 100}];
  Times& times = times_[{std::string(method), std::string(route)}];
  ++times.in.at(part);
  times.seconds += seconds;
}

std::string Metrics::text() const {
  const std::lock_guard lock(mutex_);
  MetricText requests;
  requests.begin("firstchair_http_requests_total", "counter",
                 "Requests by method, route and class of status.");
  for (const auto& [key, count] : requests_)
    requests.value(static_cast<double>(count),
                   fmt::format("method=\"{}\",route=\"{}\",status=\"{}xx\"", label_text(std::get<0>(key)),
                               label_text(std::get<1>(key)), std::get<2>(key)));
  std::string text = requests.text();
  constexpr std::string_view kName = "firstchair_http_request_seconds";
  text += fmt::format("# HELP {0} Seconds until an answer was made.\n# TYPE {0} histogram\n", kName);
  for (const auto& [key, times] : times_) {
    const std::string labels =
        fmt::format("method=\"{}\",route=\"{}\"", label_text(key.first), label_text(key.second));
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < times.in.size(); ++i) {
      so_far += times.in[i];
      text += fmt::format("{}_bucket{{{},le=\"{}\"}} {}\n", kName, labels,
                          i < kBounds.size() ? fmt::format("{}", kBounds[i]) : "+Inf", so_far);
    }
    text += fmt::format("{0}_sum{{{1}}} {2}\n{0}_count{{{1}}} {3}\n", kName, labels, times.seconds, so_far);
  }
  return text;
}

}  // namespace firstchair::school_api

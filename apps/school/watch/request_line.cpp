#include "apps/school/watch/request_line.h"

#include <fmt/format.h>

#include <ctime>
#include <nlohmann/json.hpp>

namespace firstchair::school_api {

std::string request_line(const RequestFacts& facts) {
  const std::time_t at = facts.at_ms / 1000;
  std::tm utc{};
  ::gmtime_r(&at, &utc);
  const std::string when =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900, utc.tm_mon + 1,
                  utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, facts.at_ms % 1000);
  nlohmann::ordered_json line{
      {"time", when},           {"id", facts.id},
      {"method", facts.method}, {"route", facts.route},
      {"status", facts.status}, {"ms", static_cast<std::int64_t>(facts.ms * 10) / 10.0},
      {"bytes", facts.bytes}};
  if (facts.person != 0) {
    line["school"] = facts.school;
    line["person"] = facts.person;
  }
  return line.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace firstchair::school_api

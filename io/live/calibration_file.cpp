#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "io/files/files.h"
#include "io/files/folders.h"
#include "io/live/calibrate.h"

namespace firstchair::io {
namespace {

using nlohmann::json;

bool same_setup(const Calibration& row, const std::string& device, double rate, int buffer) {
  return row.device == device && row.rate == rate && row.buffer == buffer;
}

json to_json(const Calibration& row) {
  return {{"device", row.device},
          {"rate", row.rate},
          {"buffer", row.buffer},
          {"round_trip_frames", row.loopback.round_trip},
          {"round_trip_ms", row.loopback.round_trip_ms},
          {"low_ms", row.loopback.low_ms},
          {"high_ms", row.loopback.high_ms},
          {"spread_ms", row.loopback.spread_ms},
          {"pulses_found", row.loopback.found},
          {"pulses", row.loopback.pulses},
          {"date", row.date}};
}

bool from_json(const json& value, Calibration& row) {
  const auto number = [&](const char* name, auto& to) {
    const auto at = value.find(name);
    if (at == value.end() || !at->is_number()) return false;
    to = at->get<std::remove_reference_t<decltype(to)>>();
    return true;
  };
  const auto text = [&](const char* name, std::string& to) {
    const auto at = value.find(name);
    if (at == value.end() || !at->is_string()) return false;
    to = at->get<std::string>();
    return true;
  };
  practice::Loopback& loopback = row.loopback;
  return value.is_object() && text("device", row.device) && text("date", row.date) &&
         number("rate", row.rate) && number("buffer", row.buffer) &&
         number("round_trip_frames", loopback.round_trip) &&
         number("round_trip_ms", loopback.round_trip_ms) && number("low_ms", loopback.low_ms) &&
         number("high_ms", loopback.high_ms) && number("spread_ms", loopback.spread_ms) &&
         number("pulses_found", loopback.found) && number("pulses", loopback.pulses);
}

}  // namespace

std::string default_calibration_file() {
  const std::string folder = config_folder();
  return folder.empty() ? "" : folder + "/calibration.json";
}

Result<std::vector<Calibration>> read_calibrations(const std::string& file) {
  std::vector<Calibration> rows;
  const auto bytes = read_file(file, 1 << 20);
  if (!bytes && bytes.error().code == ErrorCode::not_found) return rows;
  if (!bytes) return bytes.error();
  const json all = json::parse(*bytes, nullptr, false);
  const auto list = all.is_object() ? all.find("calibrations") : all.end();
  bool good = all.is_object() && list != all.end() && list->is_array();
  if (good) {
    for (const json& value : *list) {
      Calibration row;
      good = good && from_json(value, row);
      rows.push_back(row);
    }
  }
  if (!good)
    return Error{ErrorCode::malformed, file, "is not a calibration file", "Move it away and calibrate again"};
  return rows;
}

Result<Done> store_calibration(const std::string& file, const Calibration& calibration) {
  auto rows = read_calibrations(file);
  if (!rows) return rows.error();
  std::erase_if(*rows, [&](const Calibration& row) {
    return same_setup(row, calibration.device, calibration.rate, calibration.buffer);
  });
  rows->push_back(calibration);
  json list = json::array();
  for (const Calibration& row : *rows) list.push_back(to_json(row));
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  std::error_code failed;  // write_file tells, should it matter
  if (!folder.empty()) std::filesystem::create_directories(folder, failed);
  // A device's name may be in any encoding.
  return write_file(
      file, json{{"calibrations", list}}.dump(2, ' ', false, json::error_handler_t::replace) + "\n", true);
}

std::optional<Calibration> find_calibration(const std::vector<Calibration>& rows, const LiveAudioInfo& info) {
  const auto at = std::find_if(rows.begin(), rows.end(), [&](const Calibration& row) {
    return same_setup(row, info.device, info.rate, info.buffer);
  });
  return at == rows.end() ? std::nullopt : std::optional(*at);
}

}  // namespace firstchair::io

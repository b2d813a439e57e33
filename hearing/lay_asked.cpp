#include "hearing/lay_asked.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>

namespace firstchair::hearing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostCameras = 16;

Error usage(std::string what, std::string advice) {
  return {.code = ErrorCode::usage, .place = {}, .what = std::move(what), .advice = std::move(advice)};
}

}  // namespace

std::vector<std::string> files_of(const std::string& camera) {
  std::error_code failed;
  if (fs::exists(camera, failed)) return {camera};
  std::vector<std::string> files;
  std::size_t from = 0;
  while (true) {
    const std::size_t plus = camera.find('+', from);
    files.push_back(camera.substr(from, plus - from));
    if (plus == std::string::npos) return files;
    from = plus + 1;
  }
}

std::string camera_name(const std::string& camera) {
  return fs::path(files_of(camera).front()).stem().string();
}

Result<Done> check_asked(std::span<const std::string> cameras, const LayOptions& options) {
  if (cameras.empty()) return usage("no camera was named", "Name one or more films");
  if (cameras.size() > kMostCameras)
    return usage(fmt::format("{} cameras; {} are the most", cameras.size(), kMostCameras), {});
  std::set<std::string> names;
  for (const std::string& camera : cameras)
    if (!names.insert(camera_name(camera)).second)
      return usage("two cameras are called " + camera_name(camera), "Rename one of the files");
  for (const auto& [flag, map] :
       {std::pair{"--at", &options.at}, {"--offset", &options.offset}, {"--distance", &options.distance_m}})
    for (const auto& [name, value] : *map)
      if (!names.contains(name))
        return usage(fmt::format("{} {}: no camera is called that", flag, name),
                     fmt::format("It is one of {}", fmt::join(names, ", ")));
  return Done{};
}

}  // namespace firstchair::hearing

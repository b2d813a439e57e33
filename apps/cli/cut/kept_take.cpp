#include "apps/cli/cut/kept_take.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <vector>

#include "engine/judge/norms.h"
#include "engine/session.h"
#include "hearing/hear_file.h"
#include "io/files/files.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLiveSound = "sound.flac";  // what a take that was played live is kept as

Result<std::string> recording_of(const fs::path& take, const std::string& name) {
  std::error_code failed;
  const fs::path folder = take.parent_path();
  // A name from a file leads to no other folder.
  const fs::path plain = fs::path(name).filename();
  std::vector<fs::path> places;
  if (!plain.empty() && plain != "." && plain != "..")
    places = {folder / plain, folder / ".." / plain, plain};
  places.push_back(folder / kLiveSound);
  for (const fs::path& place : places)
    if (fs::is_regular_file(place, failed)) return place.lexically_normal().string();
  return Error{
      ErrorCode::not_found, take.string(),
      "its recording, " + plain.string() + ", is neither in its folder nor in the one above nor here",
      "Put it beside the take.json, or name the recording itself with --sound"};
}

}  // namespace

Result<std::optional<KeptTakeFile>> read_kept_take(const std::string& name) {
  std::error_code failed;
  fs::path take = name;
  if (name.empty()) return std::optional<KeptTakeFile>{};
  if (fs::is_directory(take, failed) && fs::is_regular_file(take / "take.json", failed)) take /= "take.json";
  std::string ending = take.extension().string();
  std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return std::tolower(c); });
  if (ending != ".json") return std::optional<KeptTakeFile>{};
  const Result<std::vector<std::uint8_t>> bytes = io::read_file(take.string(), edit::kMostTakeBytes);
  if (!bytes) return bytes.error();
  Result<edit::ReadTake> kept = edit::read_take({bytes->begin(), bytes->end()}, take.string());
  if (!kept) return kept.error();
  return std::optional<KeptTakeFile>({take.string(), std::move(*kept)});
}

Result<Take> take_again(const edit::ReadTake& kept) {
  SessionConfig config;
  config.norms = judge::default_norms();
  config.source = kept.source;
  config.chart = kept.chart;
  config.find_kit_strokes = false;
  hearing::hear_with(hearing::kUsualEar, config);
  const Result<Session> session = Session::make(config);
  if (!session) return session.error();
  config.source = session->source();
  config.source.length = kept.source.length;
  return judge_strokes(config, kept.hits);
}

Result<Done> find_kept_take(SyncOptions& options) {
  Result<std::optional<KeptTakeFile>> kept = read_kept_take(options.sound);
  if (!kept) return kept.error();
  if (!*kept) return Done{};
  edit::ReadTake& take = (*kept)->take;
  if (take.source.kind == SourceKind::audio) {
    Result<std::string> recording = recording_of((*kept)->path, take.source.name);
    if (!recording) return recording.error();
    options.sound = std::move(*recording);
  } else {
    options.sound = (*kept)->path;
  }
  options.kept = hearing::KeptStrokes{std::move(take.source), std::move(take.hits), std::move(take.chart)};
  return Done{};
}

}  // namespace firstchair::cli

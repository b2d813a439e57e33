#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "apps/cli/cut/cut_command.h"
#include "apps/cli/decode/decode_command.h"
#include "edit/cut_json.h"
#include "io/files/files.h"
#include "io/video/render.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

std::string clock_text(double seconds) {
  const long whole = static_cast<long>(seconds + .5);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

Result<Done> render_told(const cut::Film& film, const std::string& path, bool force,
                         const RenderOptions& options, const Overlay& overlay) {
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const auto began = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  video::RenderConfig config{.path = path,
                             .folder = {},
                             .force = force,
                             .draft = options.draft,
                             .fit = options.fit,
                             .encoder = options.encoder,
                             .speed = overlay.speed,
                             .script = overlay.script,
                             .cage = own_cage()};
  config.told = [&](std::int64_t done, std::int64_t all) {
    if (terminal)
      fmt::print(stderr, "\r\033[Krendering {} {:.0f} %, {} left",
                 report::plain(fs::path(path).filename().string()),
                 100. * static_cast<double>(done) / static_cast<double>(all),
                 clock_text(seconds() / static_cast<double>(done) * static_cast<double>(all - done)));
    return true;
  };
  const Result<video::Rendered> done = video::render(film, config);
  if (terminal) fmt::print(stderr, "\r\033[K");
  if (!done) return done.error();
  const std::string said =
      overlay.said.empty()
          ? fmt::format("{} at {}x{}, {:.4g} a second, {} shots ({})", clock_text(done->seconds), done->width,
                        done->height, film.rate.per_second(), film.shots.size(), done->encoder)
          : overlay.said;
  fmt::print("{}\n", report::plain(path + ": " + said));
  if (done->encoder == "mpeg4") fmt::print(stderr, "firstchair: no H.264 encoder; MPEG-4 was written.\n");
  return Done{};
}

Result<int> cut_render(const RenderAgainOptions& options) {
  std::error_code failed;
  if (!fs::is_regular_file(options.cut, failed))
    return Error{ErrorCode::not_found, options.cut, "no such file", {}};
  if (fs::file_size(options.cut, failed) > edit::kMostCutBytes)
    return Error{ErrorCode::too_large, options.cut, "larger than a cut.json can be", {}};
  std::ifstream file(options.cut, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Result<cut::Film> film = edit::read_cut(text, options.cut, options.files);
  if (!film) return film.error();
  const fs::path folder = fs::path(options.cut).parent_path();
  const std::string out = options.out.empty() ? (folder / "film.mp4").string() : options.out;
  // What was given by name stands where the program stands.
  cut::Film found = *film;
  const auto whole = [&](std::string& name) {
    if (name.empty()) return;
    const bool given = std::ranges::find(options.files, name) != options.files.end();
    name = (given ? fs::absolute(name) : fs::absolute(folder / name)).string();
  };
  whole(found.sound);
  for (cut::Camera& camera : found.cameras)
    for (std::string& name : camera.files) whole(name);
  if (Result<Done> rendered = render_told(found, out, options.force, options.render); !rendered)
    return rendered.error();
  return 0;
}

}  // namespace firstchair::cli

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "apps/cli/cut/burn.h"
#include "apps/cli/cut/clip_clicks.h"
#include "apps/cli/cut/cut_command.h"
#include "apps/cli/cut/proxies.h"
#include "apps/cli/cut/sources.h"
#include "apps/cli/decode/decode_command.h"
#include "apps/server/api/film_folder.h"
#include "io/video/render.h"
#include "report/text/cut_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

std::string clock_text(double seconds) {
  const long whole = static_cast<long>(seconds + .5);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

double steady_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

RenderWork RenderWork::of(int films, double seconds) {
  return {.all = films, .all_s = seconds, .began_s = steady_s()};
}

Result<Done> render_told(const cut::Film& film, const std::string& path, bool force,
                         const RenderOptions& options, RenderWork& work, const Overlay& overlay) {
  std::fflush(stdout);
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const double length_s = cut::film_length(overlay.pace, film.from_s, film.to_s);
  ++work.number;
  const std::string what = "rendering " + report::plain(fs::path(path).filename().string()) +
                           (work.all > 1 ? fmt::format(" ({} of {})", work.number, work.all) : std::string());
  video::RenderConfig config{.path = path,
                             .folder = {},
                             .force = force,
                             .draft = options.draft,
                             .fit = options.fit,
                             .encoder = options.encoder,
                             .sound_codec = options.sound_codec,
                             .pace = overlay.pace,
                             .made_up = overlay.made_up,
                             .script = overlay.script,
                             .cage = own_cage()};
  if (options.draft) config.proxies = proxies_of(film);
  if (overlay.clicks) config.sound_instead = sound_of_clicks(report::read_burn_clicks(overlay.script));
  config.told = [&](std::int64_t done, std::int64_t all) {
    const double here = length_s * static_cast<double>(done) / static_cast<double>(all);
    if (terminal)
      fmt::print(stderr, "\r\033[K{}",
                 report::progress_words(what, (work.done_s + here) / std::max(work.all_s, length_s),
                                        steady_s() - work.began_s));
    return true;
  };
  const Result<video::Rendered> done = video::render(film, config);
  if (terminal) fmt::print(stderr, "\r\033[K");
  if (!done) return done.error();
  work.done_s += length_s;
  const std::string said =
      overlay.said.empty() ? fmt::format("{} at {}x{}, {:.4g} a second, {} ({})", clock_text(done->seconds),
                                         done->width, done->height, film.rate.per_second(),
                                         report::count(film.shots.size(), "shot"), done->encoder)
                           : overlay.said;
  fmt::print("{}\n", report::plain(path + ": " + said));
  if (const std::string words = report::encoder_words(done->encoder, done->refused_encoder);
      !words.empty() && options.encoder != done->encoder)
    fmt::print(stderr, "{}\n", report::plain("firstchair: " + words + "."));
  return Done{};
}

namespace {

// Edit lists, page, sheet and what was burnt are of the cuts before, if cut.json was changed: with --force
// they are written anew, else that is said.
Result<int> write_anew(const cut::Film& film, const std::string& cut_json, bool force,
                       const RenderOptions& options) {
  const fs::path shown = fs::path(cut_json).parent_path(), folder = fs::absolute(cut_json).parent_path();
  server::OfOtherCuts old = server::of_other_cuts(film, folder);
  if (force && !old.with_film.empty()) {
    const auto written = server::write_beside(film, folder, own_cage());
    if (!written) return written.error();
    std::string names;
    for (const std::string& name : *written) names += (names.empty() ? "" : ", ") + name;
    fmt::print("{}\n",
               report::plain((shown.empty() ? "" : shown.string() + ": ") + names + ": written anew"));
    old.with_film.clear();
  }
  if (force && !old.burnt.empty()) {
    Result<std::vector<std::string>> left = burn_again(film, shown.string(), options);
    if (!left) return left.error();
    old.burnt = std::move(*left);
  }
  for (const std::string& words :
       report::old_words(old.with_film, old.burnt, "cut render --force",
                         force ? "firstchair cut" : "firstchair cut render --force"))
    fmt::print(stderr, "{}\n", report::plain("firstchair: " + words + "."));
  return 0;
}

}  // namespace

Result<int> cut_render(const RenderAgainOptions& options) {
  std::error_code failed;
  if (!fs::is_regular_file(options.cut, failed))
    return Error{ErrorCode::not_found, options.cut, "no such file", {}};
  // What was given by name stands where the program stands.
  std::vector<std::string> given;
  for (const std::string& name : options.files) given.push_back(fs::absolute(name).string());
  const Result<cut::Film> film = server::read_film(options.cut, given);
  if (!film) return film.error();
  const fs::path folder = fs::absolute(options.cut).parent_path();
  const std::string out =
      options.out.empty() ? (fs::path(options.cut).parent_path() / "film.mp4").string() : options.out;
  const cut::Film found = server::with_whole_names(*film, folder);
  std::vector<std::string> read{options.cut, found.sound};
  for (const cut::Camera& camera : found.cameras)
    read.insert(read.end(), camera.files.begin(), camera.files.end());
  if (Result<Done> apart = check_sources(std::vector<fs::path>{out}, read); !apart) return apart.error();
  RenderWork work = RenderWork::of(1, found.to_s - found.from_s);
  if (Result<Done> rendered = render_told(found, out, options.force, options.render, work); !rendered)
    return rendered.error();
  return write_anew(found, options.cut, options.force, options.render);
}

}  // namespace firstchair::cli

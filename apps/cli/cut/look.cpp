#include "apps/cli/cut/look.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <mutex>
#include <numeric>

#include "apps/cli/decode/decode_command.h"
#include "engine/cut/motion.h"
#include "hearing/in_threads.h"
#include "io/video/motion.h"
#include "report/text/cut_text.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

constexpr double kLateWorth_s = .1;  // a picture that is later than that is another fault than a telephone's

// Adds what is seen in the file of a piece, with the strokes by its clock. Pieces are laid end to end, so
// that all of them are one picture to the map.
struct Look {
  cut::Motion motion;
  std::vector<cut::LineStroke> strokes;
  double until_s = 0;
};

void add(Look& look, cut::Motion&& seen, const cut::Piece& piece, const Take& take) {
  constexpr double kBetween_s = 10;
  const double shift = look.until_s - piece.from_s;
  if (look.motion.steps.empty()) look.motion.columns = seen.columns, look.motion.rows = seen.rows;
  if (seen.columns != look.motion.columns || seen.rows != look.motion.rows) return;
  for (const cut::Motion::Step& step : seen.steps)
    look.motion.steps.push_back({step.from_s + shift, step.to_s + shift});
  look.motion.cells.insert(look.motion.cells.end(), seen.cells.begin(), seen.cells.end());
  for (const Hit& hit : take.hits) {
    const double at = cut::camera_of(piece, static_cast<double>(hit.frame) / take.source.rate);
    if (at >= piece.from_s && at < piece.to_s) look.strokes.push_back({at + shift, line_of(hit.voice)});
  }
  look.until_s += piece.to_s - piece.from_s + kBetween_s;
}

cut::CameraKind kind_of(const cut::Camera& camera) {
  std::size_t feet = 0;
  for (const cut::Shown& shown : camera.shows)
    feet += shown.line == Line::kick || shown.line == Line::hat_foot;
  const std::size_t all = camera.shows.size();
  constexpr std::size_t kKit = 4;  // lines that are more than a part of a kit
  if (all >= kKit && feet > 0) return cut::CameraKind::kit;
  return all == 0      ? camera.kind
         : feet == all ? cut::CameraKind::feet
         : feet == 0   ? cut::CameraKind::hands
                       : camera.kind;
}

}  // namespace

Result<Done> look_for_drums(cut::Film& film, const Take& take, bool mend) {
  std::vector<cut::MotionMap> maps(film.cameras.size());
  std::vector<std::string> unread(film.cameras.size());
  std::vector<double> done(film.cameras.size());
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const auto began = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  std::mutex one;
  const Result<Done> looked = hearing::for_all(film.cameras.size(), [&](std::size_t c) -> Result<Done> {
    const cut::Camera& camera = film.cameras[c];
    Look look;
    for (std::size_t p = 0; p < camera.placement.pieces.size() && camera.placement.grade != cut::Grade::no;
         ++p) {
      const cut::Piece& piece = camera.placement.pieces[p];
      const std::string& path = camera.files[std::min(p, camera.files.size() - 1)];
      const Result<video::VideoInfo> info = video::probe(path, own_cage());
      if (!info) return info.error();
      Result<cut::Motion> seen = video::read_motion(
          {.path = path,
           .from_s = piece.from_s,
           .to_s = piece.to_s,
           .cage = own_cage(),
           .told =
               [&, c](double share) {
                 const std::lock_guard<std::mutex> alone(one);
                 done[c] = share;
                 if (terminal)
                   fmt::print(stderr, "\r\033[K{}",
                              report::progress_words("looking at the pictures",
                                                     std::accumulate(done.begin(), done.end(), 0.) /
                                                         static_cast<double>(done.size()),
                                                     seconds()));
                 return true;
               }},
          *info);
      if (!seen) {
        unread[c] = seen.error().line();
        return Done{};
      }
      add(look, std::move(*seen), piece, take);
    }
    std::ranges::sort(look.strokes, {}, &cut::LineStroke::at_s);
    maps[c] = cut::map_motion(look.motion, look.strokes);
    return Done{};
  });
  if (terminal) fmt::print(stderr, "\r\033[K");
  if (!looked) return looked.error();
  for (std::size_t c = 0; c < film.cameras.size(); ++c) {
    cut::Camera& camera = film.cameras[c];
    if (!unread[c].empty()) fmt::print(stderr, "{}\n", report::plain("firstchair: " + unread[c] + "."));
    const bool said = !camera.shows.empty();
    if (!said) {
      camera.shows = maps[c].shows;
      if (camera.kind == cut::CameraKind::other) camera.kind = kind_of(camera);
    }
    camera.seen_late_s = maps[c].late_s;
    camera.seen_late_95_s = maps[c].late_95_s;
    if (mend && camera.seen_late_95_s > 0 && std::abs(camera.seen_late_s) <= kLateWorth_s)
      camera.picture_late_s = camera.seen_late_s;
    for (const std::string& line : report::seen_lines(camera, maps[c], said))
      fmt::print("{}\n", report::plain(line));
  }
  return Done{};
}

}  // namespace firstchair::cli

#include "apps/cli/cut/look.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <mutex>
#include <numeric>
#include <thread>

#include "apps/cli/decode/decode_command.h"
#include "engine/cut/looking.h"
#include "hearing/in_threads.h"
#include "io/video/motion.h"
#include "report/text/cut_text.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

constexpr double kLateWorth_s = .1;  // a picture that is later than that is another fault than a telephone's

const std::string& file_of(const cut::Camera& camera, std::size_t piece) {
  return camera.files[std::min(piece, camera.files.size() - 1)];
}

// The pieces of a camera laid end to end, so that all of them are one picture to the map.
struct Laid {
  std::vector<cut::Sight> pictures;  // one a piece, in the map's time
  std::vector<double> later_s;       // of the piece, than by its file's clock
  std::vector<cut::LineStroke> strokes;
};

Laid lay_end_to_end(const cut::Placement& placement, const Take& take) {
  constexpr double kBetween_s = 10;
  Laid laid;
  double until = 0;
  for (const cut::Piece& piece : placement.pieces) {
    const double later = until - piece.from_s;
    laid.pictures.push_back({until, piece.to_s + later});
    laid.later_s.push_back(later);
    for (const Hit& hit : take.hits) {
      const double at = cut::camera_of(piece, static_cast<double>(hit.frame) / take.source.rate);
      if (at >= piece.from_s && at < piece.to_s) laid.strokes.push_back({at + later, line_of(hit.voice)});
    }
    until = piece.to_s + later + kBetween_s;
  }
  std::ranges::sort(laid.strokes, {}, &cut::LineStroke::at_s);
  return laid;
}

// What there is to be seen in a camera's pictures. `told` is given the share that has been looked at, of all
// that may have to be.
Result<cut::MotionMap> look_at(const cut::Camera& camera, const Take& take, unsigned at_once,
                               const std::function<bool(double)>& told) {
  const Laid laid = lay_end_to_end(camera.placement, take);
  std::vector<video::VideoInfo> infos;
  for (std::size_t p = 0; p < laid.pictures.size(); ++p) {
    const Result<video::VideoInfo> info = video::probe(file_of(camera, p), own_cage());
    if (!info) return info.error();
    infos.push_back(*info);
  }
  const cut::LookingConfig config;
  cut::Looking looking(laid.pictures, laid.strokes, config);
  double all_s = 0;
  for (const cut::Sight& picture : laid.pictures) all_s += picture.to_s - picture.from_s;
  all_s = std::min(all_s, config.most_s);
  for (std::vector<cut::Sight> next; !(next = looking.next()).empty();) {
    cut::Motion seen;
    const double before_s = looking.looked_s();
    double next_s = 0;
    for (std::size_t p = 0; p < laid.pictures.size(); ++p) {
      video::MotionReading reading{.path = file_of(camera, p), .cage = own_cage(), .at_once = at_once};
      double here_s = 0;
      for (const cut::Sight& stretch : next)
        if (stretch.from_s >= laid.pictures[p].from_s && stretch.to_s <= laid.pictures[p].to_s) {
          reading.stretches.push_back({stretch.from_s - laid.later_s[p], stretch.to_s - laid.later_s[p]});
          here_s += stretch.to_s - stretch.from_s;
        }
      if (reading.stretches.empty()) continue;
      reading.told = [&](double share) { return told((before_s + next_s + share * here_s) / all_s); };
      Result<cut::Motion> some = video::read_motion(reading, infos[p]);
      if (!some) return some.error();
      next_s += here_s;
      for (cut::Motion::Step& step : some->steps)
        step.from_s += laid.later_s[p], step.to_s += laid.later_s[p];
      if (seen.steps.empty()) {
        seen = std::move(*some);
      } else if (seen.columns == some->columns && seen.rows == some->rows) {
        seen.steps.insert(seen.steps.end(), some->steps.begin(), some->steps.end());
        seen.cells.insert(seen.cells.end(), some->cells.begin(), some->cells.end());
      }
    }
    looking.add(seen, next);
  }
  return looking.map();
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
  // Cameras are looked at beside one another; where there are fewer than cores, parts of each are.
  const auto seen = std::ranges::count_if(
      film.cameras, [](const cut::Camera& camera) { return camera.placement.grade != cut::Grade::no; });
  const unsigned at_once = std::max(
      1u, std::thread::hardware_concurrency() / static_cast<unsigned>(std::max<std::ptrdiff_t>(1, seen)));
  std::mutex one;
  const Result<Done> looked = hearing::for_all(film.cameras.size(), [&](std::size_t c) -> Result<Done> {
    const cut::Camera& camera = film.cameras[c];
    if (camera.placement.grade == cut::Grade::no) return Done{};
    Result<cut::MotionMap> map = look_at(camera, take, at_once, [&, c](double share) {
      const std::lock_guard<std::mutex> alone(one);
      done[c] = share;
      if (terminal)
        fmt::print(
            stderr, "\r\033[K{}",
            report::progress_words(
                "looking at the pictures",
                std::accumulate(done.begin(), done.end(), 0.) / static_cast<double>(done.size()), seconds()));
      return true;
    });
    if (map)
      maps[c] = std::move(*map);
    else
      unread[c] = map.error().line();
    done[c] = 1;
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

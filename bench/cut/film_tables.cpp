#include "bench/cut/film_tables.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <vector>

#include "engine/stats/stats.h"
#include "io/video/motion.h"
#include "io/video/render.h"
#include "lab/process.h"

namespace firstchair::bench {
namespace {

constexpr double kSeconds = 20;
constexpr int kPairs = 3;

double cpu_of(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}
double cpu() {
  return cpu_of(RUSAGE_SELF) + cpu_of(RUSAGE_CHILDREN);
}

cut::Film film_of(const std::string& path) {
  cut::Film film;
  film.to_s = kSeconds;
  film.sound_camera = 0;
  cut::Camera camera;
  camera.name = "camera";
  camera.files = {path};
  camera.placement.grade = cut::Grade::exact;
  camera.placement.pieces = {{0, kSeconds, 0, 0}};
  camera.width = 1920, camera.height = 1080, camera.length_s = kSeconds;
  film.cameras.push_back(camera);
  film.shots.resize(1);
  film.shots[0].to_s = kSeconds;
  return film;
}

}  // namespace

std::string film_cost_table() {
  const lab::TempFolder folder;
  const std::string camera = folder.path("camera.mp4");
  const lab::ProgramRun made = lab::run_program(
      {"ffmpeg", "-v", "quiet", "-y", "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30:d=20", "-f", "lavfi",
       "-i", "sine=d=20", "-vf", "noise=alls=12:allf=t", "-c:v", "libx264", "-preset", "veryfast", camera});
  if (made.code != 0) return "ffmpeg could not make a camera\n";
  std::string table =
      "| what | CPU, s | times real time | ffmpeg's time over this, of 3 pairs |\n|---|---|---|---|\n";
  const auto row = [&](const char* what, double seconds, const std::string& over = {}) {
    table += fmt::format("| {} | {:.1f} | {:.1f} | {} |\n", what, seconds, kSeconds / seconds, over);
  };
  // Pairs, so that what else the machine does meets both.
  std::vector<double> theirs, ours, ratios;
  for (int pair = 0; pair < kPairs; ++pair) {
    double begin = cpu();
    lab::run_program({"ffmpeg", "-v", "quiet", "-y", "-i", camera, "-vf", "scale=1920:1080,format=yuv420p",
                      "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-c:a", "aac", "-b:a", "256k",
                      folder.path("theirs.mp4")});
    theirs.push_back(cpu() - begin);
    begin = cpu();
    const Result<video::Rendered> film =
        video::render(film_of(camera), {.path = folder.path("ours.mp4"), .force = true});
    if (!film) return film.error().line();
    ours.push_back(cpu() - begin);
    ratios.push_back(theirs.back() / ours.back());
  }
  std::sort(ratios.begin(), ratios.end());
  row("the ffmpeg program: decoding, scaling, encoding with libx264 veryfast", stats::median(theirs));
  row("a film of one camera of that size", stats::median(ours),
      fmt::format("{:.2f} ({:.2f} to {:.2f})", stats::median(ratios), ratios.front(), ratios.back()));
  const double begin = cpu();
  const Result<video::VideoInfo> info = video::probe(camera);
  if (!info) return info.error().line();
  const Result<cut::Motion> motion =
      video::read_motion({.path = camera, .from_s = 0, .to_s = kSeconds}, *info);
  if (!motion) return motion.error().line();
  row("looking at its picture for drums", cpu() - begin);
  return table;
}

}  // namespace firstchair::bench

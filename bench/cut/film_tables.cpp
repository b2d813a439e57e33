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
  return table;
}

std::string look_cost_table() {
  struct Camera {
    const char *name, *size, *noise, *bits;
  };
  const lab::TempFolder folder;
  std::string table =
      "| camera | decoding alone: CPU, s | times real time | looking: CPU, s | times real time | looking "
      "over "
      "decoding, of 3 pairs |\n|---|---|---|---|---|---|\n";
  for (const Camera& camera : {Camera{"1920x1080, 17 Mbit/s", "1920x1080", "8", "17M"},
                               Camera{"1280x720, 8 Mbit/s", "1280x720", "8", "8M"},
                               Camera{"640x360, 2 Mbit/s", "640x360", "8", "2M"}}) {
    const std::string path = folder.path("camera.mp4");
    const lab::ProgramRun made =
        lab::run_program({"ffmpeg",   "-v",
                          "quiet",    "-y",
                          "-f",       "lavfi",
                          "-i",       fmt::format("testsrc2=s={}:r=30:d=20", camera.size),
                          "-vf",      fmt::format("noise=alls={}:allf=t", camera.noise),
                          "-c:v",     "libx264",
                          "-preset",  "veryfast",
                          "-b:v",     camera.bits,
                          "-maxrate", camera.bits,
                          "-bufsize", camera.bits,
                          "-bf",      "0",
                          "-g",       "30",
                          path});
    if (made.code != 0) return "ffmpeg could not make a camera\n";
    std::vector<double> alone, looking, ratios;
    for (int pair = 0; pair < kPairs; ++pair) {
      double begin = cpu();
      lab::run_program({"ffmpeg", "-v", "quiet", "-threads", "1", "-i", path, "-f", "null", "-"});
      alone.push_back(cpu() - begin);
      begin = cpu();
      const Result<video::VideoInfo> info = video::probe(path);
      if (!info) return info.error().line();
      const Result<cut::Motion> motion =
          video::read_motion({.path = path, .from_s = 0, .to_s = kSeconds}, *info);
      if (!motion) return motion.error().line();
      looking.push_back(cpu() - begin);
      ratios.push_back(looking.back() / alone.back());
    }
    std::sort(ratios.begin(), ratios.end());
    table +=
        fmt::format("| {} | {:.1f} | {:.1f} | {:.1f} | {:.1f} | {:.2f} ({:.2f} to {:.2f}) |\n", camera.name,
                    stats::median(alone), kSeconds / stats::median(alone), stats::median(looking),
                    kSeconds / stats::median(looking), stats::median(ratios), ratios.front(), ratios.back());
  }
  return table;
}

}  // namespace firstchair::bench

#include "bench/cut/film_tables.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/cut/looking.h"
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

// What telephones write of a picture with noise in it.
std::vector<std::string> telephone(const std::string& pictures, const std::string& bits,
                                   const std::string& path) {
  return {"ffmpeg",   "-v",      "quiet",   "-y",       "-f",   "lavfi", "-i",       pictures,
          "-c:v",     "libx264", "-preset", "veryfast", "-b:v", bits,    "-maxrate", bits,
          "-bufsize", bits,      "-bf",     "0",        "-g",   "30",    path};
}

struct MadeDrum {
  Line line;
  double x, y, every_s;  // of the picture's width and height
};
const std::vector<MadeDrum> kDrums{{Line::kick, .5, .75, .83},
                                   {Line::snare, .36, .6, 1.11},
                                   {Line::hat, .2, .4, .37},
                                   {Line::tom, .6, .4, 3.7},
                                   {Line::crash, .8, .2, 9.1}};

// Five minutes in which these drums light up, 20 s again and again; returns the strokes, none without ffmpeg.
std::vector<cut::LineStroke> make_five_minutes(const lab::TempFolder& folder, const std::string& path) {
  constexpr int kTimes = 15;
  std::string pictures = "testsrc2=s=1920x1080:r=30:d=20,noise=alls=8:allf=t";
  std::vector<cut::LineStroke> strokes;
  for (const MadeDrum& drum : kDrums) {
    pictures += fmt::format(
        ",drawbox=x=iw*{:.3f}:y=ih*{:.3f}:w=iw*.08:h=ih*.12:t=fill:c=0x{}:enable='lt(mod(t,{}),{})'",
        drum.x - .04, drum.y - .06, "c0c0c0", 2 * drum.every_s, drum.every_s);
    for (int time = 0; time < kTimes; ++time)
      for (double at = drum.every_s; at < kSeconds; at += drum.every_s)
        strokes.push_back({time * kSeconds + at, drum.line});
  }
  std::ranges::sort(strokes, {}, &cut::LineStroke::at_s);
  const std::string once = folder.path("once.mp4");
  if (lab::run_program(telephone(pictures, "17M", once)).code != 0) return {};
  if (lab::run_program({"ffmpeg", "-v", "quiet", "-y", "-stream_loop", std::to_string(kTimes - 1), "-i", once,
                        "-c", "copy", path})
          .code != 0)
    return {};
  return strokes;
}

}  // namespace

std::string settle_cost_table() {
  constexpr double kFive_s = 300;
  const lab::TempFolder folder;
  const std::string path = folder.path("five.mp4");
  const std::vector<cut::LineStroke> strokes = make_five_minutes(folder, path);
  if (strokes.empty()) return "ffmpeg could not make a camera\n";
  std::string rows;
  for (const bool whole : {true, false}) {
    const double begin = cpu();
    const Result<video::VideoInfo> info = video::probe(path);
    if (!info) return info.error().line();
    const std::vector<cut::Sight> pictures{{0, kFive_s}};
    cut::Looking looking(pictures, strokes);
    for (std::vector<cut::Sight> next; !(next = looking.next()).empty();) {
      if (whole) next = pictures;
      const Result<cut::Motion> seen = video::read_motion({.path = path, .stretches = next}, *info);
      if (!seen) return seen.error().line();
      looking.add(*seen, next);
    }
    const double spent = cpu() - begin;
    double off = 0;
    int right = 0;
    for (const cut::Shown& shown : looking.map().shows)
      for (const MadeDrum& drum : kDrums)
        if (drum.line == shown.line) {
          ++right;
          off = std::max({off, std::abs(shown.x - drum.x), std::abs(shown.y - drum.y)});
        }
    rows +=
        fmt::format("| {} | {:.0f} | {:.1f} | {:.1f} | {} of {} | {:.3f} | {:.1f} ±{:.1f} |\n",
                    whole ? "all of it" : "what settles it", looking.looked_s(), spent, kFive_s / spent,
                    right, kDrums.size(), off, 1000 * looking.map().late_s, 1000 * looking.map().late_95_s);
  }
  return "| looked at | seconds of it | CPU, s | times real time | drums found | farthest from its place, of "
         "the "
         "picture | picture late, ms |\n|---|---|---|---|---|---|---|\n" +
         rows;
}

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
    const lab::ProgramRun made = lab::run_program(
        telephone(fmt::format("testsrc2=s={}:r=30:d=20,noise=alls={}:allf=t", camera.size, camera.noise),
                  camera.bits, path));
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
          video::read_motion({.path = path, .stretches = {{0, kSeconds}}}, *info);
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

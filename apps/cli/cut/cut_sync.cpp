#include "apps/cli/cut/cut_sync.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>

#include "apps/cli/chart/chart_command.h"
#include "apps/cli/cut/kept_take.h"
#include "apps/cli/decode/decode_command.h"
#include "charts/charts.h"
#include "engine/cut/placement.h"
#include "hearing/lay_asked.h"
#include "hearing/lay_said.h"
#include "io/files/files.h"
#include "report/text/cut_text.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

Result<std::map<std::string, double>> numbers_of(const std::vector<std::string>& words,
                                                 const std::vector<std::string>& cameras, const char* flag,
                                                 double least, double most) {
  std::map<std::string, double> numbers;
  for (const std::string& word : words) {
    const std::size_t equal = word.rfind('=');
    double value = 0;
    const char* end = word.data() + word.size();
    if (equal != std::string::npos && word.ends_with('m') && flag == std::string_view("--distance")) --end;
    const auto read = equal == std::string::npos
                          ? std::from_chars_result{nullptr, std::errc::invalid_argument}
                          : std::from_chars(word.data() + equal + 1, end, value);
    if (read.ec != std::errc{} || read.ptr != end || !(value >= least && value <= most))
      return Error{ErrorCode::usage, fmt::format("{} {}", flag, word), "not a camera and a number",
                   fmt::format("Write it as {} hands=4.2, from {:.0f} to {:.0f}", flag, least, most)};
    numbers[camera_meant(word.substr(0, equal), cameras)] = value;
  }
  return numbers;
}

std::string with_plus(double value, int digits) {
  return fmt::format("{:+.{}f}", value, digits);
}

// As many digits as an interval is worth, so that none is told as 0.
int digits_of(double half_ppm) {
  return half_ppm < .095 ? 2 : 1;
}

constexpr int kMostName = 40;  // columns

std::string camera_line(const hearing::LaidCamera& camera, int name_width, bool master) {
  const cut::Placement& placement = camera.placement;
  std::string line = report::shorten(report::plain(camera.name), kMostName);
  line.append(static_cast<std::size_t>(name_width - report::columns(line) + 2), ' ');
  if (placement.pieces.empty()) return line + std::string(cut::id_of(placement.grade));
  if (master) return line + fmt::format("the clock: its sound is the best   {} strokes", placement.strokes);
  const auto longest = std::max_element(
      placement.pieces.begin(), placement.pieces.end(),
      [](const cut::Piece& a, const cut::Piece& b) { return a.to_s - a.from_s < b.to_s - b.from_s; });
  line += fmt::format("{:>9} s", with_plus(longest->offset_s, 3));
  if (placement.offset_95_s > 0)
    line += fmt::format(" (+-{:.1f} ms)  {} ppm (+-{:.{}f})", placement.offset_95_s * 1000,
                        with_plus(longest->slope * 1e6, digits_of(placement.slope_95 * 1e6)),
                        std::max(placement.slope_95 * 1e6, .01), digits_of(placement.slope_95 * 1e6));
  line += fmt::format("  {:<5}", cut::id_of(placement.grade));
  if (placement.offset_95_s > 0)
    line += fmt::format("  {} strokes, {} paired, methods within {:.1f} ms", placement.strokes,
                        placement.paired, std::max(std::ceil(placement.between_ways_s * 1e4), 1.) / 10);
  return line;
}

// One line on a terminal's standard error, rewritten at most ten times a second: how much of all recordings
// is done, and how long it goes on.
class Stage {
 public:
  explicit Stage(std::size_t recordings) : terminal_(isatty(STDERR_FILENO) != 0), recordings_(recordings) {}
  ~Stage() { wipe(); }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  bool show(const hearing::LayProgress& now) {
    if (!terminal_) return true;
    const auto time = std::chrono::steady_clock::now();
    if (now.measuring != measuring_ || shares_.empty()) {
      measuring_ = now.measuring;
      shares_.clear();
      began_ = time;
    }
    shares_[now.place] = now.length_s > 0 ? std::min(1.0, now.done_s / now.length_s) : 0;
    if (time < next_) return true;
    next_ = time + std::chrono::milliseconds(100);
    double done = 0;
    for (const auto& [place, share] : shares_) done += share;
    const std::string what = recordings_ == 1 ? "1 recording" : fmt::format("{} recordings", recordings_);
    fmt::print(stderr, "\r\033[K{}",
               report::progress_words((measuring_ ? "comparing " : "hearing ") + what,
                                      done / static_cast<double>(std::max(recordings_, shares_.size())),
                                      std::chrono::duration<double>(time - began_).count()));
    return true;
  }
  void wipe() {
    if (terminal_) fmt::print(stderr, "\r\033[K");
    terminal_ = false;
  }

 private:
  bool terminal_, measuring_ = false;
  std::size_t recordings_;
  std::map<std::string, double> shares_;  // of each recording, in the pass that is on
  std::chrono::steady_clock::time_point next_{}, began_{};
};

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string camera_meant(const std::string& word, const std::vector<std::string>& cameras) {
  const auto name = [](const std::string& camera) { return hearing::camera_name(camera); };
  if (std::ranges::find(cameras, word, name) != cameras.end()) return word;
  for (const std::string& camera : cameras) {
    const std::string first = hearing::files_of(camera).front();
    if (word == camera || word == fs::path(first).filename() ||
        fs::path(word).lexically_normal() == fs::path(first).lexically_normal())
      return name(camera);
  }
  return word;
}

Result<hearing::LayOptions> lay_options(const SyncOptions& options) {
  constexpr double kFar = 24 * 3600;
  hearing::LayOptions lay;
  lay.sound = options.sound;
  lay.kept = options.kept;
  lay.cage = own_cage();
  lay.bpm = options.bpm;
  if (!options.chart.empty()) {
    Result<Chart> chart = find_chart(options.chart);
    if (!chart) return chart.error();
    lay.builtin_tempo = charts::has_builtin_tempo(*chart);
    lay.chart = std::move(*chart);
  }
  for (const auto& [words, flag, least, most, into] :
       {std::tuple{&options.at, "--at", -kFar, kFar, &lay.at},
        std::tuple{&options.offset, "--offset", -kFar, kFar, &lay.offset},
        std::tuple{&options.distance, "--distance", 0.0, 1000.0, &lay.distance_m}}) {
    Result<std::map<std::string, double>> numbers = numbers_of(*words, options.cameras, flag, least, most);
    if (!numbers) return numbers.error();
    *into = std::move(*numbers);
  }
  return lay;
}

std::string laid_lines(const hearing::Laid& laid) {
  int width = 0;
  for (const hearing::LaidCamera& camera : laid.cameras)
    width = std::max(width, report::columns(report::shorten(report::plain(camera.name), kMostName)));
  std::string lines;
  for (std::size_t c = 0; c < laid.cameras.size(); ++c) {
    const hearing::LaidCamera& camera = laid.cameras[c];
    lines +=
        report::plain(camera_line(camera, width, laid.master && *laid.master == static_cast<int>(c))) + "\n";
    for (const std::string& note : camera.notes)
      lines += report::plain(fmt::format("{:<{}}  {}", "", width, note)) + "\n";
  }
  if (laid.closing_s > 0)
    lines += fmt::format("Around the cameras the offsets close within {:.1f} ms.\n", laid.closing_s * 1000);
  return lines;
}

std::string sync_csv(const hearing::Laid& laid) {
  std::string csv =
      "camera,file,from_s,to_s,offset_s,offset_95_ms,ppm,ppm_95,grade,strokes,paired,inliers,residual_ms,"
      "between_ways_ms,overlap_s,note\n";
  for (const hearing::LaidCamera& camera : laid.cameras) {
    const cut::Placement& placement = camera.placement;
    const std::string note = quoted(fmt::format("{}", fmt::join(camera.notes, "; ")));
    const std::string tail =
        fmt::format("{},{},{},{:.3f},{:.3f},{:.3f},{:.3f},{}\n", cut::id_of(placement.grade),
                    placement.strokes, placement.paired, placement.inliers, placement.residual_s * 1000,
                    placement.between_ways_s * 1000, placement.overlap_s, note);
    if (placement.pieces.empty())
      csv += fmt::format("{},{},,,,,,,{}", quoted(camera.name), quoted(camera.files.front()), tail);
    for (std::size_t p = 0; p < placement.pieces.size(); ++p) {
      const cut::Piece& piece = placement.pieces[p];
      csv += fmt::format("{},{},{:.6f},{:.6f},{:.6f},{:.3f},{:.3f},{:.3f},{}", quoted(camera.name),
                         quoted(camera.files[std::min(p, camera.files.size() - 1)]), piece.from_s, piece.to_s,
                         piece.offset_s, placement.offset_95_s * 1000, piece.slope * 1e6,
                         placement.slope_95 * 1e6, tail);
    }
  }
  return csv;
}

std::string residuals_csv(const hearing::Laid& laid) {
  std::string csv = "at_s,off_ms,on_line,camera\n";
  for (const hearing::LaidCamera& camera : laid.cameras) {
    std::string name;
    for (const char c : camera.name) name += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    for (const hearing::Residual& residual : camera.residuals)
      csv += fmt::format("{:.3f},{:.3f},{},{}\n", residual.master_s, residual.off_s * 1000,
                         residual.inlier ? 1 : 0, name);
  }
  return csv;
}

Result<hearing::Laid> lay_told(const SyncOptions& options) {
  Result<hearing::LayOptions> lay_with = lay_options(options);
  if (!lay_with) return lay_with.error();
  std::size_t recordings = options.sound.empty() ? 0 : 1;
  for (const std::string& camera : options.cameras) recordings += hearing::files_of(camera).size();
  Stage stage(recordings);
  lay_with->told = [&](const hearing::LayProgress& now) { return stage.show(now); };
  Result<hearing::Laid> laid = hearing::lay(options.cameras, *lay_with);
  stage.wipe();
  if (!laid) return laid;
  hearing::keep_to_offsets(*laid, *lay_with);
  for (const std::string& warning : laid->warnings)
    fmt::print(stderr, "{}\n", report::plain("firstchair: " + warning + "."));
  fmt::print("{}", laid_lines(*laid));
  std::fflush(stdout);  // a film takes minutes, and whoever pipes this reads meanwhile
  return laid;
}

Result<int> cut_sync(const SyncOptions& given) {
  SyncOptions options = given;
  if (Result<hearing::LayOptions> usable = lay_options(options); !usable) return usable.error();
  const fs::path csv = fs::path(options.out) / "sync.csv";
  std::error_code failed;
  if (!options.out.empty() && !options.force && fs::exists(csv, failed))
    return Error{ErrorCode::unwritable, csv.string(), "already there",
                 "Choose another --out, or --force to replace it"};
  if (Result<Done> found = find_kept_take(options); !found) return found.error();
  const Result<hearing::Laid> laid = lay_told(options);
  if (!laid) return laid.error();
  if (!options.out.empty()) {
    fs::create_directories(options.out, failed);
    if (failed)
      return Error{ErrorCode::unwritable, options.out, "cannot be made (" + failed.message() + ")",
                   "Choose another --out"};
    if (Result<Done> written = io::write_file(csv.string(), sync_csv(*laid), options.force); !written)
      return written.error();
  }
  return 0;
}

}  // namespace firstchair::cli

#include "bench/cut/long_film.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <thread>
#include <vector>

#include "bench/cut/phones.h"
#include "lab/kits.h"
#include "lab/process.h"
#include "lab/sound.h"

namespace firstchair::bench {
namespace {

constexpr double kRate = 16000;
constexpr double kLater = 3;  // s that every camera begins after the one before it

// Hours of drumming that never repeats: short pieces of two minutes in an order that is drawn.
class Endless {
 public:
  Endless()
      : some_(
            lab::resample(performance(120, lab::load_kits(lab::Use::validation), 7), lab::kBenchRate, kRate)),
        dice_(11) {}
  void next(std::vector<float>& block) {
    for (float& sample : block) {
      if (left_ == 0) {
        left_ = static_cast<std::size_t>((.4 + 1.2 * dice_.uniform()) * kRate);
        at_ = static_cast<std::size_t>(dice_.uniform() * static_cast<double>(some_.size() - left_ - 1));
      }
      sample = some_[at_++];
      --left_;
    }
  }

 private:
  std::vector<float> some_;
  lab::Dice dice_;
  std::size_t at_ = 0, left_ = 0;
};

struct Into {
  std::FILE* pipe;
  std::int64_t skip;  // samples
  lab::Dice dice;
  double noise;
};

bool make(double seconds, int cameras, const lab::TempFolder& folder) {
  std::vector<Into> all;
  const auto open = [&](const std::string& inputs, const std::string& file, double begins_s, double noise) {
    const std::string command = fmt::format("ffmpeg -v error -y -f s16le -ar {:.0f} -ac 1 -i - {} '{}'",
                                            kRate, inputs, folder.path(file));
    all.push_back({::popen(command.c_str(), "w"), static_cast<std::int64_t>(begins_s * kRate),
                   lab::Dice(all.size() + 1), noise});
  };
  open("", "master.flac", 0, 0);
  for (int k = 0; k < cameras; ++k)
    open(fmt::format("-f lavfi -i testsrc=s=64x36:r=5 -map 0:a -map 1:v -shortest -c:v libx264 -preset "
                     "ultrafast -threads 1 -c:a aac -b:a 48k",
                     k),
         fmt::format("camera{}.mp4", k), kLater * k, .003);
  Endless sound;
  std::vector<float> block(1 << 14);
  std::vector<std::int16_t> bytes;
  bool good = true;
  for (std::int64_t given = 0; good && static_cast<double>(given) < seconds * kRate;
       given += static_cast<std::int64_t>(block.size())) {
    block.resize(std::min(block.size(), static_cast<std::size_t>(std::ceil(seconds * kRate)) -
                                            static_cast<std::size_t>(given)));
    sound.next(block);
    for (Into& into : all) {
      bytes.clear();
      for (std::size_t n = 0; n < block.size(); ++n)
        if (given + static_cast<std::int64_t>(n) >= into.skip)
          bytes.push_back(static_cast<std::int16_t>(
              std::clamp(30000. * (static_cast<double>(block[n]) + into.noise * (into.dice.uniform() - .5)),
                         -32000., 32000.)));
      good = into.pipe != nullptr && std::fwrite(bytes.data(), 2, bytes.size(), into.pipe) == bytes.size();
      if (!good) break;
    }
  }
  for (Into& into : all) good = into.pipe != nullptr && ::pclose(into.pipe) == 0 && good;
  return good;
}

// What a process and its descendants hold: memory that several share is counted once, in KB.
double held_kb(pid_t process) {
  double sum = 0, value = 0;
  std::string word;
  std::ifstream rollup(fmt::format("/proc/{}/smaps_rollup", process));
  while (rollup >> word)
    if (word == "Pss:" && rollup >> value) {
      sum += value;
      break;
    }
  std::ifstream children(fmt::format("/proc/{0}/task/{0}/children", process));
  for (pid_t child = 0; children >> child;) sum += held_kb(child);
  return sum;
}

}  // namespace

std::string memory_table(double hours, int cameras, const std::string& program) {
  const lab::TempFolder folder;
  if (!make(3600 * hours, cameras, folder)) return "ffmpeg could not make the cameras\n";
  std::vector<std::string> args{program, "cut"};
  for (int k = 0; k < cameras; ++k) args.push_back(folder.path(fmt::format("camera{}.mp4", k)));
  args.insert(args.end(), {"--sound", folder.path("master.flac"), "--out", folder.path("film")});
  std::vector<char*> argv;
  for (std::string& arg : args) argv.push_back(arg.data());
  argv.push_back(nullptr);
  const std::string log = folder.path("log");
  const pid_t child = ::fork();
  if (child == 0) {
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::execvp(argv[0], argv.data());
    ::_exit(127);
  }
  double most = 0;
  int status = 0;
  rusage usage{};
  while (::wait4(child, &status, WNOHANG, &usage) == 0) {
    most = std::max(most, held_kb(child));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  std::ifstream told(log);
  for (std::string line; std::getline(told, line);) fmt::print(stderr, "  {}\n", line);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return "the film could not be made\n";
  return fmt::format(
      "| cameras | hours each | most memory of all its processes together, MB | of the program alone | CPU, "
      "s "
      "|\n|---|---|---|---|---|\n| {} | {:.4g} | {:.0f} | {:.0f} | {:.0f} |\n",
      cameras, hours, most / 1024, static_cast<double>(usage.ru_maxrss) / 1024,
      static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec));
}

}  // namespace firstchair::bench

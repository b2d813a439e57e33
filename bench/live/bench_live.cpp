// bench_live --soak HOURS [FOLDER]: a drill of hours through a JACK server in freewheel. Prints what was
// lost, how memory grew and how far off the printed leans were. Exits with 1 when a frame was lost.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "bench/live/soak.h"
#include "testing/no_new.h"

namespace {

using namespace firstchair;
using namespace firstchair::bench;

void print(const Soak& soak) {
  fmt::print("{:.2f} h of sound in {:.0f} s\n", soak.seconds / 3600, soak.wall_s);
  fmt::print("frames left out by the server {}, not heard {}, lost by the disk {}, missing in the file {}\n",
             soak.left_out, soak.unheard, soak.lost, soak.silent);
  fmt::print("strokes played {}, told {}, notes answered {} ({:.3f} %)\n", soak.played, soak.told,
             soak.matched, 100 * static_cast<double>(soak.matched) / static_cast<double>(soak.played));
  fmt::print("worst of {} printed leans: {:.2f} ms off\n", soak.leans, soak.worst_lean_ms);
  const std::size_t step = std::max<std::size_t>(1, soak.samples.size() / 8);
  for (std::size_t i = 0; i < soak.samples.size(); i += step)
    fmt::print("  {:7.0f} s  {:8.0f} KB resident, {} strokes\n", soak.samples[i].seconds,
               soak.samples[i].rss_kb, soak.samples[i].strokes);
  const SoakGrowth growth = growth_of(soak.samples);
  fmt::print("memory grows by {:.0f} KB an hour ({:.0f} to {:.0f}); the strokes that are kept take {:.0f}\n",
             growth.memory.kb_per_hour, growth.memory.low, growth.memory.high, growth.kb_per_hour_of_strokes);
  fmt::print("the whole take judged in {:.1f} s, peak {:.0f} MB\n", soak.finish_s, soak.peak_kb / 1024);
}

}  // namespace

int main(int argc, char** argv) {
  const double hours = argc > 2 && std::string_view(argv[1]) == "--soak" ? std::atof(argv[2]) : 0;
  if (!(hours > 0 && hours <= 4.4)) {
    fmt::print(stderr, "bench_live --soak HOURS [FOLDER]: up to 4.4 hours of sound, about 0.5 GB each\n");
    return 2;
  }
  const std::string folder =
      argc > 3 ? argv[3] : (std::filesystem::temp_directory_path() / "firstchair-soak").string();
  const Result<Soak> soaked = soak({.hours = hours, .folder = folder});
  if (!soaked) {
    fmt::print(stderr, "bench_live: {}\n", soaked.error().line());
    return 3;
  }
  print(*soaked);
  return soaked->left_out + soaked->unheard + soaked->lost > 0 ? 1 : 0;
}

// bench_server [--minutes M] [--program FIRSTCHAIR]: `firstchair serve` with 200 idle and 50 active clients
// of its events. Prints how its memory grows, how long a ping takes and what was missed. Exits with 1 when
// anything was missed or refused.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bench/server/load.h"

namespace {

using namespace firstchair;
using namespace firstchair::bench;

void print(const Load& load) {
  fmt::print("{:.1f} min, {} clients; {} reloads, {} requests, {} uploads ({} of sound); {} refused\n",
             load.seconds / 60, load.clients, load.reloads, load.requests, load.uploads, load.heard,
             load.refused);
  fmt::print("events of the idle clients: {} came, {} missed; clients let go of: {}\n", load.events,
             load.missed, load.closed);
  const auto at = [&](double share) {
    return load.pongs_ms.empty() ? 0.0
                                 : load.pongs_ms[static_cast<std::size_t>(
                                       share * static_cast<double>(load.pongs_ms.size() - 1))];
  };
  fmt::print("ping to pong: {:.2f} ms (half), {:.2f} (99 %), {:.2f} (longest), n {}\n", at(0.5), at(0.99),
             at(1), load.pongs_ms.size());
  const std::size_t step = std::max<std::size_t>(1, load.memory.size() / 8);
  for (std::size_t i = 0; i < load.memory.size(); i += step)
    fmt::print("  {:6.0f} s  {:8.0f} KB resident\n", load.memory[i].seconds, load.memory[i].rss_kb);
  const Growth growth = growth_of(load.memory);
  fmt::print("memory grows by {:.0f} KB an hour ({:.0f} to {:.0f})\n", growth.kb_per_hour, growth.low,
             growth.high);
  fmt::print("open files and sockets: {} with the clients, {} without; processor {:.1f} % of one core\n",
             load.handles_before, load.handles_after, 100 * load.cpu_s / load.seconds);
}

}  // namespace

int main(int argc, char** argv) {
  LoadConfig config;
  std::string program = FIRSTCHAIR;
  bool understood = argc % 2 == 1;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view flag = argv[i];
    if (flag == "--minutes") {
      config.minutes = std::atof(argv[i + 1]);
    } else if (flag == "--program") {
      program = argv[i + 1];
    } else {
      understood = false;
    }
  }
  if (!understood || !(config.minutes >= 0.1 && config.minutes <= 600)) {
    fmt::print(stderr, "bench_server [--minutes M] [--program FIRSTCHAIR]: 0.1 to 600, 10 when left out\n");
    return 2;
  }
  Result<std::unique_ptr<Served>> served = Served::start(program);
  if (!served) {
    fmt::print(stderr, "bench_server: {}\n", served.error().line());
    return 3;
  }
  const Load measured = load(**served, config);
  print(measured);
  return measured.missed > 0 || measured.refused > 0 || measured.closed > 0 ? 1 : 0;
}

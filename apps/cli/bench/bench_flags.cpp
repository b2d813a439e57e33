#include <fmt/format.h>

#include "apps/cli/bench/bench_command.h"
#include "apps/cli/help/declare.h"

namespace firstchair::cli {

void declare_bench(CLI::App& program, Command& chosen) {
  CLI::App* command = program.add_subcommand(
      "bench", fmt::format("measure one of {} (in a build tree with tests)", fmt::join(kBenches, ", ")));
  examples(*command, {{"firstchair bench hearing", "how well the ear hears"},
                      {"firstchair bench speed", "what a second of sound costs"}});
  command->prefix_command();  // the other words are the bench's own
  command->callback([&chosen, command] {
    chosen = [options = BenchOptions{.args = command->remaining()}] { return bench(options); };
  });
}

}  // namespace firstchair::cli

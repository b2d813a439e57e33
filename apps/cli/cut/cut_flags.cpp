#include "apps/cli/cut/cut_command.h"
#include "apps/cli/cut/cut_sync.h"
#include "apps/cli/help/declare.h"

namespace firstchair::cli {

void declare_cut(CLI::App& program, Command& chosen) {
  CLI::App* command = program.add_subcommand("cut", "lay several cameras of a take on one clock");
  command->require_subcommand(1);
  declare_cut_sync(*command, chosen);
}

}  // namespace firstchair::cli

#include "apps/cli/help/declare.h"
#include "apps/cli/signature/signature_command.h"

namespace firstchair::cli {

void declare_signature(CLI::App& program, Command& chosen) {
  CLI::App* command = program.add_subcommand("signature", "hash of every decision over the fixed takes");
  examples(*command, {{"firstchair signature", "four hashes; the last is of all"}});
  options_of(command, chosen, signature);
}

}  // namespace firstchair::cli

// firstchair: flags in, exit codes out (0 done, 2 usage, 3 input or output).
#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "apps/cli/bench/bench_command.h"
#include "apps/cli/book/book_commands.h"
#include "apps/cli/chairs/chairs_command.h"
#include "apps/cli/chart/chart_command.h"
#include "apps/cli/cut/cut_command.h"
#include "apps/cli/decode/decode_command.h"
#include "apps/cli/devices/devices_command.h"
#include "apps/cli/drill/drill_command.h"
#include "apps/cli/hands/hands_command.h"
#include "apps/cli/hear/hear_command.h"
#include "apps/cli/help/help.h"
#include "apps/cli/help/printing.h"
#include "apps/cli/kit/kit_command.h"
#include "apps/cli/limit/limit_command.h"
#include "apps/cli/school/school_command.h"
#include "apps/cli/serve/serve_command.h"
#include "apps/cli/signature/signature_command.h"
#include "apps/cli/today/today_command.h"
#include "report/text/text.h"

namespace {

using namespace firstchair::cli;

// In the order of the help.
constexpr Declare* kCommands[] = {
    declare_hear,    declare_chart,     declare_drill,  declare_hands,     declare_limit, declare_kit,
    declare_devices, declare_calibrate, declare_book,   declare_today,     declare_goal,  declare_chairs,
    declare_cut,     declare_serve,     declare_school, declare_signature, declare_bench,
};

// One line that a terminal takes for nothing else, whatever file names and titles are in it.
void say_line(const std::string& text) {
  fmt::print(stderr, "{}\n", firstchair::report::plain(text));
}

// What was printed has to have arrived.
int printed(int code) {
  std::cout.flush();
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout) return code;
  say_line("firstchair: standard output: cannot be written. Make room or choose another place.");
  return 3;
}

int usage(const std::string& what) {
  say_line("firstchair: " + what + " (firstchair --help lists the commands)");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  ::umask(S_IRWXG | S_IRWXO);  // what a player keeps is the player's
  if (const std::optional<int> decoded = decode(argc, argv)) return *decoded;

  CLI::App app{
      "firstchair listens to a drummer and says what was early, late, missing or extra, in milliseconds."};
  app.set_version_flag("--version", "firstchair " FIRSTCHAIR_VERSION);
  app.require_subcommand(1);
  app.formatter(std::make_shared<Help>());
  Command command;
  for (Declare* declare : kCommands) declare(app, command);
  declare_printing(app, "firstchair");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return printed(app.exit(asked));
  } catch (const CLI::RequiredError& error) {
    // CLI11 names the missing command, not the word that is none.
    const bool no_command = argc > 1 && argv[1][0] != '-' && app.get_subcommands().empty();
    return usage(no_command ? std::string(argv[1]) + " is not a command" : error.what());
  } catch (const CLI::ParseError& error) {
    return usage(error.what());
  }
  try {
    const firstchair::Result<int> done = command();
    if (done) return printed(*done);
    say_line("firstchair: " + done.error().line());
    return done.error().code == firstchair::ErrorCode::usage ? 2 : 3;
  } catch (const std::exception& error) {             // out of memory and the like: still one line
    if (std::ferror(stdout) != 0) return printed(3);  // more than a buffer was printed to a full disk
    say_line(std::string("firstchair: ") + error.what() + ".");
    return 3;
  }
}

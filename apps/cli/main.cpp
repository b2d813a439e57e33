// firstchair: flags in, exit codes out (0 done, 2 usage, 3 input or output).
#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "apps/cli/band/band_command.h"
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
#include "apps/cli/help/near_miss.h"
#include "apps/cli/help/printing.h"
#include "apps/cli/help/refusal.h"
#include "apps/cli/kit/kit_command.h"
#include "apps/cli/limit/limit_command.h"
#include "apps/cli/school/school_command.h"
#include "apps/cli/serve/serve_command.h"
#include "apps/cli/signature/signature_command.h"
#include "apps/cli/today/today_command.h"
#include "report/text/text.h"

namespace {

using namespace firstchair::cli;

// Commands of one wish, in the order of the help.
struct Wish {
  const char* group;
  std::vector<Declare*> commands;
};
const std::vector<Wish>& wishes() {
  static const std::vector<Wish> all{
      {"Judge what was played", {declare_hear, declare_hands}},
      {"Practise", {declare_today, declare_drill, declare_limit, declare_band, declare_goal, declare_serve}},
      {"Look back", {declare_book}},
      {"Find and write charts", {declare_chart}},
      {"Set up microphone and e-kit", {declare_devices, declare_calibrate, declare_kit}},
      {"Compare players", {declare_chairs}},
      {"Lead a school", {declare_school, declare_work}},
      {"Make a film", {declare_cut}},
      {"Measure firstchair itself", {declare_signature, declare_bench}},
  };
  return all;
}

void declare_all(CLI::App& app, Command& command) {
  for (const Wish& wish : wishes()) {
    for (Declare* declare : wish.commands) {
      declare(app, command);
      app.get_subcommands({}).back()->group(wish.group);
    }
  }
}

// What somebody is told who typed the program's name alone.
constexpr const char* kFirstSteps =
    R"(firstchair listens to a drummer and says what was early, late, missing or extra, in milliseconds.

You have a recording, or an e-kit's MIDI file:
  firstchair hear take.wav

You sit at a practice pad or a kit, and this machine has a microphone:
  firstchair calibrate
  firstchair drill single-paradiddle --bpm 80 --voices pad

You sit at an e-kit, and it is connected:
  firstchair drill rock-8ths --bpm 90 --midi

You would rather look at a page than at a terminal:
  firstchair serve

firstchair --help lists every command, firstchair drill --help says more of one,
firstchair chart list shows what there is to play.
)";

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

// What is wrong with the words, and where more is said.
int usage(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  const std::string path = path_of(app);
  std::string what;
  std::error_code failed;
  if (path.empty() && argc > 1 && std::filesystem::is_regular_file(argv[1], failed))
    what = fmt::format("{0} is a file; did you mean firstchair hear {0}?", argv[1]);
  if (path.empty() && argc > 1 && argv[1] == std::string_view("help"))
    what = "there is no command help; did you mean firstchair --help?";
  if (what.empty()) what = refusal(app, error);
  say_line(fmt::format("firstchair: {} (firstchair {}{}--help {})", what, path, path.empty() ? "" : " ",
                       path.empty() ? "lists the commands" : "says more"));
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  ::umask(S_IRWXG | S_IRWXO);     // what a player keeps is the player's
  std::signal(SIGXFSZ, SIG_IGN);  // a file as large as is allowed is told as a full disk is
  if (const std::optional<int> decoded = decode(argc, argv)) return *decoded;

  CLI::App app{
      "firstchair listens to a drummer and says what was early, late, missing or extra, in milliseconds."};
  app.set_version_flag("--version", "firstchair " FIRSTCHAIR_VERSION);
  app.require_subcommand(1);
  app.formatter(std::make_shared<Help>());
  Command command;
  declare_all(app, command);
  declare_printing(app, "firstchair", FIRSTCHAIR_DATE);
  if (argc <= 1) {
    std::fputs(kFirstSteps, stdout);
    return printed(0);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return printed(app.exit(asked));
  } catch (const CLI::ParseError& error) {
    return usage(app, error, argc, argv);
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

#include "apps/cli/help/printing.h"

#include <cstdio>

#include "apps/cli/help/completion.h"
#include "apps/cli/help/declare.h"
#include "apps/cli/help/man_page.h"

namespace firstchair::cli {
namespace {

using Writer = std::string (*)(const CommandText&);

}  // namespace

void declare_printing(CLI::App& program, const char* name, const char* date) {
  const auto print = [](const std::string& text) {
    std::fputs(text.c_str(), stdout);  // who parses sees to it that it arrives
    throw CLI::Success();
  };
  const std::map<std::string, Writer> shells{
      {"bash", bash_completion}, {"fish", fish_completion}, {"zsh", zsh_completion}};
  CLI::Option* completion = program.add_option_function<std::string>(
      "--print-completion",
      [=, &program](const std::string& shell) { print(shells.at(shell)(text_of(program, name))); },
      "the completion script of a shell");
  one_of(completion, {"bash", "fish", "zsh"});
  completion->group("");
  program
      .add_flag_callback(
          "--print-man", [=, &program] { print(man_page(text_of(program, name), program.version(), date)); },
          "the manual page, in roff")
      ->group("");
}

}  // namespace firstchair::cli

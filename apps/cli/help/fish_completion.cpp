#include <fmt/format.h>

#include "apps/cli/help/completion.h"

namespace firstchair::cli {
namespace {

std::string quoted(const std::string& text) {
  std::string safe = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') safe += '\\';
    safe += c;
  }
  return safe + "'";
}

// Every path below `command`, quoted: 'book' 'book list'.
std::string paths_below(const CommandText& command, const std::string& path) {
  std::string all;
  for (const CommandText& one : command.commands) {
    const std::string below = path.empty() ? one.name : path + " " + one.name;
    all += " " + quoted(below) + paths_below(one, below);
  }
  return all;
}

std::string lines_of(const CommandText& command, const std::string& program, const std::string& path) {
  const std::string start = fmt::format("complete -c {0} -n '__{0}_at \"{1}\"'", program, path);
  std::string text;
  bool files = command.any_words;
  for (const CommandText& one : command.commands)
    text += fmt::format("{} -f -a {} -d {}\n", start, one.name, quoted(one.text));
  for (const FlagText& flag : command.flags) {
    if (flag.positional) {
      files = true;
      continue;
    }
    text += start;
    for (const std::string& name : flag.names)
      text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (!flag.words.empty())
      text += fmt::format(" -x -a '{}'", fmt::join(flag.words, " "));
    else if (!flag.value.empty())
      text += flag.takes_file() ? " -r" : " -x";
    text += fmt::format(" -d {}\n", quoted(flag.text));
  }
  if (!files && command.commands.empty()) text += start + " -f\n";
  for (const CommandText& one : command.commands)
    text += lines_of(one, program, path.empty() ? one.name : path + " " + one.name);
  return text;
}

}  // namespace

std::string fish_completion(const CommandText& program) {
  return fmt::format(R"(# fish completion of {0}
function __{0}_at --description 'whether the words so far name exactly this command'
    set -l at ''
    for word in (commandline -opc)[2..-1]
        set -l next (string trim -- "$at $word")
        contains -- $next{1}; or break
        set at $next
    end
    test "$at" = "$argv[1]"
end
{2})",
                     program.name, paths_below(program, ""), lines_of(program, program.name, ""));
}

}  // namespace firstchair::cli

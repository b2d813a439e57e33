#include <fmt/format.h>

#include "apps/cli/help/completion.h"

namespace firstchair::cli {
namespace {

// The paths below `command`, as a case's patterns: "' book'|' book list'".
std::string paths_below(const CommandText& command, const std::string& path) {
  std::string all;
  for (const CommandText& one : command.commands) {
    const std::string below = path + " " + one.name;
    all += (all.empty() ? "'" : "|'") + below + "'";
    if (const std::string more = paths_below(one, below); !more.empty()) all += "|" + more;
  }
  return all;
}

// A case of the word before: what the value of a flag may be.
std::string values_of(const CommandText& command) {
  std::string cases;
  for (const FlagText& flag : command.flags) {
    if (flag.positional || flag.value.empty()) continue;
    cases += fmt::format("        {}) ", fmt::join(flag.names, "|"));
    if (!flag.words.empty())
      cases +=
          fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n", fmt::join(flag.words, " "));
    else
      cases += flag.takes_file() ? "compopt -o default; return ;;\n" : "return ;;\n";
  }
  return cases.empty() ? cases : fmt::format("      case $before in\n{}      esac\n", cases);
}

std::string case_of(const CommandText& command, const std::string& path) {
  std::string words;
  bool files = command.any_words;
  for (const CommandText& one : command.commands) words += one.name + " ";
  for (const FlagText& flag : command.flags) {
    if (flag.positional) {
      files = true;
      continue;
    }
    for (const std::string& name : flag.names) words += name + " ";
  }
  if (!words.empty()) words.pop_back();
  std::string text = fmt::format("    '{}')\n{}", path, values_of(command));
  if (files) text += "      [[ $word == -* ]] || { compopt -o default; return; }\n";
  text += fmt::format("      words='{}' ;;\n", words);
  for (const CommandText& one : command.commands) text += case_of(one, path + " " + one.name);
  return text;
}

}  // namespace

std::string bash_completion(const CommandText& program) {
  return fmt::format(R"(# bash completion of {0}; source it, or put it into bash-completion's folder.
_{0}() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} at='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at ${{COMP_WORDS[i]}}" in
      {1}) at="$at ${{COMP_WORDS[i]}}" ;;
      *) break ;;
    esac
  done
  case $at in
{2}  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -F _{0} {0}
)",
                     program.name, paths_below(program, ""), case_of(program, ""));
}

}  // namespace firstchair::cli

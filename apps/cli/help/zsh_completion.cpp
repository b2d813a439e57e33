#include <fmt/format.h>

#include <string_view>

#include "apps/cli/help/completion.h"

namespace firstchair::cli {
namespace {

// Inside '...', with a backslash before each of `marks`.
std::string quoted(const std::string& text, std::string_view marks) {
  std::string safe;
  for (const char c : text) {
    if (c == '\'') {
      safe += "'\\''";
      continue;
    }
    if (c == '\\' || marks.find(c) != std::string_view::npos) safe += '\\';
    safe += c;
  }
  return safe;
}

std::string value_part(const FlagText& flag) {
  if (flag.value.empty()) return {};
  const std::string action = !flag.words.empty() ? fmt::format("({})", fmt::join(flag.words, " "))
                             : flag.takes_file() ? "_files"
                                                 : " ";
  return fmt::format(":{}:{}", quoted(flag.value, ":[]"), action);
}

std::string argument(const FlagText& flag, int position) {
  if (flag.positional) {
    const std::string place = flag.many ? "*" : std::to_string(position);
    return fmt::format("'{}:{}{}:{}'", place, flag.required || flag.many ? "" : ":",
                       quoted(flag.names.front(), ":"), flag.takes_file() ? "_files" : " ");
  }
  std::vector<std::string> apart = flag.names;  // what may not come any more
  apart.insert(apart.end(), flag.excludes.begin(), flag.excludes.end());
  std::string text;
  for (const std::string& name : flag.names) {
    const bool equals = !flag.value.empty() && name.starts_with("--");
    text += fmt::format("{}'({}){}{}[{}]{}'", text.empty() ? "" : " ", fmt::join(apart, " "), name,
                        equals ? "=" : "", quoted(flag.text, "[]"), value_part(flag));
  }
  return text;
}

std::string function_of(const CommandText& command, const std::string& called) {
  std::string text = fmt::format("{}() {{\n", called);
  if (!command.commands.empty()) text += "  local -a line commands\n  local state\n";
  text += command.commands.empty() ? "  _arguments" : "  _arguments -C";
  int position = 0;
  for (const FlagText& flag : command.flags)
    text += " \\\n    " + argument(flag, flag.positional ? ++position : 0);
  if (command.any_words) text += " \\\n    '*:: :_files'";
  if (command.commands.empty()) return text + "\n}\n";
  text += " \\\n    '1: :->command' '*:: :->rest'\n  case $state in\n    command)\n      commands=(\n";
  for (const CommandText& one : command.commands)
    text += fmt::format("        '{}:{}'\n", one.name, quoted(one.text, ":"));
  text += "      )\n      _describe command commands ;;\n    rest)\n      case $line[1] in\n";
  for (const CommandText& one : command.commands)
    text += fmt::format("        {0}) {1}_{0} ;;\n", one.name, called);
  text += "      esac ;;\n  esac\n}\n";
  for (const CommandText& one : command.commands) text += function_of(one, called + "_" + one.name);
  return text;
}

}  // namespace

std::string zsh_completion(const CommandText& program) {
  const std::string called = "_" + program.name;
  return fmt::format(
      "#compdef {0}\n{2}if [ \"$funcstack[1]\" = {1} ]; then\n  {1} \"$@\"\nelse\n  compdef {1} {0}\nfi\n",
      program.name, called, function_of(program, called));
}

}  // namespace firstchair::cli

#include "apps/cli/help/man_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace firstchair::cli {
namespace {

// Text that roff takes for text: no escape, no request at a line's start, hyphens that can be copied.
std::string plain(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\\')
      safe += "\\e";
    else if (c == '-')
      safe += "\\-";
    else if ((c == '.' || c == '\'') && safe.empty())
      safe += std::string("\\&") + c;
    else
      safe += c;
  }
  return safe;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

// With its full stop, where it has no mark of its own.
std::string sentence(const std::string& text) {
  return text.ends_with(".") || text.ends_with("?") ? text : text + ".";
}

std::string bold(const std::string& text) {
  return "\\fB" + plain(text) + "\\fR";
}
std::string italic(const std::string& text) {
  return "\\fI" + plain(text) + "\\fR";
}

std::string flag_part(const FlagText& flag) {
  std::string text = ".TP\n";
  for (std::size_t i = 0; i < flag.names.size(); ++i)
    text += (i > 0 ? ", " : "") + (flag.positional ? italic(flag.names[i]) : bold(flag.names[i]));
  if (!flag.value.empty() && !flag.positional) text += " " + italic(flag.value);
  text += "\n" + plain(flag.text);
  const auto others = [&](const char* what, const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? what : ", ") + bold(names[i]);
  };
  others("; only with ", flag.needs);
  others("; not with ", flag.excludes);
  return sentence(text) + "\n";
}

// "firstchair book list [OPTIONS]"
std::string synopsis(const CommandText& command, const std::string& path) {
  std::string text = bold(path) + (command.flags.empty() ? "" : " [OPTIONS]");
  for (const FlagText& flag : command.flags) {
    if (!flag.positional) continue;
    const std::string name = italic(flag.names.front()) + (flag.many ? " ..." : "");
    text += flag.required ? " " + name : " [" + name + "]";
  }
  if (!command.commands.empty()) text += " " + italic("COMMAND");
  if (command.any_words) text += " [" + italic("WORDS") + " ...]";
  return text;
}

std::string examples_part(const CommandText& command) {
  std::string text;
  for (const auto& [words, what] : command.examples)
    text += fmt::format(".PP\nExample: {}\n.RS\n.nf\n{}\n.fi\n.RE\n", sentence(plain(what)), bold(words));
  return text;
}

std::string command_part(const CommandText& command, const std::string& path) {
  std::string text = fmt::format(".SS {}\n{}\n.PP\n{}\n", plain(path), synopsis(command, path),
                                 sentence(plain(command.text)));
  for (const FlagText& flag : command.flags) {
    if (flag.names.front() != "-h") text += flag_part(flag);  // every command has it: told once
  }
  text += examples_part(command);
  for (const CommandText& one : command.commands) text += command_part(one, path + " " + one.name);
  return text;
}

}  // namespace

std::string man_page(const CommandText& program, const std::string& version, const std::string& date) {
  std::string text = fmt::format(
      ".TH {} 1 \"{}\" \"{}\" \"User Commands\"\n.SH NAME\n{} \\- {}\n.SH SYNOPSIS\n{} [{} ...]\n",
      upper(program.name), date, plain(version), plain(program.name),
      plain(program.text.substr(program.name.size() + 1)), synopsis(program, program.name), italic("WORDS"));
  text += ".SH OPTIONS\n";
  for (const FlagText& flag : program.flags) text += flag_part(flag);
  std::string group = "commands";
  for (const CommandText& one : program.commands) {
    const std::string of = one.group.empty() ? "commands" : one.group;
    if (of != group || &one == &program.commands.front()) text += fmt::format(".SH {}\n", upper(plain(of)));
    group = of;
    text += command_part(one, program.name + " " + one.name);
  }
  text +=
      ".SH EXIT STATUS\n.TP\n.B 0\nDone.\n.TP\n.B 2\nThe command or a flag was wrong.\n.TP\n.B 3\nA file or "
      "a "
      "device could not be read or written.\n";
  return text;
}

}  // namespace firstchair::cli

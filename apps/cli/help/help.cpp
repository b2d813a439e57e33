#include "apps/cli/help/help.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "apps/cli/help/declare.h"

namespace firstchair::cli {

std::string value_of(const CLI::Option* option) {
  if (option->get_type_size() == 0) return {};
  std::string value = option->get_type_name();
  for (const std::string twice : {"INT:INT", "FLOAT:FLOAT"})
    if (const auto at = value.find(twice); at != std::string::npos) value.erase(at, twice.size() / 2 + 1);
  return value;
}

std::vector<std::string> names_of(const CLI::Option* option) {
  if (!option->nonpositional()) return {option->get_name(true)};
  std::vector<std::string> names;
  for (const std::string& name : option->get_snames()) names.push_back("-" + name);
  for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

// The parser keeps them as a command's last words, a line each: what is typed, a tab, what comes of it.
void examples(CLI::App& command, std::initializer_list<Example> some) {
  std::string lines;
  for (const Example& one : some) lines += std::string(one.words) + "\t" + one.what + "\n";
  command.footer(std::move(lines));
}

void not_empty(CLI::Option* option) {
  option->check(CLI::Validator(
      [](const std::string& text) { return text.empty() ? std::string("it is empty") : std::string(); }, ""));
}

void one_of(CLI::Option* option, const std::vector<std::string>& words) {
  const auto check = [words](const std::string& word) {
    return std::ranges::find(words, word) != words.end() ? std::string() : none_of(word, words);
  };
  std::string type;
  for (const std::string& word : words) type += (type.empty() ? "" : "|") + word;
  option->check(CLI::Validator(check, ""))->type_name(type);
}

std::vector<std::pair<std::string, std::string>> examples_of(const CLI::App& command) {
  std::vector<std::pair<std::string, std::string>> some;
  std::istringstream lines(command.get_footer());
  for (std::string words, what; std::getline(lines, words, '\t') && std::getline(lines, what);)
    some.emplace_back(words, what);
  return some;
}

std::string Help::make_footer(const CLI::App* command) const {
  const auto some = examples_of(*command);
  if (some.empty()) return {};
  std::size_t longest = 0;
  for (const auto& [words, what] : some) longest = std::max(longest, words.size());
  std::string text = "Examples:\n";
  for (const auto& [words, what] : some)
    text += "  " + words + std::string(longest - words.size(), ' ') + "  # " + what + "\n";
  return text;
}

std::string Help::make_help(const CLI::App* command, std::string name, CLI::AppFormatMode mode) const {
  declared_ = command->get_options();
  std::string text = CLI::Formatter::make_help(command, std::move(name), mode);
  // The group of the hidden flags has no name and no lines, and yet an empty line parts it from the others.
  const std::vector<std::string> groups = command->get_groups();
  const std::size_t gap = text.find("\n\n\n");
  if (groups.back().empty() && gap != std::string::npos) text.erase(gap, 1);
  if (text.ends_with("\n\n")) text.pop_back();
  return text;
}

std::string Help::make_option_name(const CLI::Option* option, bool positional) const {
  const std::string name = CLI::Formatter::make_option_name(option, positional);
  return name.substr(0, name.find('{'));
}

std::string Help::make_option_opts(const CLI::Option* option) const {
  std::string opts;
  // A flag's value may be left out, and stands behind a = where it is not.
  if (const std::string value = value_of(option); !value.empty())
    opts += option->get_expected_min() == 0 ? "[=" + value + "]" : " " + value;
  if (option->get_expected_max() == CLI::detail::expected_max_vector_size) opts += " ...";
  if (option->get_required()) opts += " REQUIRED";
  const auto add = [&](const char* what, const std::set<CLI::Option*>& others) {
    if (others.empty()) return;
    opts += what;
    for (const CLI::Option* other : declared_)
      if (others.count(const_cast<CLI::Option*>(other)) > 0) opts += " " + other->get_name();
  };
  add(" Needs:", option->get_needs());
  add(" Excludes:", option->get_excludes());
  return opts;
}

}  // namespace firstchair::cli

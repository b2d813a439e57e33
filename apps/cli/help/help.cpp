#include "apps/cli/help/help.h"

#include <set>

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

std::string Help::make_help(const CLI::App* command, std::string name, CLI::AppFormatMode mode) const {
  declared_ = command->get_options();
  std::string text = CLI::Formatter::make_help(command, std::move(name), mode);
  // The group of the hidden flags has no name and no lines, and yet an empty line parts it from the others.
  const std::vector<std::string> groups = command->get_groups();
  const std::size_t gap = text.find("\n\n\n");
  if (groups.back().empty() && gap != std::string::npos) text.erase(gap, 1);
  return text;
}

std::string Help::make_option_name(const CLI::Option* option, bool positional) const {
  const std::string name = CLI::Formatter::make_option_name(option, positional);
  return name.substr(0, name.find('{'));
}

std::string Help::make_option_opts(const CLI::Option* option) const {
  std::string opts;
  if (const std::string value = value_of(option); !value.empty()) opts += " " + value;
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

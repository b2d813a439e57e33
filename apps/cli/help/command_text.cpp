#include "apps/cli/help/command_text.h"

#include <set>
#include <sstream>

#include "apps/cli/help/help.h"

namespace firstchair::cli {
namespace {

const std::string kNoGroup = "Subcommands";  // the parser's word for it

std::vector<std::string> words_of(const std::string& value) {
  std::vector<std::string> words;
  if (value.find('|') == std::string::npos) return words;
  std::istringstream all(value);
  for (std::string word; std::getline(all, word, '|');) words.push_back(word);
  return words;
}

std::vector<std::string> named_in(const std::vector<const CLI::Option*>& declared,
                                  const std::set<CLI::Option*>& some) {
  std::vector<std::string> names;
  for (const CLI::Option* option : declared)
    if (some.count(const_cast<CLI::Option*>(option)) > 0) names.push_back(names_of(option).back());
  return names;
}

}  // namespace

bool FlagText::takes_file() const {
  return value == "TEXT" || value == "FOLDER" || value.starts_with("FILE");
}

CommandText text_of(const CLI::App& program, const std::string& name) {
  CommandText told{.name = name,
                   .text = program.get_description(),
                   .group = program.get_group() == kNoGroup ? "" : program.get_group(),
                   .examples = examples_of(program),
                   .flags = {},
                   .commands = {},
                   .any_words = program.get_prefix_command()};
  const std::vector<const CLI::Option*> declared = program.get_options();
  for (const CLI::Option* option : declared) {
    if (option->get_group().empty()) continue;  // hidden
    const std::string value = value_of(option);
    told.flags.push_back({.names = names_of(option),
                          .value = value,
                          .words = words_of(value),
                          .text = option->get_description(),
                          .positional = !option->nonpositional(),
                          .required = option->get_required(),
                          .many = option->get_expected_max() == CLI::detail::expected_max_vector_size,
                          .needs = named_in(declared, option->get_needs()),
                          .excludes = named_in(declared, option->get_excludes())});
  }
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; }))
    told.commands.push_back(text_of(*command, command->get_name()));
  return told;
}

}  // namespace firstchair::cli

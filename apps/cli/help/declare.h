// The files with the flags share this: how a command is bound to its options, its examples, and a value that
// is one of some words.
#pragma once

#include <CLI/CLI.hpp>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "apps/cli/help/command.h"
#include "apps/cli/help/near_miss.h"
#include "apps/cli/help/number_check.h"

namespace firstchair::cli {

// Returns the options that the flags of `command` fill. When it is asked for, `run` is called with them. They
// live as long as `command` does.
template <class Options>
Options& options_of(CLI::App* command, Command& chosen, Result<int> (*run)(const Options&)) {
  auto options = std::make_shared<Options>();
  command->callback([&chosen, options, run] { chosen = [options, run] { return run(*options); }; });
  return *options;
}

struct Example {
  const char* words;  // as typed, the program's name first
  const char* what;   // comes of it
};
// Gives a command its examples. Its help and the manual page show them.
void examples(CLI::App& command, std::initializer_list<Example> some);

// Makes `option` refuse an empty text: an empty variable of a script is no leaving out.
void not_empty(CLI::Option* option);
// Makes `option` take one of `words`.
void one_of(CLI::Option* option, const std::vector<std::string>& words);
// Makes it take one of the words of `map`, for the value that stands there.
template <class T>
void one_of(CLI::Option* option, const std::map<std::string, T>& map) {
  std::string words;
  for (const auto& [word, value] : map) words += (words.empty() ? "" : "|") + word;
  const auto check = [map](std::string& word) {
    if (const auto at = map.find(word); at != map.end()) {
      word = CLI::detail::value_string(at->second);
      return std::string();
    }
    std::vector<std::string> known;
    for (const auto& [one, value] : map) known.push_back(one);
    return none_of(word, known);
  };
  option->transform(CLI::Validator(check, ""))->type_name(words);
}

}  // namespace firstchair::cli

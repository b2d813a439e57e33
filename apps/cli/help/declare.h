// The files with the flags share this: how a command is bound to its options, and a value that is one of some
// words.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>

#include "apps/cli/help/command.h"

namespace firstchair::cli {

// Returns the options that the flags of `command` fill. When it is asked for, `run` is called with them. They
// live as long as `command` does.
template <class Options>
Options& options_of(CLI::App* command, Command& chosen, Result<int> (*run)(const Options&)) {
  auto options = std::make_shared<Options>();
  command->callback([&chosen, options, run] { chosen = [options, run] { return run(*options); }; });
  return *options;
}

// Makes `option` take one of the words of `map`.
template <class T>
void one_of(CLI::Option* option, const std::map<std::string, T>& map) {
  std::string words;
  for (const auto& [word, value] : map) words += (words.empty() ? "" : "|") + word;
  option->transform(CLI::CheckedTransformer(map).description(""))->type_name(words);
}

}  // namespace firstchair::cli

// Help writes the help's text without the marks the argument parser writes for itself, and with examples.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

namespace firstchair::cli {

// A flag's name is what is typed: "--no-book", not "--no-book{false}". A checked value names its kind once.
// Flags that exclude one another are named as they were declared (the parser's set has the order of the
// heap).
class Help final : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* command, std::string name, CLI::AppFormatMode mode) const override;
  std::string make_option_name(const CLI::Option* option, bool positional) const override;
  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_footer(const CLI::App* command) const override;

 private:
  mutable std::vector<const CLI::Option*> declared_;  // of the command whose help is made
};

// Returns what stands for the value of `option`, with its range: "FLOAT in [20 - 400]". It is empty when
// there is none.
std::string value_of(const CLI::Option* option);
// Returns the examples that a command was given: what is typed, and what comes of it.
std::vector<std::pair<std::string, std::string>> examples_of(const CLI::App& command);
// Returns what is typed: "-n", "--no-book"; of a positional its name.
std::vector<std::string> names_of(const CLI::Option* option);

}  // namespace firstchair::cli

// Help writes the help's text without the marks the argument parser writes for itself.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace firstchair::cli {

// A flag's name is what is typed: "--no-book", not "--no-book{false}". A checked value names its kind once.
class Help final : public CLI::Formatter {
 public:
  std::string make_option_name(const CLI::Option* option, bool positional) const override {
    const std::string name = CLI::Formatter::make_option_name(option, positional);
    return name.substr(0, name.find('{'));
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    std::string opts = CLI::Formatter::make_option_opts(option);
    for (const char* twice : {"INT:INT", "FLOAT:FLOAT"}) {
      const std::string word(twice);
      if (const auto at = opts.find(word); at != std::string::npos) opts.erase(at, word.size() / 2 + 1);
    }
    return opts;
  }
};

// Makes `option` take one of `map`'s words.
template <class T>
void one_of(CLI::Option* option, const std::map<std::string, T>& map) {
  std::string words;
  for (const auto& [word, value] : map) words += (words.empty() ? "" : "|") + word;
  option->transform(CLI::CheckedTransformer(map).description(""))->type_name(words);
}

}  // namespace firstchair::cli

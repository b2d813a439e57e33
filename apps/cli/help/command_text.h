// CommandText is what a program's declared commands and flags say of themselves, as plain data. The manual
// page and the shells' completions are made from it, so that a flag is described once, where it is declared.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace firstchair::cli {

struct FlagText {
  std::vector<std::string> names;  // as typed: "-n", "--book"; of a positional its name
  std::string value;               // what stands for its value: "FLOAT in [20 - 400]"; empty: it takes none
  std::vector<std::string> words;  // the only values it takes; empty: others
  std::string text;
  bool positional = false, required = false;
  bool many = false;                         // the value may come several times
  std::vector<std::string> needs, excludes;  // names of other flags

  // Says whether the value may be a file's name: FILE, FOLDER, or a TEXT of which no more is known.
  bool takes_file() const;
};

struct CommandText {
  std::string name, text;
  std::string group;  // of commands that serve one wish; empty: it has none
  std::vector<std::pair<std::string, std::string>> examples = {};  // what is typed; what comes of it
  std::vector<FlagText> flags;
  std::vector<CommandText> commands;
  bool any_words = false;  // words of no flag are allowed: another program's
};

// Returns everything that is not hidden, in the order of declaration. The program is called `name`.
CommandText text_of(const CLI::App& program, const std::string& name);

}  // namespace firstchair::cli

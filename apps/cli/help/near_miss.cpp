#include "apps/cli/help/near_miss.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "apps/cli/help/help.h"

namespace firstchair::cli {
namespace {

// Optimal string alignment: how many slips of the finger lie between two words.
std::size_t slips(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> rows(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        rows[i][j] = i + j;
        continue;
      }
      rows[i][j] = std::min(
          {rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.size()][b.size()];
}

std::vector<std::string> flags_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_group().empty() || !option->nonpositional()) continue;
    for (std::string& name : names_of(option)) names.push_back(std::move(name));
  }
  return names;
}

std::vector<const CLI::App*> commands_of(const CLI::App& command) {
  return command.get_subcommands([](const CLI::App*) { return true; });
}

std::vector<std::string> words_of(const CLI::App& command) {
  std::vector<std::string> words;
  for (const CLI::App* one : commands_of(command)) words.push_back(one->get_name());
  return words;
}

// The paths of the commands that have this flag.
void find_flag(const CLI::App& command, const std::string& path, const std::string& flag,
               std::vector<std::string>& found) {
  const std::vector<std::string> flags = flags_of(command);
  if (!path.empty() && std::ranges::find(flags, flag) != flags.end()) found.push_back(path);
  for (const CLI::App* one : commands_of(command))
    find_flag(*one, path.empty() ? one->get_name() : path + " " + one->get_name(), flag, found);
}

std::string unknown_flag(const CLI::App& program, const CLI::App& command, const std::string& path,
                         const std::string& word) {
  const std::string flag = word.substr(0, word.find('='));
  std::string text = fmt::format("{} has no flag {}", path.empty() ? "firstchair" : path, flag);
  if (const std::string near = nearest_word(flag, flags_of(command)); !near.empty())
    return text + fmt::format("; did you mean {}?", near);
  std::vector<std::string> found;
  find_flag(program, "", flag, found);
  constexpr std::size_t kMostNamed = 3;
  if (!found.empty() && found.size() <= kMostNamed)
    text += fmt::format("; {} {} it", fmt::join(found, ", "), found.size() == 1 ? "has" : "have");
  return text;
}

std::string misplaced_in(const CLI::App& program, const CLI::App& command, const std::string& path) {
  const std::vector<std::string> words = command.remaining();
  if (words.empty() || command.get_prefix_command()) return {};
  const auto flag = std::ranges::find_if(
      words, [](const std::string& word) { return word.size() > 1 && word.front() == '-'; });
  if (flag != words.end()) return unknown_flag(program, command, path, *flag);
  const std::string& word = words.front();
  const std::vector<std::string> below = words_of(command);
  if (below.empty()) return fmt::format("{} was not expected after {}", word, path);
  std::string text = path.empty() ? fmt::format("there is no command {}", word)
                                  : fmt::format("{} has no command {}", path, word);
  if (const std::string near = nearest_word(word, below); !near.empty())
    return text + fmt::format("; did you mean {}{}{}?", path, path.empty() ? "" : " ", near);
  return path.empty() ? text : text + fmt::format("; it has {}", fmt::join(below, ", "));
}

}  // namespace

std::string nearest_word(const std::string& word, const std::vector<std::string>& known) {
  constexpr std::size_t kBeginning = 3;
  const std::size_t dashes = std::min(word.find_first_not_of('-'), word.size());
  const std::size_t letters = word.size() - dashes;
  std::size_t best = std::clamp<std::size_t>(letters / 3, 1, 3) + 1;
  std::string nearest;
  for (const std::string& one : known) {
    std::size_t apart = slips(word, one);
    if (letters >= kBeginning && one.starts_with(word)) apart = std::min<std::size_t>(apart, 1);
    if (apart >= best || apart >= letters) continue;
    best = apart;
    nearest = one;
  }
  return nearest;
}

std::string none_of(const std::string& word, const std::vector<std::string>& known) {
  std::string text = fmt::format("{} is none of {}", word, fmt::join(known, ", "));
  if (const std::string near = nearest_word(word, known); !near.empty())
    text += fmt::format("; did you mean {}?", near);
  return text;
}

std::string misplaced(const CLI::App& program) {
  std::string path;
  for (const CLI::App* command = &program;; command = command->get_subcommands().front()) {
    if (command != &program) path += (path.empty() ? "" : " ") + command->get_name();
    if (std::string text = misplaced_in(program, *command, path); !text.empty()) return text;
    if (command->get_subcommands().empty()) return {};
  }
}

std::string path_of(const CLI::App& program) {
  std::string path;
  for (const CLI::App* command = &program; !command->get_subcommands().empty();) {
    command = command->get_subcommands().front();
    path += (path.empty() ? "" : " ") + command->get_name();
  }
  return path;
}

}  // namespace firstchair::cli

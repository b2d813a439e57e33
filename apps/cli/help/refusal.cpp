#include "apps/cli/help/refusal.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "apps/cli/help/near_miss.h"
#include "apps/cli/help/number_check.h"
#include "engine/core/letters.h"

namespace firstchair::cli {
namespace {

bool is_name(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '_';
}

// Where `name` stands in the text as a word of its own.
std::size_t place_of(std::string_view name, std::string_view text) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !is_name(text[at - 1])) && (end == text.size() || !is_name(text[end]))) return at;
  }
  return std::string_view::npos;
}

// The options that the parser's text names, in its order: it begins with the one that is refused, and what
// was typed comes last.
std::vector<const CLI::Option*> named_in(const CLI::App& program, std::string_view text) {
  std::vector<std::pair<std::size_t, const CLI::Option*>> found;
  for (const CLI::App* command = &program;; command = command->get_subcommands().front()) {
    for (const CLI::Option* option : command->get_options()) {
      const std::string name = option->get_name();
      if (name.empty()) continue;
      if (const std::size_t at = place_of(name, text); at != std::string_view::npos)
        found.emplace_back(at, option);
    }
    if (command->get_subcommands().empty()) break;
  }
  std::ranges::stable_sort(found, {}, &std::pair<std::size_t, const CLI::Option*>::first);
  std::vector<const CLI::Option*> options;
  for (const auto& [at, option] : found) options.push_back(option);
  return options;
}

// "book needs a command: list, show"; empty: no command is missing.
std::string no_command(const CLI::App& program) {
  const CLI::App* command = &program;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  if (command == &program || command->get_require_subcommand_min() == 0) return {};
  std::vector<std::string> below;
  for (const CLI::App* one : command->get_subcommands([](const CLI::App*) { return true; }))
    below.push_back(one->get_name());
  return fmt::format("{} needs a command: {}", path_of(program), fmt::join(below, ", "));
}

// What was typed is no value of the flag's type.
std::string not_its_type(const CLI::Option& option) {
  const std::string name = option.get_name();
  if (option.get_expected_min() == 0) return name + " takes no value";
  const std::string type = option.get_type_name();
  const bool whole = type.starts_with("INT") || type.starts_with("UINT");
  const std::string typed = fmt::format("{}", fmt::join(option.results(), " "));
  if (!whole && !type.starts_with("FLOAT")) return fmt::format("{}: {} is none", name, typed);
  return fmt::format("{}: {}", name, no_number(typed, whole, !type.starts_with("UINT")));
}

std::string wrong_count(const CLI::Option& option) {
  const std::string name = option.get_name();
  const auto most = static_cast<std::size_t>(std::max(option.get_items_expected_max(), 0));
  if (option.get_expected_min() == 0) return name + " takes no value";
  if (option.count() <= most) return name + " needs a value";
  return fmt::format("{} takes {}, and {} were given", name,
                     most == 1 ? "one value" : fmt::format("at most {} values", most), option.count());
}

}  // namespace

std::string refusal(const CLI::App& program, const CLI::ParseError& error) {
  if (std::string what = misplaced(program); !what.empty()) return what;
  const std::string text = error.what();
  const std::vector<const CLI::Option*> options = named_in(program, text);
  const auto code = static_cast<CLI::ExitCodes>(error.get_exit_code());
  if (code == CLI::ExitCodes::RequiredError && options.empty()) {
    if (std::string what = no_command(program); !what.empty()) return what;
  }
  if (options.empty()) return text;
  const CLI::Option& option = *options.front();
  switch (code) {
    case CLI::ExitCodes::RequiredError:
      return fmt::format("{} needs {}: {}", path_of(program), option.get_name(), option.get_description());
    case CLI::ExitCodes::ConversionError:
      return not_its_type(option);
    case CLI::ExitCodes::ArgumentMismatch:
      return wrong_count(option);
    case CLI::ExitCodes::RequiresError:
      if (options.size() < 2) return text;
      return fmt::format("{} goes only with {}", option.get_name(), options[1]->get_name());
    case CLI::ExitCodes::ExcludesError:
      if (options.size() < 2) return text;
      return fmt::format("{} does not go with {}", option.get_name(), options[1]->get_name());
    default:
      return text;  // a check's own words, behind the flag's name
  }
}

}  // namespace firstchair::cli

// What a person is told whose words the parser refused.
#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace firstchair::cli {

// Returns what is wrong, as one sentence without its full stop and in firstchair's words: which flag, what
// was given, what is allowed. `program` has parsed the words and thrown `error`.
std::string refusal(const CLI::App& program, const CLI::ParseError& error);

}  // namespace firstchair::cli

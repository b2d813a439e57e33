// What was typed is laid beside what could have been meant.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace firstchair::cli {

// Returns the word of `known` that `word` is nearest to; empty when it is near none. An insertion, a removal,
// another letter and two letters that changed places count 1 each; near is a third of the word's letters, at
// least one and at most three, or a beginning of three letters and more.
std::string nearest_word(const std::string& word, const std::vector<std::string>& known);

// Returns "drum is none of kit, pad" and what was meant, where that is clear.
std::string none_of(const std::string& word, const std::vector<std::string>& known);

// Returns what is wrong with the words that `program` could not place after it parsed them, as one sentence
// without its full stop; empty when it placed all of them. A flag that a command does not know is told with
// the one that was meant, or with the commands that have it.
std::string misplaced(const CLI::App& program);

// Returns the words that lead to the command that was named last: "book list"; empty: none was named.
std::string path_of(const CLI::App& program);

}  // namespace firstchair::cli

// Words that are drawn by libass stand in a script (Advanced SubStation), which has signs of its own.
#pragma once

#include <string>

namespace firstchair {

// Returns the text as a script shows it letter by letter: braces and backslashes, which are the script's own,
// and control characters become spaces.
inline std::string script_text(std::string text) {
  for (char& c : text)
    if (c == '{' || c == '}' || c == '\\' || static_cast<unsigned char>(c) < ' ') c = ' ';
  return text;
}

}  // namespace firstchair

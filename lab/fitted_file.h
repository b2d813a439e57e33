// Writes what a fit has found as a file of data/weights (engine/core/fitted.h has its form).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/core/fitted.h"

namespace firstchair::lab {

// Numbers in rows, for a person to read; the rows have no meaning to the reader.
class FittedText {
 public:
  // Writes one line that the reader leaves out.
  void remark(std::string_view text);
  // Writes one line of numbers with so many decimals, each at most 15 digits long.
  void row(std::span<const float> numbers, int decimals);
  void row(std::span<const double> numbers, int decimals);

  const std::string& text() const { return text_; }
  std::size_t count() const { return count_; }

 private:
  std::string text_;
  std::size_t count_ = 0;
};

// command and split are the caller's to say.
// date: today, UTC. commit: of the working tree that this program was built in, with "-dirty" when it differs
// from it; "not recorded" when git does not say.
FittedHead head_of(std::string command, std::string split);

// Writes FOLDER/KIND-<hash>.weights and gives its path. Fails when the file cannot be written
// (ErrorCode::unwritable), and when read_fitted() would not take it.
Result<std::string> write_fitted(const std::string& folder, std::string_view kind, const FittedHead& head,
                                 const FittedText& numbers);

// Prints the path that write_fitted() gave, or its error after the program's name on standard error; returns
// what the program exits with (0, 3).
int tell_fitted(std::string_view program, const Result<std::string>& path);

}  // namespace firstchair::lab

#include "lab/fitted_file.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <stdio.h>

#include <ctime>
#include <fstream>
#include <utility>
#include <vector>

namespace firstchair::lab {
namespace {

std::string commit() {
  FILE* git = popen("git -C '" FIRSTCHAIR_SOURCE_DIR
                    "' describe --always --dirty --abbrev=12 --exclude='*' 2>/dev/null",
                    "r");
  if (git == nullptr) return "not recorded";
  std::string said;
  for (int c = fgetc(git); c != EOF && c != '\n'; c = fgetc(git)) said += static_cast<char>(c);
  return pclose(git) == 0 && !said.empty() ? said : "not recorded";
}

template <class Number>
void append_row(std::string& text, std::span<const Number> numbers, int decimals) {
  for (std::size_t i = 0; i < numbers.size(); ++i)
    text += fmt::format("{}{:.{}f}", i > 0 ? " " : "", numbers[i], decimals);
  text += '\n';
}

}  // namespace

void FittedText::remark(std::string_view text) {
  text_ += fmt::format("# {}\n", text);
}

void FittedText::row(std::span<const float> numbers, int decimals) {
  append_row(text_, numbers, decimals);
  count_ += numbers.size();
}

void FittedText::row(std::span<const double> numbers, int decimals) {
  append_row(text_, numbers, decimals);
  count_ += numbers.size();
}

FittedHead head_of(std::string command, std::string split) {
  const std::time_t now = std::time(nullptr);
  return {.command = std::move(command),
          .date = fmt::format("{:%Y-%m-%d}", fmt::gmtime(now)),
          .commit = commit(),
          .split = std::move(split)};
}

Result<std::string> write_fitted(const std::string& folder, std::string_view kind, const FittedHead& head,
                                 const FittedText& numbers) {
  const std::string text =
      fmt::format("firstchair {} 1\ncommand: {}\ndate: {}\ncommit: {}\nsplit: {}\nnumbers: {}\n\n{}", kind,
                  head.command, head.date, head.commit, head.split, numbers.count(), numbers.text());
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  const std::string path = fmt::format("{}/{}-{:016x}.weights", folder, kind, content_hash(bytes));
  if (Result<Fitted> read = read_fitted(path, bytes, kind, numbers.count()); !read) return read.error();
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) return Error{ErrorCode::unwritable, path, "the file cannot be written", {}};
  return path;
}

int tell_fitted(std::string_view program, const Result<std::string>& path) {
  if (!path) {
    fmt::print(stderr, "{}: {}\n", program, path.error().line());
    return 3;
  }
  fmt::print("{}\n", *path);
  return 0;
}

}  // namespace firstchair::lab

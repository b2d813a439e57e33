// Any bytes as a book that is imported: all of it is taken over or nothing, and the book is whole afterwards.
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "store/book.h"

namespace {

namespace fs = std::filesystem;
using firstchair::store::Book;

// One book takes in many texts, since making it takes longest.
struct Shelf {
  static constexpr int kTurns = 500;
  Shelf() {
    std::string name = (fs::temp_directory_path() / "firstchair-fuzz-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    folder = name;
  }
  ~Shelf() { clear(true); }
  void clear(bool all) {
    book.reset();
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) fs::remove_all(entry.path(), ignored);
    if (all) fs::remove(folder, ignored);
  }
  Book& open() {
    if (turns++ % kTurns == 0) clear(false);
    if (!book) {
      auto opened = Book::open({.file = (folder / "book").string()});
      if (!opened) std::abort();
      book.emplace(std::move(*opened));
    }
    return *book;
  }
  fs::path folder;
  std::optional<Book> book;
  int turns = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Shelf shelf;
  Book& book = shelf.open();
  firstchair::store::TakeQuery all;
  all.discarded = true;
  const auto before = book.takes(all);
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = book.read_lines([&](std::string& line) {
    if (text.empty()) return false;
    const std::size_t end = std::min(text.find('\n'), text.size());
    line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return true;
  });
  const auto after = book.takes(all);
  if (!before || !after) std::abort();
  if (!read && after->size() != before->size()) std::abort();
  if (read) {
    const auto damage = book.check();
    if (!damage || !damage->empty()) std::abort();
  }
  return 0;
}

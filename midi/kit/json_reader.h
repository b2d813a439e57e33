// A JsonReader reads the one shape of JSON that its caller asks for, value after value, and knows nothing
// else, so that it also fits into a page: no tree, no exception. The first thing that is wrong ends it, and
// says on which line; what comes after does nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace firstchair::midi {

// What a file says of its form: {"format": ..., "format_version": ...}.
struct JsonForm {
  std::string_view format;
  int version = 1;        // the latest that is known
  std::string_view what;  // "a kit profile"
};

class JsonReader {
 public:
  static constexpr std::size_t kLongestText = 1000;  // bytes of one text

  // `what` is what the whole is called, `advice` what an error says to do. The three texts must outlive it.
  JsonReader(std::string_view text, std::string_view what, std::string_view advice)
      : text_(text), what_(what), advice_(advice) {}

  bool good() const { return !error_; }
  // Returns what was wrong first, with "line N" in its place. It may be called where not good().
  const Error& error() const { return *error_; }
  void fail(const std::string& what, ErrorCode code = ErrorCode::malformed);

  // Calls `field` with every key of the object that comes; it reads the value. No key may stand there twice.
  void object(const std::function<void(const std::string&)>& field);
  // Calls `item` at every item of the array that comes; it reads the item.
  void array(const std::function<void()>& item);
  std::string string();
  // Reads a whole number of at most six digits; `of` names it in an error.
  int integer(const std::string& of, int low, int high);
  // Reads the value of a key that says the file's form; returns whether it is one of those.
  bool form(const std::string& key, const JsonForm& known);
  // Says that nothing may come any more; with a form, that it was said.
  void end();
  void end(const JsonForm& known);

 private:
  int line() const;
  void blanks();
  bool take(char wanted);
  void expect(char wanted);
  void escape(std::string& text);

  std::string_view text_, what_, advice_;
  std::size_t at_ = 0;
  bool form_ = false;  // the format was said
  int version_ = 0;    // that was said
  std::optional<Error> error_;
};

// Returns the text in quotes, as JSON writes it.
std::string json_text(std::string_view text);

}  // namespace firstchair::midi

// A module of its own, which a page loads when somebody verifies a record: the same functions as `firstchair
// chairs verify`, but for the signature, which the program and minisign check.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "apps/chairs/verified_told.h"

namespace {

std::vector<std::uint8_t>& room() {
  static std::vector<std::uint8_t> bytes;
  return bytes;
}
std::string& told() {
  static std::string text;
  return text;
}

}  // namespace

extern "C" {

// Where `size` bytes of a record may be written.
__attribute__((export_name("room"))) std::uint8_t* firstchair_verify_room(int size) {
  room().resize(static_cast<std::size_t>(size));
  return room().data();
}
// Verifies the record in the room. Returns how many bytes of JSON stand at text() (verified_told.h).
__attribute__((export_name("verify"))) int firstchair_verify() {
  told() = firstchair::audition::verified_told(
      std::string_view(reinterpret_cast<const char*>(room().data()), room().size()));
  return static_cast<int>(told().size());
}
__attribute__((export_name("text"))) const char* firstchair_verify_text() {
  return told().data();
}

}  // extern "C"

#include "door/c/inside.h"

#include <algorithm>
#include <array>

#include "engine/core/voice.h"

namespace firstchair::door {
namespace {

// It has a fixed size: it must be there when there is no memory.
thread_local std::array<char, 512> last_refusal{};

firstchair_status status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return FIRSTCHAIR_USAGE;
    case ErrorCode::not_found:
      return FIRSTCHAIR_NOT_FOUND;
    case ErrorCode::malformed:
      return FIRSTCHAIR_MALFORMED;
    case ErrorCode::unsupported:
      return FIRSTCHAIR_UNSUPPORTED;
    case ErrorCode::too_large:
      return FIRSTCHAIR_TOO_LARGE;
    case ErrorCode::unreadable:
      return FIRSTCHAIR_MALFORMED;
    case ErrorCode::unwritable:
      break;
  }
  return FIRSTCHAIR_FAILED;
}

}  // namespace

firstchair_status refuse(firstchair_status status, std::string_view what) {
  std::size_t size = std::min(what.size(), last_refusal.size() - 1);
  // A letter of several bytes is kept whole or left out.
  while (size < what.size() && size > 0 && (static_cast<unsigned char>(what[size]) & 0xC0U) == 0x80U) --size;
  std::copy_n(what.begin(), size, last_refusal.begin());
  last_refusal[size] = '\0';
  return status;
}

firstchair_status refuse(const Error& error) {
  return refuse(status_of(error.code), error.line());
}

}  // namespace firstchair::door

using namespace firstchair;

extern "C" {

const char* firstchair_version(void) {
  return FIRSTCHAIR_VERSION;
}

const char* firstchair_error(void) {
  return door::last_refusal.data();
}

const char* firstchair_voice_name(int32_t voice) {
  return voice >= 0 && voice < kVoiceCount ? id_of(static_cast<Voice>(voice)).data() : nullptr;
}

const char* firstchair_line_name(int32_t line) {
  return line >= 0 && line < kLineCount ? id_of(static_cast<Line>(line)).data() : nullptr;
}

}  // extern "C"

// The engine's door to JavaScript: flat C over WebAssembly. The module imports nothing; call
// _initialize() once, first.
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "engine/fixed_takes.h"

namespace firstchair {

extern const std::string_view kNormsCsv;

namespace {

constexpr std::size_t kBlock = 128;  // what a browser's audio thread hands over at a time

std::string text_of_signature() {
  const Result<Norms> norms = parse_norms(kNormsCsv);
  if (!norms) return norms.error().what + "\n";
  const Result<std::string> lines = signature_lines(*norms);
  return lines ? *lines : lines.error().what + "\n";
}

}  // namespace
}  // namespace firstchair

extern "C" {

// The lines of `firstchair signature`, NUL-terminated; valid for good.
[[clang::export_name("signature")]] const char* firstchair_signature() {
  static const std::string text = firstchair::text_of_signature();
  return text.c_str();
}

// Lets the ear hear so many seconds of the first fixed take, again and again, in blocks of 128 frames; the
// caller holds the watch. Returns the number of strokes heard, -1 when there is no ear.
[[clang::export_name("ear_speed")]] int firstchair_ear_speed(double seconds) {
  using namespace firstchair;
  static const FixedTake take = std::move(fixed_takes(Norms{}).front());
  Result<Ear> ear = Ear::make({.rate = take.config.source.rate});
  if (!ear) return -1;
  const std::span<const float> sound = take.sound;
  std::size_t at = 0, strokes = 0;
  for (double left = seconds * take.config.source.rate; left > 0; left -= kBlock) {
    ear->push(sound.subspan(at, kBlock));
    strokes += ear->hits().size();
    at += kBlock;
    if (at + kBlock > sound.size()) at = 0;
  }
  return static_cast<int>(strokes);
}

}  // extern "C"

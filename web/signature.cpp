// A module of its own, for a test: the signature of the rooms that the page's module is made of. What it
// needs beside them (seatings, four fixed takes) no page has to load.
#include <string>

#include "engine/fixed_takes.h"
#include "engine/judge/norms.h"

// Returns the lines of `firstchair signature`, NUL-terminated; they hold for good.
extern "C" __attribute__((export_name("signature"))) const char* firstchair_signature() {
  static const std::string text = [] {
    const firstchair::Result<std::string> lines =
        firstchair::signature_lines(firstchair::judge::default_norms());
    return lines ? *lines : lines.error().what + "\n";
  }();
  return text.c_str();
}

// A SentTake is a take that a page sends: its strokes, and what its engine was told. Nothing else in the body
// is believed; the take is judged again here. docs/openapi.json describes the body for programs.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/judge/norms.h"
#include "io/files/cage.h"
#include "store/book.h"

namespace firstchair::server {

struct SentTake {
  std::string name;  // what the page calls it: 8 to 64 of letters, digits, - and _
  Take take;
  store::Circumstances how;  // everything but the player
};

// Reads the name alone, before anything is judged. Errors: usage, when the body is not of that form.
Result<std::string> name_of_sent(const std::string& body);

// Errors: usage (the body is not of that form), too_large, and those of the chart and of the settings.
// `cage` reads its chart.
Result<SentTake> read_sent_take(const std::string& body, const judge::Norms& norms, const io::Cage& cage);

}  // namespace firstchair::server

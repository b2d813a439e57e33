// What a page may choose from, what it begins with, and the sentences about a result that no call tells: told
// once, so that nothing of it is written down a second time in TypeScript.
#pragma once

#include <string>

namespace firstchair::door {

// Returns [Choices] of docs/formats/page.schema.json. The ranges are those that parse_drill_settings and
// parse_limit_settings take; tests/door.mjs holds them against both.
std::string choices_json();

// Returns "2 bars click, 1 silent", or "click throughout" where `on` or `off` is 0.
std::string gap_text(int on, int off);

}  // namespace firstchair::door

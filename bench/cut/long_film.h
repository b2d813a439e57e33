// This is the table of bench cut about the memory that long films take, as Markdown.
#pragma once

#include <string>

namespace firstchair::bench {

// Makes cameras of so many hours, of small pictures and telephone sound, cuts them with `program` (the name
// of firstchair or its path) and counts the memory that it and its decoders hold together.
std::string memory_table(double hours, int cameras, const std::string& program);

}  // namespace firstchair::bench

// A body of several parts (RFC 7578) that lies in a file: where each part begins and ends. The parts
// themselves are not read.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::school_api {

struct Part {
  std::string name, file_name, type;  // of its Content-Disposition and Content-Type; may be empty
  std::uint64_t begin = 0, end = 0;   // bytes of the file
};

// Returns the boundary that a Content-Type names; empty: it is no multipart/form-data with one.
std::string boundary_of(std::string_view type);
// Errors: malformed (no such parts, over 8 of them, a header over 4 kB), unreadable.
Result<std::vector<Part>> parts_of(const std::string& file, const std::string& boundary);
Result<std::vector<Part>> parts_in(std::istream& bytes, const std::string& boundary);
// Returns the bytes of a part as text. Errors: too_large, unreadable.
Result<std::string> text_of(const std::string& file, const Part& part, std::uint64_t most);
// Writes the bytes of a part into a file of its own and returns their SHA-256 as a blob store has it. Errors:
// unwritable, unreadable.
Result<std::string> copy_part(const std::string& file, const Part& part, const std::string& to);

}  // namespace firstchair::school_api

// Names and paths come from files and from people, and go into other programs' files: what no format can hold
// is replaced here, before a writer sees it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace firstchair::edit {

// Returns valid UTF-8 on one line that XML 1.0 can hold: broken bytes become U+FFFD, control characters
// spaces. Law: safe(safe(x)) == safe(x).
std::string safe(std::string_view text);

// Returns a path as it stands in a URL: all but letters, digits and - . _ ~ / is written %XX.
std::string percent_encoded(std::string_view path);
// Returns "file://host" and the encoded path; a relative path is encoded and gets no scheme.
std::string file_url(const std::string& path, std::string_view host = "");

// Returns a number as short as reads back the same, with a point, whatever the locale.
std::string number_text(double value);

}  // namespace firstchair::edit

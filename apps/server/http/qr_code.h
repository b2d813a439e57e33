// An address as a QR code for a terminal, so that a telephone reads what nobody wants to type.
#pragma once

#include <string>
#include <vector>

namespace firstchair::server {

// Returns lines of half blocks, two modules high each, with the four light modules around that readers want.
// `coloured`: black on white whatever the terminal's colours; else light modules are the blocks. Empty: the
// text is too long for one (2,953 bytes).
std::string qr_code(const std::string& text, bool coloured);

// Returns its rows for a page to draw, with the light modules around: a letter a module, '1' is dark. Empty:
// the text is too long for one.
std::vector<std::string> qr_rows(const std::string& text);

}  // namespace firstchair::server

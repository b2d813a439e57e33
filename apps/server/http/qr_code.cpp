#include "apps/server/http/qr_code.h"

#include <qrencode.h>

#include <memory>
#include <string_view>

namespace firstchair::server {
namespace {

constexpr int kQuiet = 4;  // modules around, as the standard wants them

}  // namespace

std::string qr_code(const std::string& text, bool coloured) {
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_L), QRcode_free);
  if (!code) return {};
  const int width = code->width;
  const auto light = [&](int row, int column) {
    if (row < 0 || row >= width || column < 0 || column >= width) return true;
    return (code->data[row * width + column] & 1) == 0;
  };
  constexpr std::string_view kBlocks[] = {" ", "\u2584", "\u2580", "\u2588"};  // none, lower, upper, both
  std::string lines;
  for (int row = -kQuiet; row < width + kQuiet; row += 2) {
    if (coloured) lines += "\x1b[97;40m";
    for (int column = -kQuiet; column < width + kQuiet; ++column)
      lines += kBlocks[2 * light(row, column) + light(row + 1, column)];
    if (coloured) lines += "\x1b[0m";
    lines += '\n';
  }
  return lines;
}

std::vector<std::string> qr_rows(const std::string& text) {
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_L), QRcode_free);
  if (!code) return {};
  const auto width = static_cast<std::size_t>(code->width);
  std::vector<std::string> rows(width + 2 * kQuiet, std::string(width + 2 * kQuiet, '0'));
  for (std::size_t row = 0; row < width; ++row)
    for (std::size_t column = 0; column < width; ++column)
      if ((code->data[row * width + column] & 1) != 0) rows[row + kQuiet][column + kQuiet] = '1';
  return rows;
}

}  // namespace firstchair::server

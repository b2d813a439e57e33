#include "door/page_replay.h"

#include <charconv>
#include <vector>

namespace firstchair::door {
namespace {

constexpr std::size_t kBlock = 128;  // as a browser's audio thread hands them over
constexpr double kMostHours = 1;

// Reads a whole number up to `end`, which is taken off too.
bool take_number(std::string_view& text, char end, Frames& value) {
  const std::size_t to = text.find(end);
  if (to == std::string_view::npos) return false;
  const auto [at, failed] = std::from_chars(text.data(), text.data() + to, value);
  if (failed != std::errc{} || at != text.data() + to) return false;
  text.remove_prefix(to + 1);
  return true;
}

Error malformed(const char* what) {
  return {ErrorCode::malformed, "recording", what, {}};
}

}  // namespace

Result<Take> replay(const Chart& chart, const PageDrillSettings& settings, const judge::Norms& norms,
                    std::string_view input) {
  Result<PageDrill> drill = PageDrill::make(chart, settings, norms);
  if (!drill) return drill.error();
  std::vector<float> in(kBlock), out(kBlock);
  if (settings.kind == SourceKind::audio) {
    if (input.size() % 3 != 0) return malformed("is no sound of 24 bits");
    while (!input.empty()) {
      const std::size_t frames = std::min(kBlock, input.size() / 3);
      for (std::size_t i = 0; i < frames; ++i) {
        const auto byte = [&](std::size_t k) {
          return static_cast<std::uint32_t>(static_cast<unsigned char>(input[3 * i + k]));
        };
        const auto high = static_cast<std::int32_t>(byte(0) << 8 | byte(1) << 16 | byte(2) << 24);
        in[i] = static_cast<float>(high / 256) / 8388608.0F;
      }
      drill->block(std::span(in).first(frames), std::span(out).first(frames));
      input.remove_prefix(3 * frames);
    }
    return drill->finish();
  }
  const auto last = static_cast<Frames>(kMostHours * 3600 * settings.click.rate);
  Frames now = 0;
  const auto go_to = [&](Frames frame) {
    for (; now + static_cast<Frames>(kBlock) <= frame; now += static_cast<Frames>(kBlock))
      drill->block(in, out);
  };
  while (!input.empty()) {
    Frames frame = 0, number = 0, velocity = 0;
    if (!take_number(input, ',', frame) || !take_number(input, ',', number) ||
        !take_number(input, '\n', velocity) || frame < 0 || frame > last || number < 0 || number > 127 ||
        velocity < 1 || velocity > 127)
      return malformed("has a line that is no stroke");
    go_to(frame);
    drill->note(frame, static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(velocity));
  }
  go_to(now + static_cast<Frames>(settings.click.rate));
  return drill->finish();
}

}  // namespace firstchair::door

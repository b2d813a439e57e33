// The kit's door to JavaScript: flat C over WebAssembly, as kit_exports.h declares it.
#include "web/kit_exports.h"

#include <optional>
#include <string_view>
#include <utility>

#include "door/page_strikes.h"
#include "web/module.h"

namespace firstchair::door {
namespace {

std::optional<PageStrikes>& strikes() {
  static std::optional<PageStrikes> one;
  return one;
}
std::optional<ear::KitSound>& kit() {
  static std::optional<ear::KitSound> one;
  return one;
}

std::string_view room_text() {
  const std::span<const std::uint8_t> room = module_room();
  return {reinterpret_cast<const char*>(room.data()), room.size()};
}

const Error kNothingStruck{ErrorCode::usage, {}, "no kit is being struck", "Press Strike the drums"};

}  // namespace

const ear::KitSound* known_kit() {
  return kit() ? &*kit() : nullptr;
}

}  // namespace firstchair::door

using namespace firstchair;
using namespace firstchair::door;

extern "C" {

int firstchair_strikes_open() {
  Result<PageStrikes> made = PageStrikes::make(door::room_text());
  if (!made) return module_refuses(made.error());
  return module_tells(strikes().emplace(std::move(*made)).told_json());
}
void firstchair_strikes_sound() {
  const std::span<const std::uint8_t> room = module_room();
  if (strikes()) strikes()->push({reinterpret_cast<const float*>(room.data()), room.size() / sizeof(float)});
}
void firstchair_strikes_skip() {
  if (strikes()) strikes()->skip();
}
int firstchair_strikes_told() {
  return strikes() ? module_tells(strikes()->told_json()) : module_refuses(door::kNothingStruck);
}
int firstchair_strikes_close() {
  if (!strikes()) return module_refuses(door::kNothingStruck);
  std::string told = strikes()->close_json();
  strikes().reset();
  return module_tells(std::move(told));
}

int firstchair_kit_sound() {
  Result<ear::KitSound> read = read_page_kit_sound(door::room_text());
  if (!read) return module_refuses(read.error());
  return module_tells(kit_sound_json(kit().emplace(std::move(*read))));
}

}  // extern "C"

#ifdef FIRSTCHAIR_FLUIDSYNTH

#include "io/sound/font_in_memory.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>

#include "io/sound/late_fluidsynth.h"

namespace firstchair::io {
namespace {

// FluidSynth's callbacks are told the name alone.
thread_local std::string_view lent, lent_name;

struct Reader {
  std::string_view bytes;
  std::size_t at = 0;
};

void* open_lent(const char* name) {
  return lent_name == name ? new (std::nothrow) Reader{lent} : nullptr;
}
int read_lent(void* into, fluid_long_long_t count, void* handle) {
  Reader& reader = *static_cast<Reader*>(handle);
  if (count < 0 || static_cast<std::size_t>(count) > reader.bytes.size() - reader.at) return FLUID_FAILED;
  std::memcpy(into, reader.bytes.data() + reader.at, static_cast<std::size_t>(count));
  reader.at += static_cast<std::size_t>(count);
  return FLUID_OK;
}
int seek_lent(void* handle, fluid_long_long_t offset, int origin) {
  Reader& reader = *static_cast<Reader*>(handle);
  const auto size = static_cast<fluid_long_long_t>(reader.bytes.size());
  const fluid_long_long_t from = origin == SEEK_SET   ? 0
                                 : origin == SEEK_END ? size
                                                      : static_cast<fluid_long_long_t>(reader.at);
  if (from + offset < 0 || from + offset > size) return FLUID_FAILED;
  reader.at = static_cast<std::size_t>(from + offset);
  return FLUID_OK;
}
fluid_long_long_t tell_lent(void* handle) {
  return static_cast<fluid_long_long_t>(static_cast<const Reader*>(handle)->at);
}
int close_lent(void* handle) {
  delete static_cast<Reader*>(handle);
  return FLUID_OK;
}

// FluidSynth keeps samples by the name of their file and their place in it, for all synths of a program: no
// two fonts may have one name.
std::string next_name() {
  static std::atomic<int> made = 0;
  return "cut soundfont " + std::to_string(++made);
}

}  // namespace

FontInMemory::FontInMemory(std::string_view bytes) : name_(next_name()) {
  lent = bytes, lent_name = name_;
}

FontInMemory::~FontInMemory() {
  lent = {}, lent_name = {};
}

bool FontInMemory::lend(fluid_settings_t* settings, fluid_synth_t* synth) const {
  fluid_sfloader_t* loader = new_fluid_defsfloader(settings);
  if (loader == nullptr) return false;
  fluid_sfloader_set_callbacks(loader, open_lent, read_lent, seek_lent, tell_lent, close_lent);
  fluid_synth_add_sfloader(synth, loader);
  return true;
}

}  // namespace firstchair::io

#endif

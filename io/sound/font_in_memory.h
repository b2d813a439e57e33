// FluidSynth reads a soundfont from memory: it asks for a file by its name, and gets these bytes.
#pragma once

#include <fluidsynth.h>

#include <string>
#include <string_view>

namespace firstchair::io {

// [setup] While one lives, FluidSynth finds its bytes under name() in this thread; one at a time. The bytes
// must outlive it, and nothing of the font may be loaded afterwards.
class FontInMemory {
 public:
  explicit FontInMemory(std::string_view bytes);
  ~FontInMemory();
  FontInMemory(const FontInMemory&) = delete;
  FontInMemory& operator=(const FontInMemory&) = delete;

  // Tells a synth of it; false when FluidSynth has no memory left.
  bool lend(fluid_settings_t* settings, fluid_synth_t* synth) const;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

}  // namespace firstchair::io

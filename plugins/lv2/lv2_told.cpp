// lv2_told MODULE WAV: runs the LV2 plugins of MODULE over a recording, in blocks of any size, and holds
// every port after every block against the engine's own meter. Ends with 1 where one differs, where run()
// asks for memory, or where the recording comes out otherwise than it went in. Prints what the ports of the
// first plugin tell at the end.
#include <dlfcn.h>
#include <lv2/core/lv2.h>
#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <vector>

#include "engine/live_meter.h"

// The C library's own, under names that are not replaced.
extern "C" void* __libc_malloc(std::size_t size);
extern "C" void* __libc_calloc(std::size_t count, std::size_t size);
extern "C" void* __libc_realloc(void* memory, std::size_t size);

namespace {
bool in_run = false;
long asked = 0;  // for memory, while the plugin ran
}  // namespace

extern "C" void* malloc(std::size_t size) {
  asked += in_run;
  return __libc_malloc(size);
}
extern "C" void* calloc(std::size_t count, std::size_t size) {
  asked += in_run;
  return __libc_calloc(count, size);
}
extern "C" void* realloc(void* memory, std::size_t size) {
  asked += in_run;
  return __libc_realloc(memory, size);
}

namespace firstchair {
namespace {

constexpr std::array<const char*, 18> kTold{"bpm",    "bpm within",   "beat",        "phase",    "sure",
                                            "known",  "strokes",      "lean",        "lean low", "lean high",
                                            "spread", "spread low",   "spread high", "drum",     "strength",
                                            "error",  "error within", "heard"};
constexpr std::uint32_t kLinePort = 2, kFirstTold = 3;
using Told = std::array<float, kTold.size()>;

Told told_by(const LiveMeter& meter, std::optional<Line> wanted) {
  const follow::Beat beat = meter.beat();
  const LiveMeter::LineNow line = meter.line(wanted);
  const LiveMeter::Last last = meter.last().value_or(LiveMeter::Last{});
  const std::array<double, kTold.size()> values{
      beat.bpm,
      1.96 * beat.bpm_sd,
      beat.known ? 1.0 + beat.in_bar : 0.0,
      beat.phase,
      static_cast<double>(beat.probability),
      line.known ? 1.0 : 0.0,
      static_cast<double>(line.strokes),
      line.lean_ms,
      line.lean.low,
      line.lean.high,
      line.spread_ms,
      line.spread.low,
      line.spread.high,
      meter.last() ? 1.0 + static_cast<int>(last.hit.voice) : 0.0,
      static_cast<double>(last.hit.strength),
      last.error_ms,
      last.within_ms,
      static_cast<double>(meter.heard()),
  };
  Told told{};
  std::transform(values.begin(), values.end(), told.begin(), [](double v) { return static_cast<float>(v); });
  return told;
}

int wrong(const char* uri, const char* what) {
  std::fprintf(stderr, "%s: %s\n", uri, what);
  return 1;
}

int hold(const LV2_Descriptor& plugin, ear::VoicesMode voices, const std::vector<float>& sound, double rate,
         bool print) {
  if (plugin.instantiate(&plugin, 7999, "", nullptr) != nullptr)
    return wrong(plugin.URI, "a rate of 7999 was taken");
  const LV2_Handle handle = plugin.instantiate(&plugin, rate, "", nullptr);
  Result<LiveMeter> meter = LiveMeter::make({.rate = rate, .voices = voices});
  if (handle == nullptr || !meter) return wrong(plugin.URI, "there is no instance");
  std::vector<float> out(sound.size());
  Told told{};
  float line = 0;
  plugin.connect_port(handle, kLinePort, &line);
  for (std::uint32_t i = 0; i < told.size(); ++i) plugin.connect_port(handle, kFirstTold + i, &told[i]);
  plugin.activate(handle);
  constexpr std::array<std::size_t, 6> kBlocks{1, 64, 333, 1024, 10000, 0};
  for (std::size_t at = 0, block = 0; at < sound.size(); ++block) {
    const std::size_t frames = std::min(kBlocks[block % kBlocks.size()], sound.size() - at);
    std::vector<float> in(sound.begin() + static_cast<std::ptrdiff_t>(at),
                          sound.begin() + static_cast<std::ptrdiff_t>(at + frames));
    plugin.connect_port(handle, 0, in.data());
    plugin.connect_port(handle, 1, out.data() + at);
    line = static_cast<float>(block % (kLineCount + 1));
    in_run = true;
    plugin.run(handle, static_cast<std::uint32_t>(frames));
    in_run = false;
    meter->push(in);
    const std::optional<Line> wanted =
        line > 0 ? std::optional(static_cast<Line>(static_cast<int>(line) - 1)) : std::nullopt;
    if (told != told_by(*meter, wanted)) return wrong(plugin.URI, "a port tells otherwise than the engine");
    at += frames;
  }
  plugin.cleanup(handle);
  if (asked > 0) return wrong(plugin.URI, "run() asked for memory");
  if (out != sound) return wrong(plugin.URI, "the sound came out otherwise");
  if (print)
    for (std::size_t i = 0; i < told.size(); ++i)
      std::printf("%s %g\n", kTold[i], static_cast<double>(told_by(*meter, std::nullopt)[i]));
  return meter->heard() > 20 ? 0 : wrong(plugin.URI, "fewer than 20 strokes");
}

int run(const char* module, const char* file) {
  SF_INFO info{};
  SNDFILE* opened = sf_open(file, SFM_READ, &info);
  void* loaded = dlopen(module, RTLD_NOW | RTLD_LOCAL);
  if (opened == nullptr || info.channels != 1 || loaded == nullptr) return wrong(module, "cannot be opened");
  std::vector<float> sound(static_cast<std::size_t>(info.frames));
  sf_readf_float(opened, sound.data(), info.frames);
  sf_close(opened);
  LV2_Descriptor_Function descriptor = nullptr;
  void* symbol = dlsym(loaded, "lv2_descriptor");
  std::memcpy(&descriptor, &symbol, sizeof symbol);
  if (descriptor == nullptr || descriptor(2) != nullptr) return wrong(module, "has not two plugins");
  // The guard itself counts.
  in_run = true;
  std::free(std::malloc(1));
  in_run = false;
  if (asked != 1) return wrong(module, "memory that is asked for is not seen");
  asked = 0;
  const int kit = hold(*descriptor(0), ear::VoicesMode::kit, sound, info.samplerate, true);
  return kit != 0 ? kit : hold(*descriptor(1), ear::VoicesMode::pad, sound, info.samplerate, false);
}

}  // namespace
}  // namespace firstchair

int main(int count, char** words) {
  return count == 3 ? firstchair::run(words[1], words[2]) : 2;
}

// The LV2 plugin: a meter beside the sound in a host such as Ardour, Carla or jalv. It tells the beat, a
// line's lean and spread over the last beats, and the last stroke, by ports that a host shows. Its callback
// asks for no memory, so it is written over engine/live_meter.h and not over the C API, whose sessions keep
// what they hear.
#include <lv2/core/lv2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>

#include "engine/live_meter.h"

namespace firstchair::plugins {
namespace {

// The order of firstchair.ttl. Control ports are floats, one value a block.
enum Port : std::uint32_t {
  kIn,
  kOut,
  kLine,  // 0: all; else 1 + Line
  kBpm,
  kBpmWithin,
  kBeat,
  kPhase,
  kSure,
  kKnown,
  kStrokes,
  kLean,
  kLeanLow,
  kLeanHigh,
  kSpread,
  kSpreadLow,
  kSpreadHigh,
  kDrum,  // 0: none yet; else 1 + Voice
  kStrength,
  kError,
  kErrorWithin,
  kHeard,
  kPortCount,
};

constexpr std::int64_t kMostCounted = 1 << 24;  // that a float tells one by one

struct Meter {
  LiveMeter meter;
  std::array<void*, kPortCount> ports{};

  void tell(Port port, double value) {
    if (ports[port] != nullptr) *static_cast<float*>(ports[port]) = static_cast<float>(value);
  }
  std::optional<Line> wanted() const {
    const float asked = ports[kLine] != nullptr ? *static_cast<const float*>(ports[kLine]) : 0;
    if (!(asked >= .5F && asked < kLineCount + .5F)) return std::nullopt;
    return static_cast<Line>(std::lround(asked) - 1);
  }
  void tell_all() {
    const follow::Beat beat = meter.beat();
    tell(kBpm, beat.bpm);
    tell(kBpmWithin, 1.96 * beat.bpm_sd);
    tell(kBeat, beat.known ? beat.in_bar + 1 : 0);
    tell(kPhase, beat.phase);
    tell(kSure, static_cast<double>(beat.probability));
    const LiveMeter::LineNow line = meter.line(wanted());
    tell(kKnown, line.known ? 1 : 0);
    tell(kStrokes, line.strokes);
    tell(kLean, line.lean_ms);
    tell(kLeanLow, line.lean.low);
    tell(kLeanHigh, line.lean.high);
    tell(kSpread, line.spread_ms);
    tell(kSpreadLow, line.spread.low);
    tell(kSpreadHigh, line.spread.high);
    const LiveMeter::Last last = meter.last().value_or(LiveMeter::Last{});
    tell(kDrum, meter.last() ? 1 + static_cast<int>(last.hit.voice) : 0);
    tell(kStrength, static_cast<double>(last.hit.strength));
    tell(kError, last.error_ms);
    tell(kErrorWithin, last.within_ms);
    tell(kHeard, static_cast<double>(std::min(meter.heard(), kMostCounted)));
  }
};

template <ear::VoicesMode kVoices>
LV2_Handle instantiate(const LV2_Descriptor*, double rate, const char*, const LV2_Feature* const*) {
  Result<LiveMeter> meter = LiveMeter::make({.rate = rate, .voices = kVoices});
  if (!meter) return nullptr;  // a rate that no ear hears: the host says that there is no instance
  return new (std::nothrow) Meter{std::move(*meter)};
}
void connect_port(LV2_Handle handle, std::uint32_t port, void* data) {
  if (port < kPortCount) static_cast<Meter*>(handle)->ports[port] = data;
}
void activate(LV2_Handle handle) {
  static_cast<Meter*>(handle)->meter.reset();
}
void run(LV2_Handle handle, std::uint32_t frames) {
  Meter& meter = *static_cast<Meter*>(handle);
  const auto* in = static_cast<const float*>(meter.ports[kIn]);
  if (in != nullptr) {
    meter.meter.push({in, frames});
    if (meter.ports[kOut] != nullptr && meter.ports[kOut] != in)
      std::memmove(meter.ports[kOut], in, frames * sizeof(float));
  }
  meter.tell_all();
}
void cleanup(LV2_Handle handle) {
  delete static_cast<Meter*>(handle);
}

constexpr LV2_Descriptor described(const char* uri, decltype(LV2_Descriptor::instantiate) make) {
  return {uri, make, connect_port, activate, run, nullptr, cleanup, nullptr};
}
constexpr std::array<LV2_Descriptor, 2> kPlugins{
    described("urn:firstchair:meter", instantiate<ear::VoicesMode::kit>),
    described("urn:firstchair:pad", instantiate<ear::VoicesMode::pad>),
};

}  // namespace
}  // namespace firstchair::plugins

LV2_SYMBOL_EXPORT const LV2_Descriptor* lv2_descriptor(std::uint32_t index) {
  return index < firstchair::plugins::kPlugins.size() ? &firstchair::plugins::kPlugins[index] : nullptr;
}

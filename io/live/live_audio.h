// LiveAudio is live sound and MIDI through one small interface; every system has one file behind it.
//
//   auto audio = LiveAudio::open({.inputs = 1, .outputs = 2});
//   ... make what the callback needs, for audio->info().rate ...
//   audio->start([&](const LiveBlock& block) { ear.push(block.in[0]); click.push(block.frame, block.out[0]);
//   });
//
// JACK (also PipeWire's) counts sound and MIDI on one clock and says how many frames it left out. PortAudio
// (ALSA, CoreAudio, WASAPI) is for machines without it: frames lost to an overflow are not counted, and MIDI
// comes through RtMidi (midi_input.h), by the host's clock.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/units.h"

namespace firstchair::io {

enum class AudioSystem : unsigned char { jack, portaudio };
inline constexpr std::array kAudioSystems{AudioSystem::jack, AudioSystem::portaudio};
std::string_view name_of(AudioSystem system);  // "jack", "portaudio"

struct LiveMidi {
  // This is in frames from the start of the block: 0..frames - 1 from JACK; by the host's clock mostly below
  // 0.
  int offset = 0;
  int size = 0;  // 1..3
  std::array<std::uint8_t, 3> bytes{};
  float sigma_ms = 0;  // standard deviation of its time; 0 where MIDI and sound are on one clock
};

struct LiveBlock {
  // This is the block's first frame; the first block's is 0. It goes on over frames that were left out.
  Frames frame = 0;
  // There is one span a channel, full scale 1. There is none, and no `out` either, when the machine was so
  // late that there is no place for this block's sound.
  std::span<const std::span<const float>> in;
  std::span<const std::span<float>> out;  // one a channel, zero until written
  std::span<const LiveMidi> midi;         // in order of offset; system exclusive is left out
  // It is true while JACK runs faster than time: nobody listens, the server waits for every client, and a
  // callback may wait for room in its queues instead of losing sound.
  bool freewheel = false;
};

// [audio] The system's own thread calls it: it must not allocate, lock, wait, log or throw. What it uses must
// live until close() or the LiveAudio's end.
using LiveCallback = std::function<void(const LiveBlock&)>;

struct LiveAudioConfig {
  std::optional<AudioSystem> system = {};  // none: JACK when its server runs, else PortAudio
  std::string server = {};                 // JACK server; empty: the default one
  std::string client = "firstchair";       // name among JACK's clients
  // These are PortAudio devices, named by a part of their names; empty means the default ones.
  std::string input = {}, output = {};
  int inputs = 1, outputs = 2;  // channels, 0..8 each
  bool midi = true;             // open a MIDI input
  double rate = 0;              // PortAudio; 0: the device's own. JACK's server decides alone
  int buffer = 256;             // PortAudio; JACK's server decides alone
  // These are the JACK ports our inputs, outputs and MIDI input are connected to, in order. When none is
  // named, `connect` decides. PortAudio uses midi_ports alone, by names or parts of them; when none is named
  // it takes all there are (midi_input.h).
  std::vector<std::string> input_ports = {}, output_ports = {}, midi_ports = {};
  // When true, our ports are connected to the sound card's in order and to every MIDI device's; else to none.
  bool connect = true;
};

struct LiveAudioInfo {
  AudioSystem system = AudioSystem::jack;
  std::string device;  // what a calibration is stored under: "jack", or the names of the two devices
  double rate = 0;     // frames a second
  int buffer = 0;      // frames a block; JACK may change it on the way, blocks say their own size
  int inputs = 0, outputs = 0;
  // These are what the system says a moment after start(): from the microphone to the block, and from the
  // block to the loudspeaker. They are 0 where it does not know. `firstchair calibrate` measures both
  // together.
  Frames input_latency = 0, output_latency = 0;
};

struct LiveAudioStatus {
  Frames frames = 0;       // delivered
  Frames left_out = 0;     // frames between blocks that never came (JACK)
  int xruns = 0;           // as the system counts them
  bool freewheel = false;  // JACK runs faster than time: clicks are not heard
  // It is true when the server or the device is gone, or nothing has come for kSilentMs (but in freewheel).
  bool lost = false;
  std::string why;  // one sentence, when lost
  // One sentence without its full stop, when nothing can be heard though the device is not lost: nothing has
  // come for kQuietMs, or nothing is connected to our inputs any more (JACK).
  std::string unheard = {};
};

class LiveAudio {
 public:
  static constexpr int kSilentMs = 3000, kQuietMs = 700;

  // [setup] Errors: usage, not_found (no server, no device, no port of that name), unsupported (not in this
  // build), unreadable (the device refuses). Nothing is called before start().
  static Result<LiveAudio> open(const LiveAudioConfig& config);
  LiveAudio(LiveAudio&&) noexcept;
  LiveAudio& operator=(LiveAudio&&) noexcept;
  ~LiveAudio();  // closes

  // [setup] It may be called once. After an error the callback is not called.
  Result<Done> start(LiveCallback callback);
  LiveAudioInfo info() const;
  // Any one thread but the callback's may call it. It is made for a look every 100 ms or so.
  LiveAudioStatus status() const;
  // [setup] After it the callback is not called any more. It may be called after a loss too.
  void close();

  struct Device;

 private:
  explicit LiveAudio(std::unique_ptr<Device> device);
  std::unique_ptr<Device> device_;
};

// --- what is there

struct LiveDevice {
  AudioSystem system = AudioSystem::jack;
  std::string name;
  std::string through = {};  // PortAudio: ALSA, Core Audio, ...; JACK: empty
  int inputs = 0, outputs = 0;
  double rate = 0;  // the device's own
  int buffer = 0;   // 0: it takes what is asked
  double input_latency_ms = 0, output_latency_ms = 0;
  bool default_input = false, default_output = false;
};

// Errors: not_found (no server), unsupported (not in this build). An empty list is no error: there is no
// device.
Result<std::vector<LiveDevice>> devices_of(AudioSystem system, const std::string& server = {});

}  // namespace firstchair::io

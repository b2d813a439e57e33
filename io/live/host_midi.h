// HostMidi lays MIDI ports, which go by the host's clock, beside a stream of blocks, which goes by its own.
// It returns whatever came since the last block, in order and on the stream's count, each message with what
// its time may be off by. What a port takes to deliver is not known and not taken out, only how much that
// varies.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "io/live/host_clock.h"
#include "io/live/live_audio.h"
#include "io/live/midi_input.h"
#include "io/live/midi_jitter.h"

namespace firstchair::io {

class HostMidi {
 public:
  static constexpr std::size_t kMost = 256;  // messages a block; more wait for the next

  // [setup] The stream counts `rate` frames a second.
  HostMidi(std::vector<MidiInput> inputs, double rate);

  // [audio] Call this once a block, at the start of the block that begins at `frame`. The span is valid until
  // the next call; offsets are below 0 for what came before the block. Messages from before the first block
  // are left out.
  std::span<const LiveMidi> read(Frames frame);
  // Returns the name of a port that has vanished, or an empty text for none. Call it from one thread, not the
  // audio's. It asks the systems every kTurn seconds, and nothing more once a port is gone.
  std::string gone();
  // Says that the server behind JACK's ports died: they are not closed any more.
  void abandon_jack();

  static constexpr double kTurn = 0.5;

 private:
  struct Source {
    MidiInput input;
    MidiJitter jitter = {};
    std::optional<MidiMessage> next = {};  // the oldest that waits
  };
  void advance(Source& source);

  std::vector<Source> sources_;
  const double rate_;
  bool begun_ = false;
  HostClock clock_;
  std::vector<LiveMidi> messages_;
  Frames latest_ = std::numeric_limits<Frames>::min();  // frame of the latest message; none is told before it

  double next_look_s_ = 0;
  std::string gone_;
};

}  // namespace firstchair::io

// A MidiInput is a MIDI port outside JACK's own clock. It goes through RtMidi: ALSA's sequencer, Core MIDI,
// Windows; also JACK's ports, whose times RtMidi rounds to the period. A message is stamped with the host's
// clock when RtMidi's thread has it; what that costs in evenness is measured by midi_jitter.h. host_midi.h
// lays messages on a stream's count.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::io {

double host_seconds();  // the steady clock

struct MidiMessage {
  double host_s = 0;
  int size = 0;  // 1..3
  std::array<std::uint8_t, 3> bytes{};
};

struct MidiPort {
  std::string through;  // ALSA, Jack, ...
  std::string name;
  double rounded_ms = 0;  // SD of a time's rounding by the system; 0 where it is not known to round
};

// [setup] Errors: unsupported (not in this build), not_found (no MIDI system runs here). An empty list is no
// error.
Result<std::vector<MidiPort>> midi_ports();

class MidiInput {
 public:
  // [setup] Opens for each of `names` the port called so, else every port with that in its name; without
  // names it opens every port that is not a loop of the system's own. All go through the first system that
  // has them all (or the one called `through`): an e-kit that two systems show is heard once. Errors: those
  // of midi_ports, not_found, unreadable.
  static Result<std::vector<MidiInput>> open(const std::vector<std::string>& names,
                                             const std::string& through = {});
  MidiInput(MidiInput&&) noexcept;
  MidiInput& operator=(MidiInput&&) noexcept;
  ~MidiInput();

  // [audio] Takes the oldest message that waits. Only one thread may call it. Clock and active sensing come
  // too, system exclusive does not.
  bool pop(MidiMessage& message);
  const MidiPort& port() const;
  // Says whether the port has vanished. It asks the system: call it from one thread, not the audio's, about
  // once a second.
  bool gone() const;
  // Says that the system behind it died: the port is not closed any more.
  void abandon();

  struct Port;

 private:
  explicit MidiInput(std::unique_ptr<Port> port);
  std::unique_ptr<Port> port_;
};

}  // namespace firstchair::io

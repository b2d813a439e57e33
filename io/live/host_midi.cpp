#include "io/live/host_midi.h"

#include <algorithm>
#include <cmath>

namespace firstchair::io {

HostMidi::HostMidi(std::vector<MidiInput> inputs, double rate) : rate_(rate), clock_(rate), messages_(kMost) {
  for (MidiInput& input : inputs) sources_.push_back({.input = std::move(input)});
}

// To the next message that is one; clock and active sensing only tell of the port.
void HostMidi::advance(Source& source) {
  MidiMessage message;
  source.next.reset();
  while (!source.next && source.input.pop(message)) {
    source.jitter.push(message.host_s, message.bytes[0]);
    if (message.bytes[0] < 0xF0) source.next = message;
  }
}

std::span<const LiveMidi> HostMidi::read(Frames frame) {
  clock_.push(host_seconds(), frame);
  for (Source& source : sources_) {
    if (!source.next) advance(source);
    while (!begun_ && source.next) advance(source);
  }
  begun_ = true;
  std::size_t filled = 0;
  while (filled < messages_.size()) {
    Source* first = nullptr;
    for (Source& source : sources_) {
      if (source.next && (first == nullptr || source.next->host_s < first->next->host_s)) first = &source;
    }
    if (first == nullptr) break;
    latest_ = std::max(latest_, static_cast<Frames>(std::llround(clock_.frame_at(first->next->host_s))));
    const double port_ms = std::max(first->jitter.sd_ms(), first->input.port().rounded_ms);
    messages_[filled++] = {
        .offset = static_cast<int>(latest_ - frame),
        .size = first->next->size,
        .bytes = first->next->bytes,
        .sigma_ms = static_cast<float>(std::hypot(port_ms, frames_to_ms(clock_.sd(), rate_)))};
    advance(*first);
  }
  return std::span(messages_).first(filled);
}

std::string HostMidi::gone() {
  if (!gone_.empty() || host_seconds() < next_look_s_) return gone_;
  for (const Source& source : sources_) {
    if (gone_.empty() && source.input.gone()) gone_ = source.input.port().name;
  }
  next_look_s_ = host_seconds() + kTurn;
  return gone_;
}

void HostMidi::abandon_jack() {
  for (Source& source : sources_) {
    if (source.input.port().through == "Jack") source.input.abandon();
  }
}

}  // namespace firstchair::io

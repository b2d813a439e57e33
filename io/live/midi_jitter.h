// MidiJitter measures how unevenly a MIDI port delivers, by what the port sends at even intervals by itself
// (active sensing; else the clock). Times in a row lie about a line of their number; what they are off it is
// the jitter. The spread of the intervals over the root of 2 would not do: times that are rounded to a period
// are off by much the same twice running, and their intervals look even.
//
// Every message makes a sender count active sensing anew, and a lost one breaks the row too: rows share the
// line's slope only. A sender that keeps step with what rounds its times hides the rounding: where the system
// is known to round, that is in MidiPort::rounded_ms.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace firstchair::io {

class MidiJitter {
 public:
  static constexpr std::size_t kTimes = 64;  // the latest times, looked back on
  static constexpr std::size_t kFewest = 8;  // times that are left when each row took one and the slope one
  static constexpr double kAssumedMs = 2;    // standard deviation reckoned with when it could not be measured

  // [audio] Takes the time of a message. Times come in order. It allocates nothing and takes a microsecond.
  void push(double host_s, std::uint8_t status);
  // [audio] Says whether there were enough even times. Then sd_ms() is measured, else it is kAssumedMs.
  bool known() const { return known_; }
  // Returns the SD of one message's time. It is a little wide with few times, by what their own number leaves
  // open.
  double sd_ms() const { return sd_ms_; }
  std::size_t times() const { return used_; }  // times that it was measured with

 private:
  struct Time {
    double host_s = 0;
    int row = 0;
  };
  struct Sender {
    std::array<Time, kTimes> ring{};
    std::size_t count = 0;
    int row = 0;
  };
  bool measure(const Sender& sender);

  Sender sensing_, clock_;
  bool known_ = false, by_sensing_ = false;
  double sd_ms_ = kAssumedMs;
  std::size_t used_ = 0;
};

}  // namespace firstchair::io

// This file gives tests a drummer at a JACK server who plays an e-kit along with what it hears: the other
// half of a loop through real ports.
#pragma once

#include <cmath>

#include "testing/chance.h"
#include "testing/live/jack_server.h"

namespace firstchair::testing {

struct JackListenerManner {
  double bpm = 120;    // the drummer's own, and the count-in's
  int count_in = 4;    // strokes that are heard before the first one is played
  double alpha = .35;  // share of the gap closed a beat
  double timekeeper_ms = 5;
};

// A JackListener hears a stroke of the band on every beat (its loudest rise near where one is expected), and
// plays kick and snare on the beats and hats on the eighths.
class JackListener {
 public:
  JackListener(const std::string& server, const JackListenerManner& manner)
      : manner_(manner), chance_(7), energy_(kHops) {
    client_ = jack_client_at(server, "drummer");
    if (client_ == nullptr) return;
    rate_ = jack_get_sample_rate(client_);
    beat_ = 60 / manner.bpm * rate_;
    hear_ = jack_port_register(client_, "hear", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
    midi_ = jack_port_register(client_, "midi", JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput, 0);
    jack_set_process_callback(
        client_, [](jack_nframes_t n, void* self) { return static_cast<JackListener*>(self)->process(n); },
        this);
    EXPECT_EQ(jack_activate(client_), 0);
  }
  ~JackListener() {
    if (client_ != nullptr) jack_client_close(client_);
  }
  JackListener(const JackListener&) = delete;
  JackListener& operator=(const JackListener&) = delete;

  int beats() const { return played_.load(std::memory_order_acquire); }  // played so far
  bool begun() const { return begun_.load(std::memory_order_acquire); }
  void freewheel(bool on) { EXPECT_EQ(jack_set_freewheel(client_, on ? 1 : 0), 0); }

 private:
  static constexpr int kHop = 32, kHops = 1 << 14;
  static constexpr double kReach_s = .06;

  double energy(Frames frame) const { return energy_[static_cast<std::size_t>(frame / kHop) % kHops]; }

  // The frame near `about` at which the sound rises most.
  double attack_near(double about) const {
    double best = 0, at = about;
    const auto reach = static_cast<Frames>(kReach_s * rate_);
    const auto middle = static_cast<Frames>(about);
    for (Frames frame = (middle - reach) / kHop * kHop; frame <= middle + reach; frame += kHop) {
      double before = 1e-9;
      for (int k = 1; k <= 24; ++k) before = std::max(before, energy(frame - k * kHop));
      const double rise = energy(frame) / before;
      if (rise > best) best = rise, at = static_cast<double>(frame);
    }
    return at;
  }

  int process(jack_nframes_t n) {
    const auto* hear = static_cast<const float*>(jack_port_get_buffer(hear_, n));
    void* midi = jack_port_get_buffer(midi_, n);
    jack_midi_clear_buffer(midi);
    const Frames block = now_;
    for (jack_nframes_t i = 0; i < n; ++i, ++now_) {
      // The second difference is what rises at an attack, and hardly a low tone.
      const double sharp = hear[i] - 2 * last_[0] + last_[1];
      last_[1] = last_[0], last_[0] = hear[i];
      if (!begun_ && std::fabs(hear[i]) > 1e-3F) {
        begun_ = true;
        next_ = static_cast<double>(now_) + manner_.count_in * beat_;
      }
      sum_ += sharp * sharp;
      if (now_ % kHop == kHop - 1) {
        energy_[static_cast<std::size_t>(now_ / kHop) % kHops] = sum_;
        sum_ = 0;
      }
    }
    if (!begun_) return 0;
    const double end = static_cast<double>(now_);
    while (true) {
      const double due = off_beat_ ? last_beat_ + beat_ / 2 : next_;
      // The band's stroke on the beat before is known when the off-beat is played.
      if (due >= end) return 0;
      const auto offset = static_cast<jack_nframes_t>(std::max<Frames>(0, static_cast<Frames>(due) - block));
      strike(midi, offset, 42);
      if (!off_beat_) {
        strike(midi, offset, played_ % 2 == 0 ? 36 : 38);
        last_beat_ = next_;
        played_.fetch_add(1, std::memory_order_release);
      } else {
        const double gap = last_beat_ - attack_near(last_beat_);
        next_ = last_beat_ + beat_ - manner_.alpha * gap +
                manner_.timekeeper_ms / 1000 * rate_ * chance_.normal();
      }
      off_beat_ = !off_beat_;
    }
  }
  static void strike(void* midi, jack_nframes_t offset, std::uint8_t number) {
    const jack_midi_data_t on[3] = {0x99, number, 90};
    jack_midi_event_write(midi, offset, on, 3);
  }

  JackListenerManner manner_;
  Chance chance_;
  std::vector<double> energy_;
  jack_client_t* client_ = nullptr;
  jack_port_t *hear_ = nullptr, *midi_ = nullptr;
  double rate_ = 48000, beat_ = 0, next_ = 0, last_beat_ = 0, sum_ = 0;
  float last_[2] = {0, 0};
  Frames now_ = 0;
  bool off_beat_ = false;
  std::atomic<bool> begun_{false};
  std::atomic<int> played_{0};
};

}  // namespace firstchair::testing

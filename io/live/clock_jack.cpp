#include "io/live/clock_port.h"

#if FIRSTCHAIR_JACK

#include <jack/jack.h>
#include <jack/midiport.h>
#include <jack/transport.h>

#include <chrono>
#include <cmath>
#include <thread>

#include "io/live/jack_client.h"

namespace firstchair::io {
namespace {

constexpr double kTicksPerBeat = 1920;  // of JACK's transport

std::vector<std::string> listening(jack_client_t* client) {
  return jack_ports(client, JACK_DEFAULT_MIDI_TYPE, JackPortIsInput);
}

// It is a client of its own in the run's server: both are called in one cycle, whose first frame both know.
class JackClock final : public ClockOut::Port {
 public:
  JackClock(JackClient client, const ClockOutConfig& config) : client_(std::move(client)), config_(config) {}
  // Its callbacks end before what they use.
  ~JackClock() override {
    if (config_.transport && !gone_.load()) {
      jack_transport_stop(client_.get());
      jack_release_timebase(client_.get());
    }
    client_.reset();
  }

  Result<Done> start() {
    port_ = jack_port_register(client_.get(), "clock", JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput, 0);
    if (port_ == nullptr) return Error{ErrorCode::unreadable, {}, "JACK gives no MIDI port", {}};
    jack_set_process_callback(
        client_.get(),
        [](jack_nframes_t frames, void* self) { return static_cast<JackClock*>(self)->process(frames); },
        this);
    jack_on_shutdown(client_.get(), [](void* self) { static_cast<JackClock*>(self)->gone_ = true; }, this);
    if (config_.transport && jack_set_timebase_callback(
                                 client_.get(), 0,
                                 [](jack_transport_state_t, jack_nframes_t, jack_position_t* position, int,
                                    void* self) { static_cast<JackClock*>(self)->tell(*position); },
                                 this) != 0)
      return Error{ErrorCode::unreadable, "--transport", "JACK does not let us lead its transport", {}};
    if (jack_activate(client_.get()) != 0)
      return Error{ErrorCode::unreadable, {}, "JACK does not start the clock", {}};
    if (!config_.port.empty()) {
      const Result<std::string> to = port_named(listening(client_.get()), config_.port);
      if (!to) return to.error();
      if (jack_connect(client_.get(), jack_port_name(port_), to->c_str()) != 0)
        return Error{ErrorCode::unreadable, "--clock-out " + *to, "JACK does not connect it", {}};
      // The server tells its clients a moment later.
      for (int k = 0; k < 1000 && jack_port_connected(port_) == 0; ++k)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      connected_ = *to;
    }
    return Done{};
  }

  void cycle(Frames frame) override {
    const jack_nframes_t now = jack_last_frame_time(client_.get());
    origin_.store(static_cast<std::int64_t>(now) - frame, std::memory_order_release);
    if (config_.transport && !rolling_) {
      rolling_ = true;
      jack_transport_locate(client_.get(), 0);
      jack_transport_start(client_.get());
    }
  }

  std::string unheard() const override {
    if (connected_.empty() || gone_.load()) return {};
    return jack_port_connected(port_) > 0 ? "" : connected_ + " does not listen to the clock any more";
  }

 private:
  static constexpr std::int64_t kNoOrigin = -(std::int64_t{1} << 60);

  // JACK's count of frames is 32 bits wide.
  Frames run_frame() const {
    const auto now = static_cast<std::int64_t>(jack_last_frame_time(client_.get()));
    return static_cast<std::uint32_t>(now - origin_.load(std::memory_order_acquire));
  }

  int process(jack_nframes_t frames) {
    void* buffer = jack_port_get_buffer(port_, frames);
    jack_midi_clear_buffer(buffer);
    if (origin_.load(std::memory_order_acquire) == kNoOrigin) return 0;
    const Frames first = run_frame();
    while (has_next_ || messages.pop(next_)) {
      has_next_ = true;
      const Frames at = next_.frame - first;
      if (at >= static_cast<Frames>(frames)) return 0;
      if (at < 0) late.fetch_add(1, std::memory_order_relaxed);
      jack_midi_data_t* data =
          jack_midi_event_reserve(buffer, static_cast<jack_nframes_t>(std::max<Frames>(0, at)), next_.size);
      has_next_ = false;
      if (data == nullptr) {
        lost.fetch_add(1, std::memory_order_relaxed);
        continue;
      }
      for (std::size_t k = 0; k < next_.size; ++k) data[k] = next_.bytes[k];
      sent.fetch_add(1, std::memory_order_relaxed);
    }
    return 0;
  }

  void tell(jack_position_t& position) {
    if (origin_.load(std::memory_order_acquire) == kNoOrigin) return;
    const Frames now = run_frame();
    while (has_place_ || places.pop(place_next_)) {
      has_place_ = true;
      if (place_next_.frame > now) break;
      place_ = place_next_;
      has_place_ = false;
    }
    const double beats =
        static_cast<double>(now - place_.frame) / config_.rate * place_.bpm / 60 * place_.unit / 4;
    const double beat = place_.beat - 1 + beats;
    const int bars = static_cast<int>(std::floor(beat / place_.beats));
    const double inside = beat - static_cast<double>(bars) * place_.beats;
    position.valid = JackPositionBBT;
    position.bar = std::max(1, place_.bar + bars);
    position.beat = static_cast<int>(inside) + 1;
    position.tick = static_cast<int>((inside - std::floor(inside)) * kTicksPerBeat);
    position.bar_start_tick = (position.bar - 1) * place_.beats * kTicksPerBeat;
    position.beats_per_bar = static_cast<float>(place_.beats);
    position.beat_type = static_cast<float>(place_.unit);
    position.ticks_per_beat = kTicksPerBeat;
    // JACK counts beats of the meter's unit.
    position.beats_per_minute = place_.bpm * place_.unit / 4;
  }

  JackClient client_;
  ClockOutConfig config_;
  jack_port_t* port_ = nullptr;
  std::string connected_;
  std::atomic<std::int64_t> origin_{kNoOrigin};  // JACK's frame of the run's frame 0
  std::atomic<bool> gone_{false};
  bool rolling_ = false;  // only the run's callback touches it
  // Only this client's callbacks touch these.
  OutMessage next_;
  OutPlace place_, place_next_;
  bool has_next_ = false, has_place_ = false;
};

}  // namespace

Result<std::unique_ptr<ClockOut::Port>> open_jack_clock(const ClockOutConfig& config) {
  Result<JackClient> client = connect_to_jack("firstchair-clock", config.server);
  if (!client) return client.error();
  auto clock = std::make_unique<JackClock>(std::move(*client), config);
  if (Result<Done> started = clock->start(); !started) return started.error();
  return std::unique_ptr<ClockOut::Port>(std::move(clock));
}

Result<std::vector<std::string>> jack_clock_ports(const std::string& server) {
  const Result<JackClient> client = connect_to_jack("firstchair-devices", server);
  if (!client) return client.error();
  return listening(client->get());
}

}  // namespace firstchair::io

#else

namespace firstchair::io {

Result<std::unique_ptr<ClockOut::Port>> open_jack_clock(const ClockOutConfig&) {
  return Error{ErrorCode::unsupported, {}, "this program was built without JACK", {}};
}
Result<std::vector<std::string>> jack_clock_ports(const std::string&) {
  return Error{ErrorCode::unsupported, {}, "this program was built without JACK", {}};
}

}  // namespace firstchair::io

#endif

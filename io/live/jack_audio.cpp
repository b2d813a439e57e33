// JACK, through libjack: its own server or PipeWire's.
#include "io/live/audio_system.h"

#if FIRSTCHAIR_JACK

#include <jack/jack.h>
#include <jack/midiport.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <thread>

#include "io/live/jack_client.h"

namespace firstchair::io {
namespace {

constexpr int kFirstCycleMs = 500;
constexpr std::size_t kMostMidi = 1024;  // events a block

class JackDevice final : public LiveAudio::Device {
 public:
  JackDevice(const LiveAudioConfig& config, JackClient client) : config_(config), client_(client.release()) {}
  ~JackDevice() override { jack_client_close(client_); }

  Result<Done> open() {
    const auto add = [&](const std::string& name, const char* type, unsigned long flags) {
      return jack_port_register(client_, name.c_str(), type, flags | JackPortIsTerminal, 0);
    };
    for (int i = 1; i <= config_.inputs; ++i)
      inputs_.push_back(add("in_" + std::to_string(i), JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput));
    for (int i = 1; i <= config_.outputs; ++i)
      outputs_.push_back(add("out_" + std::to_string(i), JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput));
    if (config_.midi) midi_port_ = add("midi_in", JACK_DEFAULT_MIDI_TYPE, JackPortIsInput);
    if (std::count(inputs_.begin(), inputs_.end(), nullptr) +
                std::count(outputs_.begin(), outputs_.end(), nullptr) >
            0 ||
        (config_.midi && midi_port_ == nullptr)) {
      return Error{ErrorCode::unreadable, {}, "the JACK server has no ports left", "Close other programs"};
    }
    in_.resize(inputs_.size());
    out_.resize(outputs_.size());
    midi_.resize(kMostMidi);
    return Done{};
  }

  Result<Done> start() override {
    jack_set_process_callback(
        client_,
        [](jack_nframes_t frames, void* self) { return static_cast<JackDevice*>(self)->process(frames); },
        this);
    jack_set_xrun_callback(
        client_,
        [](void* self) {
          static_cast<JackDevice*>(self)->xruns.fetch_add(1);
          return 0;
        },
        this);
    jack_set_freewheel_callback(
        client_, [](int on, void* self) { static_cast<JackDevice*>(self)->freewheel = on != 0; }, this);
    jack_on_info_shutdown(
        client_,
        [](jack_status_t, const char* reason, void* self) { static_cast<JackDevice*>(self)->gone(reason); },
        this);
    if (jack_activate(client_) != 0)
      return Error{ErrorCode::unreadable, {}, "the JACK server does not let us play", "Restart it"};
    Result<Done> connected = connect();
    if (!connected) jack_deactivate(client_);
    // PipeWire settles on a buffer when it runs: what info() says holds from the first cycle on.
    for (int ms = 0; connected && ms < kFirstCycleMs && period_.load(std::memory_order_relaxed) == 0; ++ms)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return connected;
  }

  LiveAudioInfo info() const override {
    LiveAudioInfo info{.system = AudioSystem::jack, .device = "jack"};
    if (!config_.server.empty()) info.device += " " + config_.server;
    info.inputs = config_.inputs;
    info.outputs = config_.outputs;
    if (lost_.load(std::memory_order_acquire)) return info;  // libjack must not be asked any more
    info.rate = jack_get_sample_rate(client_);
    const int period = period_.load(std::memory_order_relaxed);
    info.buffer = period > 0 ? period : static_cast<int>(jack_get_buffer_size(client_));
    jack_latency_range_t range{};
    if (!inputs_.empty()) {
      jack_port_get_latency_range(inputs_[0], JackCaptureLatency, &range);
      info.input_latency = range.max;
    }
    if (!outputs_.empty()) {
      jack_port_get_latency_range(outputs_[0], JackPlaybackLatency, &range);
      info.output_latency = range.max;
    }
    return info;
  }

  std::string why_lost() const override {
    if (!lost_.load(std::memory_order_acquire)) return {};
    return std::string("the JACK server is gone") +
           (reason_[0] != 0 ? std::string(" (") + reason_.data() + ")" : "");
  }

  std::string why_unheard() const override {
    if (lost_.load(std::memory_order_acquire) || plugged_.empty()) return {};
    for (const auto& [port, from] : plugged_)
      if (jack_port_connected(port) > 0) return {};
    return plugged_.front().second + " is not connected any more";
  }

 private:
  int process(jack_nframes_t frames) {
    period_.store(static_cast<int>(frames), std::memory_order_relaxed);
    // The server's count of frames is 32 bits wide and jumps over cycles this client missed. It is read from
    // memory that the server writes: a client so late that the next cycle has begun reads that one's number.
    const jack_nframes_t now = jack_last_frame_time(client_);
    bool again = false;  // this block's place is taken by one that was late
    if (started_) {
      position_ += static_cast<std::int32_t>(now - last_time_);
      again = position_ < end_;
      if (position_ > end_) left_out.fetch_add(position_ - end_, std::memory_order_relaxed);
    }
    started_ = true;
    last_time_ = now;
    end_ = std::max(end_, position_ + static_cast<Frames>(frames));

    for (std::size_t i = 0; i < inputs_.size(); ++i)
      in_[i] = {static_cast<const float*>(jack_port_get_buffer(inputs_[i], frames)), frames};
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
      out_[i] = {static_cast<float*>(jack_port_get_buffer(outputs_[i], frames)), frames};
      std::fill(out_[i].begin(), out_[i].end(), 0.0F);
    }
    const std::size_t midi = midi_port_ != nullptr ? read_midi(frames) : 0;
    // Its strokes still have their place; its sound has none.
    callback({.frame = position_,
              .in = again ? std::span<const std::span<const float>>() : in_,
              .out = again ? std::span<const std::span<float>>() : out_,
              .midi = std::span(midi_).first(midi),
              .freewheel = freewheel.load(std::memory_order_relaxed)});
    delivered.fetch_add(again ? 0 : frames, std::memory_order_relaxed);
    return 0;
  }

  std::size_t read_midi(jack_nframes_t frames) {
    void* buffer = jack_port_get_buffer(midi_port_, frames);
    const jack_nframes_t count = jack_midi_get_event_count(buffer);
    std::size_t filled = 0;
    for (jack_nframes_t i = 0; i < count && filled < midi_.size(); ++i) {
      jack_midi_event_t event{};
      if (jack_midi_event_get(&event, buffer, i) != 0 || event.size == 0 || event.size > 3) continue;
      LiveMidi& to = midi_[filled++];
      to.offset = static_cast<int>(event.time);
      to.size = static_cast<int>(event.size);
      std::copy_n(event.buffer, event.size, to.bytes.begin());
    }
    return filled;
  }

  // From libjack's own thread, where libjack must not be called.
  void gone(const char* reason) {
    std::snprintf(reason_.data(), reason_.size(), "%s", reason != nullptr ? reason : "");
    lost_.store(true, std::memory_order_release);
  }

  Result<Done> connect() {
    const auto join = [&](const std::string& from, const std::string& to) -> Result<Done> {
      const int failed = jack_connect(client_, from.c_str(), to.c_str());
      if (failed == 0 || failed == EEXIST) return Done{};
      return Error{ErrorCode::not_found,
                   {},
                   "JACK cannot connect " + from + " to " + to,
                   "jack_lsp lists the ports there are"};
    };
    const auto listen_to = [&](const std::string& from, jack_port_t* port) -> Result<Done> {
      auto done = join(from, jack_port_name(port));
      if (done) plugged_.emplace_back(port, from);
      return done;
    };
    // Named ports must all be there; the sound card's are taken as far as they go.
    const auto chosen = [&](const std::vector<std::string>& named, const char* type, unsigned long flags) {
      if (!named.empty() || !config_.connect) return named;
      return jack_ports(client_, type, flags | JackPortIsPhysical);
    };
    const auto in = chosen(config_.input_ports, JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput);
    const auto out = chosen(config_.output_ports, JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput);
    const auto midi = chosen(config_.midi_ports, JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput);
    for (std::size_t i = 0; i < std::min(in.size(), inputs_.size()); ++i)
      if (auto done = listen_to(in[i], inputs_[i]); !done) return done;
    for (std::size_t i = 0; i < std::min(out.size(), outputs_.size()); ++i)
      if (auto done = join(jack_port_name(outputs_[i]), out[i]); !done) return done;
    for (std::size_t i = 0; midi_port_ != nullptr && i < midi.size(); ++i)
      if (auto done = listen_to(midi[i], midi_port_); !done) return done;
    return Done{};
  }

  const LiveAudioConfig config_;
  jack_client_t* const client_;
  std::vector<jack_port_t*> inputs_, outputs_;
  jack_port_t* midi_port_ = nullptr;
  std::vector<std::pair<jack_port_t*, std::string>> plugged_;  // our inputs, and what was connected to them

  // The callback's own.
  std::vector<std::span<const float>> in_;
  std::vector<std::span<float>> out_;
  std::vector<LiveMidi> midi_;
  bool started_ = false;
  Frames position_ = 0, end_ = 0;  // of this block, by the server; of all so far
  jack_nframes_t last_time_ = 0;

  std::atomic<int> period_{0};  // frames of the latest cycle; 0: none yet
  std::array<char, 160> reason_{};
  std::atomic<bool> lost_{false};  // after reason_ is written
};

}  // namespace

Result<std::unique_ptr<LiveAudio::Device>> open_jack(const LiveAudioConfig& config) {
  Result<JackClient> client = connect_to_jack(config.client, config.server);
  if (!client) return client.error();
  auto device = std::make_unique<JackDevice>(config, std::move(*client));
  if (auto done = device->open(); !done) return done.error();
  return std::unique_ptr<LiveAudio::Device>(std::move(device));
}

Result<std::vector<LiveDevice>> jack_devices(const std::string& server) {
  const Result<JackClient> connected = connect_to_jack("firstchair-devices", server);
  if (!connected) return connected.error();
  jack_client_t* const client = connected->get();
  LiveDevice device{.system = AudioSystem::jack, .name = server.empty() ? "default server" : server};
  device.rate = jack_get_sample_rate(client);
  device.buffer = static_cast<int>(jack_get_buffer_size(client));
  const auto latency_ms = [&](const std::vector<std::string>& names, jack_latency_callback_mode_t mode) {
    jack_latency_range_t range{};
    if (!names.empty())
      jack_port_get_latency_range(jack_port_by_name(client, names[0].c_str()), mode, &range);
    return frames_to_ms(range.max, device.rate);
  };
  const auto in = jack_ports(client, JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput | JackPortIsPhysical);
  const auto out = jack_ports(client, JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput | JackPortIsPhysical);
  device.inputs = static_cast<int>(in.size());
  device.outputs = static_cast<int>(out.size());
  device.input_latency_ms = latency_ms(in, JackCaptureLatency);
  device.output_latency_ms = latency_ms(out, JackPlaybackLatency);
  device.default_input = device.default_output = true;
  return std::vector<LiveDevice>{device};
}

}  // namespace firstchair::io

#else

namespace firstchair::io {
namespace {

Error absent() {
  return {ErrorCode::unsupported, {}, "this build has no JACK", "Install libjack and build again"};
}

}  // namespace

Result<std::unique_ptr<LiveAudio::Device>> open_jack(const LiveAudioConfig&) {
  return absent();
}
Result<std::vector<LiveDevice>> jack_devices(const std::string&) {
  return absent();
}

}  // namespace firstchair::io

#endif

// PortAudio: ALSA, Core Audio, WASAPI.
#include "io/live/audio_system.h"

#if FIRSTCHAIR_PORTAUDIO

#include <portaudio.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "io/live/host_midi.h"
#include "io/live/quiet_stderr.h"

namespace firstchair::io {
namespace {

// The library as long as this lives, unless abandoned.
class Library {
 public:
  Library() {
    const QuietStderr quiet;
    error_ = Pa_Initialize();
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() {
    if (error_ == paNoError) Pa_Terminate();
  }
  void abandon() { error_ = paInternalError; }
  PaError error() const { return error_; }

 private:
  PaError error_ = paNoError;
};

std::string name_of(PaDeviceIndex index) {
  return Pa_GetDeviceInfo(index)->name;
}

class PortAudioDevice final : public LiveAudio::Device {
 public:
  explicit PortAudioDevice(const LiveAudioConfig& config) : config_(config) {}
  ~PortAudioDevice() override {
    if (stream_ == nullptr) return;
    if (through_jack_ && stream_gone()) {
      if (midi_) midi_->abandon_jack();
      library_.abandon();  // PortAudio 19 would wait for an answer of the server that is gone
    } else {
      Pa_CloseStream(stream_);
    }
  }

  Result<Done> open() {
    if (library_.error() != paNoError)
      return Error{ErrorCode::unreadable,
                   {},
                   std::string("PortAudio does not start (") + Pa_GetErrorText(library_.error()) + ")",
                   {}};
    PaStreamParameters in{}, out{};
    if (auto done = choose(config_.input, true, config_.inputs, in); !done) return done;
    if (auto done = choose(config_.output, false, config_.outputs, out); !done) return done;
    if (config_.inputs + config_.outputs == 0)
      return Error{ErrorCode::unsupported, {}, "PortAudio keeps time by sound", "Ask for an output"};
    const PaDeviceIndex clock = config_.inputs > 0 ? in.device : out.device;
    rate_ = config_.rate > 0 ? config_.rate : Pa_GetDeviceInfo(clock)->defaultSampleRate;
    const PaError failed = Pa_OpenStream(
        &stream_, config_.inputs > 0 ? &in : nullptr, config_.outputs > 0 ? &out : nullptr, rate_,
        static_cast<unsigned long>(config_.buffer), paNoFlag,
        [](const void* from, void* to, unsigned long frames, const PaStreamCallbackTimeInfo*,
           PaStreamCallbackFlags flags,
           void* self) { return static_cast<PortAudioDevice*>(self)->process(from, to, frames, flags); },
        this);
    if (failed != paNoError) {
      return Error{ErrorCode::unreadable, device_,
                   std::string("cannot be opened (") + Pa_GetErrorText(failed) + ")",
                   "Close the program that uses it, or ask for another rate or buffer"};
    }
    in_.resize(static_cast<std::size_t>(config_.inputs));
    out_.resize(static_cast<std::size_t>(config_.outputs));
    if (!config_.midi) return Done{};
    auto midi = MidiInput::open(config_.midi_ports);
    if (!midi) return midi.error();
    midi_.emplace(std::move(*midi), info().rate);
    return Done{};
  }

  Result<Done> start() override {
    const PaError failed = Pa_StartStream(stream_);
    if (failed == paNoError) return Done{};
    return Error{ErrorCode::unreadable, device_,
                 std::string("does not start (") + Pa_GetErrorText(failed) + ")",
                 "Unplug it and plug it in again"};
  }

  LiveAudioInfo info() const override {
    LiveAudioInfo info{
        .system = AudioSystem::portaudio, .device = device_, .rate = rate_, .buffer = config_.buffer};
    info.inputs = config_.inputs;
    info.outputs = config_.outputs;
    if (const PaStreamInfo* stream = Pa_GetStreamInfo(stream_)) {
      info.rate = stream->sampleRate;
      info.input_latency = std::llround(stream->inputLatency * stream->sampleRate);
      info.output_latency = std::llround(stream->outputLatency * stream->sampleRate);
    }
    return info;
  }

  std::string why_lost() const override {
    if (stream_gone()) return "the sound device is gone";
    if (!midi_) return {};
    // Asked of a server only while it delivers: not of one that is about to be found dead.
    if (delivered.load() != looked_at_) port_gone_ = midi_->gone();
    looked_at_ = delivered.load();
    return port_gone_.empty() ? std::string() : "the MIDI port " + port_gone_ + " is gone";
  }

 private:
  bool stream_gone() const {
    return callback && Pa_IsStreamStopped(stream_) == 0 && Pa_IsStreamActive(stream_) != 1;
  }

  Result<Done> choose(const std::string& wanted, bool input, int channels, PaStreamParameters& chosen) {
    if (channels == 0) return Done{};
    chosen.device = input ? Pa_GetDefaultInputDevice() : Pa_GetDefaultOutputDevice();
    if (!wanted.empty()) {
      chosen.device = paNoDevice;
      for (const bool whole_name : {true, false}) {
        for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount() && chosen.device == paNoDevice; ++i) {
          const PaDeviceInfo* info = Pa_GetDeviceInfo(i);
          const int has = input ? info->maxInputChannels : info->maxOutputChannels;
          const bool named = whole_name ? name_of(i) == wanted : name_of(i).find(wanted) != std::string::npos;
          if (has >= channels && named) chosen.device = i;
        }
      }
    }
    if (chosen.device == paNoDevice) {
      const std::string kind = input ? "input" : "output";
      return Error{
          ErrorCode::not_found,
          {},
          wanted.empty() ? "there is no sound " + kind : "there is no sound " + kind + " called " + wanted,
          "firstchair devices lists what is there"};
    }
    chosen.channelCount = channels;
    chosen.sampleFormat = paFloat32 | paNonInterleaved;
    const PaDeviceInfo* info = Pa_GetDeviceInfo(chosen.device);
    chosen.suggestedLatency = input ? info->defaultLowInputLatency : info->defaultLowOutputLatency;
    through_jack_ |= Pa_GetHostApiInfo(info->hostApi)->type == paJACK;
    if (device_.find(name_of(chosen.device)) == std::string::npos)
      device_ += (device_.empty() ? "" : " > ") + name_of(chosen.device);
    return Done{};
  }

  int process(const void* from, void* to, unsigned long frames, PaStreamCallbackFlags flags) {
    if ((flags & (paInputUnderflow | paInputOverflow | paOutputUnderflow | paOutputOverflow)) != 0)
      xruns.fetch_add(1, std::memory_order_relaxed);
    const auto* const* in = static_cast<const float* const*>(from);
    auto* const* out = static_cast<float* const*>(to);
    for (std::size_t i = 0; i < in_.size(); ++i) in_[i] = {in[i], frames};
    for (std::size_t i = 0; i < out_.size(); ++i) {
      out_[i] = {out[i], frames};
      std::fill(out_[i].begin(), out_[i].end(), 0.0F);
    }
    callback({.frame = position_,
              .in = in_,
              .out = out_,
              .midi = midi_ ? midi_->read(position_) : std::span<const LiveMidi>()});
    position_ += static_cast<Frames>(frames);
    delivered.store(position_, std::memory_order_relaxed);
    return paContinue;
  }

  const LiveAudioConfig config_;
  Library library_;
  PaStream* stream_ = nullptr;
  std::string device_;
  double rate_ = 0;
  bool through_jack_ = false;

  // The callback's own.
  std::vector<std::span<const float>> in_;
  std::vector<std::span<float>> out_;
  Frames position_ = 0;

  // Read by the callback, looked after by why_lost(). The first to go.
  mutable Frames looked_at_ = 0;
  mutable std::string port_gone_;
  mutable std::optional<HostMidi> midi_;
};

}  // namespace

Result<std::unique_ptr<LiveAudio::Device>> open_portaudio(const LiveAudioConfig& config) {
  auto device = std::make_unique<PortAudioDevice>(config);
  if (auto done = device->open(); !done) return done.error();
  return std::unique_ptr<LiveAudio::Device>(std::move(device));
}

Result<std::vector<LiveDevice>> portaudio_devices() {
  const Library library;
  std::vector<LiveDevice> devices;
  if (library.error() != paNoError) return devices;
  for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); ++i) {
    const PaDeviceInfo* info = Pa_GetDeviceInfo(i);
    devices.push_back({.system = AudioSystem::portaudio,
                       .name = info->name,
                       .through = Pa_GetHostApiInfo(info->hostApi)->name,
                       .inputs = info->maxInputChannels,
                       .outputs = info->maxOutputChannels,
                       .rate = info->defaultSampleRate,
                       .buffer = 0,
                       .input_latency_ms = 1000 * info->defaultLowInputLatency,
                       .output_latency_ms = 1000 * info->defaultLowOutputLatency,
                       .default_input = i == Pa_GetDefaultInputDevice(),
                       .default_output = i == Pa_GetDefaultOutputDevice()});
  }
  return devices;
}

}  // namespace firstchair::io

#else

namespace firstchair::io {
namespace {

Error absent() {
  return {ErrorCode::unsupported, {}, "this build has no PortAudio", "Install PortAudio and build again"};
}

}  // namespace

Result<std::unique_ptr<LiveAudio::Device>> open_portaudio(const LiveAudioConfig&) {
  return absent();
}
Result<std::vector<LiveDevice>> portaudio_devices() {
  return absent();
}

}  // namespace firstchair::io

#endif

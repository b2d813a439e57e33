#include "io/live/live_audio.h"

#include "io/live/audio_system.h"

namespace firstchair::io {

std::string_view name_of(AudioSystem system) {
  return system == AudioSystem::jack ? "jack" : "portaudio";
}

Result<LiveAudio> LiveAudio::open(const LiveAudioConfig& config) {
  constexpr int kMostChannels = 8;
  if (config.inputs < 0 || config.inputs > kMostChannels || config.outputs < 0 ||
      config.outputs > kMostChannels || config.inputs + config.outputs + (config.midi ? 1 : 0) == 0) {
    return Error{ErrorCode::usage, {}, "live sound has 0 to 8 channels in and out, and at least one", {}};
  }
  if (config.buffer < 16 || config.buffer > 8192)
    return Error{ErrorCode::usage, {}, "the buffer must be 16 to 8192 frames", {}};

  auto device = config.system == AudioSystem::portaudio ? open_portaudio(config) : open_jack(config);
  if (!device && !config.system) {
    const Error jack = device.error();
    device = open_portaudio(config);
    if (!device) {
      return Error{ErrorCode::not_found,
                   {},
                   "no live sound: " + jack.what + ", and " + device.error().what,
                   "Plug in a sound card or start JACK (firstchair devices lists what is there)"};
    }
  }
  if (!device) return device.error();
  return LiveAudio(std::move(*device));
}

LiveAudio::LiveAudio(std::unique_ptr<Device> device) : device_(std::move(device)) {}
LiveAudio::LiveAudio(LiveAudio&&) noexcept = default;
LiveAudio& LiveAudio::operator=(LiveAudio&&) noexcept = default;
LiveAudio::~LiveAudio() = default;

Result<Done> LiveAudio::start(LiveCallback callback) {
  device_->callback = std::move(callback);
  return device_->start();
}

LiveAudioInfo LiveAudio::info() const {
  return device_ ? device_->info() : LiveAudioInfo{};
}

LiveAudioStatus LiveAudio::status() const {
  if (!device_) return {.lost = true, .why = "it was closed"};
  LiveAudioStatus status;
  status.frames = device_->delivered.load();
  status.left_out = device_->left_out.load();
  status.xruns = device_->xruns.load();
  status.freewheel = device_->freewheel.load();
  status.why = device_->why_lost();
  const auto now = std::chrono::steady_clock::now();
  if (status.frames != device_->seen) {
    device_->seen = status.frames;
    device_->seen_at = now;
  } else if (status.why.empty() && device_->callback && !status.freewheel) {
    if (now - device_->seen_at > std::chrono::milliseconds(kSilentMs)) {
      status.why = "no sound has come from the device for 3 s";
    } else if (now - device_->seen_at > std::chrono::milliseconds(kQuietMs)) {
      status.unheard = "no sound comes from the device";
    }
  }
  status.lost = !status.why.empty();
  if (!status.lost && status.unheard.empty()) status.unheard = device_->why_unheard();
  return status;
}

void LiveAudio::close() {
  device_.reset();
}

Result<std::vector<LiveDevice>> devices_of(AudioSystem system, const std::string& server) {
  return system == AudioSystem::jack ? jack_devices(server) : portaudio_devices();
}

}  // namespace firstchair::io

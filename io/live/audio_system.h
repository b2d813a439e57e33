// This is what a system of live sound must do. Every system has one implementation in one file, and
// live_audio.cpp chooses.
#pragma once

#include <atomic>
#include <chrono>

#include "io/live/live_audio.h"

namespace firstchair::io {

struct LiveAudio::Device {
  Device() = default;
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
  virtual ~Device() = default;

  virtual Result<Done> start() = 0;  // `callback` is set
  virtual LiveAudioInfo info() const = 0;
  virtual std::string why_lost() const = 0;  // empty: it is not lost
  virtual std::string why_unheard() const {
    return {};
  }  // it runs, but what we heard is unplugged; empty: no

  LiveCallback callback;
  // The callback's thread writes these; any thread reads them.
  std::atomic<Frames> delivered{0}, left_out{0};
  std::atomic<int> xruns{0};
  std::atomic<bool> freewheel{false};
  // These are status()'s own memory of when `delivered` last moved.
  Frames seen = -1;
  std::chrono::steady_clock::time_point seen_at;
};

Result<std::unique_ptr<LiveAudio::Device>> open_jack(const LiveAudioConfig& config);
Result<std::unique_ptr<LiveAudio::Device>> open_portaudio(const LiveAudioConfig& config);
Result<std::vector<LiveDevice>> jack_devices(const std::string& server);
Result<std::vector<LiveDevice>> portaudio_devices();

}  // namespace firstchair::io

// This file plays a pulse train through live sound and records what comes back. What was found is kept for
// the next time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/live/live_audio.h"
#include "practice/loopback.h"

namespace firstchair::io {

// [setup] Starts `audio` (opened with an input and an output, not started yet), plays the train on every
// output and returns what the first input heard from the train's frame 0 on. It takes as long as the train (7
// s of sound). Errors: those of start(), and unreadable when the server or the device goes meanwhile.
Result<std::vector<float>> record_loopback(LiveAudio& audio, const practice::PulseTrain& train);

// A Calibration is one row of the calibration file: a round trip belongs to a device at a rate with a buffer.
struct Calibration {
  std::string device;  // LiveAudioInfo::device
  double rate = 0;
  int buffer = 0;
  practice::Loopback loopback = {};
  std::string date;  // ISO 8601, as the caller's clock says
};

// Returns a file in the platform's folder for settings: XDG_CONFIG_HOME or ~/.config; ~/Library/Application
// Support. It is empty when there is no home.
std::string default_calibration_file();

// A file that is not there holds none. Errors: unreadable, malformed.
Result<std::vector<Calibration>> read_calibrations(const std::string& file);
// Replaces the row of the same device, rate and buffer; makes the folder. Errors: those of reading, and
// unwritable.
Result<Done> store_calibration(const std::string& file, const Calibration& calibration);
std::optional<Calibration> find_calibration(const std::vector<Calibration>& rows, const LiveAudioInfo& info);

}  // namespace firstchair::io

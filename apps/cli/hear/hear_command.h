// `firstchair hear` takes a recording and tells the truth about it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "apps/cli/help/command.h"
#include "book/keep.h"
#include "engine/core/take.h"
#include "engine/ear/ear.h"
#include "engine/session.h"
#include "hearing/hear_file.h"
#include "practice/click_announcer.h"

namespace firstchair::cli {

struct HearOptions {
  std::string take;
  std::string chart;  // file or built-in name; empty: none
  double bpm = 0;
  std::string meter;  // "7/8"; empty: none
  std::string click;  // "100@0.52/4+8": a metronome in the recording; empty: none
  ear::VoicesMode voices = ear::VoicesMode::kit;
  std::string kit;        // name or file of a kit profile; empty: it is chosen
  std::string kit_sound;  // name or file of a kit's sound; empty: the drums are not known
  ear::WhichEar ear = hearing::kUsualEar;
  std::string weights;  // file of other weights for that ear; empty: the program's own
  std::string out;      // folder for take.json and take.html; empty: beside us, named after the take
  std::string events;   // CSV file; empty: none
  double most_hours = hearing::kMostHours;  // a longer recording is refused
  bool json = false;  // take.json goes to standard output, and nothing else is written unless asked
  bool force = false;
  bool keep = false;        // keep the take in the book
  bool keep_sound = false;  // and the recording beside it
  book::KeepOptions keeping;
};
Declare declare_hear;
Result<int> hear(const HearOptions& options);

// Returns the meter of "7/8", or nothing for an empty text. Errors: usage.
Result<std::optional<MeterChange>> parse_meter(const std::string& text);

// Returns the Unix seconds at which a recording began. Its end is taken to be the time at which its file was
// written last.
std::int64_t began_s(const std::string& path, const Take& take);

// Hears and judges the one take options.take. What `config` lacks of the source is filled in. `click` is a
// metronome in the recording.
Result<Take> hear_take(const HearOptions& options, SessionConfig config,
                       const std::optional<practice::Metronome>& click = {});

}  // namespace firstchair::cli

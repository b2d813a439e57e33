// This file lays the recordings of several cameras on one clock by their sound. The program's `cut` uses it.
// engine/cut does the arithmetic; here are files, the ear and the words.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/take.h"
#include "engine/cut/placement.h"
#include "io/files/cage.h"

namespace firstchair::hearing {

// LayProgress is one piece of work on one file.
struct LayProgress {
  std::string place;                // the file
  bool measuring = false;           // false: it is heard; true: its windows of sound are compared
  double done_s = 0, length_s = 0;  // of its sound; length 0: unknown
};

// KeptStrokes are a take's that was heard before: its recording is not heard again.
struct KeptStrokes {
  Source source;               // name, kind, rate, channels, length
  std::vector<Hit> hits;       // in order of frame
  std::optional<Chart> chart;  // what was played, where it was given; it passes check_chart
};

struct LayOptions {
  // The recording that is the master: sound, an e-kit's MIDI, or a film; empty: the camera with the best
  // sound.
  std::string sound;
  // The master's strokes, where they are known: `sound` is then the recording that they were heard in; an
  // e-kit's have none, and `sound` is only a name.
  std::optional<KeptStrokes> kept = {};
  // By name of the camera (camera_name()): the master second at which it begins, for a camera without sound;
  // which of two offsets is meant (the nearest that fits, within 2 s); its distance from the drums in metres.
  std::map<std::string, double> at, offset, distance_m;
  // What was played in the master, and its tempo, for the bars of its take: none, or 0, where nobody says so.
  // A kept take's chart goes before this one.
  std::optional<Chart> chart = {};
  bool builtin_tempo = false;  // as SessionConfig has it
  double bpm = 0;
  double most_hours = 4;  // a recording may be half a percent longer
  io::Cage cage = {};
  std::function<bool(const LayProgress&)> told = {};  // false ends it (ErrorCode::usage)
};

// A Residual says how far one stroke of a camera lies from its piece's line.
struct Residual {
  double master_s = 0, off_s = 0;
  bool inlier = true;
};

struct LaidCamera {
  std::string name;                // camera_name()
  std::vector<std::string> files;  // one a piece; where nothing was laid, all that were given
  // The times of a piece are those of its own file.
  cut::Placement placement;
  double length_s = 0;  // of all its files' sound
  double rate = 0;      // Hz of its sound; 0: it has none
  std::vector<Residual> residuals;
  std::vector<std::string> notes;  // sentences without a place and without a full stop
};

struct Laid {
  std::optional<int> master;        // index of the camera that is the master; none: options.sound is
  Take take;                        // what was heard in the master
  double length_s = 0;              // of the master
  std::vector<LaidCamera> cameras;  // in the order given
  double closing_s =
      0;  // without a sound of its own: the largest error around a triangle of cameras; 0: none
  std::vector<std::string> warnings;  // with their places
};

// A camera is one file, or several in order joined by '+': "cam1a.mp4+cam1b.mp4". Where a file has that very
// name, that file is meant. Its name is that of its first file without folder and ending.
std::string camera_name(const std::string& camera);

// Errors: those of reading the master; unsupported (it is not the recording of the strokes that
// were kept), usage (no cameras, more than 16, two of one name, a name in the maps
// that no camera has); too_large (a file is longer than most_hours). A camera that cannot be laid is no
// error: its grade is `no` and its notes say why.
Result<Laid> lay(std::span<const std::string> cameras, const LayOptions& options);

}  // namespace firstchair::hearing

// `firstchair cut sync` lays cameras on one clock by their sound and tells how well.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/cli/help/command.h"
#include "hearing/lay.h"

namespace firstchair::cli {

struct SyncOptions {
  std::vector<std::string> cameras;
  std::string sound;
  std::optional<hearing::KeptStrokes> kept;       // of a take.json (kept_take.h)
  std::vector<std::string> at, offset, distance;  // CAM=NUMBER
  std::string chart;                              // that was played, by name or file; empty: none
  double bpm = 0;                                 // of the master; 0: not said
  std::string out;                                // folder for sync.csv; empty: none
  bool force = false;
};
Declare declare_cut_sync;  // of the command `cut`
Result<int> cut_sync(const SyncOptions& options);

// Returns the name of the camera that somebody means by its name, its file's name or its path; else the word.
std::string camera_meant(const std::string& word, const std::vector<std::string>& cameras);
// Returns what the flags say to lay(). Errors: usage.
Result<hearing::LayOptions> lay_options(const SyncOptions& options);
// Lays the cameras with a line of progress, and prints the warnings and laid_lines().
Result<hearing::Laid> lay_told(const SyncOptions& options);
// Returns the terminal's lines about how cameras were laid: a line a camera, and what there is to say of it.
std::string laid_lines(const hearing::Laid& laid);
// Returns sync.csv: a row a piece (docs/guide/laying.md says what the columns are).
std::string sync_csv(const hearing::Laid& laid);
// Returns residuals.csv: how far every compared place lies from its camera's line. The camera stands last.
std::string residuals_csv(const hearing::Laid& laid);

}  // namespace firstchair::cli

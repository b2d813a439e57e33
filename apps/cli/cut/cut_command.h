// `firstchair cut` makes a film of several cameras: it lays them on one clock, decides the shots from the
// strokes, and writes the film and what other programs need to go on from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "apps/cli/cut/cut_sync.h"
#include "apps/cli/help/command.h"
#include "engine/cut/film.h"
#include "engine/cut/pace.h"
#include "io/video/codecs.h"
#include "io/video/picture.h"
#include "report/text/burn_head.h"

namespace firstchair::cli {

Declare declare_cut;

struct RenderOptions {
  video::Fit fit = video::Fit::usual;
  bool draft = false;
  std::string encoder;  // FFmpeg's name; empty: the first that opens
  video::SoundCodec sound_codec = video::SoundCodec::aac;
};

struct CutOptions {
  SyncOptions sync;  // the cameras, the master, the folder
  RenderOptions render;
  bool demo = false, pan = false;
  bool look = true;          // for which drums the cameras show
  bool mend_late = false;    // pictures are shown as much earlier as they were found late
  bool burn = false;         // burn.mp4 and burn.ass, too
  std::string burn_what;     // "all" or "only-worst": in the bars that lie apart alone
  int clips = 0;             // how many of the worst bars are slowed down
  bool clip_click = false;   // they have a click instead of their sound
  bool clip_smooth = false;  // and pictures that are made up between the cameras'
  std::string style = "clean";
  std::optional<double> length_s;
  std::string tension;                   // "0:0.2,90:1", or a csv (cut_tension.h); empty: by the strokes
  bool jump_cuts = false;                // a camera may be cut to itself
  std::vector<std::string> show, share;  // CAM=snare,hat or CAM=kit; CAM=10%
  std::string fps, size;                 // "30", "29.97"; "1920x1080"
  std::string list = "otio,mlt,edl,xmeml,fcpxml";
  std::uint64_t seed = 1;
};
Result<int> cut_film(const CutOptions& options);

struct RenderAgainOptions {
  std::string cut;                 // a cut.json
  std::vector<std::string> files;  // that it may name, where they are not below its folder
  std::string out;                 // the film; empty: film.mp4 beside it
  bool force = false;
  RenderOptions render;
};
std::vector<std::string> style_names();  // what --style takes
Declare declare_cut_render;              // of the command `cut`
Result<int> cut_render(const RenderAgainOptions& options);

// What is rendered one after another, so that progress is told of all of it.
struct RenderWork {
  int number = 0, all = 1;       // of the film that is being made, from 1; how many there are
  double done_s = 0, all_s = 0;  // of the films: those that are made, and all
  double began_s = 0;            // when the first began, by the steady clock
  // Returns the work of films that last so many seconds in all.
  static RenderWork of(int films, double seconds);
};

struct Overlay {
  std::string script;  // drawn into the pictures (report/text/burn_text.h); empty: none
  cut::Pace pace;
  bool clicks = false;   // those of the script sound instead of the film's sound
  bool made_up = false;  // as video::RenderConfig
  std::string said;      // of it, instead of how many shots it has
};
// Renders with a line of progress, and says in one line what was written. The film is counted in `work`.
Result<Done> render_told(const cut::Film& film, const std::string& path, bool force,
                         const RenderOptions& options, RenderWork& work, const Overlay& overlay = {});

}  // namespace firstchair::cli

// Renders a Film: every picture is chosen by the clock of its sound. Picture k of the film is what its camera
// shows at from_s + (k + 1/2) / rate on the master's clock, so no camera drifts, whatever its rate.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/cut/film.h"
#include "engine/cut/pace.h"
#include "io/files/cage.h"
#include "io/video/codecs.h"
#include "io/video/picture.h"

namespace firstchair::video {

inline constexpr double kSoundInstead = 48000;  // Hz

// A Proxy is a small film of a camera's (proxy.h).
struct Proxy {
  std::string of, path;  // the camera's file, as the Film names it; the small one
  double later_s = 0;    // the camera's time at which the small one begins
};

struct RenderConfig {
  std::string path = {};    // of the film
  std::string folder = {};  // that relative names of the Film are below; empty: where the program stands
  bool force = false;
  bool draft = false;  // 640 pixels on its longer side, coarse
  Fit fit = Fit::usual;
  std::string encoder = {};  // as EncoderConfig
  SoundCodec sound_codec = SoundCodec::aac;
  cut::Pace pace = {};              // slower sound keeps its pitch, and is silent while the film is held
  bool made_up = false;             // pictures between a camera's own are made up (made_up.h), not repeated
  std::string script = {};          // drawn into the pictures (burner.h); empty: none. Times are the film's
  std::vector<Proxy> proxies = {};  // files that are read instead of cameras' own, for a draft
  io::Cage cage = {};
  // Is the film's sound instead of the Film's: it fills left and right in turn at kSoundInstead Hz, from a
  // frame of the film on; may be empty.
  std::function<void(std::int64_t, std::span<float>)> sound_instead = {};
  // Changes pictures on their way into the film: number and bytes; may be empty.
  std::function<bool(std::int64_t, std::span<std::uint8_t>)> draw = {};
  // Told of pictures done and of all about ten times a second; false ends it, and nothing stays.
  std::function<bool(std::int64_t, std::int64_t)> told = {};
};

struct Rendered {
  std::int64_t pictures = 0;
  int width = 0, height = 0;
  double seconds = 0;           // of the film
  std::string encoder;          // "libx264"
  std::string refused_encoder;  // why it is not the one that was named; else empty
  bool sound = false;
};

// Returns about how many bytes a film takes on the disk: what noisy pictures take, not the least.
double film_bytes(int width, int height, double pictures_a_second, double seconds);

// The sound is the master's, untouched, from the film's from_s on; without a master that of the Film's
// sound_camera, laid on the clock. Errors: those of reading the cameras, unreadable (one of their files was
// changed meanwhile), unwritable (or less is free than film_bytes()), usage (it was ended, or the film has no
// shot).
Result<Rendered> render(const cut::Film& film, const RenderConfig& config);

// What every picture of a film is, for who renders otherwise and for tests.
struct PicturePlan {
  struct Source {
    std::size_t camera = 0, file = 0;  // index into Film::cameras and Camera::files
    std::vector<Wish> wishes;
  };
  std::vector<Source> sources;
  // These are of every picture.
  std::vector<int> source;   // index into sources; -1: black
  std::vector<double> at_s;  // the camera's time that is wanted
  // Counts up. Pictures of one stretch are of one shot and one piece, and time goes on from one to the next,
  // or is held in all of them.
  std::vector<int> stretch;
};
PicturePlan plan_pictures(const cut::Film& film, const cut::Pace& pace = {});

}  // namespace firstchair::video

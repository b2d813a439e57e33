// A Film is everything that was decided about one film: which files, where they lie on one clock, which
// camera is seen when, and why. cut.json is its text (edit/cut_json.h), the edit lists are other programs'
// words for it (edit/), and io/video renders it. It holds no picture and no sound.
//
// All times are seconds on the master's clock; the film's first frame stands at `from_s`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/voice.h"
#include "engine/cut/placement.h"
#include "engine/cut/timecode.h"

namespace firstchair::cut {

// What a camera shows. An id is its name in cut.json: "kit", "hands", "feet", "face", "other".
enum class CameraKind : unsigned char { kit, hands, feet, face, other };
std::string_view id_of(CameraKind kind);
std::optional<CameraKind> camera_kind_from_id(std::string_view id);

// Shown says that a camera shows a drum, and where in its picture that is: 0..1 from the left and from the
// top.
struct Shown {
  Line line = Line::snare;
  double x = .5, y = .5;
  double z = 0;  // how clearly the picture moves with its strokes; 0: somebody said so
  bool operator==(const Shown&) const = default;
};

struct Camera {
  std::string name;                // unique in the film: "hands"
  std::vector<std::string> files;  // one a piece, or one for all pieces; paths as they were given
  CameraKind kind = CameraKind::other;
  std::vector<Shown> shows;
  Placement placement;
  double picture_late_s = 0;  // by how much its picture is taken to be later than its own sound
  // How much later it was found to be (motion.h), and half of the 95 % interval, which is 0 where nothing was
  // found.
  double seen_late_s = 0, seen_late_95_s = 0;
  // What the files are, for edit lists: the picture's own rate, size after turning, and length.
  FrameRate rate;
  int width = 0, height = 0;
  double length_s = 0;
  // What each file calls its first picture; the list is empty where no file has one.
  std::vector<std::optional<Timecode>> timecodes = {};
};
// Puts the pieces into the order of the master's clock, each with its own file where it has one. Where two
// lie over each other the later one begins where the earlier one ends; one of which nothing is left is
// removed.
void tidy_pieces(Camera& camera);

enum class MoveKind : unsigned char { none, glide, whip };
// A move of the picture in a shot: the window of view goes from one place to another.
struct Move {
  MoveKind kind = MoveKind::none;
  double from_x = .5, from_y = .5, to_x = .5, to_y = .5;  // the window's middle, 0..1
  double from_s = 0, to_s = 0;
  double window = 1;  // its width and height as a share of the picture's
  bool operator==(const Move&) const = default;
};

// Shots lie end to end: the first begins at the film's from_s, the last ends at its to_s.
struct Shot {
  int camera = 0;  // index into Film::cameras; -1: no camera has a picture there (black)
  double from_s = 0, to_s = 0;
  double stroke_s = 0;  // the stroke that its beginning is cut on; where there is none, from_s
  std::string why;      // "bar 17 beat 1, crash, tension .82"; empty for the first
  Move move;
  bool operator==(const Shot&) const = default;
};

struct Mark {  // a stroke, for markers and for who edits on
  double at_s = 0;
  Line line = Line::snare;
  double strength = 0;  // 0..1
  int bar = 0;          // from 1; 0: not known
  double beat = 0;      // from 1
  bool operator==(const Mark&) const = default;
};

struct TensionPoint {
  double at_s = 0, tension = 0;  // 0..1
  bool operator==(const TensionPoint&) const = default;
};

struct Film {
  std::string title;
  FrameRate rate;
  int width = 1920, height = 1080;
  double from_s = 0, to_s = 0;
  std::string sound;  // path of the master; empty: the sound of camera `sound_camera`
  std::optional<int> sound_camera;
  std::string style = "clean";
  std::uint64_t seed = 1;
  std::vector<Camera> cameras;
  std::vector<Shot> shots;
  std::vector<Mark> marks;
  std::vector<TensionPoint> tension;  // lines between the points
  std::vector<double> phrases_s;      // where phrases begin
};

}  // namespace firstchair::cut

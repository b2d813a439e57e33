// An EditList is a Film in the terms that all editors share: media, tracks, and events that lie on them end
// to end. The writers of this room turn one into the bytes of another program's file; none reads or writes a
// file.
//
// Frames count from the film's first, at the film's rate. An event's source time is in seconds of its own
// file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/cut/film.h"

namespace firstchair::edit {

struct Media {
  std::string name;  // the file's, without its folder
  std::string path;  // below ListConfig::folder where it was relative
  cut::FrameRate rate;
  int width = 0, height = 0;  // 0: not known, or it has no picture
  double length_s = 0;
  bool picture = false, sound = false;
  std::optional<cut::Timecode> timecode = {};  // of its first picture

  // Returns the rate that its pictures are counted by from their timecode, which may count half of them.
  cut::FrameRate counted() const;
  // Returns how many pictures of counted() its timecode puts before its first.
  std::int64_t before() const;
};

struct Event {
  int media = -1;  // index into EditList::media; -1: nothing is there
  std::int64_t from = 0, to = 0;
  // When the source is taken: for a picture in the middle of the event's first frame, for sound at its
  // beginning.
  double source_s = 0;
  double slope = 0;  // of the piece: the film's time runs 1 + slope times the source's
  std::string why = {};

  std::int64_t frames() const { return to - from; }
};

struct Track {
  std::string name;
  bool sound = false;
  std::vector<Event> events;
};

struct Remark {
  std::int64_t frame = 0;
  std::string text;
};

struct EditList {
  std::string title;
  cut::FrameRate rate;
  int width = 0, height = 0;
  std::int64_t frames = 0;
  std::vector<Media> media;
  std::vector<Track> tracks;  // pictures first, from the lowest; then sound
  std::vector<Remark> remarks;
};

// Shape::cut is the film as it was decided, one track of pictures. Shape::stacked is every camera whole on a
// track of its own, laid on the clock but not cut, with a remark for every stroke, for who cuts it otherwise.
enum class Shape : unsigned char { cut, stacked };

struct ListConfig {
  std::string folder = {};  // that relative paths are below, absolute; empty: they stay relative
  Shape shape = Shape::cut;
};

EditList list_of(const cut::Film& film, const ListConfig& config);

// Says whether an event drifts more than half a film frame away over its length if its speed is left alone.
bool needs_retiming(const Event& event);

// Returns the number of the source's frame that is shown at a source time, at any rate.
std::int64_t frame_at(double source_s, double per_second);
// Returns the frame that an event takes first of its source, at any rate: of a picture the one that is shown,
// of sound the nearest.
std::int64_t first_frame(const Track& track, double source_s, double per_second);

}  // namespace firstchair::edit

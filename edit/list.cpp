#include "edit/list.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <string_view>

#include "edit/words.h"
#include "engine/cut/candidates.h"

namespace firstchair::edit {
namespace {

using cut::Camera;
using cut::Film;
using cut::FrameSpan;
using cut::Piece;

std::string placed(const std::string& path, const std::string& folder) {
  const std::filesystem::path given(path);
  if (folder.empty() || given.is_absolute()) return path;
  return (std::filesystem::path(folder) / given).lexically_normal().string();
}

std::size_t file_of(const Camera& camera, std::size_t piece) {
  return std::min(piece, camera.files.size() - 1);
}

class Maker {
 public:
  Maker(const Film& film, const ListConfig& config) : film_(film), config_(config) {
    list_.title = film.title;
    list_.rate = film.rate;
    list_.width = film.width, list_.height = film.height;
    list_.frames = cut::frames_of(film);
  }

  EditList made() {
    if (config_.shape == Shape::cut) {
      add_shots();
    } else {
      for (const Camera& camera : film_.cameras) add_whole(camera, camera.name, false);
      add_strokes();
    }
    add_sound();
    return std::move(list_);
  }

 private:
  int media_of(const std::string& path, const Camera* camera, bool sound) {
    const std::string whole = placed(path, config_.folder);
    for (std::size_t m = 0; m < list_.media.size(); ++m) {
      Media& media = list_.media[m];
      if (media.path != whole) continue;
      media.sound = media.sound || sound;
      return static_cast<int>(m);
    }
    Media media{.name = std::filesystem::path(path).filename().string(), .path = whole, .rate = film_.rate};
    if (camera != nullptr) {
      media.rate = camera->rate;
      media.width = camera->width, media.height = camera->height;
      media.length_s = camera->length_s;
      // Of several files each is known to reach as far as its piece.
      if (camera->files.size() > 1 || media.length_s <= 0) {
        media.length_s = 0;
        for (std::size_t p = 0; p < camera->placement.pieces.size(); ++p)
          if (camera->files[file_of(*camera, p)] == path)
            media.length_s = std::max(media.length_s, camera->placement.pieces[p].to_s);
      }
      media.picture = true;
      media.sound = sound;
      const auto file =
          static_cast<std::size_t>(std::ranges::find(camera->files, path) - camera->files.begin());
      if (file < camera->timecodes.size()) media.timecode = camera->timecodes[file];
    } else {
      media.length_s = film_.to_s;
      media.sound = true;
    }
    list_.media.push_back(std::move(media));
    return static_cast<int>(list_.media.size()) - 1;
  }

  Event event_of(const Camera& camera, std::size_t piece, std::int64_t from, std::int64_t to, bool sound) {
    const Piece& line = camera.placement.pieces[piece];
    const double half_s = sound ? 0 : .5 / film_.rate.per_second();
    const double at_s =
        cut::camera_of(line, cut::second_of(film_, from) + half_s) + (sound ? 0 : camera.picture_late_s);
    return {.media = media_of(camera.files[file_of(camera, piece)], &camera, sound),
            .from = from,
            .to = to,
            .source_s = std::max(0., at_s),
            .slope = line.slope};
  }

  void gap(Track& track, std::int64_t to) const {
    const std::int64_t from = track.events.empty() ? 0 : track.events.back().to;
    if (to > from) track.events.push_back({.from = from, .to = to});
  }

  // Lays a camera's picture of the frames [from, to) on a track; a shot over two pieces is two events.
  void add_stretch(Track& track, const Camera& camera, std::int64_t from, std::int64_t to, bool sound,
                   const std::string& why) {
    if (camera.placement.grade != cut::Grade::no && !camera.files.empty()) {
      for (std::size_t p = 0; p < camera.placement.pieces.size(); ++p) {
        const FrameSpan span = cut::frames_of(film_, camera.placement.pieces[p]);
        const std::int64_t start = track.events.empty() ? 0 : track.events.back().to;
        const std::int64_t a = std::max({span.first, from, start}), b = std::min(span.end, to);
        if (b <= a) continue;
        gap(track, a);
        track.events.push_back(event_of(camera, p, a, b, sound));
        track.events.back().why = why;
      }
    }
    gap(track, to);
  }

  void add_shots() {
    Track track{.name = "film", .sound = false, .events = {}};
    for (const cut::Shot& shot : film_.shots) {
      const auto frame = [&](double at_s) {
        const std::int64_t k = std::llround((at_s - film_.from_s) * film_.rate.per_second());
        return std::clamp<std::int64_t>(k, 0, list_.frames);
      };
      const std::int64_t from = frame(shot.from_s), to = frame(shot.to_s);
      if (shot.camera >= 0 && shot.camera < static_cast<int>(film_.cameras.size()))
        add_stretch(track, film_.cameras[static_cast<std::size_t>(shot.camera)], from, to, false, shot.why);
      else
        gap(track, to);
      if (!shot.why.empty()) list_.remarks.push_back({from, shot.why});
    }
    gap(track, list_.frames);
    list_.tracks.push_back(std::move(track));
  }

  void add_whole(const Camera& camera, const std::string& name, bool sound) {
    Track track{.name = name, .sound = sound, .events = {}};
    add_stretch(track, camera, 0, list_.frames, sound, "");
    list_.tracks.push_back(std::move(track));
  }

  // Strokes that are one to a cut are one remark.
  void add_strokes() {
    const std::vector<cut::Mark>& marks = film_.marks;
    for (std::size_t i = 0, end = 0; i < marks.size(); i = end) {
      const cut::Mark& first = marks[i];
      std::set<std::string_view> lines;
      for (end = i; end < marks.size() && marks[end].at_s - first.at_s < cut::kTogether_s; ++end)
        lines.insert(name_of(marks[end].line));
      std::string text = first.bar > 0 ? "bar " + std::to_string(first.bar) + " beat " +
                                             number_text(std::round(first.beat * 100) / 100)
                                       : "";
      for (const std::string_view line : lines) text += (text.empty() ? "" : ", ") + std::string(line);
      const std::int64_t frame = std::llround((first.at_s - film_.from_s) * film_.rate.per_second());
      if (frame >= 0 && frame < list_.frames) list_.remarks.push_back({frame, std::move(text)});
    }
  }

  void add_sound() {
    if (!film_.sound.empty()) {
      Track track{.name = "sound", .sound = true, .events = {}};
      track.events.push_back({.media = media_of(film_.sound, nullptr, true),
                              .to = list_.frames,
                              .source_s = std::max(0., film_.from_s)});
      list_.tracks.push_back(std::move(track));
    } else if (film_.sound_camera && *film_.sound_camera >= 0 &&
               *film_.sound_camera < static_cast<int>(film_.cameras.size())) {
      add_whole(film_.cameras[static_cast<std::size_t>(*film_.sound_camera)], "sound", true);
    }
  }

  const Film& film_;
  const ListConfig& config_;
  EditList list_;
};

// How many pictures there are to a frame of the timecode.
int pictures_a_frame(const Media& media) {
  return std::max(1,
                  static_cast<int>(std::lround(media.rate.per_second() / media.timecode->rate.per_second())));
}

}  // namespace

cut::FrameRate Media::counted() const {
  if (!timecode) return rate;
  return {timecode->rate.numerator * pictures_a_frame(*this), timecode->rate.denominator};
}

std::int64_t Media::before() const {
  return timecode ? timecode->frame * pictures_a_frame(*this) : 0;
}

EditList list_of(const cut::Film& film, const ListConfig& config) {
  return Maker(film, config).made();
}

bool needs_retiming(const Event& event) {
  return std::abs(event.slope) * static_cast<double>(event.frames()) > .5;
}

std::int64_t frame_at(double source_s, double per_second) {
  return static_cast<std::int64_t>(std::floor(std::max(0., source_s) * per_second + 1e-6));
}

std::int64_t first_frame(const Track& track, double source_s, double per_second) {
  return track.sound ? std::llround(std::max(0., source_s) * per_second) : frame_at(source_s, per_second);
}

}  // namespace firstchair::edit

#include "engine/cut/recut.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/cut/candidates.h"

namespace firstchair::cut {
namespace {

constexpr std::int64_t kEarly = 1;  // frames before the stroke

std::int64_t frame_at(const Film& film, double at_s) {
  return std::llround((at_s - film.from_s) * film.rate.per_second());
}

// Whether a camera has a picture in all of these frames; nobody's (-1) is black everywhere.
bool has_picture(const Film& film, int camera, std::int64_t first, std::int64_t end) {
  if (camera < 0 || camera >= static_cast<int>(film.cameras.size())) return true;
  for (const FrameSpan& span : spans_of(film, film.cameras[static_cast<std::size_t>(camera)])) {
    if (span.first > first) return false;
    if (span.end > first) first = span.end;
    if (first >= end) return true;
  }
  return first >= end;
}

std::string reason(const Mark& mark) {
  std::string why = "moved by hand";
  if (mark.bar > 0) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), ", bar %d beat %.4g", mark.bar,
                  std::round(mark.beat * 100) / 100);
    why += text.data();
  }
  return why + ", " + std::string(name_of(mark.line));
}

void go_along(Shot& shot, double from_before_s, double to_before_s) {
  Move& move = shot.move;
  if (move.kind == MoveKind::whip) {  // about the shot's beginning
    move.from_s += shot.from_s - from_before_s;
    move.to_s += shot.from_s - from_before_s;
  } else if (move.kind == MoveKind::glide) {
    if (std::abs(move.from_s - from_before_s) < 1e-3) move.from_s = shot.from_s;
    if (std::abs(move.to_s - to_before_s) < 1e-3) move.to_s = shot.to_s;
  }
}

}  // namespace

Result<Film> move_cut(Film film, std::size_t shot, double at_s) {
  if (shot == 0 || shot >= film.shots.size())
    return Error{
        ErrorCode::usage, {}, "there is no such cut", "Cuts are counted from 1, by the shot they begin"};
  Shot &before = film.shots[shot - 1], &after = film.shots[shot];
  const std::int64_t stands = frame_at(film, after.from_s), first = frame_at(film, before.from_s),
                     end = frame_at(film, after.to_s);
  const Mark* best = nullptr;
  for (const Mark& mark : film.marks) {
    const std::int64_t frame = frame_at(film, mark.at_s) - kEarly;
    if (frame <= first || frame >= end) continue;
    const bool seen = frame > stands ? has_picture(film, before.camera, stands, frame)
                                     : has_picture(film, after.camera, frame, stands);
    if (!seen) continue;
    if (best == nullptr || std::abs(mark.at_s - at_s) < std::abs(best->at_s - at_s)) best = &mark;
  }
  if (best == nullptr)
    return Error{ErrorCode::usage,
                 {},
                 "no stroke lies between the cuts beside it at which both cameras have a picture",
                 "Move a cut beside it first"};
  // Strokes within 80 ms are one: the strongest of them is what is told.
  for (const Mark& mark : film.marks)
    if (std::abs(mark.at_s - best->at_s) < kTogether_s &&
        frame_at(film, mark.at_s) == frame_at(film, best->at_s) && mark.strength > best->strength)
      best = &mark;
  const double from_s = second_of(film, frame_at(film, best->at_s) - kEarly), from_before_s = after.from_s,
               to_before_s = before.to_s;
  before.to_s = after.from_s = from_s;
  after.stroke_s = best->at_s;
  after.why = reason(*best);
  go_along(before, before.from_s, to_before_s);
  go_along(after, from_before_s, after.to_s);
  return film;
}

}  // namespace firstchair::cut

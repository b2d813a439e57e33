#include "engine/band/player.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace firstchair::band {

NotePlayer::NotePlayer(std::vector<PlayerNote> notes) : notes_(std::move(notes)) {
  std::stable_sort(notes_.begin(), notes_.end(),
                   [](const PlayerNote& a, const PlayerNote& b) { return a.tick < b.tick; });
  std::array<PlayerNote*, 1 << 16> last{};  // by part and pitch
  for (PlayerNote& note : notes_) {
    note.end = std::max(note.end, note.tick + 1);
    PlayerNote*& before = last[static_cast<std::size_t>(note.part) << 8 | note.pitch];
    if (before != nullptr) before->end = std::min(before->end, std::max(note.tick, before->tick));
    before = &note;
  }
  // Of two at one tick only the last sounds on.
  std::erase_if(notes_, [](const PlayerNote& note) { return note.end <= note.tick; });
  for (const PlayerNote& note : notes_)
    ends_.push_back({.tick = note.end, .part = note.part, .pitch = note.pitch});
  std::stable_sort(ends_.begin(), ends_.end(), [](const End& a, const End& b) { return a.tick < b.tick; });
}

std::optional<Sounded> NotePlayer::next(const BandClock& clock, Frames from, Frames until) FIRSTCHAIR_AUDIO {
  const bool begins =
      begun_ < notes_.size() && (ended_ == ends_.size() || notes_[begun_].tick < ends_[ended_].tick);
  if (!begins && ended_ == ends_.size()) return {};
  const Ticks tick = begins ? notes_[begun_].tick : ends_[ended_].tick;
  const auto frame = static_cast<Frames>(std::floor(clock.frame_of(static_cast<double>(tick)) + .5));
  if (frame >= until) return {};
  Sounded sounded{.frame = std::max(frame, from)};
  if (begins) {
    const PlayerNote& note = notes_[begun_++];
    sounded.part = note.part, sounded.pitch = note.pitch, sounded.velocity = note.velocity;
  } else {
    const End& end = ends_[ended_++];
    sounded.part = end.part, sounded.pitch = end.pitch;
  }
  return sounded;
}

}  // namespace firstchair::band

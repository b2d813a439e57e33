#include "engine/band/player.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace firstchair::band {
namespace {
constexpr std::size_t kMostSounding = 4096;  // two for every key of 16 parts
constexpr Ticks kAtOnce = std::numeric_limits<Ticks>::min() / 4;
}  // namespace

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
  sounding_.resize(std::min(notes_.size(), kMostSounding));
}

std::optional<Sounded> NotePlayer::next(const BandClock& clock, Frames from, Frames until,
                                        double limit) FIRSTCHAIR_AUDIO {
  const auto none = sounding_.begin() + static_cast<std::ptrdiff_t>(sound_);
  const auto ends = std::min_element(sounding_.begin(), none,
                                     [](const PlayerNote& a, const PlayerNote& b) { return a.end < b.end; });
  // Who has no room for another one lets the one that ends first end before.
  const bool room = sound_ < sounding_.size();
  const bool begins = begun_ < notes_.size() && (ends == none || (room && notes_[begun_].tick < ends->end));
  if (!begins && ends == none) return {};
  const Ticks tick = begins ? notes_[begun_].tick : ends->end;
  if (static_cast<double>(tick) >= limit) return {};
  const auto frame = tick == kAtOnce
                         ? from
                         : static_cast<Frames>(std::floor(clock.frame_of(static_cast<double>(tick)) + .5));
  if (frame >= until) return {};
  Sounded sounded{.frame = std::max(frame, from)};
  if (begins) {
    const PlayerNote& note = notes_[begun_++];
    sounding_[sound_++] = note;
    sounded.part = note.part, sounded.pitch = note.pitch, sounded.velocity = note.velocity;
  } else {
    sounded.part = ends->part, sounded.pitch = ends->pitch;
    std::move(ends + 1, none, ends);
    --sound_;
  }
  return sounded;
}

void NotePlayer::jump(double tick) FIRSTCHAIR_AUDIO {
  for (std::size_t n = 0; n < sound_; ++n) sounding_[n].end = kAtOnce;
  begun_ = static_cast<std::size_t>(std::lower_bound(notes_.begin(), notes_.end(), tick,
                                                     [](const PlayerNote& note, double at) {
                                                       return static_cast<double>(note.tick) < at;
                                                     }) -
                                    notes_.begin());
}

}  // namespace firstchair::band

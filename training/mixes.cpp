#include "training/mixes.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "training/dynamics.h"

namespace firstchair::training {
namespace {

// The stems of a desk.
enum Part : int { kick, snare, toms, hats, ride, crash, kParts };

Part part_of(Voice voice) {
  switch (line_of(voice)) {
    case Line::kick:
      return kick;
    case Line::tom:
      return toms;
    case Line::hat:
    case Line::hat_foot:
      return hats;
    case Line::ride:
      return ride;
    case Line::crash:
      return crash;
    default:
      return snare;
  }
}

bool is_metal(int part) {
  return part >= hats;
}

using Stems = std::array<Sound, kParts>;

class Desk {
 public:
  Desk(Stems& stems, Audible& audible, const Surroundings& around, lab::Dice& dice)
      : stems_(stems), audible_(audible), around_(around), dice_(dice) {}

  Sound record() {
    const Sound overheads = overheads_of();
    const std::size_t size = stems_[kick].size();
    for (int part = 0; part < kParts; ++part) close_up(part);
    Sound mix(size);
    for (const Sound& stem : stems_) add(mix, stem, 1);
    add(mix, overheads, 1);
    if (chance(0.6)) add(mix, room_of(overheads), 1);
    if (chance(0.35)) add_plate(mix);
    const Sound before = mix;
    master(mix);
    audible_.changed(before, mix);
    return mix;
  }

 private:
  bool chance(double p) { return dice_.uniform() < p; }
  double between(double low, double high) { return low + (high - low) * dice_.uniform(); }
  static void add(Sound& to, const Sound& what, double gain) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += static_cast<float>(gain) * what[i];
  }
  static void add_later(Sound& to, const Sound& what, double gain, double seconds) {
    const std::size_t later = static_cast<std::size_t>(seconds * lab::kBenchRate);
    for (std::size_t i = later; i < to.size(); ++i) to[i] += static_cast<float>(gain) * what[i - later];
  }

  // The microphone of one drum; cymbals have one each only now and then, else the overheads carry them.
  void close_up(int part) {
    Sound& stem = stems_[static_cast<std::size_t>(part)];
    const double peak = peak_of(stem);
    if (peak < 1e-6) return;
    const Sound before = stem;
    if (is_metal(part)) {
      high_pass(stem, between(120, 500));
      if (chance(0.5)) bell(stem, between(5000, 12000), 0.7, between(-6, 6));
      // The same stroke reaches two summed microphones.
      if (chance(0.7)) add_later(stem, Sound(stem), between(0.2, 0.9), between(0.0001, 0.0012));
    } else {
      if (part == kick) {
        if (chance(0.6)) bell(stem, between(50, 110), 1, between(-3, 6));
        if (chance(0.7)) bell(stem, between(250, 600), 1, between(-12, 0));
        if (chance(0.7)) bell(stem, between(2500, 6000), 1, between(0, 10));
      } else {
        high_pass(stem, part == snare ? between(60, 140) : between(40, 80));
        if (chance(0.6)) bell(stem, between(150, 350), 1, between(-4, 6));
        if (chance(0.6)) bell(stem, between(400, 900), 1, between(-10, 2));
        if (chance(0.6)) bell(stem, between(3000, 9000), 0.8, between(-2, 9));
      }
      if (chance(0.6))
        compress(stem, peak * amplitude(between(-24, -8)), between(2, 8), between(0.002, 0.025),
                 between(0.04, 0.25));
      if (chance(part == toms ? 0.7 : 0.35))
        gate(stem, peak * amplitude(between(-36, -20)), amplitude(between(-50, -12)), between(0.04, 0.25),
             between(0.02, 0.15));
      // What was pressed down is brought up again.
      const double up = std::min(peak / peak_of(stem), 4.0);
      for (float& value : stem) value *= static_cast<float>(up);
    }
    audible_.changed(before, stem, part);
  }

  // All drums, a metre or more above them.
  Sound overheads_of() {
    Sound left(stems_[kick].size()), right(left.size());
    const double drums_db = between(-16, -4);
    for (int part = 0; part < kParts; ++part) {
      if (is_metal(part)) continue;  // their stem is what the overheads hear of them
      const Sound& stem = stems_[static_cast<std::size_t>(part)];
      const double db = drums_db + between(-4, 4), air = between(0.001, 0.0035);
      add_later(left, stem, amplitude(db), air);
      add_later(right, stem, amplitude(db + between(-4, 4)), air + between(0, 0.0012));
    }
    add(left, right, 1);
    high_pass(left, between(60, 350));
    if (chance(0.4)) tilt(left, between(1000, 4000), between(-4, 2), between(-2, 6));
    return left;
  }

  Sound room_of(const Sound& overheads) {
    Sound all = overheads;
    for (int part = hats; part < kParts; ++part) add(all, stems_[static_cast<std::size_t>(part)], 0.7);
    if (peak_of(all) < 1e-6 || around_.rooms.empty()) return all;
    const Room& room =
        around_.rooms[static_cast<std::size_t>(dice_.below(static_cast<int>(around_.rooms.size())))];
    Sound wet = lab::convolve(all, room.response);
    if (chance(0.7))
      compress(wet, peak_of(wet) * amplitude(between(-30, -14)), between(3, 12), between(0.002, 0.02),
               between(0.08, 0.4));
    const double gain = amplitude(between(-24, -7)) * peak_of(all) / peak_of(wet);
    for (float& value : wet) value *= static_cast<float>(gain);
    return wet;
  }

  void add_plate(Sound& mix) {
    if (around_.plates.empty()) return;
    Sound sent = stems_[snare];
    if (chance(0.7)) add(sent, stems_[toms], 1);
    if (peak_of(sent) < 1e-6) return;
    const Room& plate =
        around_.plates[static_cast<std::size_t>(dice_.below(static_cast<int>(around_.plates.size())))];
    const Sound wet = lab::convolve(sent, plate.response);
    add_later(mix, wet, amplitude(between(-26, -10)) * peak_of(sent) / peak_of(wet), between(0, 0.03));
  }

  void master(Sound& mix) {
    if (peak_of(mix) < 1e-6) return;
    if (chance(0.6)) tilt(mix, between(200, 3000), between(-4, 4), between(-4, 4));
    if (chance(0.8))
      compress(mix, peak_of(mix) * amplitude(between(-20, -6)), between(1.5, 5), between(0.003, 0.03),
               between(0.05, 0.35));
    if (chance(0.4)) saturate(mix, between(1, 4));
    if (chance(0.75)) limit(mix, peak_of(mix) * amplitude(between(-9, -1)), between(0.03, 0.2));
  }

  Stems& stems_;
  Audible& audible_;
  const Surroundings& around_;
  lab::Dice& dice_;
};

}  // namespace

Mix mix_of(const lab::Piece& piece, const DrumSet& drums, bool record, const Surroundings& around,
           lab::Dice& dice) {
  const std::size_t size = static_cast<std::size_t>(piece.seconds * lab::kBenchRate);
  Mix out{.sound = Sound(size), .strokes = {}, .audible = {}};
  Stems stems;
  if (record) stems.fill(out.sound);
  std::vector<float> own(static_cast<std::size_t>(Audible::kFrames));
  for (std::size_t s = 0; s < piece.strokes.size(); ++s) {
    lab::Stroke stroke = piece.strokes[s];
    if (!drums.has(stroke.voice)) continue;
    const std::int64_t at = std::llround(stroke.seconds * lab::kBenchRate);
    stroke.seconds = static_cast<double>(at) / lab::kBenchRate;
    std::int64_t stop = static_cast<std::int64_t>(size);
    if (stroke.voice == Voice::hat_open) {
      for (std::size_t next = s + 1; next < piece.strokes.size(); ++next) {
        const lab::Stroke& later = piece.strokes[next];
        if (family_of(later.voice) != Family::hat || later.seconds < stroke.seconds + 0.02) continue;
        stop = std::llround(later.seconds * lab::kBenchRate);
        break;
      }
    }
    const Part part = part_of(stroke.voice);
    drums.strike(record ? stems[part] : out.sound, stroke, at, stop, own, dice);
    out.audible.add(own, at, part);
    out.strokes.push_back(stroke);
  }
  if (record) out.sound = Desk(stems, out.audible, around, dice).record();
  return out;
}

}  // namespace firstchair::training

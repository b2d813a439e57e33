#include "bench/band/attacks.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "io/sound/soundfont.h"
#include "live/band_sound.h"

namespace firstchair::bench {
namespace {

constexpr double kRate = 48000, kBpm = 97;  // its bars fall on every frame of a grain
constexpr std::size_t kBlock = 128;
constexpr int kNotes = 60;  // a bar apart: none rings into the next
constexpr int kApart = 4;   // quarters
constexpr Frames kStart = 5000;
constexpr double kRise = .1, kLook_s = .25;  // of the note's peak; and where both are looked for

struct Instrument {
  const char* name;
  int program;
  std::uint8_t pitch;
  bool drums;
};
constexpr Instrument kInstruments[] = {
    {"acoustic bass, E2", 32, 40, false}, {"electric piano, C4", 4, 60, false}, {"sticks", 0, 37, true}};

Frames frame_of(int note) {
  return kStart + static_cast<Frames>(std::floor(note * kApart * 60 / kBpm * kRate + .5));
}

// The frames of the attacks, each with the frame that was asked for taken off.
Result<std::vector<Frames>> delays_of(const Instrument& instrument, const std::string& font) {
  live::BandSoundConfig config;
  config.soundfont = font;
  config.block = kBlock;
  config.band.parts = {{.name = "one", .program = instrument.program, .drums = instrument.drums}};
  for (int beat = 0; beat < kNotes; ++beat)
    config.band.notes.push_back({.tick = beat * kApart * kTicksPerQuarter,
                                 .end = beat * kApart * kTicksPerQuarter + kTicksPerQuarter / 8,
                                 .pitch = instrument.pitch,
                                 .velocity = 100});
  config.run.tempi = {{0, kBpm}};
  config.run.length = kNotes * kApart * kTicksPerQuarter;
  config.run.start = kStart;
  config.run.clock = {.follow = 0, .looseness_ms = 0};
  Result<std::unique_ptr<live::BandSound>> band = live::BandSound::make(std::move(config));
  if (!band) return band.error();
  std::vector<float> sound, left(kBlock), right(kBlock);
  const std::vector<std::span<float>> out{left, right};
  const auto end = static_cast<std::size_t>(frame_of(kNotes - 1) + static_cast<Frames>(kRate));
  for (Frames frame = 0; sound.size() < end; frame += kBlock) {
    (*band)->heard({}, frame);
    while (!(*band)->ready(frame, kBlock)) ::usleep(50);
    std::fill(left.begin(), left.end(), 0.F);
    std::fill(right.begin(), right.end(), 0.F);
    (*band)->add(frame, out);
    sound.insert(sound.end(), left.begin(), left.end());
  }
  std::vector<Frames> delays;
  for (int note = 0; note < kNotes; ++note) {
    // What rings of the note before has died away; a grain before the frame is where the note may begin.
    const auto from = static_cast<std::size_t>(frame_of(note)) - io::Synth::kGrain;
    const std::size_t to = from + static_cast<std::size_t>(kLook_s * kRate);
    float peak = 0;
    for (std::size_t k = from; k < to; ++k) peak = std::max(peak, std::abs(sound[k]));
    std::size_t at = from;
    while (at < to && std::abs(sound[at]) < static_cast<float>(kRise) * peak) ++at;
    delays.push_back(static_cast<Frames>(at) - frame_of(note));
  }
  return delays;
}

}  // namespace

std::string attack_table() {
  const Result<std::string> font = io::find_soundfont({});
  if (!font) return font.error().line() + "\n";
  std::string table = fmt::format(
      "{} notes each, through the callback, at frames of every place in a grain of {}. An attack is where\n"
      "a tenth of the note's peak is reached.\n\n| instrument | attack after its frame, frames | after its "
      "grain's "
      "beginning, frames |\n|---|---|---|\n",
      kNotes, io::Synth::kGrain);
  for (const Instrument& instrument : kInstruments) {
    const Result<std::vector<Frames>> delays = delays_of(instrument, *font);
    if (!delays) return delays.error().line() + "\n";
    std::vector<Frames> in_grain;
    for (int note = 0; note < kNotes; ++note)
      in_grain.push_back((*delays)[static_cast<std::size_t>(note)] + frame_of(note) % io::Synth::kGrain);
    const auto [least, most] = std::minmax_element(delays->begin(), delays->end());
    const auto [first, last] = std::minmax_element(in_grain.begin(), in_grain.end());
    table += fmt::format("| {} | {} to {} | {} to {} |\n", instrument.name, *least, *most, *first, *last);
  }
  return table;
}

}  // namespace firstchair::bench

#include "training/effects.h"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "engine/dsp/biquad.h"
#include "lab/codec.h"
#include "lab/csv.h"
#include "lab/kits.h"
#include "training/dynamics.h"

namespace firstchair::training {
namespace {

void add(Sound& sound, const Sound& other, double gain) {
  for (std::size_t i = 0; i < sound.size(); ++i) sound[i] += static_cast<float>(gain) * other[i];
}

// At `below` dB under the sound's own power; under a silent one at that many dB under full scale.
void add_below(Sound& sound, const Sound& other, double below) {
  const double own = std::max(power_of(sound), 1e-6), theirs = std::max(power_of(other), 1e-12);
  add(sound, other, std::sqrt(own / theirs) * amplitude(-below));
}

Room made_up_room(lab::Dice& dice) {
  Room room;
  room.response.resize(static_cast<std::size_t>(lab::kBenchRate * (0.15 + 0.7 * dice.uniform())));
  const double decay = 6.9 / (0.1 + 0.7 * dice.uniform()), level = 0.02 + 0.1 * dice.uniform();
  double dull = 0;
  const double pole = 0.2 + 0.7 * dice.uniform();
  for (std::size_t i = 0; i < room.response.size(); ++i) {
    dull += pole * (dice.normal() - dull);
    room.response[i] =
        static_cast<float>(level * dull * std::exp(-decay * static_cast<double>(i) / lab::kBenchRate));
  }
  room.response[0] = 1;
  for (int r = 0; r < 6; ++r)
    room.response[static_cast<std::size_t>(50 + 1200 * dice.uniform())] +=
        static_cast<float>(0.5 * (dice.uniform() - 0.5));
  return room;
}

void telephone(Sound& sound, lab::Dice& dice) {
  dsp::Biquad low = dsp::Biquad::high_pass(120 + 250 * dice.uniform(), lab::kBenchRate),
              high = dsp::Biquad::low_pass(3300 + 6000 * dice.uniform(), lab::kBenchRate);
  for (float& value : sound) value = high(low(value));
  if (dice.uniform() < 0.7)
    compress(sound, 0.05 * peak_of(sound), 2 + 6 * dice.uniform(), 0.003, 0.08 + 0.3 * dice.uniform());
}

// What a desk or a telephone makes of it, before noise is added.
void colour(Sound& sound, lab::Dice& dice) {
  const auto chance = [&](double p) { return dice.uniform() < p; };
  if (chance(0.6))
    tilt(sound, 150 * std::exp2(5 * dice.uniform()), 8 * (2 * dice.uniform() - 1),
         8 * (2 * dice.uniform() - 1));
  if (chance(0.3)) {
    compress(sound, peak_of(sound) * (0.08 + 0.4 * dice.uniform()), 1.5 + 6 * dice.uniform(),
             0.001 + 0.02 * dice.uniform(), 0.05 + 0.3 * dice.uniform());
  }
}

// What is drawn of a list that is not empty.
template <typename Item>
const Item& one_of(const std::vector<Item>& items, lab::Dice& dice) {
  return items[static_cast<std::size_t>(dice.below(static_cast<int>(items.size())))];
}

// Room, microphone, noise, telephone, level, codec.
void pass_on(Sound& sound, double in_a_room, Audible& audible, const Surroundings& around, lab::Dice& dice) {
  const auto chance = [&](double p) { return dice.uniform() < p; };
  const std::size_t size = sound.size();
  if (chance(in_a_room)) {
    const bool real = !around.rooms.empty() && chance(0.65);
    const Room made = real ? Room{} : made_up_room(dice);
    put_in_room(sound, real ? one_of(around.rooms, dice) : made,
                chance(0.35) ? 1 : 0.1 + 0.6 * dice.uniform(), audible);
  }
  Sound before = sound;
  colour(sound, dice);
  audible.changed(before, sound);
  if (chance(0.5)) add_below(sound, noise(size, dice), 15 + 40 * dice.uniform());
  if (!around.noises.empty() && chance(0.2))
    add_below(sound, from_files(around.noises, size, dice), 8 + 27 * dice.uniform());
  before = sound;
  if (chance(0.15)) {
    if (!around.devices.empty() && chance(0.5)) {
      put_in_room(sound, one_of(around.devices, dice), 1, audible);
      before = sound;
    } else {
      telephone(sound, dice);
    }
  }
  if (chance(0.12)) clip(sound, 1.2 + 3 * dice.uniform());
  audible.changed(before, sound);
  const double level = amplitude(-1 - 28 * dice.uniform()), still = amplitude(-70 - 25 * dice.uniform());
  const double scale = level / peak_of(sound);
  for (float& value : sound) value = static_cast<float>(scale * static_cast<double>(value));
  audible.scaled(scale);
  for (float& value : sound) value += static_cast<float>(level * still * dice.normal());
  if (!chance(0.12)) return;
  Sound coded = lab::through_codec(sound, static_cast<std::uint64_t>(dice.below(6)));
  if (!coded.empty()) sound = std::move(coded);
}

Surroundings surroundings(bool validation) {
  Surroundings around;
  const std::string folder = lab::corpora_folder() + "/rooms/";
  std::ifstream csv(folder + "rooms.csv");
  std::string line;
  std::getline(csv, line);
  while (std::getline(csv, line)) {
    const std::vector<std::string> cells = lab::csv_cells(line);
    if (cells.size() < 6) continue;
    // Set aside for validation (lab/room.cpp).
    const bool held = cells[0].starts_with("terrys") || cells[0].starts_with("lady-chapel") ||
                      cells[0].starts_with("saint-lawrence") || cells[0].starts_with("sports-centre");
    const bool plate = cells[1].starts_with("plate"), device = cells[1].starts_with("device");
    if (held != validation && !(validation && plate)) continue;
    Room room{.response = lab::load_sound(folder + cells[0]), .direct = std::stoll(cells[5])};
    if (room.response.empty()) continue;
    (plate ? around.plates : device ? around.devices : around.rooms).push_back(std::move(room));
  }
  around.noises = noise_files(validation);
  return around;
}

}  // namespace

void put_in_room(Sound& sound, const Room& room, double wet, Audible& audible) {
  const Sound all = lab::convolve(sound, room.response);
  double direct = 1e-6;
  for (std::size_t i = 0;
       i < std::min<std::size_t>(room.response.size(), static_cast<std::size_t>(room.direct) + 64); ++i)
    direct = std::max(direct, static_cast<double>(std::abs(room.response[i])));
  audible.in_room(room.response, room.direct, 1 - wet, wet / direct);
  for (std::size_t i = 0; i < sound.size(); ++i) {
    const std::size_t later = i + static_cast<std::size_t>(room.direct);
    const double echo = later < all.size() ? static_cast<double>(all[later]) / direct : 0;
    sound[i] = static_cast<float>((1 - wet) * static_cast<double>(sound[i]) + wet * echo);
  }
}

Surroundings training_surroundings() {
  Surroundings around = surroundings(false);
  for (const char* name : {"ambi_piano", "guit_e_fifths", "guit_em9", "guit_harmonics", "bass_hit_c",
                           "bass_woodsy_c", "bass_voxy_c", "ambi_glass_hum", "guit_e_slide"}) {
    Sound note = lab::load_sound(std::string("/usr/share/sonic-pi/samples/") + name + ".flac");
    if (note.empty()) continue;
    note.resize(std::min(note.size(), static_cast<std::size_t>(2 * lab::kBenchRate)));
    const double peak = peak_of(note);
    for (float& value : note) value = static_cast<float>(static_cast<double>(value) / peak);
    around.notes.push_back(std::move(note));
  }
  return around;
}

Surroundings validation_surroundings() {
  return surroundings(true);
}

void record(Sound& sound, bool finished, Audible& audible, const Surroundings& around, lab::Dice& dice) {
  const std::size_t size = sound.size();
  if (dice.uniform() < 0.35)
    add_below(sound, clicks(size, dice), dice.uniform() < 0.5 ? 6 + 20 * dice.uniform() : 30);
  if (dice.uniform() < 0.15) add_below(sound, music(size, around.notes, dice), 8 + 22 * dice.uniform());
  if (dice.uniform() < 0.12) add_below(sound, babble(size, dice), 8 + 25 * dice.uniform());
  pass_on(sound, finished ? 0.3 : 0.75, audible, around, dice);
}

void record_nothing(Sound& sound, const Surroundings& around, lab::Dice& dice) {
  const std::size_t size = sound.size();
  std::fill(sound.begin(), sound.end(), 0.0F);
  const auto mix = [&](double chance, const auto& make) {
    if (dice.uniform() >= chance) return;
    Sound one = make();
    add(sound, one, amplitude(-24 * dice.uniform()) / std::sqrt(std::max(power_of(one), 1e-9)) * 0.05);
  };
  mix(0.35, [&] { return babble(size, dice); });
  mix(0.35, [&] { return music(size, around.notes, dice); });
  mix(0.25, [&] { return clicks(size, dice); });
  mix(0.25, [&] { return clinks(size, dice); });
  mix(0.25, [&] { return tone(size, dice); });
  mix(0.6, [&] { return noise(size, dice); });
  mix(0.6, [&] { return from_files(around.noises, size, dice); });
  Audible none;
  pass_on(sound, 0.55, none, around, dice);
}

}  // namespace firstchair::training

#include "engine/follow/free/reading_features.h"

#include <algorithm>
#include <cmath>

namespace firstchair::follow {
namespace {

// A drummer's name for a place: which beat, and where in it.
enum class Beat : unsigned char { down, back, middle, last };
enum class In : unsigned char { on, e, on_and, a, other };  // "1 e and a"

int role(Beat beat, In in) {
  return in == In::other ? kRoles - 1 : static_cast<int>(beat) * 4 + static_cast<int>(in);
}

// Where the beats of a bar begin, in 1/48 quarters; 7/8 is felt 2+2+3 and 5/8 3+2.
std::vector<int> beats_of(const MeterChange& meter) {
  std::vector<int> starts;
  if (compound(meter)) {
    for (int e = 0; e < meter.beats; e += 3) starts.push_back(e * kFine / 2);
  } else if (meter.unit == 8) {
    for (int e = 0; e < meter.beats; e += meter.beats - e == 3 || (e == 0 && meter.beats == 5) ? 3 : 2) {
      starts.push_back(e * kFine / 2);
    }
  } else {
    for (int b = 0; b < meter.beats; ++b) starts.push_back(b * kFine * 4 / meter.unit);
  }
  return starts;
}

}  // namespace

bool compound(const MeterChange& meter) {
  return meter.unit == 8 && meter.beats % 3 == 0;
}

std::vector<int> roles_of(const MeterChange& meter) {
  const int bar = kFine * 4 * meter.beats / meter.unit;
  const std::vector<int> starts = beats_of(meter);
  std::vector<int> roles(static_cast<std::size_t>(bar), kRoles - 1);
  for (std::size_t b = 0; b < starts.size(); ++b) {
    const int end = b + 1 < starts.size() ? starts[b + 1] : bar;
    const bool middle = starts.size() >= 4 && b == (starts.size() + 1) / 2 && starts.size() != 3;
    const Beat beat = b == 0                   ? Beat::down
                      : middle                 ? Beat::middle
                      : b + 1 == starts.size() ? Beat::last
                                               : Beat::back;
    const int length = end - starts[b];
    for (int place = 0; place < length; ++place) {
      const int step = length == kFine * 3 / 2 ? place / 24 * 24 : place;  // dotted: three eighths
      In in = In::other;
      if (place == 0) in = In::on;
      if (length == kFine * 3 / 2) {
        if (place == step) in = place == 0 ? In::on : place == 24 ? In::on_and : In::a;
      } else if (place % 12 == 0) {
        in = std::array{In::on, In::e, In::on_and, In::a}[static_cast<std::size_t>(place / 12 % 4)];
      }
      roles[static_cast<std::size_t>(starts[b] + place)] = role(beat, in);
    }
  }
  return roles;
}

namespace {

// What is summed over the places of a bar whose line stands at `shift`.
struct Sums {
  std::array<std::array<double, kPartCount>, kRoles> strength{};
  std::array<double, kRoles> attacks{}, foot{}, places{};
  double crashes = 0, crashes_down = 0, broken = 0, broken_last = 0, broken_down = 0, count = 0;
  double swung = 0, middle_triplet = 0, sextuplets = 0, fine = 0;  // attacks between the sixteenths
};

Sums sums_of(const Fold& folded, const std::vector<int>& roles, int shift) {
  Sums s;
  const int bar = static_cast<int>(roles.size());
  for (int place = 0; place < bar; ++place) {
    const std::size_t from = static_cast<std::size_t>((place + shift) % bar);
    const std::size_t r = static_cast<std::size_t>(roles[static_cast<std::size_t>(place)]);
    ++s.places[r];
    for (std::size_t p = 0; p < kPartCount; ++p) s.strength[r][p] += folded.strength[from][p];
    s.attacks[r] += folded.attacks[from];
    s.foot[r] += folded.foot[from];
    s.count += folded.attacks[from];
    s.crashes += folded.crashes[from];
    if (place == 0) s.crashes_down += folded.crashes[from];
    s.broken += folded.broken[from];
    if (place >= bar - kFine) s.broken_last += folded.broken[from];
    if (place < kFine) s.broken_down += folded.broken[from];
    const int in = place % kFine;
    if (in == 32) {
      s.swung += folded.attacks[from];
    } else if (in == 16) {
      s.middle_triplet += folded.attacks[from];
    } else if (in % 12 != 0) {
      (in % 4 == 0 ? s.sextuplets : s.fine) += folded.attacks[from];
    }
  }
  s.count = std::max(1.0, s.count);
  return s;
}

}  // namespace

Features describe(const Described& reading, const Fold& folded, const std::vector<int>& roles, int shift,
                  Recurrence& recurrence) {
  const int bar = static_cast<int>(roles.size());
  const Sums s = sums_of(folded, roles, shift);
  const double trust = folded.bars / (folded.bars + 1);
  Features f{};
  std::size_t k = 0;
  const auto add = [&](double value) { f[k++] = value; };
  for (std::size_t r = 0; r + 1 < kRoles; ++r) {
    for (std::size_t p = 0; p < 3; ++p)
      add(s.places[r] == 0 ? 0 : trust * s.strength[r][p] / (folded.bars * s.places[r]));
  }
  double sixteenths = 0, on = 0;
  for (std::size_t r = 0; r + 1 < kRoles; ++r) {
    if (r % 4 == 1 || r % 4 == 3) sixteenths += s.attacks[r];
    if (r % 4 == 0) on += s.attacks[r];
  }
  const double density = s.count / folded.quarters;
  const bool dotted = compound(reading.meter);
  const double felt = 60 / reading.quarter_s * (dotted ? 2.0 / 3 : 1);
  const double octave = std::log2(static_cast<float>(felt / 105));
  const double beat = reading.quarter * (dotted ? 1.5 : 1);
  const double length = reading.quarter * 4.0 * reading.meter.beats / reading.meter.unit;
  add(trust * s.crashes_down / (s.crashes + 2));
  add(trust * (s.crashes - s.crashes_down) / (s.crashes + 2));
  add(trust * s.attacks[kRoles - 1] / s.count);
  add(trust * sixteenths / s.count);
  add(trust * on / s.count);
  add(density);
  add(density * density / 4);
  add(octave);
  add(octave * octave);
  add(octave * density);
  add(trust * recurrence(length));
  add(trust * recurrence(length / 2));
  add(trust * (recurrence(2 * length) - recurrence(length)));
  add(trust * recurrence(beat));
  add(trust * s.broken_last / (s.broken + 1));
  add(trust * s.broken_down / (s.broken + 1));
  add((folded.first - shift) % bar == 0);
  add(roles[static_cast<std::size_t>(((folded.first - shift) % bar + bar) % bar)] % 4 == 0);
  add(reading.quarter == 1.5 || (reading.quarter > 0.6 && reading.quarter < 0.7));
  for (std::size_t m = 1; m < kMeters.size(); ++m) add(reading.meter == kMeters[m]);
  add(reading.track_cost);
  add(reading.off_grid);

  const auto per_place = [&](const auto& sum, std::size_t r) {
    return s.places[r] == 0 ? 0 : trust * sum / (folded.bars * s.places[r]);
  };
  const double foot = s.foot[4] + s.foot[12];
  double foot_elsewhere = 0;
  for (std::size_t r = 0; r < kRoles; ++r) foot_elsewhere += r == 4 || r == 12 ? 0 : s.foot[r];
  const double times = folded.times / folded.quarters, kicks = folded.kicks / folded.quarters,
               snares = folded.snares / folded.quarters;
  const double back = (per_place(s.strength[4][1], 4) + per_place(s.strength[12][1], 12)) / 2,
               middle = per_place(s.strength[8][1], 8);
  add(trust * foot / (folded.bars * std::max(1.0, s.places[4] + s.places[12])));
  add(trust * foot_elsewhere / folded.quarters);
  add(trust * s.swung / s.count);
  add(trust * s.middle_triplet / s.count);
  add(trust * s.sextuplets / s.count);
  add(trust * s.fine / s.count);
  add(times / 2);
  add(times * times / 8);
  add(octave * times / 2);
  add(kicks);
  add(octave * kicks);
  add(snares);
  add(octave * snares);
  add(octave * back);
  add(octave * middle);
  add(std::max(0.0, -octave - 0.5));
  add(std::max(0.0, octave - 0.5));
  add(octave * dotted);
  add(octave * trust * s.swung / s.count);
  add(octave * trust * sixteenths / s.count);
  add(octave * trust * s.attacks[kRoles - 1] / s.count);
  add(trust * (recurrence(4 * length) - recurrence(2 * length)));
  add(trust * (recurrence(length) - recurrence(length / 2)) * octave);
  return f;
}

}  // namespace firstchair::follow

// Who moved whom: how much of the gap a drummer closes in a beat, with an interval that holds whatever the
// drummer's own noise is.
//
// Least squares of the drummer's steps on the gap is biased, since the gap holds the drummer's own slips. But
// the band plays every beat off its clock by a known step u that nobody could foresee (looseness.h). What in
// the drummer's next step goes with u goes with it only because the drummer heard it: u is an instrument, and
//
//     alpha = - sum u(n) y(n) / sum u(n) A(n),    y(n) = D(n+1) - D(n),  A(n) = D(n) - B(n)
//
// is right without a model of the drummer. y and A pass one causal linear filter, which makes the drummer's
// own noise (timekeeper, hand, wandering tempo) nearly white and so the interval narrow; being causal it
// leaves u(n) independent of all that came before. The interval is the set of gains that the test "u and y +
// alpha A are uncorrelated" does not reject (Anderson & Rubin 1949); with few beats it may be open, and then
// nothing is told.
#pragma once

#include <span>

namespace firstchair::band {

// A PlayedBeat is a beat that both played, or that the drummer left out.
struct PlayedBeat {
  double band_ms = 0;     // where the band played it
  double drummer_ms = 0;  // where the drummer did; not looked at when not `heard`
  double loose_ms = 0;    // the band's known step u of this beat
  double band_gain = 0;   // the share of the gap that the band closed from this beat to the next
  bool heard = true;
};

struct Gain {
  double value = 0;          // share of the gap closed a beat; 0: plays on alone, 1: all of it at once
  double low = 0, high = 0;  // 95 %
  bool open = true;          // the interval has no ends: it cannot be told
  int beats = 0;             // pairs of beats that told it
};

// Returns the drummer's gain from beats in order. It is open with fewer than 16 pairs and with a band without
// looseness.
Gain drummer_gain(std::span<const PlayedBeat> beats);

// Who leads: the drummer follows when the gain's interval lies above half the band's own, leads when it lies
// below. A band that only held closes nothing, and nobody leads it: there the drummer follows when the
// interval lies above what is nothing, and nobody follows when all of it lies below a tenth of the gap a
// beat.
enum class Led : unsigned char { cannot_tell, drummer_follows, drummer_leads, nobody_follows };
Led who_led(const Gain& drummer, double band_gain);
// Says whether a band with that share of the gap closed a beat only held.
bool only_held(double band_gain);

// A Tempo is that of beats on end that the drummer played, with half of its 95 % interval.
struct Tempo {
  double bpm = 0, half_bpm = 0;  // 0: too few beats tell it
};
// Returns the tempo of the pairs of beats that were both heard; four of them tell it.
Tempo tempo_of(std::span<const PlayedBeat> beats);
// TempoEnds are the drummer's tempo at the beginning and at the end: of an eighth of the pairs of beats each,
// of eight at least. With fewer than sixteen both are not told.
struct TempoEnds {
  Tempo from, to;
};
TempoEnds tempo_ends(std::span<const PlayedBeat> beats);

// TempoParts say what a change of the tempo is made of, from the first eighth of the beats to the last (at
// least 16 beats each). `own` is the drummer's own tempo, `pulled` what hearing the band added to it; they
// sum to `change`.
struct TempoParts {
  bool told = false;  // false: too few beats, or an open gain
  Tempo from, to;
  double change_bpm = 0;
  double own_bpm = 0, own_low = 0, own_high = 0;  // 95 %
  double pulled_bpm = 0, pulled_low = 0, pulled_high = 0;
};
TempoParts tempo_parts(std::span<const PlayedBeat> beats, const Gain& gain);

}  // namespace firstchair::band

// Every number of following that was chosen and not fitted, with its unit and why; what was fitted stands in
// data/weights. Each stage's config carries the part that it needs, so a test, a bench or a teacher can try
// another value. What moves when one is halved or doubled: docs/measured/follow_constants.md, made by
// `firstchair bench follow --constants`, whose rows must name every member here or do not compile.
//
// A cost is a negative log likelihood in nats.
#pragma once

namespace firstchair::follow {

// The chart as a follower reads it (chart/score.cpp).
struct ScoreTuning {
  double doubt = 1.7;              // times the cost of a departure, for hits from sound
  double missed = 3.5;             // nats, a note left out on an e-kit
  double missed_soft = 2.0;        // nats, a ghost note left out there
  double missed_sound = 2.5;       // nats, a note not heard in sound
  double missed_sound_soft = 0.7;  // nats, a ghost note not heard in sound
  double least_sure = 0.05;        // probability; no stroke's voice is believed less
  double right_voice = 0.95;       // probability of the written voice, when the ear is sure of it
  double any_voice = 0.02;         // and of any voice, whatever the ear says
  double slip = 0.06;              // probability of another surface of the same drum
  double wrong_drum = 0.006;       // probability of another drum
  double unsure_slip = 0.2;        // more for either, of an ear that is not sure at all
  double heard_covered = 0.1;      // probability that a hat under a drum is heard as the hat
  double heard_uncovered = 0.9;    // probability of any other note
  int soft_velocity = 40;          // of 127; a written note softer than that is soft
};

// Which hypotheses are kept, and what the plainest steps cost (chart/beam.h).
struct BeamTuning {
  double margin = 30;     // nats behind the best before a hypothesis is dropped
  double stroke = 0.024;  // s, SD of a human stroke
  double extra = 3.6;     // nats, a stroke out of nowhere: 0.16 a second, one of six drums
  double before = 1.0;    // nats, a count-in click or noodling before the first note
  double restart = 14;    // nats, begin elsewhere after a gap; more without a real pause or off a bar line
  double walk = 0.008;    // relative tempo step per root quarter that it must be ready for
  double range = 1.55;    // times or parts of the expected tempo, which no path leaves
  int width = 96;         // hypotheses kept while the place is clear
  int lost = 256;         // while the best path fits badly
  int wide = 2000;        // and after a start or restart, when it is not
};

// This says what departures cost, and where they are looked for (chart/beam.cpp).
struct JumpTuning {
  double grace = -2.3;            // nats, a grace stroke: even over 60 ms, and most written ones are played
  double reach = 0.6;             // s, no stroke is farther from its note
  double grace_reach = 0.11;      // s
  double jump = 13;               // nats, leave the written order at a bar line, in time; more for far bars
  double loop = 1;                // nats, from the end to the beginning
  double gap = 0.3;               // s of silence before a restart is thinkable
  double unplaced = 1.8;          // nats, time cost of a stroke that sets the pulse instead of meeting it
  double late = 6;                // nats, begin at a later bar; more for far ones
  double click_spread = 0.05;     // s, SD of who begins with the click
  double off_click = 8;           // nats, begin beside it
  double farthest = 15;           // nats, the dearest start beside the click that is looked at
  double strain = -0.3;           // nats a stroke; followed strokes cost about -2, lost ones +1
  double strain_strokes = 12;     // over which that is averaged
  int relock = 3;                 // strokes between attempts to find the place again
  int near_bars = 8;              // bars about the place, to which a jump may go
  int start_bars = 256;           // bars at which a late start is looked for
  int wide_strokes = 16;          // strokes after a start for which the beam stays wide
  int most_candidates = 1 << 15;  // steps weighed for one stroke; the dearest go first
  int most_origins = 1 << 14;     // places they start from
};

// What the paths together say (chart/beam_path.cpp).
struct BeliefTuning {
  double negligible = 14;       // nats behind the best
  double chord = 0.03;          // s that the strokes of one chord are apart
  double still_to_come = 0.95;  // of what a missed note costs
  double same_place = 0.125;    // quarters; a place is the same within them
};

// Strokes about a chord, paired anew (chart/reassign.cpp).
struct ReassignTuning {
  double near = 0.08;         // s, an extra stroke that may belong to a chord
  double stroke = 0.024;      // s, SD of a human stroke
  double extra = 3.6;         // nats
  double masked = 0.3;        // nats; nothing is known against a note this source cannot tell apart
  double grace_first = 0.1;   // s before the main stroke
  double grace_last = 0.003;  // s before the main stroke
  int most_strokes = 12;      // at one chord; a longer roll stays as the path had it
};

// What a weak ear may claim (chart/claims.cpp).
struct ClaimsTuning {
  double told = 0.9;  // share of a drum's lone notes heard as written
  float sure = 0.9F;  // probability of the stroke's own voice
  int enough = 8;     // notes of a drum written alone, before the take can show anything
};

// The player's own pulse is smoothed with these (pulse/pulse.h).
struct PulseTuning {
  double period_walk = 0.002;     // SD of the change of log period per root beat
  double tempo_prior = 0.3;       // relative SD of the first tempo guess
  double first_spread = 0.015;    // s, before the data have spoken
  double first_limit = 0.1;       // s, beyond which a stroke counts less in the first round
  double limit = 3;               // spreads, beyond which it counts less in later rounds
  double lean_prior = 0.030;      // s, SD of a line's lean; keeps a line of one stroke from owning its error
  double most_correlation = 0.6;  // of neighbouring strokes, beyond which it is tempo
  double settled = 1e-5;          // s, change of the leans at which the loop ends
  double default_bpm = 120;       // of a chart that names none
  int rounds = 15;
};

// These serve where there is a chart: align() and the Follower.
struct ChartTuning {
  ScoreTuning score;
  BeamTuning whole{.width = 64};  // align(), which sees what comes next
  BeamTuning live{.stroke = 0.018, .extra = 3.3, .before = 2.4, .restart = 8, .wide = 600};
  double click_walk = 0.004;  // live, when the player hears a click: relative tempo step per root quarter
  double click_range = 1.1;   // and times or parts of its tempo
  JumpTuning jump;
  BeliefTuning belief;
  ReassignTuning reassign;
  ClaimsTuning claims;
  PulseTuning pulse;
};

// The tracks of free playing follow these (free/track.cpp).
struct TrackTuning {
  double spread = 0.025;        // of the committee's beat lengths, relative
  double range = 1.3;           // how far a tempo may drift before it is another
  double walk = 0.010;          // relative tempo step per root beat
  double stroke = 0.016;        // s, SD of a human stroke
  double off_grid = 4.2;        // nats
  double lost = 13;             // nats, lose the pulse and pick it up
  double lost_after_pause = 6;  // nats, the same after a pause
  double pause = 2.0;           // s
  double margin = 20;           // nats behind the best before a hypothesis is dropped
  double shortest_beat = 0.33;  // s; beats are looked for in the octave above
  int width = 24;               // hypotheses
  int committee = 6;            // beat lengths that are followed
};

// What is written down for strokes on a pulse (free/quantise.cpp).
struct QuantiseTuning {
  double collision = 8;     // nats: one voice twice at one place
  double swing_margin = 6;  // nats by which swung must be likelier than straight
  int rounds = 3;
};

// Ghosts and accents are told apart by these (free/strength_levels.cpp).
struct LevelTuning {
  double explained = 0.78;  // between-group share of the variance; two even groups of noise reach .64
  double apart = 30;        // on the velocity scale
  double ghost = 65;        // on the velocity scale; no ghost is louder
  int fewest = 8;           // strokes of a line
};

// Free playing is written down by these (free/transcribe.cpp).
struct WriteTuning {
  double attack_span = 0.045;  // s, from the first stroke of an attack to the last; a flam is one attack
  double slowest = 40;         // quarters a minute
  double fastest = 300;        // quarters a minute
  double flam = 0.055;         // s
  double flam_first = 0.003;   // s; closer is one stroke seen twice
  double spread_low = 0.008;   // s, the least spread a player is given
  double spread_high = 0.025;  // s, the most
  double off_grid = 0.06;      // s from every place of its beat: extra
  double pause = 2.5;          // s without a stroke: a new section
  double pause_beats = 6;      // and tracked beats
  float flam_soft = 0.8F;      // grace / main strength
  int fewest_hits = 8;
  int sample = 2000;       // attacks the reading is made from
  int short_section = 12;  // attacks too few to place a bar line by themselves
};

// These serve where there is no chart: transcribe().
struct FreeTuning {
  WriteTuning write;
  TrackTuning track;
  QuantiseTuning quantise;
  LevelTuning levels;
  PulseTuning pulse;
};

// The live beat of free playing follows these (free/beats.cpp).
struct BeatTuning {
  double slowest = 50;            // beats a minute tried at a start
  double fastest = 220;           // beats a minute tried at a start
  double tempo_step = 1.05;       // from one tempo tried to the next
  double told_range = 1.16;       // times or parts of the tempo told
  double told_spread = 0.06;      // relative SD of the tempo told
  double tempo_spread = 0.03;     // relative SD of one tempo tried
  double walk = 0.010;            // relative tempo step per root beat
  double stroke = 0.020;          // s, SD of a human stroke
  double off_grid = 4.5;          // nats
  double again = 2.5;             // nats, the same drum twice on one place
  double trust = 0.9;             // strokes of one bar do not come independently
  double floor = 0.004;           // nothing is struck, or left out, more rarely than that
  double slip = 18;               // nats, lose count of the beats
  double lost = 35;               // nats, lose the pulse
  double pause = 1.2;             // s
  double margin = 25;             // nats behind the best before a hypothesis is dropped
  float leak = 0.002F;            // of the weights of the kinds, a place: grooves change
  float doubt = 0.15F;            // evidence hangs together: what is said is this part of it
  float most_missed = 14;         // nats, of one stretch without a stroke
  int early = 6;                  // strokes at which every start is thinkable
  int relock = 4;                 // strokes between the later ones
  int wide = 500;                 // hypotheses in the first strokes
  int width = 100;                // hypotheses after them
  int wide_strokes = 24;          // how many the first strokes are
  int most_candidates = 1 << 14;  // steps weighed for one stroke
  int voters = 64;                // hypotheses that are asked which beat is told
};

// Which beat is told (free/beat_election.cpp).
struct ElectionTuning {
  double trust = 0.1;        // of a hypothesis' nats
  double unheld = 25;        // nats of a beat that no hypothesis holds
  double hold = 0.1;         // a beat is told until another is ten times as likely
  double same_beats = 0.1;   // beats apart at which two are the same
  double same_ratio = 0.05;  // of their periods, at which two are the same
  double held_beats = 0.12;  // beats apart at which one is the beat told so far
};

}  // namespace firstchair::follow

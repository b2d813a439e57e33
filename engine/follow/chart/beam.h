// The Beam is the follower: a beam of hypotheses that walks along the strokes.
//
// A hypothesis is a place in the chart (the last chord entered and which of its notes were answered) with its
// own pulse (kalman.h). A stroke answers a note of that chord or of a later one (the notes passed over are
// paid as missed), is a grace stroke, is extra, follows a jump at a bar line that keeps the time, or restarts
// anywhere after a gap. Drum patterns repeat, so two hypotheses are the same only when place and tempo agree;
// the cheaper one stays. Nothing looks ahead: the best hypothesis after each stroke is the live answer
// (follower.h), the path traced back at the end is the whole-take one (align.h). The work is O(strokes *
// beam).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/hit.h"
#include "engine/follow/chart/score.h"
#include "engine/follow/pulse/kalman.h"

namespace firstchair::follow {

enum class Arrival : unsigned char { on, start, jump, restart };

// A BeamStep says what one stroke was taken for.
struct BeamStep {
  int note = -1;  // answered, or graced when `grace`; -1: extra
  bool grace = false;
  Arrival arrival = Arrival::on;  // how the path came here
  int line = 0, bar = 0;          // jump: from which bar line to which bar (indices into Score::bars)
};

struct BeamConfig {
  double bpm = 0;                        // expected tempo; 0: unknown
  bool steady = false;                   // the player hears a click at bpm
  std::optional<double> first_bar = {};  // steady: s at which the click puts the chart's first bar line
  int memory = 0;  // strokes of a path that are kept, and push() never allocates; 0: all
  BeamTuning beam = {};
  JumpTuning jump = {};
  BeliefTuning belief = {};
};

// A Belief says what the hypotheses together hold of the last stroke.
struct Belief {
  BeamStep step;           // the likeliest answer
  double probability = 0;  // probability of that step
  PulseState pulse;        // of the cheapest path with that answer
  double position = 0;     // in played quarters, where pulse.time is
  double here = 0;         // probability of that place in the chart
  bool begun = false;      // false: no note was answered yet, and pulse says nothing
};

class Beam {
 public:
  // `score` must outlive the beam and have a chord.
  Beam(const Score& score, const BeamConfig& config);

  // Takes the next stroke, `seconds` not before the last one.
  void push(const Hit& hit, double seconds);
  // Returns the cheapest path so far, one step a stroke.
  std::vector<BeamStep> path() const;
  // [audio] Call this after a push.
  Belief belief() const;
  // [audio] Fills `steps` with the end of the cheapest path with the likeliest answer, the last stroke last:
  // as many steps as fit and are kept. Returns how many these are.
  std::size_t trace(std::span<BeamStep> steps) const;
  // [setup] Restores the state in which nothing had been pushed.
  void reset();

 private:
  // One step of a path, kept for tracing back: of a long take there are millions.
  struct Node {
    Node(std::int32_t parent, std::uint32_t stroke, const BeamStep& step);
    Node() = default;
    BeamStep step() const;
    std::int32_t parent = -1;
    std::int32_t note = -1;
    std::uint32_t stroke = 0;
    std::int32_t line = 0;
    std::int16_t bars_on = 0;  // from line to bar; kToFirst: to the first
    Arrival arrival = Arrival::on;
    bool grace = false;
  };
  // Nodes in blocks, so that growing neither moves them nor needs the old and the new room at once.
  class Nodes {
   public:
    Node& operator[](std::int32_t i) {
      return blocks_[static_cast<std::size_t>(i) / kBlock][static_cast<std::size_t>(i) % kBlock];
    }
    const Node& operator[](std::int32_t i) const {
      return blocks_[static_cast<std::size_t>(i) / kBlock][static_cast<std::size_t>(i) % kBlock];
    }
    std::int32_t size() const { return size_; }
    // [setup] Makes room for so many.
    void reserve(std::size_t nodes) {
      while (blocks_.size() * kBlock < nodes) blocks_.push_back(std::make_unique<Node[]>(kBlock));
    }
    // Allocates where no room is left.
    void push(const Node& node) {
      reserve(static_cast<std::size_t>(size_) + 1);
      (*this)[size_++] = node;
    }
    void shorten(std::int32_t to) { size_ = to; }

   private:
    static constexpr std::size_t kBlock = 1 << 15;
    std::vector<std::unique_ptr<Node[]>> blocks_;
    std::int32_t size_ = 0;
  };
  struct Hypothesis {
    PulseState pulse;
    double cost = 0;
    std::int32_t chord = -1;  // -1: not begun
    std::int32_t node = -1;
    std::uint16_t answered = 0;  // bit per note of the chord
    std::uint8_t graces = 0;
    std::int16_t tempo_class = 0;
  };
  struct Candidate {
    double cost;
    std::int32_t parent;  // index into beam_
    std::int32_t chord;
    std::int32_t note;
    std::int32_t from;  // index into origins_
    std::uint16_t answered;
    std::uint8_t graces;
    Arrival arrival;
    bool grace;
  };
  // An Origin says where a candidate's pulse came from: a hypothesis as it was, or one moved by a jump.
  struct Origin {
    PulseState pulse;
    double position;  // of pulse
    std::int32_t parent;
    std::int32_t chord;  // last chord behind; answered belongs to it
    std::uint16_t answered;
    std::uint8_t graces;
    double cost;
    Arrival arrival;
    std::int32_t line = 0, bar = 0;
  };

  void spawn_starts(int parent, double seconds);
  void spawn_jumps(int parent, double seconds);
  void spawn_restarts(int parent, double seconds, bool lost);
  void follow(const Origin& origin, double seconds);
  void begin_at(int chord, const PulseState& pulse, int parent, double cost, Arrival arrival);
  double away_from_click(int chord, double seconds) const;
  void select(double seconds);
  void collect();
  std::int16_t tempo_class(double period, std::int16_t near) const;
  double cost_when_full(double seconds) const;
  void add(const Candidate& candidate) {
    if (candidate.cost > dearest_) return;
    least_ = std::min(least_, candidate.cost);
    dearest_ = std::min(dearest_, least_ + margin_);
    if (candidate_count_ == candidates_.size()) make_room();
    candidates_[candidate_count_++] = candidate;
  }
  void make_room();
  std::size_t most_candidates() const { return static_cast<std::size_t>(config_.jump.most_candidates); }
  static constexpr std::size_t kRanges = 128;  // of costs, in which candidates are sorted
  // What candidates are sorted by, without the rest of them.
  struct Rank {
    double cost;
    std::int32_t chord;
    std::int32_t candidate;  // index into candidates_
  };
  struct Cheaper {  // a type, so that sorting takes it in instead of calling it
    template <class T>
    bool operator()(const T& a, const T& b) const {
      return a.cost != b.cost ? a.cost < b.cost : a.chord < b.chord;
    }
  };
  void rank(std::size_t most);
  double open_cost(const Hypothesis& h) const;
  const Hypothesis* leader(double* probability) const;
  double position_of(const Hypothesis& h) const;

  const Score& score_;
  BeamConfig config_;
  double stroke_variance_, margin_, least_time_cost_;
  double least_ = 0;    // cost of the cheapest candidate for the stroke at hand
  double dearest_ = 0;  // no candidate that costs more is kept
  HitCosts costs_;      // of the hit that push() was given
  std::vector<Hypothesis> beam_, next_;
  std::vector<Candidate> candidates_;  // so many as there is room for
  std::size_t candidate_count_ = 0;
  std::vector<Rank> ranks_, ordered_;                    // scratch of select()
  std::array<std::uint32_t, kRanges + 1> range_ends_{};  // in ordered_
  std::vector<Origin> origins_;
  Nodes nodes_;
  std::vector<std::int32_t> kept_;    // scratch of collect()
  std::vector<std::uint64_t> table_;  // stroke number << 32 | index into next_
  std::vector<PulseState> tempi_;     // the tempi a start may have
  std::vector<double> tempo_cost_;
  std::vector<float> class_from_;  // the shortest period, s, of every tempo class from the first on
  std::int16_t first_class_ = 0;
  double shortest_ = 60.0 / 400, longest_ = 60.0 / 20;  // s per quarter
  std::size_t collect_at_ = 1 << 18;
  double last_seconds_ = 0;
  std::uint64_t strokes_ = 0;
  int wide_left_ = 0;
  double strain_ = -2;  // running mean of what a stroke costs the best path; high: it is lost
};

}  // namespace firstchair::follow

// A Drill is a session that is followed while it goes on, against a click whose times are known.
//
//   auto drill = Drill::make(config);
//   while (playing) { drill->push(mono); ... drill->strokes(), drill->bars() ... }
//   Take take = drill->finish();
//
// Every stroke is laid beside a note as it is heard (engine/follow/follower.h) and measured against that
// note's place under the click; every bar is judged when its last stroke can have been heard. Whoever wants
// to know how the whole take lies under the click asks against_click().
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/alignment.h"
#include "engine/follow/chart/follower.h"
#include "engine/follow/pulse/grid.h"
#include "engine/judge/bar_judge.h"
#include "engine/judge/groove_watch.h"
#include "engine/session.h"

namespace firstchair {

struct DrillConfig {
  SessionConfig session;  // with a chart: the bars in the order in which they will be played
  // These are the frames of the sound at which the click puts every bar line of the chart, and its end: bars
  // + 1 of them, ascending. A click that is heard with the drums stands at the frame it is played at plus the
  // round trip.
  std::vector<double> bar_lines;
  std::vector<int> bar_numbers;  // what each bar is called; empty: 1, 2, 3 ...
  double offset_sd_ms = 0;       // how well the round trip is known
  // Whether it is asked if it is this chart that is played. A search for the breaking tempo does not ask:
  // there everything may fall apart.
  bool ask_chart_played = true;
};

struct DrillStroke {
  Hit hit;
  MatchKind kind = MatchKind::extra;
  std::int32_t note = -1;  // of the chart; -1: it answers none
  double error_ms = 0;     // against the click; 0 when it answers none
  // It is true when it answers a note more than half a beat away from the click: the player has jumped.
  bool elsewhere = false;
  bool revised = false;  // true: it was told otherwise before
};

class Drill {
 public:
  // [setup] Errors: those of Session::make and Follower::make; usage when the bar lines are not the chart's.
  static Result<Drill> make(DrillConfig config);

  // Takes sound or strokes, in order. Both may allocate: they are for a thread behind the queue.
  void push(std::span<const float> mono);
  void push(std::span<const Hit> hits);
  // Says that time has come to `frame`. Only strokes need it, because sound brings its own time.
  void advance(Frames frame);
  bool expect_click(const ear::ClickCanceller::Click& click) { return session_.expect_click(click); }
  // Corrects for a sound whose clock is not the click's: what comes from now on stands `behind` frames later
  // than it should at `frame`, and `slope` more with every frame after it. Strokes are told with their own
  // frames.
  void set_clock(double frame, double behind, double slope) { clock_ = {frame, behind, slope}; }

  // These return what the last push or advance told. The spans are valid until the next one.
  std::span<const ear::Onset> onsets() const { return session_.onsets(); }
  std::span<const DrillStroke> strokes() const { return strokes_; }
  std::span<const BarVerdict> bars() const { return bars_; }
  // Returns the bar for which a drill that stops where it breaks is to stop now: the first with a fault, told
  // once it is sure that the chart is being played (GrooveWatch::in_doubt). It is valid until the next push.
  const std::optional<BarVerdict>& broke() const { return broke_; }
  follow::Whereabouts where() const { return follower_.at(now_); }
  // Returns whether something else than the chart is being played (judge/groove_watch.h): then what the bars
  // say is said of nothing, and the take that ends so is one of free playing.
  bool other_groove() const { return config_.ask_chart_played && watch_.other(); }
  // Every stroke as it was told from the start on, those told again too.
  const std::vector<DrillStroke>& told() const { return told_; }

  // As Session::finish(), against the player's own pulse; without the chart where that is not what was played
  // at the end. Call once.
  Take finish();
  // That take laid against the click instead, and judged so: every stroke as it was last told, notes that
  // none answers missed (or covered, where the source cannot tell), and a stroke at another place of the
  // chart an extra one. Bars after the last one with a stroke were not reached: they are not judged, and the
  // take ends early. It has no order. Call after finish().
  Take against_click() const;

 private:
  struct Answer {  // to a note; stroke -1: none yet
    std::int64_t stroke = -1;
    MatchKind kind = MatchKind::matched;
    double error_ms = 0;
    bool timed = false;
  };
  struct Kept {  // the latest strokes, for revisions
    Hit hit;
    std::int32_t note = -1;
  };
  struct Extra {
    std::int64_t stroke = 0;
    Line line = Line::pad;
    double frame = 0;
  };

  struct Clock {
    double frame = 0, behind = 0, slope = 0;
  };

  Drill(DrillConfig config, Session session, follow::Follower follower);
  void follow(const Hit& hit);
  void answer(const follow::Followed& followed, const Hit& hit, bool revised);
  void withdraw(std::int64_t stroke);
  void close_bars();
  void find_break(const BarVerdict& bar);
  double frame_of(Ticks tick) const;
  double bars_of_click(double frame) const;   // since the first bar line
  bool covered(std::size_t note) const;       // not answered, and struck with one that is
  bool one_stroke(std::size_t stroke) const;  // with another, as follower_ numbers them
  double by_click(Frames frame) const;        // the frame of the sound, as the click's clock counts

  DrillConfig config_;
  Session session_;
  follow::Follower follower_;
  judge::BarJudge judge_;
  judge::GrooveWatch watch_;
  follow::Grid grid_;
  Clock clock_;
  std::vector<Bar> bars_of_chart_;
  FreeBars free_bars_;
  std::vector<Answer> answers_;               // by note
  std::vector<Kept> kept_;                    // a ring of Follower::kMemory + 1
  std::vector<Extra> extras_;                 // of bars that are open
  std::vector<Frames> frames_;                // of every stroke, as follower_ numbers them
  std::optional<BarVerdict> broke_, faulty_;  // to stop for; the first that may be
  Frames now_ = 0;
  Frames later_ = 0;            // from a bar's end to its verdict
  std::size_t open_ = 0;        // index of the first bar without a verdict
  std::size_t first_note_ = 0;  // of that bar
  std::vector<DrillStroke> strokes_, told_;
  std::vector<BarVerdict> bars_;
  Source finished_;  // the take's, once finish() was called
};

// Every stroke once, as it was last told, in the order in which it was first told.
std::vector<DrillStroke> last_told(const std::vector<DrillStroke>& told);

}  // namespace firstchair

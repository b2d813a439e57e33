// A drill in a browser's audio thread: click out, sound in, one block after the other, on one count of
// frames. What live/live_run does with three threads happens here in one: the browser's blocks are
// the callback, and the ear is light enough for it (docs/guide/page.md).
//
//   auto drill = PageDrill::make(chart, settings, norms);
//   while (playing) if (drill->block(in, out)) post(drill->news_json());
//   Take take = drill->finish();
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "door/page_kit.h"
#include "engine/drill.h"
#include "midi/kit/kit_gate.h"
#include "practice/bar_plan.h"
#include "practice/broken_off.h"
#include "practice/click.h"
#include "practice/click_announcer.h"

namespace firstchair::report {
class JsonWriter;
}

namespace firstchair::door {

struct PageDrillSettings {
  practice::DrillRange range;
  practice::ClickPlan click;  // its meter is the chart's
  double level_db = -12;
  ear::VoicesMode voices = ear::VoicesMode::kit;
  SourceKind kind = SourceKind::audio;
  // This counts frames from a click played to the same click heard; of an e-kit to a tap on it
  // (practice/taps.h), and then it may be negative.
  double round_trip = 0;
  double round_trip_sd_ms = 10;  // the value for one that nobody has measured
  bool click_heard = true;       // for sound only: the microphone may hear the click
  PageKit kit;                   // MIDI only: what reads the notes
  bool stop = false;             // stop at the bar that breaks
  // Nobody has measured the round trip: colours, and leans of lines, are told against the player's own lean
  // over the latest strokes, and until there are a few of those not at all.
  bool relative = false;
  std::string name;              // the take's
  bool ask_chart_played = true;  // DrillConfig says what of; a search for the limit does not ask
};

// The keys are rate bpm from to times count_in subdivision offbeat gap_on gap_off mute seed ramp_bars
// ramp_step ramp_limit ramp_back start level_db pad midi round_trip round_trip_sd_ms click_heard stop
// relative sound accents name, and those of page_kit. A bpm of 0 means the chart's, or 100; times of 0 mean
// as many as practice::drill_range says.
Result<PageDrillSettings> parse_drill_settings(std::string_view text, const Chart& chart);

// Returns the notation of every bar that such a drill will play, in the order in which they come
// (report::chart_notation): a note's index is the one that the drill's news name. A drill of more than
// kMostDrawnNotes notes has none. Errors: those of plan_drill; unsupported.
inline constexpr std::size_t kMostDrawnNotes = 4000;
Result<std::string> drill_notation(const Chart& chart, const PageDrillSettings& settings, double width);

// Returns whether something else than the chart was played at the end of such a drill: what its page said of
// these strokes (in order of frame).
bool played_other_groove(const PageDrillSettings& settings, const practice::DrillPlan& plan,
                         const judge::Norms& norms, std::span<const Hit> hits);

// Returns what a session is told of such a drill. `plan` is that of the chart, the range and the click.
SessionConfig drill_session(const PageDrillSettings& settings, const practice::DrillPlan& plan,
                            const judge::Norms& norms);

class PageDrill {
 public:
  // [setup] Errors: those of plan_drill, Click::make and Drill::make.
  static Result<PageDrill> make(const Chart& chart, const PageDrillSettings& settings,
                                const judge::Norms& norms);

  // Does one block: adds the clicks to `out` and hears `in` (an e-kit's drill ignores it), both of one
  // length. Returns true when there is news. It grows buffers as a take does, and never waits.
  bool block(std::span<const float> in, std::span<float> out);
  // Takes a stroke of an e-kit, at a frame of this drill's count. What its kit's gate leaves out is left out.
  void note(Frames frame, std::uint8_t number, std::uint8_t velocity);

  // The JSON is {"rate", "bpm", "beats", "unit", "title", "text" (before the first bar), "start" (frame of
  // the first click), "first_note" and "notes" (of the chart, in one pass), "bar_lines" (frames of the
  // click), "bar_first" (index of each bar's first note), "bar_numbers"}.
  std::string plan_json() const;
  // Returns what was told since the last call; docs/guide/page.md describes the JSON.
  std::string news_json();
  bool over() const { return over_; }

  const practice::DrillPlan& plan() const { return plan_; }
  // Every stroke as it was told from the start on, those told again too.
  const std::vector<DrillStroke>& told() const { return drill_.told(); }
  // Returns the bars that ended since the last news_json().
  const std::vector<BarVerdict>& bars() const { return bars_; }

  // Returns whether something else than the chart is being played: Drill::other_groove.
  bool other_groove() const { return drill_.other_groove(); }

  // Returns the take, told in bars of the chart (practice::tell_in_chart). Call once.
  Take finish();
  // Call after finish(): how much was played, and for a drill that was broken off a line that says so; else
  // it is empty.
  practice::PlayedBars played_bars() const;
  std::string broken_off_text() const;
  // That take against the click; Drill::against_click.
  Take against_click() const { return drill_.against_click(); }

 private:
  PageDrill(practice::DrillPlan plan, PageDrillSettings settings, Drill drill, practice::Click click,
            const practice::ClickTrain& train);
  void announce_clicks();
  void collect();
  void find_own_lean();
  void write_bars(report::JsonWriter& json) const;

  practice::DrillPlan plan_;
  PageDrillSettings settings_;
  Drill drill_;
  practice::Click click_;
  practice::ClickAnnouncer announcer_;
  std::size_t news_from_ = 0;  // of told()
  std::vector<BarVerdict> bars_;
  std::optional<BarVerdict> broke_;  // to be told: a drill that stops where it breaks stops for it
  midi::KitGate gate_;
  Frames now_ = 0;
  std::size_t bars_told_ = 0;
  std::size_t first_note_ = 0, notes_ = 0;  // of the chart, in one pass
  bool news_ = false, over_ = false, other_told_ = false;
  std::optional<double> own_lean_;  // of a drill whose errors are told against it
};

}  // namespace firstchair::door

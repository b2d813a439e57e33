// A Session joins ear, follow, judge and teacher; no other file does.
//
//   auto session = Session::make(config);
//   while (more) session->push(mono);       // or push(hits) from an e-kit
//   Take take = session->finish();
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/core/take.h"
#include "engine/ear/ear.h"
#include "engine/ear/file_ear.h"
#include "engine/ear/kit_sound.h"
#include "engine/ear/other_music.h"
#include "engine/judge/norms.h"

namespace firstchair {

struct SessionConfig {
  Source source;  // name, kind, rate, channels; length, detail and polyphony are filled by the session
  ear::VoicesMode voices = ear::VoicesMode::kit;
  ear::WhichEar which_ear = ear::WhichEar::live;
  // These are other weights than the live ear's own; the file ear needs some (ear/file_weights.h).
  std::optional<ear::EarWeights> weights = {};
  // How the kit sounds, where its drums were struck one by one.
  std::optional<ear::KitSound> kit_sound = {};
  std::optional<Chart> chart;  // what should be played; none: judge against the player's own pulse
  double bpm = 0;              // tempo asked for; 0: none, and the chart's says where to begin to look
  // Whether the tempo that the chart names is nobody's: a built-in chart names one only so that a drill has
  // one (charts::has_builtin_tempo).
  bool builtin_tempo = false;
  // Whether it is asked if the chart was played at all (judge/chart_played.h): of what somebody hands in, and
  // not of a take that was played along with its chart.
  bool ask_chart_played = false;
  // Whether strokes that an e-kit made itself are looked for and left out (judge/kit_strokes.h): not again of
  // a take's own strokes, whose kept matches count through all of them.
  bool find_kit_strokes = true;
  std::optional<MeterChange> meter;  // without a chart: the meter the player names
  judge::Norms norms;
};

class Session {
 public:
  // [setup] Errors: usage or unsupported (the rate is no number above 0, or outside the ear's range, or the
  // file ear has no weights, or the kit's sound was made for another ear), malformed (the chart breaks its
  // laws, or the weights are another ear's).
  static Result<Session> make(SessionConfig config);

  // Sound of the take, mono, in order. Keeps the hits, so it may grow a buffer: for a thread behind the
  // queue. Sound has no place in a session of MIDI: asserted, and ignored.
  void push(std::span<const float> mono);
  // Sound only: a click will be heard (Ear::expect_click); practice/click_announcer.h knows of which and
  // when.
  bool expect_click(const ear::ClickCanceller::Click& click);
  // Takes strokes of an e-kit, in order of frame at source.rate.
  void push(std::span<const Hit> hits);
  // These return what the last push told. The spans are valid until the next. The file ear tells no onsets,
  // and its hits seconds later.
  std::span<const Hit> heard() const { return std::span(hits_).subspan(heard_from_); }
  std::span<const ear::Onset> onsets() const { return onsets_; }
  const Source& source() const { return config_.source; }
  // Something else than the chart is played: from now on the session is one of free playing, against the
  // player's own pulse.
  void leave_chart();
  // Ends the take: it aligns, judges and orders. It may be called once.
  Take finish();

 private:
  explicit Session(SessionConfig config) : config_(std::move(config)) {}
  std::optional<Error> know_kit();
  void keep_without_kit();
  void settle();

  SessionConfig config_;
  std::optional<ear::Ear> ear_;  // of sound there is one of the two
  std::optional<ear::FileEar> file_ear_;
  std::optional<ear::OtherMusic> music_;  // beside the file ear
  std::vector<Hit> hits_;
  std::vector<Hit> hits_without_kit_;  // with a kit's sound: those that it would have without
  std::vector<ear::Onset> onsets_;
  std::size_t heard_from_ = 0;
  Frames length_ = 0;
};

// Returns what finish() makes of strokes that are already there, as from the book: aligned, judged and
// ordered again. config.source is whole, as a Take has it, and config.chart, where there is one, passes
// check_chart. Law: for a session's own strokes, with its config and its take's source, the result is that
// session's take.
Take judge_strokes(const SessionConfig& config, std::vector<Hit> hits);

}  // namespace firstchair

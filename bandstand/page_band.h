// A band in a browser's audio thread: strokes or sound in, the band's notes out, one block after the other,
// on one count of frames. It is practice/band's own BandRun; what sounds is the page's.
//
//   auto band = PageBand::make(song, settings);
//   while (!band->done()) { band->block(in); sound(band->notes()); }
//   const auto take = band->take(judge::default_norms());
//   show(band->told_json(take));
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bandstand/page_song.h"
#include "bandstand/settings_of_band.h"
#include "engine/band/played.h"
#include "engine/core/take.h"
#include "engine/ear/ear.h"
#include "engine/judge/norms.h"
#include "midi/kit/kit_gate.h"
#include "practice/band/arrange.h"
#include "practice/band/band_run.h"
#include "practice/band/midi_clock.h"

namespace firstchair::bandstand {

class PageBand {
 public:
  // [setup] Errors: those of style_by_name, play_form, arrange, BandRun::make and Ear::make.
  static Result<PageBand> make(const OpenSong& song, const BandSettings& settings);

  // Hears a block (an e-kit's band ignores what is in it) and says in notes() what begins or ends in it. What
  // sounds when the song is over ends there.
  void block(std::span<const float> in);
  std::span<const band::Sounded> notes() const { return notes_; }
  // Returns what of the band's MIDI clock lies in that block, where settings ask for it.
  std::span<const practice::ClockMessage> clock() const { return clock_; }
  // Takes a note of an e-kit at a frame of this band's count: one that is over, or one to come.
  void note(Frames frame, std::uint8_t number, std::uint8_t velocity);
  // A cue ends a solo at the next bar line; asked for, one begins there.
  void cue() { run_.cue(); }
  void ask_solo() { run_.ask_solo(); }
  // Says whether the last note has rung out.
  bool done() const { return over_at_ >= 0 && now_ - over_at_ > ring_; }

  // Returns [BandPlan]: who plays, from which frame on, by which dial, and the form as it will be played.
  std::string plan_json() const;
  // Returns [BandNews]: where the band is at the end of the last block.
  std::string news_json() const;
  // Returns what was played as a take, its leans judged against the band's clock; nothing where no stroke was
  // heard.
  std::optional<Take> take(const judge::Norms& norms) const;
  // Returns [BandTold]: what is said of it afterwards, the picture and moves.csv. `take` is take()'s.
  std::string told_json(const std::optional<Take>& take) const;

 private:
  PageBand(practice::BandRun run, BandSettings settings, practice::Arranged arranged);
  band::BandPlayed played() const;
  void sound(const band::Sounded& note);
  void hear(std::span<const float> in);
  void strike_until(Frames until);

  practice::BandRun run_;
  BandSettings settings_;
  std::optional<ear::Ear> ear_;
  midi::KitGate gate_;
  band::Song song_;  // as often as it is played
  practice::Arranged band_;
  std::string dial_text_;
  double looseness_ms_ = 0;
  bool charted_ = false;  // it follows by the song's own drums
  Frames start_ = 0, now_ = 0, over_at_ = -1, ring_ = 0;
  double power_ = 0;       // of the sound, lately
  std::vector<Hit> hits_;  // of the drummer, as they were heard
  struct Note {
    Frames frame = 0;
    std::uint8_t number = 0, velocity = 0;
  };
  std::vector<Note> to_come_;
  std::vector<band::Sounded> notes_;
  practice::MidiClock midi_clock_;
  std::vector<practice::ClockMessage> clock_;
  std::vector<std::pair<std::uint8_t, std::uint8_t>> sounding_;  // part and pitch
};

}  // namespace firstchair::bandstand

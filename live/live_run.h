// A LiveRun is one run of a drill through live sound. It has three threads, and the callback shares nothing
// with the others but queues.
//
//   the system's callback  plays the click and puts sound and MIDI into the writer and the queues. It never
//                          waits, except in JACK's freewheel, where time waits for it
//   the listener           takes the queue into a Drill (ear, follower, bar judge) or a FreePlay (ear, beat
//                          tracker) and tells the news
//   the caller             takes the news and ends the run
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "engine/core/spsc_queue.h"
#include "engine/drill.h"
#include "engine/free_play.h"
#include "io/live/clock_drift.h"
#include "io/live/live_audio.h"
#include "live/band_sound.h"
#include "live/click_finder.h"
#include "live/take_writer.h"
#include "midi/kit/kit_gate.h"
#include "practice/bar_plan.h"
#include "practice/click.h"
#include "practice/click_announcer.h"

namespace firstchair::live {

struct LiveRunConfig {
  practice::DrillPlan plan;
  // There is no chart when `free`: only the plan's click and the end of its count-in are looked at.
  bool free = false;
  bool clicks = true;  // false: no click sounds
  // source.kind says whether sound or MIDI is listened to. Rate and chart are filled in.
  SessionConfig session;
  std::string folder;     // the take's
  double level_db = -12;  // peak of an accent of the click
  double round_trip = 0;  // frames from a click played to the same click heard
  double round_trip_sd_ms = 0;
  bool click_heard = true;                   // sound only: the click may be heard by the microphone
  midi::KitProfile kit = midi::usual_kit();  // MIDI only: what reads the notes
  // With a chart: the take is wanted against the click, too, as a search for the breaking tempo wants it. It
  // is then not asked if the chart is what is played.
  bool against_click = false;
  // It plays along with what is heard; null: nobody does. It must outlive the run.
  BandSound* band = nullptr;
  int cue_note = -1;  // MIDI: this note is no stroke but a cue for the band; a sustain pedal always is
};

// LiveNews says what happened since the last look.
struct LiveNews {
  std::vector<DrillStroke> strokes;
  std::vector<BarVerdict> bars;
  follow::Whereabouts where = {};
  follow::Beat beat = {};     // for free playing
  std::size_t heard = 0;      // strokes since the run began, whatever they answer
  Frames now = 0;             // frames since the run began, as played
  bool over = false;          // the last bar is judged; free playing: never
  bool other_groove = false;  // something else than the chart is being played (Drill::other_groove)
  std::optional<BarVerdict> broke = {};  // Drill::broke
};

struct LiveResult {
  Take take;
  std::optional<Take> against_click;  // where it was wanted
  WrittenTake written;
  std::vector<DrillStroke> strokes;  // all of them; in free playing none
  bool other_groove = false;         // the take is one of free playing, though it was begun with a chart
  Frames unheard = 0;                // frames of sound the listener was too slow for; silence to it
  double worst_share = 0;            // longest callback over its block's length
  io::Drift drift;                   // of the microphone's clock against the click's, when clicks are heard
  // There is one a prompt, for sound only: from the attack at the input until the prompt was told.
  std::vector<double> reactions_ms;
};

// A LiveSlot is the callback's side. LiveAudio lives longer than a run, so runs are hung into its callback.
class LiveRun;
class LiveSlot {
 public:
  void operator()(const io::LiveBlock& block);  // [audio]
  void hang(LiveRun* run) { run_.store(run, std::memory_order_release); }
  // After it the callback does not touch the run any more. It waits for a lost device no longer than 1 s.
  void take_off();

 private:
  std::atomic<LiveRun*> run_{nullptr};
  std::atomic<std::uint64_t> turns_{0};
};

class LiveRun {
 public:
  // [setup] Makes the take's folder and starts the listener. Errors: those of Drill::make or FreePlay::make,
  // Click::make and TakeWriter::start.
  static Result<std::unique_ptr<LiveRun>> start(LiveRunConfig config);
  ~LiveRun();

  void block(const io::LiveBlock& block);  // [audio]
  LiveNews news();
  std::optional<Error> trouble() const { return writer_.failure(); }
  // [setup] Call it after LiveSlot::take_off(), once. It hears what is still in the queue and closes the
  // take.
  LiveResult finish();

 private:
  struct Note {
    Frames frame = 0;
    std::uint8_t number = 0, velocity = 0;
    float sigma_ms = 0;
  };

  using Playing = std::variant<Drill, FreePlay>;

  static Result<Playing> playing_of(const LiveRunConfig& config);
  LiveRun(LiveRunConfig config, Playing playing, practice::Click click, practice::ClickTrain train,
          TakeWriter writer);
  void wait_for_room(Frames frame, std::size_t frames, std::size_t notes);
  void listen();
  bool listen_once();
  bool listen_to_notes();
  bool listen_to_sound();
  void announce_clicks();
  void find_clicks(std::span<const float> sound);
  void collect();

  LiveRunConfig config_;
  Playing playing_;
  practice::Click click_;
  practice::ClickAnnouncer announcer_;
  TakeWriter writer_;
  SpscQueue<float> sound_;
  SpscQueue<Note> notes_;

  // Only the callback touches these.
  Frames origin_ = -1;
  Frames sound_end_ = 0;  // frames that went into the queue, silence for those that could not
  Frames unheard_ = 0;
  double worst_share_ = 0;
  std::atomic<Frames> now_{0};
  std::atomic<double> now_at_{0};  // steady seconds when now_ was reached

  // Only the listener touches these.
  Frames heard_ = 0;
  midi::KitGate gate_;
  ClickFinder finder_;
  io::ClockDrift clock_;
  std::vector<ClickFinder::Click> awaited_;  // announced, not looked for yet
  double power_ = 0;                         // of the sound, lately
  double found_at_ = 0;                      // frame of the latest that was found
  bool parted_ = false;                      // the clocks are known to part
  std::vector<float> block_;
  std::vector<double> reactions_ms_;
  std::size_t bars_told_ = 0, strokes_ = 0;

  std::mutex news_mutex_;  // between listener and caller only
  LiveNews news_;
  std::atomic<bool> stop_{false};
  std::thread listener_;
};

}  // namespace firstchair::live

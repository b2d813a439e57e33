// ChairsPlaying takes the attempts that a page plays: it opens one on record before its count-in, stamps the
// bars that the page commits to while it is played, and hears the recording itself when it is handed in. The
// page's own strokes are never asked for.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "apps/chairs/committed.h"
#include "apps/chairs/going_audition.h"
#include "engine/judge/norms.h"

namespace firstchair::server {

// What a page says of its sound before it opens an attempt.
struct PageSound {
  double rate = 48000, round_trip = 0, round_trip_sd_ms = 10;
  bool pad = false, click_heard = true;
  std::string kit, notes, device;  // of an e-kit: door/page_kit.h
};

struct OpenedAttempt {
  std::size_t number = 0;  // of the audition's attempts, from 1; 0: practice, nothing is on record
  audition::Attempt attempt;
  std::string settings;  // of the page's drill
  std::string told;      // what is to be played, a sentence
};

class ChairsPlaying {
 public:
  ChairsPlaying(std::string book, judge::Norms norms);

  // Opens an attempt on record; `wanted` gives player, excerpt and challenge. With `practice` nothing is on
  // record. Errors: usage (a rule refuses), those of the drill.
  Result<OpenedAttempt> open(store::Auditions& auditions, std::int64_t id, audition::Attempt wanted,
                             const PageSound& sound, bool practice);
  // Returns who plays an attempt that this server opened; empty: nobody any more, or another server's.
  std::string player(std::int64_t id, std::size_t attempt);
  // Stamps a bar's commitment; returns whether it counts as late by now. Errors: usage (another bar comes
  // next, or this server did not open the attempt).
  Result<bool> commit(std::int64_t id, std::size_t attempt, int bar, std::int64_t bytes,
                      const std::string& hash);
  // Hears the recording in the file `input` and puts it on record; returns what to say. Errors: usage (a rule
  // refuses), malformed (it is not what was committed, or no recording), unwritable.
  Result<std::vector<std::string>> hand_in(store::Auditions& auditions, std::int64_t id, std::size_t attempt,
                                           const std::string& input);
  // Puts on record that the player left at a bar. Returns what to say. Errors: usage.
  Result<std::vector<std::string>> leave(store::Auditions& auditions, std::int64_t id, std::size_t attempt,
                                         int bar);
  // Returns the file of what was handed in; empty: there is none.
  std::string kept_file(std::int64_t id, std::size_t attempt, bool midi) const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Going {
    Clock::time_point opened;
    std::string player, settings;
    double bar_ms = 0, count_in_ms = 0;
    std::vector<audition::CommittedBar> bars;
  };
  // Puts on record that an attempt ended without a take, and returns what to say.
  Result<std::vector<std::string>> end(store::Auditions& auditions, std::int64_t id, std::size_t number,
                                       const audition::Attempt& attempt, audition::Void why, int bar,
                                       const std::string& cause);
  // Puts on record what came of a challenge whose round has ended, and returns what to say.
  Result<std::vector<std::string>> settle(store::Auditions& auditions, std::int64_t id,
                                          const audition::Attempt& attempt, std::vector<std::string> told);
  void forget(std::int64_t id, std::size_t attempt);

  const std::string book_;
  const judge::Norms norms_;
  const std::int64_t started_s_;  // attempts that a page opened before are the machine's to give back
  std::mutex mutex_;
  std::map<std::pair<std::int64_t, std::size_t>, Going> going_;
};

}  // namespace firstchair::server

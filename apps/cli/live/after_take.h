// AfterTake says what a drill says after a take: what went wrong with it, the player's own guess, the
// numbers.
#pragma once

#include "apps/cli/drill/drill_command.h"
#include "apps/cli/live/setup.h"
#include "apps/cli/live/terminal.h"
#include "live/live_run.h"

namespace firstchair::cli {

class AfterTake {
 public:
  // `options` and `terminal` must outlive it. `takes_before` counts the takes of the same bars in this
  // session, told or not.
  AfterTake(const DrillOptions& options, Terminal& terminal, int takes_before)
      : options_(options), terminal_(terminal), takes_(takes_before) {}

  // Writes take.json and take.html beside the sound. `numbers` is false for a take that broke off and comes
  // again; such a take does not count. `ear` names the weights that heard its sound. Errors: unwritable.
  Result<Done> tell(const live::LiveResult& result, const practice::DrillPlan& plan, const RoundTrip& trip,
                    bool numbers, const std::string& ear);

 private:
  // Numbers fade as the spread falls: a player who always gets them plays worse without.
  bool numbers_now(const Take& take);
  // Asks what the player heard before it is shown.
  void ask(const Verdict& verdict);
  void tell_practice(const std::vector<DrillStroke>& told, const practice::DrillPlan& plan,
                     const RoundTrip& trip);

  const DrillOptions& options_;
  Terminal& terminal_;
  int takes_;
};

}  // namespace firstchair::cli

// A drill's sound is heard again here when the drill is over, by the ear that knows what comes after a
// stroke: in the page, what hearing/hear_again.h does where there are files.
//
//   auto again = PageAgain::make(chart, settings, norms);
//   while (more) again->push(sound);
//   Take take = again->finish();
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "door/page_drill.h"
#include "engine/session.h"
#include "practice/click_announcer.h"

namespace firstchair::door {

// Reads strokes that a page was told: lines "frame voice", the voice as take.json calls it. Of each nothing
// else is known. What is no such line is left out.
std::vector<Hit> hits_told(std::string_view lines);

class PageAgain {
 public:
  // [setup] `chart` and `settings` are those of the drill, which listened to sound. Errors: those of
  // plan_drill, ClickTrain::make and Session::make; usage of an e-kit's drill.
  static Result<PageAgain> make(const Chart& chart, const PageDrillSettings& settings,
                                const judge::Norms& norms);
  // [setup] Hears with a kit's sound. Call it before push(). Errors: those of Session::make.
  Result<Done> know(const ear::KitSound& kit);

  // Takes the next frames of the sound, mono; the first is frame 0 of the drill's own count.
  void push(std::span<const float> sound);
  // Returns the take, its order in bars of the chart. It is one of free playing where these strokes are
  // another groove than the chart's (played_other_groove). Call once.
  Take finish();

  const practice::DrillPlan& plan() const { return plan_; }
  // Returns the name of the weights that hear.
  const std::string& ear() const { return ear_; }

 private:
  PageAgain(practice::DrillPlan plan, PageDrillSettings settings, SessionConfig config, Session session,
            const practice::ClickTrain& train);

  practice::DrillPlan plan_;
  PageDrillSettings settings_;
  SessionConfig config_;
  Session session_;
  practice::ClickAnnouncer announcer_;
  std::string ear_;
  Frames heard_ = 0;
};

}  // namespace firstchair::door

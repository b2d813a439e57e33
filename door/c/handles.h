// What stands behind the handles of the C API (include/firstchair/firstchair.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "door/c/inside.h"
#include "door/page_drill.h"
#include "engine/free_play.h"
#include "midi/kit/kit_gate.h"

struct firstchair_chart {
  explicit firstchair_chart(firstchair::Chart of) : chart(std::move(of)) {}
  const firstchair::Chart chart;
};

struct firstchair_session : firstchair::door::OneThread {
  std::optional<firstchair::Session> session;  // one of the two, until it is finished
  std::optional<firstchair::FreePlay> free;
  std::optional<firstchair::midi::KitGate> gate;  // of an e-kit
  bool pad = false;
  std::string ear;  // that hears it
  firstchair::Frames last_note = 0;
  std::vector<firstchair::Hit> heard;  // since the last poll
  std::optional<firstchair::Take> take;
  bool lost = false;  // finishing began and did not end
  std::string json;
};

struct firstchair_drill : firstchair::door::OneThread {
  explicit firstchair_drill(firstchair::door::PageDrill of) : drill(std::move(of)) {}
  firstchair::door::PageDrill drill;
  std::size_t strokes_told = 0, bars_told = 0;
  std::vector<float> silence, unheard;  // where a caller gives no sound or wants no click
  std::string plan, json;
  bool finished = false;  // or finishing began and did not end: then there is no take
};

namespace firstchair::door {

// Returns the stroke as C has it, laid beside nothing yet.
firstchair_stroke stroke_of(const Hit& hit);

}  // namespace firstchair::door

// Drills of the C API.
#include <algorithm>
#include <limits>
#include <memory>

#include "door/c/handles.h"
#include "door/nearest_told.h"
#include "engine/ear/ear.h"
#include "engine/judge/norms.h"
#include "report/report.h"

using namespace firstchair;
using door::caught;
using door::inside;
using door::refuse;

namespace {

firstchair_stroke as_c(const DrillStroke& told) {
  firstchair_stroke stroke = door::stroke_of(told.hit);
  stroke.kind = static_cast<std::int32_t>(told.kind);
  stroke.note = told.note;
  if (told.note >= 0) stroke.error_ms = told.error_ms;
  stroke.revised = told.revised ? 1 : 0;
  stroke.elsewhere = told.elsewhere ? 1 : 0;
  return stroke;
}

firstchair_bar as_c(const BarVerdict& verdict) {
  firstchair_bar bar{};
  bar.bar = verdict.bar;
  bar.fault = static_cast<std::int32_t>(verdict.fault);
  bar.fault_line = verdict.fault == BarFault::lean ? static_cast<std::int32_t>(verdict.fault_line) : -1;
  bar.played = verdict.played ? 1 : 0;
  bar.notes = verdict.hits.notes;
  bar.missed = verdict.hits.missed;
  bar.wrong = verdict.hits.wrong;
  bar.covered = verdict.hits.covered;
  bar.extra = verdict.hits.extra;
  const double none = std::numeric_limits<double>::quiet_NaN();
  for (const BarLine& line : verdict.lines) {
    if (bar.line_count == FIRSTCHAIR_LINES) break;
    firstchair_bar_line& told = bar.lines[bar.line_count++];
    told.lean_ms = line.measured ? line.lean_ms : none;
    told.lean_low_ms = line.measured ? line.lean_low : none;
    told.lean_high_ms = line.measured ? line.lean_high : none;
    told.line = static_cast<std::int32_t>(line.line);
    told.timed = line.timed;
    told.notes = line.hits.notes;
    told.missed = line.hits.missed;
    told.wrong = line.hits.wrong;
    told.covered = line.hits.covered;
    told.extra = line.hits.extra;
  }
  return bar;
}

// Copies what is new of `all`, at most `room`, and returns how many.
template <class Told, class All>
std::size_t copy_new(const All& all, std::size_t& told, Told* out, std::size_t room) {
  std::size_t count = 0;
  while (count < room && told < all.size()) out[count++] = as_c(all[told++]);
  return count;
}

firstchair_status over() {
  return refuse(FIRSTCHAIR_USAGE, "the drill is finished; open another one");
}

}  // namespace

extern "C" {

firstchair_status firstchair_drill_new(const firstchair_chart* chart, const char* settings,
                                       firstchair_drill** drill) {
  if (drill == nullptr) return refuse(FIRSTCHAIR_USAGE, "there is no place for the drill");
  *drill = nullptr;
  if (chart == nullptr) return refuse(FIRSTCHAIR_USAGE, "a drill needs a chart");
  return caught([&]() -> firstchair_status {
    const Result<door::PageDrillSettings> wishes =
        door::parse_drill_settings(settings != nullptr ? settings : "", chart->chart);
    if (!wishes) return refuse(wishes.error());
    Result<door::PageDrill> made = door::PageDrill::make(chart->chart, *wishes, judge::default_norms());
    if (!made) return refuse(made.error());
    *drill = std::make_unique<firstchair_drill>(std::move(*made)).release();
    return FIRSTCHAIR_OK;
  });
}

firstchair_status firstchair_drill_block(firstchair_drill* drill, const float* in, float* out,
                                         size_t frames) {
  return inside(drill, [&]() -> firstchair_status {
    if (drill->finished) return over();
    constexpr std::size_t kMost = 4096;
    drill->silence.resize(kMost);
    for (std::size_t at = 0; at < frames; at += kMost) {
      const std::size_t size = std::min(kMost, frames - at);
      drill->unheard.assign(size, 0.0F);
      drill->drill.block({in != nullptr ? in + at : drill->silence.data(), size},
                         {out != nullptr ? out + at : drill->unheard.data(), size});
    }
    return FIRSTCHAIR_OK;
  });
}

firstchair_status firstchair_drill_stroke(firstchair_drill* drill, int64_t frame, int number, int velocity) {
  return inside(drill, [&]() -> firstchair_status {
    if (drill->finished) return over();
    if (number < 0 || number > 127 || velocity < 0 || velocity > 127)
      return refuse(FIRSTCHAIR_USAGE, "numbers and velocities are 0 to 127");
    constexpr std::int64_t kMost = std::int64_t{1} << 40;
    if (frame < 0 || frame > kMost) return refuse(FIRSTCHAIR_USAGE, "the frame is not one of this drill");
    drill->drill.note(frame, static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(velocity));
    return FIRSTCHAIR_OK;
  });
}

size_t firstchair_drill_poll(firstchair_drill* drill, firstchair_stroke* strokes, size_t room) {
  size_t told = 0;
  inside(drill, [&]() -> firstchair_status {
    if (strokes == nullptr && room > 0) return refuse(FIRSTCHAIR_USAGE, "there is no place for strokes");
    told = copy_new(drill->drill.told(), drill->strokes_told, strokes, room);
    return FIRSTCHAIR_OK;
  });
  return told;
}

size_t firstchair_drill_bars(firstchair_drill* drill, firstchair_bar* bars, size_t room) {
  size_t told = 0;
  inside(drill, [&]() -> firstchair_status {
    if (bars == nullptr && room > 0) return refuse(FIRSTCHAIR_USAGE, "there is no place for bars");
    told = copy_new(drill->drill.bars(), drill->bars_told, bars, room);
    return FIRSTCHAIR_OK;
  });
  return told;
}

int firstchair_drill_over(firstchair_drill* drill) {
  int over = 0;
  inside(drill, [&]() -> firstchair_status {
    over = drill->drill.over() ? 1 : 0;
    return FIRSTCHAIR_OK;
  });
  return over;
}

firstchair_status firstchair_drill_plan(firstchair_drill* drill, const char** plan) {
  return inside(drill, [&]() -> firstchair_status {
    if (plan == nullptr) return refuse(FIRSTCHAIR_USAGE, "there is no place for the plan");
    if (drill->plan.empty()) drill->plan = drill->drill.plan_json();
    *plan = drill->plan.c_str();
    return FIRSTCHAIR_OK;
  });
}

firstchair_status firstchair_drill_finish(firstchair_drill* drill, const char** take) {
  return inside(drill, [&]() -> firstchair_status {
    if (take == nullptr) return refuse(FIRSTCHAIR_USAGE, "there is no place for the take");
    if (drill->finished && drill->json.empty())
      return refuse(FIRSTCHAIR_USAGE, "the take was lost when there was no memory for it");
    if (!drill->finished) {
      drill->finished = true;
      Take made = drill->drill.finish();
      door::tell_nearest_chart(made);
      drill->json = report::take_json(made, ear::ear_weights_name());
    }
    *take = drill->json.c_str();
    return FIRSTCHAIR_OK;
  });
}

void firstchair_drill_free(firstchair_drill* drill) {
  delete drill;
}

}  // extern "C"

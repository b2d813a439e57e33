#include "apps/server/api/sent_band.h"

#include <nlohmann/json.hpp>

#include "apps/server/api/sent_fields.h"
#include "engine/core/units.h"

namespace firstchair::server {
namespace {

constexpr double kMost_ms = 6 * 3600e3, kMostDelay_ms = 1000;
constexpr std::size_t kMostBeats = 6 * 60 * 400 + 10'000;  // 6 hours at 400, and solos that went round
constexpr std::int64_t kLastQuarter = 10'000'000;

}  // namespace

Result<PlayedWith> read_sent_band(const nlohmann::json* object, double rate) {
  if (object == nullptr || !object->is_object()) return not_a_take("no band");
  Fields in(*object);
  PlayedWith band;
  band.follow = in.real("follow", 0, 100);
  band.home_bpm = in.real("home_bpm", 0, 400);
  band.delay_sd_ms = in.has("delay_sd_ms") ? in.real("delay_sd_ms", 0, kMostDelay_ms) : -1;
  const nlohmann::json* beats = in.find("beats");
  if (beats == nullptr || !beats->is_array()) in.fail("beats");
  if (!in.broken().empty()) return not_a_take("band: no such " + in.broken());
  if (beats->size() > kMostBeats)
    return Error{ErrorCode::too_large, "take", "over 6 hours long", "Play shorter takes"};
  double last = -kMost_ms * rate;
  for (const nlohmann::json& row : *beats) {
    Fields one(row);
    ClockBeat& beat = band.beats.emplace_back();
    beat.quarter = one.whole("quarter", 0, kLastQuarter);
    beat.frame = ms_to_frames(one.real("time_ms", -kMost_ms, kMost_ms), rate);
    if (beat.frame < last) one.fail("time_ms");
    if (!one.broken().empty())
      return not_a_take("band: beat " + std::to_string(band.beats.size()) + ": " + one.broken());
    // Two beats of a jump may fall together once they are rounded.
    if (beat.frame == last)
      band.beats.pop_back();
    else
      last = beat.frame;
  }
  return band;
}

}  // namespace firstchair::server

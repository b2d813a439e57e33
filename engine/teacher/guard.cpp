#include "engine/teacher/guard.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/teacher/level.h"

namespace firstchair::teacher {
namespace {

constexpr double kPainStop = 3;
constexpr double kStretch = 25, kShortRest = 5;  // minutes
constexpr double kHour = 60, kHourRest = 10;
constexpr double kDayGrowth = 1.3, kWeekGrowth = 1.1;
constexpr int kMeanDays = 14;
constexpr int kDaysKnown = 4;    // days with playing before a mean of days says anything
constexpr double kFreeDay = 35;  // minutes that are never too many

std::int64_t day_of(std::int64_t s) {
  return static_cast<std::int64_t>(std::floor(static_cast<double>(s) / kDayS));
}

// Minutes a day; [0] today, [1] yesterday ...
std::array<double, 15> days(const History& history, std::int64_t now_s) {
  std::array<double, 15> minutes{};
  for (const KeptTake& take : history.takes) {
    const std::int64_t ago = std::max<std::int64_t>(0, day_of(now_s) - day_of(take.began_s));
    if (ago < static_cast<std::int64_t>(minutes.size()))
      minutes[static_cast<std::size_t>(ago)] += take.minutes;
  }
  return minutes;
}

// Minutes played since the last pause of at least `pause` minutes, up to now.
double since_pause(const History& history, std::int64_t now_s, double pause) {
  double played = 0, begins = static_cast<double>(now_s);
  for (auto take = history.takes.rbegin(); take != history.takes.rend(); ++take) {
    const double end = static_cast<double>(take->began_s) + 60 * take->minutes;
    if (begins - end >= 60 * pause) break;
    played += take->minutes;
    begins = std::min(begins, static_cast<double>(take->began_s));
  }
  return played;
}

// What was told of pain, beside takes and without, in order of time.
std::vector<PainTold> pains_of(const History& history) {
  std::vector<PainTold> pains = history.pains;
  for (const KeptTake& take : history.takes) {
    if (take.pain >= 0) pains.push_back({take.began_s, take.pain, false});
  }
  std::stable_sort(pains.begin(), pains.end(),
                   [](const PainTold& a, const PainTold& b) { return a.at_s < b.at_s; });
  return pains;
}

bool pain_rises(const std::vector<PainTold>& pains, std::int64_t now_s, double now) {
  // The most pain of a day, over the last days on which it was asked.
  std::array<double, 3> day{-1, -1, -1};
  day[0] = now;
  std::int64_t last = day_of(now_s);
  std::size_t at = 0;
  for (auto told = pains.rbegin(); told != pains.rend(); ++told) {
    if (told->pain < 0) continue;
    const std::int64_t of = day_of(told->at_s);
    if (of < last && day[at] >= 0 && ++at == day.size()) break;
    last = std::min(of, last);
    day[at] = std::max(day[at], told->pain);
  }
  return day[2] >= 0 && day[0] > day[1] && day[1] > day[2];
}

double day_limit(const std::array<double, 15>& minutes) {
  double sum = 0;
  int played = 0;
  for (std::size_t d = 1; d < minutes.size(); ++d) {
    sum += minutes[d];
    played += minutes[d] > 0;
  }
  if (played < kDaysKnown) return 0;  // too little known
  return std::max(kFreeDay, kDayGrowth * sum / kMeanDays);
}

}  // namespace

Fatigue fatigue_of(std::span<const FatigueBlock> blocks) {
  Fatigue f;
  if (blocks.size() < 4) return f;
  const FatigueBlock &a = blocks[1], &b = blocks[2], &last = blocks.back();
  const double spread = std::sqrt(a.spread_ms * b.spread_ms);
  const double level = (a.level_db + b.level_db) / 2, level_sd = (a.level_sd_db + b.level_sd_db) / 2;
  const auto wider = [&](const FatigueBlock& block) {
    return spread > 0 && block.spread_ms > 0 && std::log(block.spread_ms / spread) > 0.25;
  };
  f.spread = blocks.size() >= 5 && wider(last) && wider(blocks[blocks.size() - 2]);
  f.level = last.level_db < level - 2 || (level_sd > 0 && last.level_sd_db > 1.3 * level_sd);
  f.sag = last.sag_low > 0;
  const double gap = (a.hand_gap_ms + b.hand_gap_ms) / 2;
  f.hand = gap > 0 && last.hand_gap_ms > 2 * gap;
  if (spread > 0) f.spread_percent = 100 * (last.spread_ms / spread - 1);
  f.level_drop_db = level - last.level_db;
  f.sag_ms = (last.sag_low + last.sag_high) / 2;
  return f;
}

double minutes_today(const History& history, std::int64_t now_s) {
  return days(history, now_s)[0];
}

double minutes_left(const History& history, std::int64_t now_s) {
  const std::array<double, 15> minutes = days(history, now_s);
  const double limit = day_limit(minutes);
  return limit > 0 ? std::max(0.0, limit - minutes[0]) : 1e9;
}

Advice advise(const History& history, std::int64_t now_s, const GuardInput& input) {
  Advice advice;
  // Pain holds for the day, and over midnight for the session.
  double pain = input.pain;
  bool numb = input.numbness;
  const std::vector<PainTold> pains = pains_of(history);
  const std::int64_t half_day = now_s - static_cast<std::int64_t>(kDayS) / 2 + 1;
  const std::int64_t since = input.day_began_s > 0 ? std::min(input.day_began_s, half_day) : half_day;
  for (const PainTold& told : pains) {
    if (told.at_s < since) continue;
    pain = std::max(pain, told.pain);
    numb = numb || told.numb;
  }
  const auto halt = [&](Halt why, double played, double limit, double rest) {
    advice.halt = why;
    advice.played = played;
    advice.limit = limit;
    advice.rest_minutes = rest;
    return advice;
  };
  if (numb || pain >= kPainStop) {
    advice.may_override = false;
    advice.speed_work = false;
    advice.clinician = true;
    return halt(numb ? Halt::numbness : Halt::pain, pain, kPainStop, 0);
  }
  if (pain_rises(pains, now_s, pain)) {
    advice.speed_work = false;
    advice.clinician = true;
    return halt(Halt::pain_returns, pain, 0, 0);
  }
  const double most = input.beginner ? kSpeedDayBeginner : kSpeedDay;
  if (input.speed_minutes >= most) advice.speed_work = false;
  if (input.fatigue.stop()) {
    advice.speed_work = false;  // a tired limb is never tested
    return halt(Halt::fatigue, input.fatigue.signs(), 2, kShortRest);
  }
  const double stretch = since_pause(history, now_s, kShortRest),
               hour = since_pause(history, now_s, kHourRest);
  if (hour >= kHour) return halt(Halt::rest, hour, kHour, kHourRest);
  if (stretch >= kStretch) return halt(Halt::rest, stretch, kStretch, kShortRest);
  const std::array<double, 15> minutes = days(history, now_s);
  const double limit = day_limit(minutes);
  if (limit > 0 && minutes[0] >= limit) return halt(Halt::day_full, minutes[0], limit, 0);
  double week = 0, before = 0;
  for (std::size_t d = 0; d < 7; ++d) week += minutes[d], before += minutes[d + 7];
  // A week with less than a usual day's playing is a beginning or a holiday, not a load to grow from.
  if (before >= 2 * kFreeDay && week >= std::max(7 * kFreeDay, kWeekGrowth * before))
    return halt(Halt::week_full, week, kWeekGrowth * before, 0);
  if (!advice.speed_work) return halt(Halt::speed_full, input.speed_minutes, most, 0);
  return advice;
}

}  // namespace firstchair::teacher

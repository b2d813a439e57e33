#include "apps/school/judged.h"

#include <fmt/format.h>

#include <cmath>

#include "apps/school/words.h"

namespace firstchair::school_api {
namespace {

constexpr double kSameClick = .5;  // bpm
constexpr double kSameTempo = .1;  // of the tempo that was asked, of playing without a click
constexpr int kMostMinutes = 60;

}  // namespace

std::vector<assign::Answered> answers_of(const std::vector<assign::Demand>& demands, double asked_bpm,
                                         const Take& take, const std::optional<assign::Limit>& limit) {
  const assign::Circumstance how{.asked_bpm = asked_bpm, .limit = limit, .bars = assign::bars_played(take)};
  std::vector<assign::Answered> answers;
  answers.reserve(demands.size());
  for (const assign::Demand& demand : demands)
    answers.push_back(assign::answer_of(demand, take.verdict, how));
  return answers;
}

std::string not_as_asked(const school::Assignment& asked, bool whole, const Heard& heard) {
  const store::Circumstances& how = heard.how;
  const bool midi = heard.take.source.kind == SourceKind::midi;
  const double rate = heard.take.source.rate;
  const double take_s = rate > 0 ? static_cast<double>(heard.take.source.length) / rate : 0;
  if (!whole || !heard.take.reading.chart_played)
    return not_handed_in("played was something else than was asked");
  const bool off = how.click ? std::abs(how.bpm - asked.bpm) > kSameClick
                             : std::abs(heard.take.reading.bpm / asked.bpm - 1) > kSameTempo;
  if (off) return tempo_text(how.click ? how.bpm : heard.take.reading.bpm, asked.bpm);
  if (asked.source == school::PlayedOn::midi && !midi)
    return not_handed_in("played into a microphone, asked was an e-kit");
  if (asked.source == school::PlayedOn::audio && midi)
    return not_handed_in("played on an e-kit, asked was a microphone");
  if (take_s > 60 * kMostMinutes)
    return not_handed_in(fmt::format("a take has {} minutes at most", kMostMinutes));
  if (!how.counted) return not_handed_in("broken off before its end");
  const int bars = assign::bars_played(heard.take);
  if (asked.bars > 0 && bars < asked.bars)
    return not_handed_in(fmt::format("played were {} bars, asked were {}", bars, asked.bars));
  return {};
}

}  // namespace firstchair::school_api

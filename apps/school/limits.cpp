#include "apps/school/limits.h"

#include <algorithm>
#include <cmath>

#include "engine/core/practice/mode.h"

namespace firstchair::school_api {
namespace {

constexpr std::size_t kMostTakes = 40;  // of one search
constexpr double kLowest = 4, kHighest = 9, kLeastOctaves = .0001, kMostOctaves = 2;
constexpr double kFar = 1;             // octaves between a limit and the nearest take
constexpr double kSide = 1.959963985;  // SDs of a 95 % interval

double real(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? found->get<double>() : std::nan("");
}

Told no_limit() {
  return refusal(400,
                 "takes (1 to 40 numbers), log2_bpm (4 to 9), sd_oct and sigma_oct (0.0001 to 2) are needed");
}

}  // namespace

Result<std::optional<assign::Limit>> limit_of(school::SchoolStore& store, const Hearing& hearing,
                                              std::int64_t school, std::int64_t person, const Chart& chart) {
  const auto all = store.limits_of(school, person);
  if (!all) return all.error();
  std::optional<assign::Limit> newest;
  for (const LimitKept& one : *all)
    if (hearing.whole && hearing.whole(chart, one.item))
      newest = assign::Limit{.bpm = std::exp2(one.t50),
                             .low = std::exp2(one.t50 - kSide * one.sd_oct),
                             .high = std::exp2(one.t50 + kSide * one.sd_oct)};
  return newest;
}

Told keep_own_take(Call& call) {
  const auto consented = call.store.consented(call.school, call.actor.person);
  if (!consented) return refusal(consented.error());
  if (!*consented)
    return refusal(409, "consent of a guardian is missing: practise here as you like, nothing is sent");
  if (!call.config.hearing.page_take) return refusal(503, "this server judges no takes");
  const Result<Heard> heard = call.config.hearing.page_take(call.asked.body);
  if (!heard) return refusal(heard.error().code == ErrorCode::too_large ? 413 : 400, heard.error().line());
  if (heard->how.mode != Mode::limit) return refusal(400, "only takes of a search for the limit are kept so");
  const Json body = Json::parse(call.asked.body, nullptr, false);
  bool wrong = !body.is_object();
  const std::string name = wrong ? "" : text(body, "id", wrong);
  if (wrong || name.size() < 8 || name.size() > 64)
    return refusal(400, "a take has an id of 8 to 64 letters, digits, - and _");
  const auto id = call.store.keep_take(call.school, call.actor.person, name,
                                       store::pack_take(heard->take, heard->how), call.act());
  return id ? told({{"id", *id}}, 201) : refusal(id.error());
}

Told keep_own_limit(Call& call) {
  const auto body = call.object();
  if (!body) return no_limit();
  LimitKept limit{.item = {},
                  .t50 = real(*body, "log2_bpm"),
                  .sd_oct = real(*body, "sd_oct"),
                  .sigma_oct = real(*body, "sigma_oct")};
  const auto takes = body->find("takes");
  const auto octaves = [](double value) { return value >= kLeastOctaves && value <= kMostOctaves; };
  if (takes == body->end() || !takes->is_array() || takes->empty() || takes->size() > kMostTakes ||
      !(limit.t50 >= kLowest && limit.t50 <= kHighest) || !octaves(limit.sd_oct) || !octaves(limit.sigma_oct))
    return no_limit();
  limit.takes = static_cast<int>(takes->size());
  const double broke = body->contains("broke") ? real(*body, "broke") : 1,
               held = body->contains("held_bpm") ? real(*body, "held_bpm") : 0;
  if (!(broke >= 0 && broke <= limit.takes) || !(held >= 0 && held <= 400)) return no_limit();
  limit.broke = static_cast<int>(broke);
  limit.held_bpm = held;
  double nearest = kFar;
  for (const Json& one : *takes) {
    if (!one.is_number_integer()) return no_limit();
    const auto take = call.store.take(call.school, one.get<std::int64_t>());
    if (!take && take.error().code != ErrorCode::not_found) return refusal(take.error());
    if (!take || take->person != call.actor.person || take->how.mode != Mode::limit ||
        take->how.item.empty() || !(take->how.bpm > 0))
      return refusal(400, "only a limit of one's own takes is kept, which are of a search and of one item");
    if (limit.item.empty()) {
      limit.item = take->how.item;
      limit.began_s = take->how.began_s;
    }
    if (take->how.item != limit.item)
      return refusal(400, "only a limit of one's own takes is kept, which are of a search and of one item");
    nearest = std::min(nearest, std::abs(std::log2(take->how.bpm) - limit.t50));
  }
  if (nearest >= kFar) return refusal(400, "no take is within an octave of that tempo");
  const auto kept = call.store.keep_limit(call.school, call.actor.person, limit);
  if (!kept) return refusal(kept.error());
  return told({{"item", limit.item},
               {"bpm", std::exp2(limit.t50)},
               {"low", std::exp2(limit.t50 - kSide * limit.sd_oct)},
               {"high", std::exp2(limit.t50 + kSide * limit.sd_oct)}},
              201);
}

}  // namespace firstchair::school_api

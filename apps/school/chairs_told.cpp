#include "apps/school/chairs_told.h"

#include <algorithm>

namespace firstchair::school_api {
namespace {

using school::Verb;

const char* state_of(const Call& call, const GoingChairs& going) {
  const school::Chairs& chairs = going.chairs;
  return !going.audition.cancelled.empty() ? "cancelled"
         : chairs.seated_s                 ? "seated"
         : chairs.closed_at(call.now_s)    ? "closed"
                                           : "open";
}

double number_of(const Json& text) {
  double value = 0;
  audition::read_decimal(text, value);
  return value;
}

// A seat of the seating that gives the chairs: which chairs are shared there, and how sure that is. A seat is
// had by the first and last of them.
Json place_json(const Json& one, int seats) {
  const int first = one["chair"][0], last = one["chair"][1];
  return {{"first", first},
          {"last", last},
          {"seat", last <= seats   ? "yes"
                   : first > seats ? "no"
                                   : "shared"},
          {"behind", one["behind"]},
          {"best", number_of(one["best"])},
          {"expected", number_of(one["expected_chair"])},
          {"chair_low", one["chair_interval"][0]},
          {"chair_high", one["chair_interval"][1]},
          {"score", number_of(one["score"])},
          {"low", number_of(one["interval"][0])},
          {"high", number_of(one["interval"][1])}};
}

const char* word_of(audition::Appeal::Ruling ruling) {
  switch (ruling) {
    case audition::Appeal::Ruling::open:
      return "open";
    case audition::Appeal::Ruling::none:
      return "none";
    case audition::Appeal::Ruling::again:
      return "again";
    case audition::Appeal::Ruling::left_out:
      return "left_out";
    case audition::Appeal::Ruling::strokes:
      break;
  }
  return "strokes";
}

// Appeals of `blind`, or all.
Json appeals_json(const GoingChairs& going, const std::string& blind, bool all) {
  Json list = Json::array();
  const audition::Audition& audition = going.audition;
  for (std::size_t n = 0; n < audition.appeals.size(); ++n) {
    const audition::Appeal& one = audition.appeals[n];
    const audition::Attempt& of = audition.attempts[one.attempt];
    if (!all && (blind.empty() || of.player != blind)) continue;
    list.push_back({{"n", n + 1},
                    {"blind", of.player},
                    {"assignment", going.chairs.pieces[of.excerpt].assignment},
                    {"text", one.text},
                    {"ruling", word_of(one.ruling)}});
  }
  return list;
}

Json own_json(const Call& call, const GoingChairs& going, const std::string& blind) {
  if (blind.empty()) return nullptr;
  Json receipts = Json::array(), again = Json::array(), place = nullptr;
  for (std::size_t e = 0; e < going.chairs.pieces.size(); ++e) {
    const audition::Attempt* attempt = going.audition.last_attempt(blind, e);
    if (attempt == nullptr) continue;
    if (attempt->voided == audition::Void::ruling) again.push_back(going.chairs.pieces[e].assignment);
    if (attempt->take == 0) continue;
    const auto& appeals = going.audition.appeals;
    const bool appealed = std::any_of(appeals.begin(), appeals.end(), [&](const audition::Appeal& one) {
      return &going.audition.attempts[one.attempt] == attempt;
    });
    receipts.push_back({{"assignment", going.chairs.pieces[e].assignment},
                        {"receipt", going.hashes[attempt->take].substr(0, kDigits)},
                        {"line", attempt->take + 1},
                        {"at_s", attempt->opened_s},
                        {"appeal_until_s", going.audition.appeal_until(*attempt)},
                        {"may_appeal", !appealed && going.audition.cancelled.empty() &&
                                           call.now_s <= going.audition.appeal_until(*attempt)}});
  }
  for (const Json& one : going.order)
    if (one["player"] == blind) place = place_json(one, going.chairs.seats);
  return {{"blind", blind},
          {"place", std::move(place)},
          {"again", std::move(again)},
          {"receipts", std::move(receipts)}};
}

// Everybody's seat with whose it is.
Result<Json> places_json(Call& call, const GoingChairs& going) {
  Json places = Json::array();
  for (const Json& one : going.order) {
    const std::string blind = one["player"].get<std::string>();
    std::string name;
    const std::int64_t person = going.person_of(blind);
    if (person != 0) {
      const auto found = call.store.person(call.school, person);
      if (!found) return found.error();
      name = full_name(*found);
    }
    Json place = place_json(one, going.chairs.seats);
    place["blind"] = blind;
    place["person"] = person == 0 ? Json(nullptr) : Json(person);
    place["name"] = name;
    places.push_back(std::move(place));
  }
  return places;
}

// Who has played how many of the pieces; not as which letters.
Json handed_json(const GoingChairs& going) {
  std::map<std::string, int> takes;  // by letters; one that was given back is none any more
  for (const audition::Attempt& attempt : going.audition.attempts)
    takes[attempt.player] += attempt.take > 0 ? 1 : 0;
  Json handed = Json::array();
  for (const school::ChairsPlayer& player : going.players)
    if (player.person != 0) handed.push_back({{"person", player.person}, {"takes", takes[player.blind]}});
  // Their letters' order would tell something of them.
  std::sort(handed.begin(), handed.end(), [](const Json& a, const Json& b) {
    return a["person"].get<std::int64_t>() < b["person"].get<std::int64_t>();
  });
  return handed;
}

}  // namespace

Result<Json> json_of(Call& call, const GoingChairs& going) {
  const school::Chairs& chairs = going.chairs;
  Json assignments = Json::array(), pieces = Json::array();
  for (std::size_t e = 0; e < chairs.pieces.size(); ++e) {
    assignments.push_back(chairs.pieces[e].assignment);
    pieces.push_back({{"assignment", chairs.pieces[e].assignment},
                      {"title", going.titles[e]},
                      {"left_out", static_cast<bool>(going.audition.left_out[e])}});
  }
  const bool holds = call.allowed(Verb::hold_chairs, {.classes = {chairs.klass}});
  Json places = nullptr;
  if (holds && chairs.seated_s) {
    auto told = places_json(call, going);
    if (!told) return told.error();
    places = std::move(*told);
  }
  const audition::Declaration& declaration = going.audition.declaration;
  const std::string own = going.blind_of(call.actor.person);
  return Json{{"id", chairs.id},
              {"class", chairs.klass},
              {"title", chairs.title},
              {"seats", chairs.seats},
              {"assignments", std::move(assignments)},
              {"pieces", std::move(pieces)},
              {"source", declaration.attempts->source == SourceKind::midi ? "midi" : "audio"},
              {"claim", declaration.claim == chairs::Claim::again ? "again" : "played"},
              {"appeal_hours", declaration.attempts->appeal_hours},
              {"made_s", chairs.made_s},
              {"closes_s", maybe_json(chairs.closes_s)},
              {"seated_s", maybe_json(chairs.seated_s)},
              {"state", state_of(call, going)},
              {"ruled", chairs.seated_s && going.ruled},
              {"declared", going.audition.declared_hash.substr(0, kDigits)},
              {"players", going.audition.players.size()},
              {"waiting", going.waiting},
              {"fault", going.fault},
              {"own", own_json(call, going, own)},
              {"appeals", appeals_json(going, own, holds)},
              {"handed", holds ? handed_json(going) : Json(nullptr)},
              {"places", std::move(places)}};
}

Told told_chairs(Call& call, const GoingChairs& going, int status) {
  const auto json = json_of(call, going);
  return json ? told(*json, status) : refusal(json.error());
}

Told told_now(Call& call, std::int64_t id, int status) {
  const auto going = chairs_now(call, id);
  return going ? told_chairs(call, **going, status) : refusal(going.error());
}

Going seen(Call& call, Verb verb, Told& refused) {
  const auto id = call.number();
  refused = nothing_there();
  if (!id) return nullptr;
  const auto found = call.store.chairs(call.school, *id);
  if (!found) {
    refused = refusal(found.error());
    return nullptr;
  }
  refused = teachers_only();
  if (!call.allowed(verb, {.classes = {found->klass}})) return nullptr;
  auto going = chairs_now(call, *id);
  if (going) return std::move(*going);
  refused = refusal(going.error());
  return nullptr;
}

Going held(Call& call, Told& refused) {
  return seen(call, Verb::hold_chairs, refused);
}

}  // namespace firstchair::school_api

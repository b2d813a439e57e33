#include <cmath>
#include <nlohmann/json.hpp>

#include "store/exchange.h"
#include "store/exchange_json.h"
#include "store/judgement_text.h"
#include "store/outcome.h"
#include "store/packing.h"

namespace firstchair::store::exchange {
namespace {

using nlohmann::json;

// With a check over everything else in it.
std::string sealed(json object) {
  object["check"] = hex(packing::fingerprint(dumped(object)));
  return dumped(object);
}

json rows_of(const std::vector<Hit>& hits) {
  json rows = json::array();
  for (const Hit& hit : hits)
    rows.push_back({hit.frame, std::string(id_of(hit.voice)), hit.voice_probability, hit.level_db,
                    hit.strength, hit.sigma_ms, hit.timed ? 1 : 0, hit.unison ? 1 : 0});
  return rows;
}

json matches_of(const Matched& matched) {
  json rows = json::array();
  for (std::size_t i = 0; i < matched.matches.size(); ++i) {
    const Match& match = matched.matches[i];
    const double local = matched.local_error_ms[i];
    rows.push_back({static_cast<int>(match.kind), match.hit, match.note, match.passage, match.tick,
                    match.target, match.error_ms, std::isnan(local) ? json() : json(local)});
  }
  return rows;
}

json object_of(std::string_view text) {
  return json::parse(text, nullptr, false);
}

}  // namespace

std::string header_line() {
  return sealed({{"format", "firstchair-book"}, {"version", kVersion}});
}

std::string player_line(const std::string& name) {
  return sealed({{"record", "player"}, {"player", name}});
}

std::optional<std::string> take_line(const std::string& player, const PackedTake& take) {
  const std::optional<std::vector<Hit>> hits = unpack_hits(take.strokes);
  const Result<Source> source = read_source_text(take.source);
  if (!hits || !source) return std::nullopt;
  json judgements = json::array();
  for (const PackedJudgement& judgement : take.judgements) {
    const std::optional<Matched> matched = unpack_matched(judgement.matched, *hits, source->rate);
    if (!matched) return std::nullopt;
    json pulse = json::array();
    for (const PulsePoint& point : matched->pulse)
      pulse.push_back({point.tick, point.passage, point.frame, point.bpm, point.bpm_sd});
    judgements.push_back({{"engine", judgement.engine},
                          {"judged_s", judgement.judged_s},
                          {"chart", judgement.chart},
                          {"verdict", object_of(judgement.verdict)},
                          {"matches", matches_of(*matched)},
                          {"pulse", std::move(pulse)}});
  }
  const KeptTake& kept = take.kept;
  const Circumstances& how = take.circumstances;
  return sealed({{"record", "take"},
                 {"player", player},
                 {"key", take.key},
                 {"began_s", kept.began_s},
                 {"minutes", kept.minutes},
                 {"item", kept.item},
                 {"title", kept.title},
                 {"bpm", kept.bpm},
                 {"bars", kept.bars},
                 {"click", kept.click},
                 {"mode", mode_text(kept)},
                 {"discarded", kept.discarded},
                 {"counted", kept.counted},
                 {"pain", kept.pain},
                 {"weights", how.weights},
                 {"device", how.device},
                 {"round_trip_ms", how.round_trip_ms},
                 {"round_trip_sd_ms", how.round_trip_sd_ms},
                 {"bpm_asked", how.bpm_asked},
                 {"meter", meter_text(how.meter)},
                 {"source", object_of(take.source)},
                 {"hits", rows_of(*hits)},
                 {"judgements", std::move(judgements)}});
}

std::string limit_line(const std::string& player, const LimitKept& limit) {
  return sealed({{"record", "limit"},
                 {"player", player},
                 {"item", limit.item},
                 {"began_s", limit.began_s},
                 {"t50", limit.t50},
                 {"sd_oct", limit.sd_oct},
                 {"sigma_oct", limit.sigma_oct},
                 {"takes", limit.takes},
                 {"broke", limit.broke},
                 {"held_bpm", limit.held_bpm},
                 {"takes_of", limit.takes_of}});
}

std::string goal_line(const std::string& player, const Goal& goal) {
  return sealed({{"record", "goal"},
                 {"player", player},
                 {"item", goal.item},
                 {"bpm", goal.bpm},
                 {"weight", goal.weight},
                 {"letter", goal.letter == 0 ? std::string() : std::string(1, goal.letter)},
                 {"title", goal.title}});
}

std::string retest_line(const std::string& player, const Retest& retest) {
  return sealed({{"record", "retest"},
                 {"player", player},
                 {"item", retest.item},
                 {"stability", retest.stability},
                 {"difficulty", retest.difficulty},
                 {"last_s", retest.last_s},
                 {"due_s", retest.due_s}});
}

std::string review_line(const std::string& player, const Review& review) {
  return sealed({{"record", "review"},
                 {"player", player},
                 {"item", review.item},
                 {"at_s", review.at_s},
                 {"grade", review.grade},
                 {"predicted", review.predicted},
                 {"quotient", review.quotient}});
}

std::string pain_line(const std::string& player, const PainTold& pain) {
  return sealed({{"record", "pain"},
                 {"player", player},
                 {"at_s", pain.at_s},
                 {"pain", pain.pain},
                 {"numb", pain.numb}});
}

std::string chart_line(const std::string& player, const WrittenChart& chart) {
  return sealed({{"record", "chart"},
                 {"player", player},
                 {"name", chart.name},
                 {"title", chart.title},
                 {"text", chart.text},
                 {"midi", chart.midi},
                 {"written_s", chart.written_s}});
}

std::string audition_text(const AuditionText& audition) {
  json names = json::array();
  for (const EntrantName& e : audition.names)
    names.push_back({{"player", e.blind}, {"name", e.name}, {"salt", e.salt}, {"agrees", e.agrees}});
  return sealed({{"record", "audition"},
                 {"title", audition.kept.title},
                 {"declared_hash", audition.kept.declared_hash},
                 {"declared_s", audition.kept.declared_s},
                 {"key", audition.kept.key},
                 {"names", std::move(names)}});
}

std::string audition_line(const std::string& line) {
  return sealed({{"record", "audition_line"}, {"line", line}});
}

std::string end_line(std::int64_t records, std::uint64_t all) {
  return sealed({{"record", "end"}, {"records", records}, {"all", hex(all)}});
}

std::uint64_t follow(std::uint64_t all, std::uint64_t fingerprint) {
  return packing::fingerprint(hex(fingerprint), all);
}

}  // namespace firstchair::store::exchange

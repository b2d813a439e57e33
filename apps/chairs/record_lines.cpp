#include "apps/chairs/record_lines.h"

#include <fmt/format.h>

#include "engine/judge/norms.h"
#include "engine/session.h"
#include "store/judgement_text.h"
#include "store/packed_strokes.h"
#include "store/record/bytes.h"

namespace firstchair::audition {
namespace {

using nlohmann::json;
using store::RecordLine;

constexpr const char* kCriteria[] = {"spread", "slips", "dynamics", "unison"};
constexpr const char* kMusts[] = {"lean", "drift", "tempo", "answered"};
constexpr const char* kBehind[] = {"", "must", "no take"};

json list(const std::vector<double>& values, int decimals) {
  json out = json::array();
  for (const double v : values) out.push_back(decimal(v, decimals));
  return out;
}

}  // namespace

std::string declared_hash_of(const Declaration& declaration) {
  return store::sha256(declaration_json(declaration).dump());
}

json take_json(const std::string& player, std::size_t excerpt, const PlayedTake& played) {
  const Take& take = played.take;
  Source source = take.source;
  source.name.clear();
  return {{"excerpt", excerpt + 1},
          {"file", played.file_hash},
          {"level", played.level == Level::live ? "live" : "sent"},
          {"matches", store::to_base64(store::pack_matched(
                          {take.alignment.matches, take.verdict.local_error_ms, take.alignment.pulse},
                          take.hits, take.source.rate))},
          {"player", player},
          {"source", store::source_text(source)},
          {"strokes", store::to_base64(store::pack_hits(take.hits))}};
}

json score_json(const std::string& player, std::size_t excerpt, const chairs::TakeScore& score) {
  json criteria = json::array(), lines = json::array();
  for (const chairs::CriterionScore& c : score.criteria) {
    criteria.push_back({{"criterion", kCriteria[static_cast<int>(c.criterion)]},
                        {"left_out", list(c.left_out, 6)},
                        {"value", decimal(c.value, 6)},
                        {"weight", decimal(c.weight, 4)}});
  }
  for (const chairs::LineSpread& l : score.lines) {
    lines.push_back({{"at_floor", l.at_floor},
                     {"high", decimal(l.high, 2)},
                     {"line", std::string(id_of(l.line))},
                     {"low", decimal(l.low, 2)},
                     {"ms", decimal(l.ms, 2)},
                     {"n", l.n},
                     {"weight", decimal(l.weight, 4)}});
  }
  return {{"bars", score.bars},
          {"block_bars", score.block_bars},
          {"blocks", score.blocks},
          {"criteria", std::move(criteria)},
          {"df", decimal(score.total.df, 0)},
          {"excerpt", excerpt + 1},
          {"extra", score.extra},
          {"left_out", list(score.left_out, 6)},
          {"lines", std::move(lines)},
          {"missed", score.missed},
          {"notes", score.notes},
          {"on_another_drum", score.wrong},
          {"player", player},
          {"score", decimal(score.total.value, 6)},
          {"variance", decimal(score.total.variance, 8)}};
}

json seating_json(const Seated& seated, const chairs::Seating& seating) {
  json order = json::array(), cuts = json::array();
  for (const chairs::Seat& s : seating.seats) {
    order.push_back({{"behind", kBehind[static_cast<int>(s.behind)]},
                     {"best", decimal(s.best, 4)},
                     {"chair", {s.first, s.last}},
                     {"chair_interval", {s.chair_low, s.chair_high}},
                     {"error", decimal(s.error, 6)},
                     {"expected_chair", decimal(s.expected, 4)},
                     {"interval", {decimal(s.low, 4), decimal(s.high, 4)}},
                     {"player", s.id},
                     {"score", decimal(s.score, 6)}});
  }
  for (const chairs::Cut& c : seating.cuts) {
    cuts.push_back({{"after", c.after},
                    {"by_rule", c.by_rule},
                    {"certainty", decimal(c.certainty, 4)},
                    {"told", c.told}});
  }
  return {{"claim", seating.claim == chairs::Claim::played ? "played" : "again"},
          {"cuts", std::move(cuts)},
          {"decides", seated.declaration.claim == seating.claim},
          {"order", std::move(order)},
          {"variance_of_takes", decimal(seating.change, 6)}};
}

json flags_json(const Seated& seated) {
  json musts = json::array(), hints = json::array();
  for (const ScoredPlayer& p : seated.players) {
    for (const auto& [excerpt, m] : p.broken) {
      musts.push_back({{"excerpt", excerpt + 1},
                       {"high", decimal(m.high, 2)},
                       {"line", m.line ? std::string(id_of(*m.line)) : ""},
                       {"low", decimal(m.low, 2)},
                       {"must", kMusts[static_cast<int>(m.must)]},
                       {"player", p.id},
                       {"value", decimal(m.value, 2)}});
    }
    for (const std::string& hint : p.hints) hints.push_back({{"player", p.id}, {"text", hint}});
  }
  return {{"hints", std::move(hints)}, {"left_out", seated.left_out}, {"musts", std::move(musts)}};
}

Error at_line(std::size_t index, std::string what) {
  return {ErrorCode::malformed, fmt::format("line {}", index + 1), std::move(what), {}};
}

const std::string* text_of(const json& fields, const char* name) {
  const auto at = fields.find(name);
  return at != fields.end() && at->is_string() ? at->get_ptr<const std::string*>() : nullptr;
}

PlayedTake judged(const Source& source, std::vector<Hit> hits, const Excerpt& excerpt, double bpm) {
  SessionConfig config;
  config.source = source;
  config.chart = excerpt.chart;
  config.bpm = bpm > 0 ? bpm : excerpt.bpm;
  config.norms = judge::default_norms();
  config.find_kit_strokes = false;
  return {.take = judge_strokes(config, std::move(hits)), .file_hash = {}, .bpm = bpm};
}

Result<PlayedTake> judged_again(const json& fields, const Excerpt& excerpt, double bpm, std::size_t index) {
  const std::string *strokes = text_of(fields, "strokes"), *source_text = text_of(fields, "source"),
                    *file = text_of(fields, "file");
  if (strokes == nullptr || source_text == nullptr || file == nullptr) return at_line(index, "is no take");
  Result<Source> source = store::read_source_text(*source_text);
  const auto bytes = store::from_base64(*strokes);
  auto hits = bytes ? store::unpack_hits(*bytes) : std::nullopt;
  if (!source || !hits || !(source->rate >= 1000 && source->rate <= 1e7) || hits->size() > 40000 ||
      !store::plausible(*source, *hits))
    return at_line(index, "its strokes cannot be read");
  PlayedTake played = judged(*source, std::move(*hits), excerpt, bpm);
  played.file_hash = *file;
  const auto level = fields.find("level");
  played.level = level != fields.end() && *level == "live" ? Level::live : Level::sent;
  return played;
}

std::string difference(const RecordLine& told, const RecordLine& computed) {
  const auto text = [](const json& fields, const char* name) {
    const std::string* at = text_of(fields, name);
    return at == nullptr ? std::string("?") : *at;
  };
  if (told.type != computed.type) return "is a line of another kind than it should be";
  if (told.type == "score") {
    const std::string before = text(told.fields, "score"), after = text(computed.fields, "score");
    if (before != after)
      return fmt::format("score of {} is {}, recomputed {}", text(computed.fields, "player"), before, after);
    return fmt::format("the score of {} is not made of what is recomputed", text(computed.fields, "player"));
  }
  if (told.type == "take")
    return fmt::format("the strokes of {} answer other notes when they are judged again",
                       text(computed.fields, "player"));
  if (told.type == "seating") {
    const json &before = told.fields.value("order", json()), &after = computed.fields["order"];
    for (std::size_t i = 0; i < after.size() && before.is_array() && i < before.size(); ++i) {
      if (before[i] == after[i] || !before[i].is_object()) continue;
      if (text(before[i], "player") != text(after[i], "player"))
        return fmt::format("{} stands where {} is recomputed", text(before[i], "player"),
                           text(after[i], "player"));
      return fmt::format("of {} P(best) is {}, recomputed {}", text(after[i], "player"),
                         text(before[i], "best"), text(after[i], "best"));
    }
    return "its cuts are not those that are recomputed";
  }
  return "is not what is recomputed";
}

bool other_chairs(const RecordLine& told, const RecordLine& computed) {
  if (told.type != "seating") return false;
  const json before = told.fields.value("order", json::array()), after = computed.fields["order"];
  for (std::size_t s = 0; s < after.size(); ++s) {
    if (!before.is_array() || s >= before.size() || !before[s].is_object() ||
        before[s].value("chair", json()) != after[s]["chair"] ||
        before[s].value("player", json()) != after[s]["player"])
      return true;
  }
  return false;
}

}  // namespace firstchair::audition

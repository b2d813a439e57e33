#include "apps/chairs/seating_record.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/judge/norms.h"
#include "engine/session.h"
#include "report/text/words.h"
#include "store/judgement_text.h"
#include "store/packed_strokes.h"
#include "store/record/bytes.h"

namespace firstchair::audition {

// tests/signature.txt as it was at compile time.
extern const std::string_view kSignatureText;

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

struct Maker {
  std::string engine, signature, weights;
};

// Every line of the record but the seal. `t` gives the time of each.
std::vector<RecordLine> lines_of(const Seated& seated, const std::vector<Entrant>& players,
                                 const Maker& maker) {
  std::vector<RecordLine> lines;
  const auto add = [&](const char* type, json fields) { lines.push_back({0, type, std::move(fields)}); };
  const json declaration = declaration_json(seated.declaration);
  add("declared", {{"declaration", declaration},
                   {"declared_hash", store::sha256(declaration.dump())},
                   {"engine", maker.engine},
                   {"signature", maker.signature},
                   {"weights", maker.weights}});
  std::vector<const Entrant*> in_order;
  for (const Entrant& p : players) in_order.push_back(&p);
  std::sort(in_order.begin(), in_order.end(),
            [](const Entrant* a, const Entrant* b) { return a->id < b->id; });
  for (const Entrant* p : in_order) add("entrant", {{"player", p->id}});
  for (const Entrant* p : in_order) {
    for (std::size_t e = 0; e < p->takes.size(); ++e) {
      if (!p->takes[e]) continue;
      const Take& take = p->takes[e]->take;
      Source source = take.source;
      source.name.clear();
      add("take",
          {{"excerpt", e + 1},
           {"file", p->takes[e]->file_hash},
           {"level", "sent"},
           {"matches", store::to_base64(store::pack_matched(
                           {take.alignment.matches, take.verdict.local_error_ms, take.alignment.pulse},
                           take.hits, take.source.rate))},
           {"player", p->id},
           {"source", store::source_text(source)},
           {"strokes", store::to_base64(store::pack_hits(take.hits))}});
      add("score", score_json(p->id, e, *seated.player(p->id).scores[e]));
    }
  }
  add("flags", flags_json(seated));
  add("seating", seating_json(seated, seated.played));
  add("seating", seating_json(seated, seated.again));
  return lines;
}

Error at_line(std::size_t index, std::string what) {
  return {ErrorCode::malformed, fmt::format("line {}", index + 1), std::move(what), {}};
}

// A member that must be a text; null: it is not.
const std::string* text_of(const json& fields, const char* name) {
  const auto at = fields.find(name);
  return at != fields.end() && at->is_string() ? at->get_ptr<const std::string*>() : nullptr;
}

// The take of a line, judged again.
Result<PlayedTake> judged_again(const json& fields, const Excerpt& excerpt, std::size_t index) {
  const std::string *strokes = text_of(fields, "strokes"), *source_text = text_of(fields, "source"),
                    *file = text_of(fields, "file");
  if (strokes == nullptr || source_text == nullptr || file == nullptr) return at_line(index, "is no take");
  Result<Source> source = store::read_source_text(*source_text);
  const auto bytes = store::from_base64(*strokes);
  auto hits = bytes ? store::unpack_hits(*bytes) : std::nullopt;
  if (!source || !hits || !(source->rate >= 1000 && source->rate <= 1e7) || hits->size() > 40000 ||
      !store::plausible(*source, *hits))
    return at_line(index, "its strokes cannot be read");
  SessionConfig config;
  config.source = *source;
  config.chart = excerpt.chart;
  config.bpm = excerpt.bpm;
  config.norms = judge::default_norms();
  config.find_kit_strokes = false;
  return PlayedTake{judge_strokes(config, std::move(*hits)), *file};
}

Result<std::vector<Entrant>> players_of(const std::vector<RecordLine>& lines,
                                        const Declaration& declaration) {
  std::vector<Entrant> players;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string* id = text_of(lines[i].fields, "player");
    if (lines[i].type == "entrant") {
      if (id == nullptr) return at_line(i, "names no player");
      players.push_back({*id, std::vector<std::optional<PlayedTake>>(declaration.excerpts.size())});
    }
    if (lines[i].type != "take") continue;
    const auto player =
        std::find_if(players.begin(), players.end(), [&](const Entrant& p) { return id && p.id == *id; });
    const auto excerpt = lines[i].fields.find("excerpt");
    if (player == players.end() || excerpt == lines[i].fields.end() || !excerpt->is_number_unsigned() ||
        *excerpt < 1 || *excerpt > declaration.excerpts.size())
      return at_line(i, "is of nobody who entered, or of no excerpt");
    const std::size_t e = excerpt->get<std::size_t>() - 1;
    if (player->takes[e]) return at_line(i, "is a second take of one excerpt");
    Result<PlayedTake> take = judged_again(lines[i].fields, declaration.excerpts[e], i);
    if (!take) return take.error();
    player->takes[e] = std::move(*take);
  }
  return players;
}

// What is different in a line, for a person.
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

}  // namespace

std::string engine_signature() {
  const std::size_t end = kSignatureText.find("  signature");
  return end == std::string_view::npos || end < 16 ? std::string()
                                                   : std::string(kSignatureText.substr(end - 16, 16));
}

std::string seating_record(const Seated& seated, const std::vector<Entrant>& players, std::int64_t t,
                           const std::string& weights) {
  std::vector<RecordLine> lines =
      lines_of(seated, players, {FIRSTCHAIR_VERSION, engine_signature(), weights});
  for (RecordLine& line : lines) line.t = t;
  return store::record_text(lines);
}

Result<Verified> verify_record(std::string_view text) {
  Result<std::vector<RecordLine>> lines = store::read_record(text);
  if (!lines) return lines.error();
  const json& first = lines->front().fields;
  const std::string *engine = text_of(first, "engine"), *signature = text_of(first, "signature"),
                    *weights = text_of(first, "weights");
  if (lines->front().type != "declared" || !engine || !signature || !weights)
    return at_line(0, "is no declaration of an audition");
  Result<Declaration> declaration = read_declaration(first.value("declaration", json()));
  if (!declaration) return at_line(0, declaration.error().what);
  Result<std::vector<Entrant>> players = players_of(*lines, *declaration);
  if (!players) return players.error();
  Result<Seated> seated = seat_players(*declaration, *players);
  if (!seated)
    return at_line(lines->size() - 1, fmt::format("nobody can be seated: {}", seated.error().what));
  Verified verified{.seated = std::move(*seated),
                    .head = store::head_of(text),
                    .engine = *engine,
                    .signature = *signature,
                    .takes = 0,
                    .differences = {},
                    .chairs_differ = false};
  const std::vector<RecordLine> computed =
      lines_of(verified.seated, *players, {*engine, *signature, *weights});
  const bool same_engine = *signature == engine_signature();
  for (std::size_t i = 0; i < std::max(lines->size(), computed.size()); ++i) {
    if (i >= lines->size()) return at_line(i - 1, "a line is missing after it");
    if (i >= computed.size()) return at_line(i, "stands where nothing is recomputed");
    verified.takes += (*lines)[i].type == "take";
    if ((*lines)[i].type == computed[i].type && (*lines)[i].fields == computed[i].fields) continue;
    std::string what = difference((*lines)[i], computed[i]);
    if (same_engine || (*lines)[i].type != computed[i].type) return at_line(i, std::move(what));
    verified.differences.push_back(fmt::format("line {}: {}", i + 1, what));
    if ((*lines)[i].type != "seating") continue;
    const json before = (*lines)[i].fields.value("order", json::array()), after = computed[i].fields["order"];
    for (std::size_t s = 0; s < after.size(); ++s) {
      if (!before.is_array() || s >= before.size() || !before[s].is_object() ||
          before[s].value("chair", json()) != after[s]["chair"] ||
          before[s].value("player", json()) != after[s]["player"])
        verified.chairs_differ = true;
    }
  }
  return verified;
}

}  // namespace firstchair::audition

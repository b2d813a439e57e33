#include "apps/chairs/seating_record.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/chairs/record_lines.h"
#include "apps/chairs/verify_audition.h"
#include "store/record/bytes.h"

namespace firstchair::audition {

// tests/signature.txt as it was at compile time.
extern const std::string_view kSignatureText;

namespace {

using nlohmann::json;
using store::RecordLine;

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
      add("take", take_json(p->id, e, *p->takes[e]));
      add("score", score_json(p->id, e, *seated.player(p->id).scores[e]));
    }
  }
  add("flags", flags_json(seated));
  add("seating", seating_json(seated, seated.played));
  add("seating", seating_json(seated, seated.again));
  return lines;
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
    Result<PlayedTake> take = judged_again(lines[i].fields, declaration.excerpts[e], 0, i);
    if (!take) return take.error();
    take->level = Level::sent;  // a seating of files knows no other
    player->takes[e] = std::move(*take);
  }
  return players;
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

namespace {

// Lines that are dated before the one above them. No rule forbids them: clocks are set right, too.
std::vector<std::string> set_back(const std::vector<RecordLine>& lines) {
  std::vector<std::string> told;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].t < lines[i - 1].t)
      told.push_back(
          fmt::format("Line {} is dated {} s before line {}: the clock of that machine was set back.", i + 1,
                      lines[i - 1].t - lines[i].t, i));
  }
  return told;
}

}  // namespace

std::size_t line_of_receipt(std::string_view record, std::string_view digits) {
  std::size_t number = 0;
  for (std::size_t from = 0; from < record.size() && !digits.empty();) {
    const std::size_t end = std::min(record.find('\n', from), record.size());
    ++number;
    if (store::sha256(record.substr(from, end - from)).starts_with(digits)) return number;
    from = end + 1;
  }
  return 0;
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
  if (declaration->attempts) {
    Verified verified{.head = store::head_of(text), .engine = *engine, .signature = *signature};
    verified.remarks = set_back(*lines);
    if (Result<Done> done = verify_audition(*lines, verified); !done) return done.error();
    return verified;
  }
  Result<std::vector<Entrant>> players = players_of(*lines, *declaration);
  if (!players) return players.error();
  Result<Seated> seated = seat_players(*declaration, *players);
  if (!seated)
    return at_line(lines->size() - 1, fmt::format("nobody can be seated: {}", seated.error().what));
  Verified verified{
      .seated = std::move(*seated), .head = store::head_of(text), .engine = *engine, .signature = *signature};
  const std::vector<RecordLine> computed =
      lines_of(verified.seated, *players, {*engine, *signature, *weights});
  verified.remarks = set_back(*lines);
  const bool same_engine = *signature == engine_signature();
  for (std::size_t i = 0; i < std::max(lines->size(), computed.size()); ++i) {
    if (i >= lines->size()) return at_line(i - 1, "a line is missing after it");
    if (i >= computed.size()) return at_line(i, "stands where nothing is recomputed");
    verified.takes += (*lines)[i].type == "take";
    if ((*lines)[i].type == computed[i].type && (*lines)[i].fields == computed[i].fields) continue;
    std::string what = difference((*lines)[i], computed[i]);
    if (same_engine || (*lines)[i].type != computed[i].type) return at_line(i, std::move(what));
    verified.differences.push_back(fmt::format("line {}: {}", i + 1, what));
    verified.chairs_differ |= other_chairs((*lines)[i], computed[i]);
  }
  return verified;
}

}  // namespace firstchair::audition

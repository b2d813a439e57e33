#include "apps/chairs/audition_record.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/chairs/record_lines.h"
#include "apps/chairs/seating_record.h"
#include "engine/judge/norms.h"

namespace firstchair::audition {
namespace {

using nlohmann::json;
using store::RecordLine;

constexpr const char* kOutcomes[] = {"open", "taken", "kept"};

// How a player's round stands.
struct Half {
  enum class State { open, given_up, played } state = State::open;
  chairs::ExcerptScore score;
};

Half half_of(const Audition& a, const std::string& player, int challenge, int round,
             const JudgedTakes& judged) {
  const auto excerpt = static_cast<std::size_t>(round - 1) % a.declaration.excerpts.size();
  const Attempt* attempt = a.last_attempt(player, excerpt, challenge, round);
  if (attempt == nullptr || attempt->voided == Void::machine) return {};
  if (attempt->voided != Void::none) return {Half::State::given_up, {}};
  if (attempt->take == 0) return {};
  const auto played = judged.find(attempt->take);
  if (played == judged.end()) return {};
  Result<chairs::TakeScore> score = score_of(a.declaration, excerpt, played->second);
  if (!score) return {Half::State::given_up, {}};
  return {Half::State::played, score->total};
}

}  // namespace

PlayedTake heard_take(const Audition& audition, const Attempt& attempt, const Source& source,
                      std::vector<Hit> hits, const std::string& file_hash) {
  Source nameless = source;
  nameless.name.clear();
  PlayedTake played =
      judged(nameless, std::move(hits), audition.declaration.excerpts[attempt.excerpt], attempt.nonce.bpm);
  played.file_hash = file_hash;
  played.level = attempt.level;
  return played;
}

RecordLine take_line(const Attempt& attempt, const PlayedTake& played, std::int64_t t) {
  json fields = take_json(attempt.player, attempt.excerpt, played);
  if (attempt.challenge > 0) fields["challenge"] = attempt.challenge, fields["round"] = attempt.round;
  return {t, "take", std::move(fields)};
}

std::string unlike_a_take(const Audition& audition, const Attempt& attempt, const PlayedTake& played) {
  const Result<chairs::TakeScore> score = score_of(audition.declaration, attempt.excerpt, played);
  return score ? std::string() : score.error().what;
}

Result<Done> judge_takes(const Audition& audition, const std::vector<RecordLine>& lines,
                         JudgedTakes& judged) {
  for (const Attempt& attempt : audition.attempts) {
    if (attempt.take == 0 || judged.contains(attempt.take)) continue;
    Result<PlayedTake> take =
        judged_again(lines[attempt.take].fields, audition.declaration.excerpts[attempt.excerpt],
                     attempt.nonce.bpm, attempt.take);
    if (!take) return take.error();
    judged.emplace(attempt.take, std::move(*take));
  }
  for (const Attempt& attempt : audition.attempts) {
    if (attempt.by_hand == 0 || judged.contains(attempt.by_hand)) continue;
    Result<PlayedTake> take =
        judged_by_hand(audition, lines, attempt, lines[attempt.by_hand].fields, attempt.by_hand);
    if (!take) return take.error();
    judged.emplace(attempt.by_hand, std::move(*take));
  }
  return Done{};
}

Result<PlayedTake> judged_by_hand(const Audition& audition, const std::vector<RecordLine>& lines,
                                  const Attempt& attempt, const json& ruled, std::size_t ruling) {
  ByHand by_hand;
  if (!read_by_hand(ruled, by_hand)) return at_line(ruling, "changes no strokes");
  const Excerpt& excerpt = audition.declaration.excerpts[attempt.excerpt];
  Result<PlayedTake> heard =
      judged_again(lines[attempt.take].fields, excerpt, attempt.nonce.bpm, attempt.take);
  if (!heard) return heard.error();
  const Source& source = heard->take.source;
  std::vector<Hit> hits = heard->take.hits;
  if (std::string why = change_strokes(hits, by_hand, source.rate, source.length); !why.empty())
    return at_line(ruling, std::move(why));
  PlayedTake changed = judged(source, std::move(hits), excerpt, attempt.nonce.bpm);
  changed.file_hash = heard->file_hash;
  changed.level = heard->level;
  changed.by_hand = by_hand_told(by_hand);
  return changed;
}

Result<Seated> seat_audition(const Audition& audition, const JudgedTakes& judged) {
  Declaration declaration = audition.declaration;
  for (std::size_t e = 0; e < declaration.excerpts.size(); ++e)
    declaration.excerpts[e].left_out = audition.left_out[e];
  std::vector<Entrant> players;
  for (const std::string& id : audition.players) {
    Entrant& player = players.emplace_back(id, std::vector<std::optional<PlayedTake>>());
    for (std::size_t e = 0; e < declaration.excerpts.size(); ++e) {
      player.takes.emplace_back();
      const Attempt* attempt = audition.last_attempt(id, e);
      if (attempt == nullptr || attempt->take == 0 || declaration.excerpts[e].left_out) continue;
      const auto played = judged.find(attempt->judged());
      if (played != judged.end() && unlike_a_take(audition, *attempt, played->second).empty())
        player.takes.back() = played->second, player.takes.back()->late = attempt->late;
    }
  }
  return seat_players(declaration, std::move(players));
}

std::vector<RecordLine> seating_lines(const Audition& audition, const Seated& seated, std::int64_t t) {
  std::vector<RecordLine> lines;
  for (const ScoredPlayer& player : seated.players) {
    for (std::size_t e = 0; e < player.scores.size(); ++e) {
      if (player.scores[e]) lines.push_back({t, "score", score_json(player.id, e, *player.scores[e])});
    }
  }
  json flags = flags_json(seated);
  json excerpts = json::array();
  for (std::size_t e = 0; e < audition.left_out.size(); ++e) {
    if (audition.left_out[e]) excerpts.push_back(e + 1);
  }
  flags["excerpts_left_out"] = std::move(excerpts);
  lines.push_back({t, "flags", std::move(flags)});
  lines.push_back({t, "seating", seating_json(seated, seated.played)});
  lines.push_back({t, "seating", seating_json(seated, seated.again)});
  return lines;
}

std::vector<RecordLine> outcome_lines(const Audition& audition, int challenge, const JudgedTakes& judged,
                                      std::int64_t t) {
  const AskedChallenge& asked = audition.challenges[static_cast<std::size_t>(challenge) - 1];
  if (asked.ended_s != 0) return {};
  chairs::ChallengeConfig config;
  config.seating.tau = audition.declaration.tau;
  std::vector<chairs::Round> rounds;
  chairs::Challenge told;
  for (int round = 1; round <= config.rounds && told.outcome == chairs::Outcome::open; ++round) {
    const Half holder = half_of(audition, asked.holder, challenge, round, judged);
    const Half challenger = half_of(audition, asked.challenger, challenge, round, judged);
    if (challenger.state == Half::State::given_up) {
      told.outcome = chairs::Outcome::kept;
    } else if (holder.state == Half::State::given_up) {
      told.outcome = chairs::Outcome::taken;
    } else if (holder.state == Half::State::open || challenger.state == Half::State::open) {
      return {};
    } else {
      rounds.push_back({holder.score, challenger.score});
      told = chairs::challenge(rounds, config);
    }
  }
  if (told.outcome == chairs::Outcome::open) return {};
  json better = json::array();
  for (const double p : told.challenger_better) better.push_back(decimal(p, 4));
  return {{t,
           "outcome",
           {{"better", std::move(better)},
            {"challenge", challenge},
            {"outcome", kOutcomes[static_cast<int>(told.outcome)]}}}};
}

std::string unlike_engine(const Audition& audition) {
  if (audition.signature == engine_signature()) return {};
  return fmt::format("declared with firstchair {} ({}), this is {} ({}): it judges otherwise",
                     audition.engine, audition.signature, FIRSTCHAIR_VERSION, engine_signature());
}

}  // namespace firstchair::audition

#include "apps/chairs/seated.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

#include "engine/chairs/hints.h"
#include "engine/judge/norms.h"
#include "report/text/words.h"

namespace firstchair::audition {
namespace {

constexpr std::size_t kMostPlayers = 200, kMostStrokes = 40000, kMostId = 24;

double rounded(double x, double steps) {
  return std::round(x * steps) / steps;
}

bool is_id(const std::string& id) {
  return !id.empty() && id.size() <= kMostId && std::all_of(id.begin(), id.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
  });
}

const char* kind_name(SourceKind kind) {
  return kind == SourceKind::midi ? "MIDI" : "sound";
}

const PlayedTake* first_take(const Entrant& player) {
  for (const auto& take : player.takes) {
    if (take) return &*take;
  }
  return nullptr;
}

void hint_at_takes(const std::vector<Entrant>& players, std::vector<ScoredPlayer>& scored) {
  std::vector<std::vector<std::vector<chairs::NoteError>>> errors(players.size());
  for (std::size_t p = 0; p < players.size(); ++p) {
    for (const auto& take : players[p].takes)
      errors[p].push_back(take ? chairs::note_errors(take->take) : std::vector<chairs::NoteError>{});
    for (std::size_t e = 0; e < players[p].takes.size(); ++e) {
      const auto& own = players[p].takes[e];
      if (!own) continue;
      std::vector<std::string>& hints = scored[p].hints;
      if (!own->by_hand.empty()) hints.push_back(fmt::format("excerpt {}: {}", e + 1, own->by_hand));
      if (!own->late.empty()) hints.push_back(fmt::format("excerpt {}: {}", e + 1, own->late));
      if (const double share = chairs::on_a_grid(own->take); share >= chairs::kOnGrid)
        hints.push_back(
            fmt::format("excerpt {}: {:.0f} of 100 strokes lie on a grid, within half a "
                        "millisecond",
                        e + 1, 100 * share));
      if (const double share = chairs::same_velocity(own->take); share >= chairs::kSameVelocity)
        hints.push_back(
            fmt::format("excerpt {}: {:.0f} of 100 strokes of a line have one velocity", e + 1, 100 * share));
      for (std::size_t other = 0; other < p; ++other) {
        const chairs::Replay replay = chairs::replayed(errors[p][e], errors[other][e]);
        if (replay.correlation < chairs::kReplay) continue;
        hints.push_back(
            fmt::format("excerpt {}: its errors go with {}'s stroke by stroke (correlation {:.2f} "
                        "over {} notes)",
                        e + 1, players[other].id, replay.correlation, replay.notes));
      }
    }
  }
}

// A file is told once, beside the take that came before in order of player and excerpt.
void tell_same_files(const std::vector<Entrant>& players, std::vector<ScoredPlayer>& scored) {
  struct Place {
    std::size_t player, excerpt;
  };
  std::map<std::string, Place> first;
  for (std::size_t p = 0; p < players.size(); ++p) {
    for (std::size_t e = 0; e < players[p].takes.size(); ++e) {
      const auto& take = players[p].takes[e];
      if (!take || take->file_hash.empty()) continue;
      const auto [at, fresh] = first.try_emplace(take->file_hash, Place{p, e});
      if (!fresh)
        scored[p].same_files.push_back(fmt::format("excerpt {}: its file is that of {}'s excerpt {}", e + 1,
                                                   players[at->second.player].id, at->second.excerpt + 1));
    }
  }
}

}  // namespace

const ScoredPlayer& Seated::player(const std::string& id) const {
  return *std::find_if(players.begin(), players.end(), [&](const ScoredPlayer& p) { return p.id == id; });
}

std::string unlike_players(const Declaration& declaration, const std::vector<Entrant>& players) {
  if (players.size() < 2 || players.size() > kMostPlayers) return "an audition has 2 to 200 players";
  const PlayedTake* first = nullptr;
  for (const Entrant& player : players) {
    if (!is_id(player.id))
      return fmt::format("player \"{}\": an id is 1 to 24 letters, digits, - and _", player.id);
    if (std::count_if(players.begin(), players.end(), [&](const Entrant& p) { return p.id == player.id; }) >
        1)
      return fmt::format("player {} is there twice", player.id);
    if (player.takes.size() != declaration.excerpts.size())
      return fmt::format("player {} has {}, and there are {}", player.id,
                         report::count(player.takes.size(), "take"),
                         report::count(declaration.excerpts.size(), "excerpt"));
    for (const auto& take : player.takes) {
      if (take && take->take.hits.size() > kMostStrokes)
        return fmt::format("player {}: a take has at most 40,000 strokes", player.id);
    }
    const PlayedTake* own = first_take(player);
    if (own == nullptr) continue;
    if (first == nullptr) first = own;
    for (const auto& take : player.takes) {
      if (take && take->take.source.kind != first->take.source.kind)
        return fmt::format("player {} plays from {}, the others from {}; an audition has one kind", player.id,
                           kind_name(take->take.source.kind), kind_name(first->take.source.kind));
      if (take && take->take.source.detail != first->take.source.detail)
        return fmt::format("player {}'s drums are told in another detail than the others'", player.id);
    }
  }
  return {};
}

Result<chairs::TakeScore> score_of(const Declaration& declaration, std::size_t e, const PlayedTake& played) {
  if (!played.take.reading.chart_played)
    return Error{ErrorCode::unsupported, {}, "something else than the chart was played", {}};
  chairs::ScoreConfig config = declaration.scoring(e);
  if (played.bpm > 0) config.bpm = played.bpm;
  Result<chairs::TakeScore> score = chairs::score_take(played.take, config, judge::default_norms());
  if (!score) return score;
  score->total.value = rounded(score->total.value, 1e6);
  score->total.variance = rounded(score->total.variance, 1e8);
  return score;
}

Result<Seated> seat_players(const Declaration& declaration, std::vector<Entrant> players) {
  if (std::string why = unlike_players(declaration, players); !why.empty())
    return Error{ErrorCode::usage, {}, std::move(why), {}};
  std::sort(players.begin(), players.end(), [](const Entrant& a, const Entrant& b) { return a.id < b.id; });
  Seated seated{.declaration = declaration, .players = {}, .played = {}, .again = {}, .left_out = {}};
  std::vector<chairs::Candidate> candidates;
  for (const Entrant& player : players) {
    ScoredPlayer scored{.id = player.id, .scores = {}, .broken = {}, .hints = {}, .level = Level::live};
    chairs::Candidate candidate{.id = player.id};
    for (std::size_t e = 0; e < player.takes.size(); ++e) {
      scored.scores.emplace_back();
      if (declaration.excerpts[e].left_out) continue;
      if (!player.takes[e]) {
        candidate.behind = chairs::Behind::no_take;
        continue;
      }
      const PlayedTake& played = *player.takes[e];
      Result<chairs::TakeScore> score = score_of(declaration, e, played);
      if (!score) {
        score.error().place = fmt::format("player {}, excerpt {}", player.id, e + 1);
        return score.error();
      }
      if (played.level == Level::sent || !played.late.empty()) scored.level = Level::sent;
      candidate.excerpts.push_back(score->total);
      scored.scores.back() = std::move(*score);
      chairs::Musts musts = declaration.musts;
      musts.bpm = played.bpm > 0 ? played.bpm : declaration.excerpts[e].bpm;
      for (const chairs::BrokenMust& m : chairs::broken_musts(played.take, musts))
        scored.broken.emplace_back(e, m);
    }
    if (candidate.behind == chairs::Behind::no_take) {
      candidate.excerpts.clear();
    } else if (!scored.broken.empty()) {
      candidate.behind = chairs::Behind::must;
    }
    seated.players.push_back(std::move(scored));
    if (candidate.behind == chairs::Behind::no_take && declaration.missing == Missing::out) {
      seated.left_out.push_back(candidate.id);
    } else {
      candidates.push_back(std::move(candidate));
    }
  }
  hint_at_takes(players, seated.players);
  tell_same_files(players, seated.players);
  seated.played = chairs::seat(candidates, declaration.seating(chairs::Claim::played));
  seated.again = chairs::seat(candidates, declaration.seating(chairs::Claim::again));
  return seated;
}

}  // namespace firstchair::audition

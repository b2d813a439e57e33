#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "apps/chairs/audition_steps.h"
#include "apps/chairs/seating_record.h"
#include "apps/chairs/sheet.h"
#include "apps/cli/chairs/chairs_command.h"
#include "apps/cli/chairs/chairs_shared.h"
#include "engine/chairs/played_bars.h"

namespace firstchair::cli {
namespace {

Result<std::vector<audition::Entrant>> hear_players(const ChairsSeatOptions& options,
                                                    audition::Declaration& declaration) {
  std::vector<audition::Entrant> players;
  for (const std::vector<std::string>& words : options.players) {
    if (words.size() != declaration.excerpts.size() + 1)
      return Error{ErrorCode::usage, "--player " + (words.empty() ? "" : words[0]),
                   fmt::format("an id and {} take{} are needed", declaration.excerpts.size(),
                               declaration.excerpts.size() == 1 ? "" : "s"),
                   "Name one for every --excerpt, - for none"};
    audition::Entrant player{words[0], {}};
    for (std::size_t e = 0; e < declaration.excerpts.size(); ++e) {
      player.takes.emplace_back();
      const std::string& file = words[e + 1];
      if (file == "-") continue;
      const audition::Excerpt& excerpt = declaration.excerpts[e];
      Result<Take> take = hear_excerpt(file, options.kit, options.voices, excerpt.chart, excerpt.bpm);
      if (!take) return take.error();
      Result<std::string> hash = hash_of_file(file);
      if (!hash) return hash.error();
      player.takes.back() = audition::PlayedTake{.take = std::move(*take), .file_hash = std::move(*hash)};
    }
    players.push_back(std::move(player));
  }
  // Everybody is judged over the same number of bars.
  for (std::size_t e = 0; e < declaration.excerpts.size() && options.bars == 0; ++e) {
    int fewest = chairs::kMostBars;
    for (const audition::Entrant& p : players) {
      if (p.takes[e]) fewest = std::min(fewest, chairs::PlayedBars(p.takes[e]->take).count());
    }
    declaration.excerpts[e].bars = fewest;
  }
  return players;
}

// Seats the players of an audition of the book by the takes that stand, on record.
Result<int> seat_kept(const ChairsSeatOptions& options) {
  Result<store::Auditions> auditions = open_auditions(options.book, true);
  if (!auditions) return auditions.error();
  const Result<audition::GoingAudition> going = audition::read_going(*auditions, options.audition);
  if (!going) return going.error();
  if (std::string why = audition::unlike_engine(going->audition); !why.empty())
    return Error{ErrorCode::unsupported, fmt::format("audition {}", options.audition), std::move(why),
                 "Seat it with the version that declared it"};
  const Result<store::SigningKey> key = directing_key(options.key, going->audition);
  if (!key) return key.error();
  // Before anything is on record.
  const std::string out = (std::filesystem::path(options.out) / "seating.jsonl").string();
  if (std::error_code failed; !options.force && std::filesystem::exists(out, failed))
    return Error{ErrorCode::unwritable, out, "already there",
                 "Choose another --out, or --force to replace it"};
  const Result<audition::SeatedNow> now = audition::seat(*auditions, options.audition, options.reveal);
  if (!now) return now.error();
  const audition::Seated& seated = now->seated;
  const std::string& head = now->going.head;
  if (auto done = write_seating(options.out, store::sealed(now->going.record),
                                audition::sheet_html(seated, head), *key, options.force);
      !done)
    return done.error();
  fmt::print("{}", options.json ? audition::sheet_json(seated, head) : audition::sheet_text(seated, head));
  return 0;
}

}  // namespace

Result<int> chairs_seat(const ChairsSeatOptions& options) {
  if (options.audition != 0) return seat_kept(options);
  if (options.excerpts.empty()) return Error{ErrorCode::usage, {}, "--excerpt is required", {}};
  if (options.players.empty()) return Error{ErrorCode::usage, {}, "--player is required", {}};
  Result<audition::Declaration> asked = declaration_of(options, options.any_tempo);
  if (!asked) return asked.error();
  Result<store::SigningKey> key = signing_key(options.key);
  if (!key) return key.error();
  Result<std::vector<audition::Entrant>> players = hear_players(options, *asked);
  if (!players) return players.error();
  if (std::string why = audition::unlike_an_audition(*asked); !why.empty())
    return Error{ErrorCode::usage, "chairs seat", std::move(why), {}};
  // What is declared is what the record can hold: numbers of four decimals.
  Result<audition::Declaration> declaration = audition::read_declaration(audition::declaration_json(*asked));
  if (!declaration) return declaration.error();
  Result<audition::Seated> seated = audition::seat_players(*declaration, *players);
  if (!seated) return seated.error();
  const bool sound = std::any_of(players->begin(), players->end(), [](const audition::Entrant& p) {
    return std::any_of(p.takes.begin(), p.takes.end(),
                       [](const auto& t) { return t && t->take.source.kind == SourceKind::audio; });
  });
  const std::string record =
      audition::seating_record(*seated, *players, static_cast<std::int64_t>(std::time(nullptr)),
                               sound ? std::string(ear::ear_weights_name()) : "");
  const std::string head = store::head_of(record);
  if (auto done =
          write_seating(options.out, record, audition::sheet_html(*seated, head), *key, options.force);
      !done)
    return done.error();
  fmt::print("{}", options.json ? audition::sheet_json(*seated, head) : audition::sheet_text(*seated, head));
  return 0;
}

}  // namespace firstchair::cli

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "apps/chairs/seating_record.h"
#include "apps/chairs/sheet.h"
#include "apps/cli/chairs/chairs_command.h"
#include "apps/cli/chairs/whole_file.h"
#include "apps/cli/chart/chart_command.h"
#include "apps/cli/hear/hear_command.h"
#include "engine/chairs/played_bars.h"
#include "io/files/folders.h"
#include "report/text/text.h"
#include "store/record/bytes.h"
#include "store/record/minisign.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestTake = std::size_t{1} << 30;

// The signing key in `file`, made there when there is none.
Result<store::SigningKey> signing_key(std::string file) {
  if (file.empty()) {
    const std::string data = io::data_folder();
    if (data.empty())
      return Error{ErrorCode::usage, "--key", "there is no home folder for a signing key", "Name a file"};
    file = data + "/seating.key";
  }
  std::error_code failed;
  if (!fs::exists(file, failed)) {
    Result<store::SigningKey> key = store::make_signing_key();
    if (!key) return key;
    fs::create_directories(fs::path(file).parent_path(), failed);
    if (auto done = io::write_file(file, store::signing_key_text(*key), false); !done) return done.error();
    ::chmod(file.c_str(), S_IRUSR | S_IWUSR);
    fmt::print(stderr, "{}\n",
               report::plain("firstchair: made a signing key: " + file + ". Keep a copy of it."));
    return key;
  }
  Result<std::string> text = whole_file(file, 4096);
  if (!text) return text.error();
  Result<store::SigningKey> key = store::read_signing_key(*text);
  if (!key) key.error().place = file;
  return key;
}

Result<audition::Declaration> declaration_of(const ChairsSeatOptions& options) {
  audition::Declaration d;
  d.title = options.title;
  for (const std::string& name : options.excerpts) {
    Result<Chart> chart = find_chart(name);
    if (!chart) return chart.error();
    audition::Excerpt& excerpt = d.excerpts.emplace_back();
    excerpt.bpm = options.any_tempo ? 0 : options.bpm > 0 ? options.bpm : tempo_at(*chart, 0);
    excerpt.bars = options.bars;
    excerpt.chart = std::move(*chart);
  }
  d.weights = options.weights;
  d.claim = options.claim;
  d.tau = options.tau;
  d.missing = options.missing;
  d.tie_break = options.tie_break;
  for (const chairs::Must must : options.without) d.musts.asked[static_cast<int>(must)] = false;
  return d;
}

Result<std::optional<audition::PlayedTake>> hear_one(const ChairsSeatOptions& options,
                                                     const std::string& file,
                                                     const audition::Excerpt& excerpt) {
  if (file == "-") return std::optional<audition::PlayedTake>{};
  HearOptions hearing;
  hearing.take = file;
  hearing.kit = options.kit;
  SessionConfig config;
  config.norms = judge::default_norms();
  config.voices = options.voices;
  config.chart = excerpt.chart;
  config.bpm = excerpt.bpm;
  config.ask_chart_played = true;
  Result<Take> take = hear_take(hearing, std::move(config));
  if (!take) return take.error();
  if (!take->reading.chart_played)
    return Error{ErrorCode::unsupported, file, "something else than the excerpt was played",
                 "firstchair hear says what was heard"};
  Result<std::string> bytes = whole_file(file, kLargestTake);
  if (!bytes) return bytes.error();
  return std::optional(audition::PlayedTake{std::move(*take), store::sha256(*bytes)});
}

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
      auto take = hear_one(options, words[e + 1], declaration.excerpts[e]);
      if (!take) return take.error();
      player.takes.push_back(std::move(*take));
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

Result<Done> write_outputs(const ChairsSeatOptions& options, const std::string& record,
                           const std::string& html, const store::SigningKey& key) {
  const fs::path folder(options.out);
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed)
    return Error{ErrorCode::unwritable, options.out, "cannot be made (" + failed.message() + ")",
                 "Choose another --out"};
  const std::string comment = "seating, record " + store::head_of(record).substr(0, 16);
  const std::pair<const char*, std::string> files[] = {
      {"seating.jsonl", record},
      {"seating.jsonl.minisig", store::sign(record, key, comment)},
      {"seating.pub", store::public_key_text(key.open)},
      {"seating.html", html}};
  for (const auto& [name, text] : files) {
    if (!options.force && fs::exists(folder / name, failed))
      return Error{ErrorCode::unwritable, (folder / name).string(), "already there",
                   "Choose another --out, or --force to replace it"};
  }
  for (const auto& [name, text] : files) {
    if (auto done = io::write_file((folder / name).string(), text, options.force); !done) return done;
  }
  return Done{};
}

}  // namespace

Result<int> chairs_seat(const ChairsSeatOptions& options) {
  Result<audition::Declaration> asked = declaration_of(options);
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
  if (auto done = write_outputs(options, record, audition::sheet_html(*seated, head), *key); !done)
    return done.error();
  fmt::print("{}", options.json ? audition::sheet_json(*seated, head) : audition::sheet_text(*seated, head));
  return 0;
}

}  // namespace firstchair::cli

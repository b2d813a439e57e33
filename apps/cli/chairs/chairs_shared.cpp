#include "apps/cli/chairs/chairs_shared.h"

#include <fmt/format.h>

#include <filesystem>

#include "apps/cli/chairs/whole_file.h"
#include "apps/cli/chart/chart_command.h"
#include "apps/cli/hear/hear_command.h"
#include "book/auditions.h"
#include "engine/judge/norms.h"
#include "report/text/text.h"
#include "store/record/bytes.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestTake = std::size_t{1} << 30;

}  // namespace

Result<store::SigningKey> signing_key(std::string file) {
  Result<book::DirectingKey> key = book::signing_key(std::move(file));
  if (!key) return key.error();
  if (!key->made.empty())
    fmt::print(stderr, "{}\n",
               report::plain("firstchair: made a signing key: " + key->made + ". Keep a copy of it."));
  return key->key;
}

Result<store::SigningKey> directing_key(const std::string& file, const audition::Audition& audition) {
  return book::directing_key(file, audition.key);
}

Result<audition::Declaration> declaration_of(const AskedOptions& options, bool any_tempo) {
  audition::Declaration d;
  d.title = options.title;
  for (const std::string& name : options.excerpts) {
    Result<Chart> chart = find_chart(name);
    if (!chart) return chart.error();
    audition::Excerpt& excerpt = d.excerpts.emplace_back();
    excerpt.bpm = any_tempo ? 0 : options.bpm > 0 ? options.bpm : tempo_at(*chart, 0);
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

Result<Take> hear_excerpt(const std::string& file, const std::string& kit, ear::VoicesMode voices,
                          const Chart& chart, double bpm) {
  HearOptions hearing;
  hearing.take = file;
  hearing.kit = kit;
  SessionConfig config;
  config.norms = judge::default_norms();
  config.voices = voices;
  config.chart = chart;
  config.bpm = bpm;
  config.ask_chart_played = true;
  Result<Take> take = hear_take(hearing, std::move(config));
  if (take && !take->reading.chart_played)
    return Error{ErrorCode::unsupported, file, "something else than the excerpt was played",
                 "firstchair hear says what was heard"};
  return take;
}

Result<std::string> hash_of_file(const std::string& file) {
  Result<std::string> bytes = whole_file(file, kLargestTake);
  if (!bytes) return bytes.error();
  return store::sha256(*bytes);
}

Result<store::Auditions> open_auditions(const std::string& book, bool write) {
  return book::open_auditions(book, write);
}

Result<Done> write_seating(const std::string& out, const std::string& record, const std::string& html,
                           const store::SigningKey& key, bool force) {
  const fs::path folder(out);
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed)
    return Error{ErrorCode::unwritable, out, "cannot be made (" + failed.message() + ")",
                 "Choose another --out"};
  std::vector<std::pair<const char*, std::string>> files{
      {"seating.jsonl", record},
      {"seating.jsonl.minisig", book::sign_seating(record, key)},
      {"seating.pub", store::public_key_text(key.open)},
      {"seating.html", html}};
  if (html.empty()) files.pop_back();
  for (const auto& [name, text] : files) {
    if (!force && fs::exists(folder / name, failed))
      return Error{ErrorCode::unwritable, (folder / name).string(), "already there",
                   "Choose another --out, or --force to replace it"};
  }
  for (const auto& [name, text] : files) {
    if (auto done = io::write_file((folder / name).string(), text, force); !done) return done;
  }
  return Done{};
}

void say(const std::string& line) {
  fmt::print("{}\n", report::plain(line));
}

}  // namespace firstchair::cli

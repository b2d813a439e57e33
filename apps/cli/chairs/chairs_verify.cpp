#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "apps/chairs/seating_record.h"
#include "apps/cli/chairs/chairs_shared.h"
#include "apps/cli/chairs/whole_file.h"
#include "report/text/words.h"
#include "store/judgement_text.h"
#include "store/packed_strokes.h"
#include "store/record/bytes.h"
#include "store/record/minisign.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

// `directs`: the text of the key that the audition was declared with; empty: any.
Result<Done> check_signed(const ChairsVerifyOptions& options, const std::string& record,
                          const std::string& directs) {
  const std::string signature_file =
      options.signature.empty() ? options.record + ".minisig" : options.signature;
  const std::string key_file =
      options.key.empty() ? (fs::path(options.record).parent_path() / "seating.pub").string() : options.key;
  Result<std::string> signature = whole_file(signature_file, 4096);
  if (!signature) {
    signature.error().advice = "--unsigned looks at no signature";
    return signature.error();
  }
  Result<std::string> key_text = whole_file(key_file, 4096);
  if (!key_text) return key_text.error();
  const Result<store::PublicKey> key = store::read_public_key(*key_text);
  if (!key) return Error{ErrorCode::malformed, key_file, key.error().what, {}};
  if (Result<Done> done = store::check_signature(record, *signature, *key); !done)
    return Error{ErrorCode::malformed, signature_file, done.error().what, {}};
  if (!directs.empty() && store::public_key_text(*key) != directs)
    return Error{
        ErrorCode::malformed, signature_file, "signed by another key than the one that declared it", {}};
  return Done{};
}

// The files of a folder by their hashes.
Result<std::map<std::string, std::string>> files_of(const std::string& folder) {
  std::map<std::string, std::string> files;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (!at->is_regular_file(failed)) continue;
    Result<std::string> hash = hash_of_file(at->path().string());
    if (!hash) return hash.error();
    files.emplace(std::move(*hash), at->path().string());
  }
  if (failed) return Error{ErrorCode::unreadable, folder, "cannot be read (" + failed.message() + ")", {}};
  return files;
}

// The chart that a take line's excerpt asks for; nothing when the record does not say so.
std::optional<std::pair<Chart, double>> asked_of(const audition::Declaration& declaration,
                                                 const nlohmann::json& take) {
  const auto excerpt = take.find("excerpt");
  if (excerpt == take.end() || !excerpt->is_number_unsigned() || *excerpt < 1 ||
      *excerpt > declaration.excerpts.size())
    return std::nullopt;
  const audition::Excerpt& of = declaration.excerpts[excerpt->get<std::size_t>() - 1];
  return std::pair(of.chart, of.bpm);
}

struct HeardAgain {
  int files = 0, all = 0, heard = 0;
  std::string missing, other;  // numbers of lines
};

// Looks for every take's file, and hears again those that were sent: a take that was played live was heard
// while its click sounded.
Result<HeardAgain> hear_again(const std::string& folder, const std::string& record,
                              const audition::Declaration& declaration) {
  const Result<std::map<std::string, std::string>> files = files_of(folder);
  if (!files) return files.error();
  HeardAgain told;
  const Result<std::vector<store::RecordLine>> lines = store::read_record(record);
  const auto add = [](std::string& list, std::size_t line) {
    list += (list.empty() ? "" : ", ") + std::to_string(line);
  };
  for (std::size_t i = 0; lines && i < lines->size(); ++i) {
    const nlohmann::json& take = (*lines)[i].fields;
    if ((*lines)[i].type != "take") continue;
    ++told.all;
    const auto file = files->find(take.value("file", std::string()));
    if (file == files->end()) {
      add(told.missing, i + 1);
      continue;
    }
    ++told.files;
    const auto asked = asked_of(declaration, take);
    const Result<Source> source = store::read_source_text(take.value("source", std::string()));
    if (take.value("level", std::string()) != "sent" || !asked || !source) continue;
    // The note map that it was read by is in the record.
    Result<Take> heard =
        hear_excerpt(file->second, source->kit.profile, ear::VoicesMode::kit, asked->first, asked->second);
    if (!heard) return heard.error();
    ++told.heard;
    if (store::to_base64(store::pack_hits(heard->hits)) != take.value("strokes", std::string()))
      add(told.other, i + 1);
  }
  return told;
}

std::string told_of(const HeardAgain& told) {
  const std::string again =
      told.heard > 0 ? fmt::format(" {} heard again{}.", told.heard,
                                   told.other.empty() ? ", stroke by stroke the same"
                                                      : "; other strokes than those of line " + told.other)
                     : "";
  return (told.missing.empty()
              ? fmt::format("All {} files of the takes are there, unchanged.", told.all)
              : fmt::format("{} of {} files of the takes are there, unchanged; not those of line {}.",
                            told.files, told.all, told.missing)) +
         again;
}

}  // namespace

Result<int> chairs_verify(const ChairsVerifyOptions& options) {
  Result<std::string> record = whole_file(options.record, store::kMostRecordBytes);
  if (!record) return record.error();
  Result<audition::Verified> verified = audition::verify_record(*record);
  if (!verified) {
    const std::string line = verified.error().place;
    verified.error().place = options.record + (line.empty() ? "" : ": " + line);
    return verified.error();
  }
  if (!options.is_unsigned) {
    if (auto done = check_signed(options, *record, verified->key); !done) return done.error();
  }
  if (!options.sound.empty()) {
    const Result<HeardAgain> heard = hear_again(options.sound, *record, verified->seated.declaration);
    if (!heard) return heard.error();
    say(told_of(*heard));
    if (!heard->other.empty() && verified->signature == audition::engine_signature())
      return Error{ErrorCode::malformed, options.record,
                   "line " + heard->other + ": other strokes than are heard",
                   "The files or the record were changed, or it was heard with other --voices"};
  }
  for (const std::string& difference : verified->differences) say(difference);
  const bool same = verified->signature == audition::engine_signature();
  if (!verified->differences.empty()) {
    say(fmt::format("Judged by {} ({}), this is {} ({}): {} differ, {}.", verified->engine,
                    verified->signature, FIRSTCHAIR_VERSION, audition::engine_signature(),
                    report::count(verified->differences.size(), "line"),
                    verified->chairs_differ ? "and chairs change" : "no chair changes"));
    return 4;
  }
  say(fmt::format("Everything is as told: {} judged again, record {}{}{}.",
                  report::count(static_cast<std::size_t>(verified->takes), "take"),
                  verified->head.substr(0, 16),
                  options.is_unsigned   ? ", no signature looked at"
                  : options.key.empty() ? ", signed by the key that lies beside it"
                                        : ", signed by the key that was named",
                  same ? "" : "; another engine made it and tells the same"));
  return 0;
}

}  // namespace firstchair::cli

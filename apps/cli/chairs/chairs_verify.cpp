#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "apps/chairs/audition.h"
#include "apps/chairs/seating_record.h"
#include "apps/cli/chairs/chairs_shared.h"
#include "apps/cli/chairs/whole_file.h"
#include "apps/server/api/chairs_hearing.h"
#include "engine/judge/norms.h"
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
  int files = 0, all = 0, heard = 0, not_heard = 0;
  std::string missing, other;  // numbers of lines
};

void add_line(std::string& list, std::size_t index) {
  list += (list.empty() ? "" : ", ") + std::to_string(index + 1);
}

// The strokes of a file that was sent, heard as it was heard then; nothing where the record does not say how.
Result<std::optional<std::string>> sent_again(const std::string& file,
                                              const audition::Declaration& declaration,
                                              const nlohmann::json& take) {
  const auto asked = asked_of(declaration, take);
  const Result<Source> source = store::read_source_text(take.value("source", std::string()));
  if (!asked || !source) return std::optional<std::string>();
  // The note map that it was read by is in the record.
  const Result<Take> heard =
      hear_excerpt(file, source->kit.profile, ear::VoicesMode::kit, asked->first, asked->second);
  if (!heard) return heard.error();
  return std::optional(store::to_base64(store::pack_hits(heard->hits)));
}

// The strokes of what a page recorded, if it is what was committed while it was played; nothing for an
// attempt that the program played: its click sounded in the room, and where is not on record.
Result<std::optional<std::string>> played_again(const std::string& file, const audition::Audition& audition,
                                                const std::vector<store::RecordLine>& lines,
                                                std::size_t line) {
  const auto attempt = std::find_if(audition.attempts.begin(), audition.attempts.end(),
                                    [&](const audition::Attempt& a) { return a.take == line; });
  if (attempt == audition.attempts.end() || attempt->bars == 0) return std::optional<std::string>();
  const Result<std::string> bytes = whole_file(file, std::size_t{1} << 30);
  if (!bytes) return bytes.error();
  Result<std::string> strokes =
      server::strokes_heard_again(audition, lines, *attempt, *bytes, judge::default_norms());
  if (!strokes) return strokes.error();
  return std::optional(std::move(*strokes));
}

// Looks for every take's file, and hears again those that were sent or recorded by a page.
Result<HeardAgain> hear_again(const std::string& folder, const std::string& record,
                              const audition::Declaration& declaration) {
  const Result<std::map<std::string, std::string>> files = files_of(folder);
  if (!files) return files.error();
  HeardAgain told;
  const Result<std::vector<store::RecordLine>> lines = store::read_record(record);
  if (!lines) return lines.error();
  std::optional<audition::Audition> audition;
  if (declaration.attempts) {
    Result<audition::Audition> read = audition::read_audition(*lines);
    if (!read) return read.error();
    audition = std::move(*read);
  }
  for (std::size_t i = 0; i < lines->size(); ++i) {
    const nlohmann::json& take = (*lines)[i].fields;
    if ((*lines)[i].type != "take") continue;
    ++told.all;
    const auto file = files->find(take.value("file", std::string()));
    if (file == files->end()) {
      add_line(told.missing, i);
      continue;
    }
    ++told.files;
    Result<std::optional<std::string>> strokes = take.value("level", std::string()) == "sent" || !audition
                                                     ? sent_again(file->second, declaration, take)
                                                     : played_again(file->second, *audition, *lines, i);
    if (!strokes) {
      Error error = strokes.error();
      error.place = fmt::format("line {}", i + 1);
      return error;
    }
    told.heard += strokes->has_value();
    told.not_heard += !strokes->has_value();
    if (*strokes && **strokes != take.value("strokes", std::string())) add_line(told.other, i);
  }
  return told;
}

std::string told_of(const HeardAgain& told) {
  std::string text =
      told.missing.empty()
          ? fmt::format("All {} files of the takes are there, unchanged.", told.all)
          : fmt::format("{} of {} files of the takes are there, unchanged; not those of line {}.", told.files,
                        told.all, told.missing);
  if (told.heard > 0)
    text += fmt::format(" {} heard again{}.", told.heard,
                        told.other.empty() ? ", stroke by stroke the same"
                                           : "; other strokes than those of line " + told.other);
  if (told.not_heard > 0)
    text +=
        fmt::format(" {} not heard again: the program played it, or a ruling took it back.", told.not_heard);
  return text;
}

// Whether the record still begins as it did when every one of these receipts was given.
Result<Done> check_receipts(const ChairsVerifyOptions& options, const std::string& record) {
  for (const std::string& digits : options.receipts) {
    const std::size_t line = audition::line_of_receipt(record, digits);
    if (line == 0)
      return Error{ErrorCode::malformed, options.record,
                   fmt::format("no line has the hash of receipt {}", digits),
                   "What stood in it was changed since, or the receipt is of another record"};
    say(fmt::format("Receipt {}: lines 1 to {} are as they were when it was given.", digits, line));
  }
  return Done{};
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
  if (auto done = check_receipts(options, *record); !done) return done.error();
  for (const std::string& remark : verified->remarks) say(remark);
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

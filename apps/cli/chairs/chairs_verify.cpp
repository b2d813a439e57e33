#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "apps/chairs/seating_record.h"
#include "apps/cli/chairs/chairs_command.h"
#include "apps/cli/chairs/whole_file.h"
#include "report/text/text.h"
#include "report/text/words.h"
#include "store/record/bytes.h"
#include "store/record/minisign.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

Result<Done> check_signed(const ChairsVerifyOptions& options, const std::string& record) {
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
  return Done{};
}

// Says which of the takes' files lie in the folder as they were.
Result<std::string> compare_files(const std::string& folder, const std::string& record) {
  std::set<std::string> hashes;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (!at->is_regular_file(failed)) continue;
    Result<std::string> bytes = whole_file(at->path().string(), std::size_t{1} << 30);
    if (!bytes) return bytes.error();
    hashes.insert(store::sha256(*bytes));
  }
  if (failed) return Error{ErrorCode::unreadable, folder, "cannot be read (" + failed.message() + ")", {}};
  int there = 0, all = 0;
  std::string missing;
  const Result<std::vector<store::RecordLine>> lines = store::read_record(record);
  for (std::size_t i = 0; lines && i < lines->size(); ++i) {
    if ((*lines)[i].type != "take") continue;
    ++all;
    const bool found = hashes.contains((*lines)[i].fields.value("file", std::string()));
    there += found;
    if (!found) missing += fmt::format("{}{}", missing.empty() ? "" : ", ", i + 1);
  }
  return missing.empty()
             ? fmt::format("All {} files of the takes are there, unchanged.", all)
             : fmt::format("{} of {} files of the takes are there, unchanged; not those of line {}.", there,
                           all, missing);
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
    if (auto done = check_signed(options, *record); !done) return done.error();
  }
  const auto say = [](const std::string& line) { fmt::print("{}\n", report::plain(line)); };
  if (!options.sound.empty()) {
    Result<std::string> files = compare_files(options.sound, *record);
    if (!files) return files.error();
    say(*files);
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

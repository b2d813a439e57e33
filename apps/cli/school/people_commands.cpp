// `firstchair school`: people of a school from the command line, by whoever owns the installation.
#include <fmt/format.h>

#include <charconv>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <vector>

#include "apps/cli/school/school_command.h"
#include "apps/cli/school/school_shared.h"
#include "apps/school/api.h"
#include "apps/school/export.h"
#include "apps/school/research.h"
#include "io/files/files.h"
#include "io/files/new_file.h"
#include "report/text/text.h"
#include "school/keeping.h"
#include "school/roster.h"
#include "school/secrets.h"

namespace firstchair::cli {
namespace {

constexpr int kResetDays = 3;

std::int64_t now_s() {
  return static_cast<std::int64_t>(std::time(nullptr));
}

// What a command works on.
struct Opened {
  std::string database;
  school::SchoolStore store;
  school::Sounds sounds;
  school::ErasedList erased;
};

Result<Opened> open(const SchoolOptions& options) {
  const Result<std::string> database = database_of(options);
  if (!database) return database.error();
  Result<school::SchoolStore> store = school::SchoolStore::open({.database = *database, .create = false});
  if (!store) return store.error();
  const auto facts = store->facts(options.school);
  if (!facts && facts.error().code == ErrorCode::not_found)
    return Error{ErrorCode::usage, fmt::format("--school {}", options.school), "there is no such school here",
                 "firstchair school init makes one"};
  if (!facts) return facts.error();
  return Opened{*database, std::move(*store), school::Sounds(sounds_of(options, *database)),
                school::ErasedList(options.erased.empty() ? erased_of(*database) : options.erased)};
}

Result<school::Person> named(Opened& opened, const SchoolOptions& options) {
  auto person = opened.store.person(options.school, options.person);
  if (!person && person.error().code == ErrorCode::not_found)
    return Error{ErrorCode::usage, fmt::format("--person {}", options.person), "there is no such person here",
                 "The people's page and firstchair school export name numbers"};
  return person;
}

std::string name_of(const school::Person& person) {
  return report::plain(full_name(person));
}

Result<std::vector<std::int64_t>> schools_of(const SchoolOptions& options) {
  if (options.schools.empty()) return std::vector<std::int64_t>{options.school};
  std::vector<std::int64_t> all;
  const char* at = options.schools.data();
  const char* const end = at + options.schools.size();
  while (at <= end) {
    std::int64_t number = 0;
    const auto [after, failed] = std::from_chars(at, end, number);
    if (failed != std::errc{} || number < 1 || (after != end && *after != ','))
      return Error{ErrorCode::usage, "--schools " + options.schools, "not numbers of schools", "Write 1,2"};
    all.push_back(number);
    at = after + 1;
  }
  return all;
}

Result<Done> copied(const std::string& from, const std::string& to) {
  std::ifstream file(from, std::ios::binary);
  Result<io::NewFile> copy = io::NewFile::make(to, true);
  if (!copy) return copy.error();
  std::vector<char> block(1 << 20);
  while (file) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    copy->write({block.data(), static_cast<std::size_t>(file.gcount())});
  }
  if (!file.eof()) return Error{ErrorCode::unreadable, from, "the export cannot be read", {}};
  return copy->place();
}

Result<int> export_strokes(Opened& opened, const SchoolOptions& options) {
  const auto schools = schools_of(options);
  if (!schools) return schools.error();
  const std::string out = options.out.empty() ? "research" : options.out;
  const auto done = school_api::export_research(opened.store, *schools, now_s(), out);
  if (!done) return done.error();
  fmt::print("{} takes of {} students of {} schools, {} rows of strokes, are in {}.\n", done->takes,
             done->students, done->schools, done->strokes, report::plain(out));
  return 0;
}

}  // namespace

Result<int> school_erase(const SchoolOptions& options) {
  Result<Opened> opened = open(options);
  if (!opened) return opened.error();
  if (options.replay) {
    const auto erased = school::replay(opened->store, opened->sounds, opened->erased, now_s());
    if (!erased) return erased.error();
    fmt::print("{} of the list {} there again and {} erased.\n", *erased, *erased == 1 ? "was" : "were",
               *erased == 1 ? "is" : "are");
    return 0;
  }
  if (options.person == 0)
    return Error{ErrorCode::usage, "school erase", "nobody is named", "Say --person NUMBER, or --replay"};
  const auto person = named(*opened, options);
  if (!person) return person.error();
  const auto gone = opened->store.held_of(options.school, options.person);
  if (!gone) return gone.error();
  if (!options.confirm) {
    fmt::print(
        "{} (person {}): {}, the account and every name would go; nothing is changed.\n"
        "Say --confirm to erase them. Backups follow when their days are over.\n",
        name_of(*person), options.person, school::text_of(*gone));
    return 0;
  }
  const auto erasure = opened->store.ask_erasure(options.school, options.person, true, {.at_s = now_s()});
  if (!erasure) return erasure.error();
  const auto listed = opened->erased.add({options.school, options.person, erasure->made_s, now_s()});
  if (!listed) return listed.error();
  const auto done = opened->store.erase(options.school, options.person, {.at_s = now_s()});
  if (!done) return done.error();
  if (const auto dropped = school::drop_sounds(opened->store, opened->sounds, options.school); !dropped)
    return dropped.error();
  fmt::print("Person {} is erased: {}. The log keeps the number.\n", options.person, school::text_of(*done));
  return 0;
}

Result<int> school_retain(const SchoolOptions& options) {
  Result<Opened> opened = open(options);
  if (!opened) return opened.error();
  const auto facts = opened->store.facts(options.school);
  if (!facts) return facts.error();
  const school::Retention& days = facts->retention;
  fmt::print("Sound is kept {} days, takes {} days after the term, the log {} days, backups {} days.\n",
             days.sound_days, days.takes_days, days.audit_days, days.backup_days);
  if (options.dry_run) {
    const auto over = opened->store.overdue(options.school, now_s());
    if (!over) return over.error();
    fmt::print("Over, and would go: {}.\n", school::text_of(*over));
    return 0;
  }
  const auto gone = school::retain(opened->store, opened->sounds, options.school, {.at_s = now_s()});
  if (!gone) return gone.error();
  fmt::print("Gone: {}.\n", school::text_of(*gone));
  const auto left = opened->store.overdue(options.school, now_s());
  if (!left) return left.error();
  if (left->log_lines > 0)
    fmt::print(
        "{} lines of the log are over and still there: only the owner of the tables may shorten it "
        "(--database postgresql://owner@...).\n",
        left->log_lines);
  return 0;
}

Result<int> school_export(const SchoolOptions& options) {
  Result<Opened> opened = open(options);
  if (!opened) return opened.error();
  if (options.research) return export_strokes(*opened, options);
  if (options.person == 0)
    return Error{ErrorCode::usage, "school export", "nobody is named", "Say --person NUMBER, or --research"};
  const auto person = named(*opened, options);
  if (!person) return person.error();
  const std::string out = options.out.empty() ? fmt::format("person-{}.zip", options.person) : options.out;
  // Made where what a killed process leaves is found, and under its name only as a whole.
  const auto folder = opened->sounds.folder_for_one();
  if (!folder) return folder.error();
  const std::string made = *folder + "/export.zip";
  auto done =
      school_api::export_person(opened->store, opened->sounds, options.school, options.person, now_s(), made);
  if (done) done = copied(made, out);
  if (!done) return done.error();
  const auto noted = opened->store.note(options.school, {.at_s = now_s()}, "person.export",
                                        fmt::format("person {}", options.person), {});
  if (!noted) return noted.error();
  fmt::print("Everything of {} is in {}.\n", name_of(*person), report::plain(out));
  return 0;
}

Result<int> school_research(const SchoolOptions& options) {
  Result<Opened> opened = open(options);
  if (!opened) return opened.error();
  if (options.agree || options.withdraw) {
    if (options.agree && options.withdraw)
      return Error{ErrorCode::usage, "school research", "both --agree and --withdraw are said", "Say one"};
    if (options.how.empty())
      return Error{ErrorCode::usage, "school research", "nothing says how it was agreed or taken back",
                   "Say --how 'on paper'"};
    if (options.person != 0)
      if (const auto person = named(*opened, options); !person) return person.error();
    const school::Act act{.at_s = now_s()};
    const auto set = options.person == 0
                         ? opened->store.set_research(options.school, options.agree, options.how, act)
                         : opened->store.set_research_consent(options.school, options.person, options.agree,
                                                              options.how, act);
    if (!set) return set.error();
  }
  const auto agreed = opened->store.in_research(options.school);
  if (!agreed) return agreed.error();
  fmt::print("An export for research has {} of this school.\n",
             agreed->empty()       ? "nobody"
             : agreed->size() == 1 ? "one person"
                                   : fmt::format("{} people", agreed->size()));
  return 0;
}

Result<int> school_roster(const SchoolOptions& options) {
  Result<Opened> opened = open(options);
  if (!opened) return opened.error();
  const auto bytes = io::read_file(options.file, school::kMostRosterBytes + 1);
  if (!bytes) return bytes.error();
  const std::string file = std::filesystem::path(options.file).filename().string();
  const auto roster =
      school::read_roster({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, file);
  if (!roster) return roster.error();
  const auto done = opened->store.enrol(options.school, *roster, file, options.dry_run, {.at_s = now_s()});
  if (!done) return done.error();
  for (const std::string& line : done->refused) fmt::print("{}\n", report::plain(line));
  fmt::print("{}{}.\n", options.dry_run ? "Would be done: " : "", school::text_of(*done));
  return 0;
}

Result<int> school_reset(const SchoolOptions& options) {
  Result<Opened> opened = open(options);
  if (!opened) return opened.error();
  const auto person = named(*opened, options);
  if (!person) return person.error();
  if (options.second) {
    const auto ended = opened->store.end_factor(options.school, options.person, {.at_s = now_s()});
    if (!ended) return ended.error();
    fmt::print("{} logs in without a second factor, until one is set up again.\n", name_of(*person));
    return 0;
  }
  const std::string code = fmt::format("{}-{}", options.school, school::draw_secret(school::kInviteBits));
  const auto made = opened->store.make_reset(options.school, options.person, school::hash_of(code),
                                             now_s() + kResetDays * 24 * 3600, {.at_s = now_s()});
  if (!made) return made.error();
  fmt::print("Link for {} to set a password, good once, for {} days:\n  http://127.0.0.1:{}{}\n",
             name_of(*person), kResetDays, SchoolOptions{}.port, school_api::reset_link(code));
  return 0;
}

}  // namespace firstchair::cli

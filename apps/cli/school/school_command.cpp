#include "apps/cli/school/school_command.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <ctime>

#include "apps/cli/decode/decode_command.h"
#include "apps/cli/school/school_shared.h"
#include "apps/cli/serve/own_page.h"
#include "apps/server/http/server.h"
#include "engine/judge/norms.h"
#include "report/text/text.h"
#include "school/care/backup.h"
#include "school/keeping.h"
#include "school/secrets.h"
#include "school/sounds.h"
#include "school/store.h"

namespace firstchair::cli {
namespace {

constexpr int kInviteDays = 14;

// "standard", or "sound=90,takes=365,audit=730,backups=35", each as often as one likes and none left out for
// ever.
Result<school::Retention> retention_of(const std::string& text) {
  school::Retention keeps;
  if (text == "standard") return keeps;
  const Error wrong{ErrorCode::usage, "--retention " + text, "not a table of days",
                    "Write standard, or sound=90,takes=365,audit=730,backups=35"};
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t sign = pair.find('=');
    if (sign == std::string_view::npos) return wrong;
    const std::string_view key = pair.substr(0, sign), value = pair.substr(sign + 1);
    int* days = key == "sound"     ? &keeps.sound_days
                : key == "takes"   ? &keeps.takes_days
                : key == "audit"   ? &keeps.audit_days
                : key == "backups" ? &keeps.backup_days
                                   : nullptr;
    if (days == nullptr) return wrong;
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), *days);
    if (failed != std::errc{} || end != value.data() + value.size() || *days < 1 || *days > 36500)
      return wrong;
  }
  return keeps;
}

}  // namespace

Result<int> school_init(const SchoolOptions& options) {
  const Result<school::Retention> retention = retention_of(options.retention);
  if (!retention) return retention.error();
  Result<school::SchoolStore> store = opened(options, true);
  if (!store) return store.error();
  const std::int64_t now = static_cast<std::int64_t>(std::time(nullptr));
  const school::Act act{.at_s = now};
  const Result<std::int64_t> school =
      store->make_school({.name = options.name,
                          .country = options.country,
                          .retention = *retention,
                          .consent = options.guardians ? school::Consent::guardian : school::Consent::school},
                         act);
  if (!school) return school.error();
  const std::string code = fmt::format("{}-{}", *school, school::draw_secret(school::kInviteBits));
  const Result<std::int64_t> invite = store->make_invite(
      *school, school::hash_of(code),
      {.klass = 0, .role = school::Role::admin, .uses_left = 1, .until_s = now + kInviteDays * 24 * 3600},
      act);
  if (!invite) return invite.error();
  fmt::print("School {}: {} ({}).\n", *school, report::plain(options.name), report::plain(options.country));
  fmt::print("Sound is kept {} days, takes {} days after the term, the log {} days, backups {} days.\n",
             retention->sound_days, retention->takes_days, retention->audit_days, retention->backup_days);
  fmt::print("Link for {} to be its admin, good once, for {} days:\n  http://127.0.0.1:{}{}\n",
             report::plain(options.admin), kInviteDays, SchoolOptions{}.port, school_api::invite_link(code));
  fmt::print("firstchair school serve{} answers it. Behind a proxy the link begins with your site's name.\n",
             *school == 1 ? std::string() : fmt::format(" --school {}", *school));
  return 0;
}

Result<int> school_serve(const SchoolOptions& options) {
  const Result<std::string> database = database_of(options);
  if (!database) return database.error();
  school::sweep_beside(*database);
  {
    // What is wrong with the store is told before anybody asks.
    Result<school::SchoolStore> store = opened(options, false);
    if (!store) return store.error();
    const Result<school::SchoolFacts> facts = store->facts(options.school);
    if (!facts && facts.error().code == ErrorCode::not_found)
      return Error{ErrorCode::usage, fmt::format("--school {}", options.school),
                   "there is no such school here", "firstchair school init makes one"};
    if (!facts) return facts.error();
    fmt::print("School {}: {}\n", options.school, report::plain(facts->name));
    // What was restored from a backup has people whom nobody may see again.
    const auto erased = school::replay(*store, school::Sounds(sounds_of(options, *database)),
                                       school::ErasedList(erased_of(*database)),
                                       static_cast<std::int64_t>(std::time(nullptr)));
    if (!erased) return erased.error();
    if (*erased > 0) fmt::print("{} people who were erased are erased again.\n", *erased);
  }
  Result<server::PageFiles> page =
      server::PageFiles::read(options.page.empty() ? own_page() : options.page, "school.html");
  if (!page) return page.error();
  const auto log = open_log(options);
  if (!log) return log.error();
  const std::string sounds = sounds_of(options, *database);
  if (const Result<Done> ready = school::Sounds(sounds).ready(); !ready) return ready.error();
  server::ServerConfig config;
  config.port = options.port;
  config.cage = own_cage();
  config.readers = 8;  // four may be hashing passwords
  config.school = server::SchoolServing{.api = {.store = {.database = *database, .create = false},
                                                .school = options.school,
                                                .sounds = sounds,
                                                .erased = erased_of(*database),
                                                .factor_for_admins = !options.insecure_for_tests,
                                                .listener = {.threads = options.hearing,
                                                             .lease_s = options.lease_s,
                                                             .retry_s = options.retry_s},
                                                .request_log = *log,
                                                .version = FIRSTCHAIR_VERSION},
                                        .site = options.site,
                                        .trusted_proxies = options.trusted_proxies,
                                        .insecure_for_tests = options.insecure_for_tests};
  Result<std::unique_ptr<server::Server>> server =
      server::Server::start(config, std::move(*page), judge::default_norms());
  if (!server) return server.error();
  const auto watch = open_watch(options, [&server](std::string_view path) { return (*server)->watch(path); });
  if (!watch) return watch.error();
  fmt::print(
      "Listens at {}{}\n", (*server)->origin(),
      options.site.empty() ? std::string() : fmt::format(" for https://{}", report::plain(options.site)));
  fmt::print("Ctrl-C ends it.\n");
  std::fflush(stdout);
  (*server)->run(true);
  return 0;
}

Result<int> school_migrate(const SchoolOptions& options) {
  const Result<std::string> database = database_of(options);
  if (!database) return database.error();
  const Result<Done> done = school::migrate(*database, options.app_role);
  if (!done) return done.error();
  fmt::print("The database is up to date.\n");
  return 0;
}

Result<int> school_check(const SchoolOptions& options) {
  Result<school::SchoolStore> store = opened(options, false);
  if (!store) return store.error();
  const Result<school::SchoolFacts> facts = store->facts(options.school);
  if (!facts) return facts.error();
  const Result<std::int64_t> broken = store->first_broken(options.school);
  if (!broken) return broken.error();
  if (*broken == 0) {
    fmt::print("The log of school {} is whole.\n", options.school);
    return 0;
  }
  return Error{ErrorCode::malformed, "the log", fmt::format("line {} is not as it was written", *broken),
               "Compare it with a backup"};
}

}  // namespace firstchair::cli

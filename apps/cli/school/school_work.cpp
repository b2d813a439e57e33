#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <ctime>

#include "apps/cli/decode/decode_command.h"
#include "apps/cli/school/school_shared.h"
#include "apps/school/watch/watch.h"
#include "apps/server/api/school_hearing.h"
#include "engine/judge/norms.h"
#include "school/secrets.h"
#include "school/sounds.h"
#include "school/store_pool.h"

namespace firstchair::cli {
namespace {

// The machine's name and a number that no other process has at this time; no other worker is called so.
std::string drawn_name() {
  std::array<char, 65> host{};
  ::gethostname(host.data(), host.size() - 1);
  return fmt::format("{}-{}-{}", host.data(), ::getpid(), school::draw_secret(32));
}

}  // namespace

Result<int> work(const SchoolOptions& options) {
  const Result<std::string> database = database_of(options);
  if (!database) return database.error();
  if (const auto store = school::SchoolStore::open({.database = *database, .create = false}); !store) {
    // A database that is being started is waited for; whatever else is wrong is told.
    if (store.error().code != ErrorCode::unwritable || !database->starts_with("postgres"))
      return store.error();
    fmt::print("{}\nWaits for it.\n", store.error().line());
  }
  // Before there are threads, so that none of them takes a signal.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  school::StorePool stores({.database = *database, .create = false});
  const school::Sounds sounds(sounds_of(options, *database));
  if (const Result<Done> ready = sounds.ready(); !ready) return ready.error();
  const school_api::Hearing hearing = server::school_hearing(judge::default_norms(), own_cage());
  const school_api::Listener listener(
      hearing, 0, [] { return static_cast<std::int64_t>(std::time(nullptr)); }, stores, sounds,
      {.threads = options.threads,
       .name = drawn_name(),
       .lease_s = options.lease_s,
       .retry_s = options.retry_s});
  school_api::Watch watch({.stores = stores,
                           .sounds = sounds,
                           .listener = &listener,
                           .keeps_sound = true,
                           .version = FIRSTCHAIR_VERSION});
  const auto door = open_watch(options, [&watch](std::string_view path) { return watch.answer(path); });
  if (!door) return door.error();
  fmt::print("Hears what is handed in, {} at a time. Ctrl-C ends it, after what is being heard.\n",
             options.threads);
  std::fflush(stdout);
  int signal = 0;
  sigwait(&ending, &signal);
  return 0;
}

}  // namespace firstchair::cli

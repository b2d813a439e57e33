// The commands of a school share what is here. It is for this folder only.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "apps/cli/school/school_command.h"
#include "apps/server/watch/watch_door.h"
#include "school/store.h"

namespace firstchair::cli {

// Returns the file or address that the school is in: named, or the platform's.
Result<std::string> database_of(const SchoolOptions& options);
// Returns where sound is kept: named, beside the file, or in the platform's folder where the database is no
// file.
std::string sounds_of(const SchoolOptions& options, const std::string& database);
// Returns where the list of who was erased is kept: in the same place.
std::string erased_of(const std::string& database);
Result<school::SchoolStore> opened(const SchoolOptions& options, bool create);

// Opens the port for /healthz, /readyz and /metrics, and prints where. Without --watch-port it is 9464 where
// that is free. Nothing: there is none. Errors: as WatchDoor::open, of a port that was named.
Result<std::unique_ptr<server::WatchDoor>> open_watch(const SchoolOptions& options,
                                                      server::WatchDoor::Answer answer);
// Returns what writes lines into the file of --log ("-": the standard error output); empty without it.
// Errors: unwritable.
Result<std::function<void(const std::string& line)>> open_log(const SchoolOptions& options);

}  // namespace firstchair::cli

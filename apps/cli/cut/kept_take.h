// A take that was kept may be the master: its strokes are known, and its recording is looked for.
#pragma once

#include <optional>
#include <string>

#include "apps/cli/cut/cut_sync.h"
#include "edit/take_read.h"

namespace firstchair::cli {

struct KeptTakeFile {
  std::string path;  // of the take.json
  edit::ReadTake take;
};
// Reads a take.json, or the one in a folder; none where the name is another file's. Errors: not_found,
// unreadable, those of read_take().
Result<std::optional<KeptTakeFile>> read_kept_take(const std::string& name);

// Returns the take that its strokes make when they are judged again. Errors: those of Session::make().
Result<Take> take_again(const edit::ReadTake& kept);

// Where --sound names a take.json, or a folder with one, puts the recording's path in its place and its
// strokes beside it; else changes nothing. The recording is looked for beside the take.json, in the folder
// above, and here. Errors: those of read_kept_take(); not_found (the recording is gone).
Result<Done> find_kept_take(SyncOptions& options);

}  // namespace firstchair::cli

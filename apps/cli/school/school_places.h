// This file says where a school lies: its database, its sound and the list of who was erased. It is for this
// folder only.
#pragma once

#include <string>

#include "apps/cli/school/school_command.h"
#include "engine/core/result.h"

namespace firstchair::cli {

// The file or address of the options, or the platform's file; its folder is made. Errors: unwritable.
Result<std::string> database_of(const SchoolOptions& options);
// Where sound is kept: beside the file, or in the platform's folder where the database is no file.
std::string sounds_of(const std::string& database);
// Where the list of who was erased is kept: in the same place.
std::string erased_of(const std::string& database);

}  // namespace firstchair::cli

// What a person gives to be read is never written over, whatever --force says.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "engine/core/result.h"

namespace firstchair::cli {

// Holds what shall be written against what is read, by the files they are and not by their names. Names of
// files that are not there are of none. Errors: usage.
Result<Done> check_sources(std::span<const std::filesystem::path> written, std::span<const std::string> read);

}  // namespace firstchair::cli

#include "apps/cli/cut/sources.h"

namespace firstchair::cli {

Result<Done> check_sources(std::span<const std::filesystem::path> written,
                           std::span<const std::string> read) {
  for (const std::filesystem::path& out : written)
    for (const std::string& in : read) {
      std::error_code failed;
      if (std::filesystem::equivalent(out, in, failed) && !failed)
        return Error{ErrorCode::usage, out.string(), "is read for this film, and would be written over",
                     "Choose another --out"};
    }
  return Done{};
}

}  // namespace firstchair::cli

// `firstchair signature` says whether this build decides as others do.
#pragma once

#include "apps/cli/help/command.h"

namespace firstchair::cli {

struct SignatureOptions {};
Declare declare_signature;
// Prints the hash of every decision over the fixed takes: one line a take, then the whole.
Result<int> signature(const SignatureOptions& options);

}  // namespace firstchair::cli

// A chart that somebody sent is read in the cage, and only what the cage says of it is checked here.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/core/chart.h"
#include "engine/core/result.h"
#include "io/files/cage.h"

namespace firstchair::server {

// `name` is a file's, asked for its ending only. Without a program in the cage it is read here, for tests.
// Errors: those of reading it, unreadable (the decoder stopped).
Result<Chart> sent_chart(const io::Cage& cage, std::span<const std::uint8_t> bytes, const std::string& name);

}  // namespace firstchair::server

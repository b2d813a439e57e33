// This file reads with which band a page's take was played: source.band of take.json.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "engine/core/played_with.h"
#include "engine/core/result.h"

namespace firstchair::server {

// Its beats become frames of the take, `rate` a second. Errors: usage (it is not of that form, or its beats
// go back in time), too_large (over 6 hours of it).
Result<PlayedWith> read_sent_band(const nlohmann::json* object, double rate);

}  // namespace firstchair::server

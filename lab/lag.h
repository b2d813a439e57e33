// This file says by how many frames one sound lags another.
#pragma once

#include <cstdint>
#include <vector>

namespace firstchair::lab {

// Returns the d in -limit .. limit at which late[n + d] is most like early[n]: the peak of the
// cross-correlation of their first differences (steps stand out more than in the sounds themselves).
std::int64_t lag_of(const std::vector<float>& early, const std::vector<float>& late, std::int64_t limit);
// Returns late[n + lag] as sample n, for `frames` samples.
std::vector<float> advanced(const std::vector<float>& late, std::int64_t lag, std::size_t frames);

}  // namespace firstchair::lab

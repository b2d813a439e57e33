// This file makes takes for the tests of this room: every field is drawn by chance, since the book keeps what
// it is given and does not ask what it means.
#pragma once

#include <cstdint>

#include "store/book.h"

namespace firstchair::store {

Take random_take(std::uint64_t seed, int strokes);
Circumstances random_circumstances(std::uint64_t seed);

// Returns everything the book keeps of a take, as text that is equal only when all of it is, bit for bit.
std::string everything(const Take& take);

}  // namespace firstchair::store

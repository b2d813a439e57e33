// This file replaces operator new of the whole program by one that aborts inside an audio scope. One file a
// program includes it, since these functions may not be inline.
#pragma once

#include <cstdlib>
#include <new>

#include "testing/audio_scope.h"

namespace firstchair::testing::guarded {

inline void* allocate(std::size_t size) {
  if (in_audio_scope) std::abort();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  std::abort();
}

}  // namespace firstchair::testing::guarded

void* operator new(std::size_t size) {
  return firstchair::testing::guarded::allocate(size);
}
void* operator new[](std::size_t size) {
  return firstchair::testing::guarded::allocate(size);
}
// std::stable_sort asks this one.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return firstchair::testing::guarded::allocate(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

// This file replaces operator new of the whole program by one that aborts inside an audio scope, and fails
// once where a test wants it. One file a program includes it, since these functions may not be inline.
#pragma once

#include <cstdlib>
#include <new>

#include "testing/audio_scope.h"

namespace firstchair::testing::guarded {

// They count for this thread: its allocations so far, and after how many more one fails (0: none does).
inline thread_local long made = 0, fails_in = 0;
// Is asked at every allocation of this thread whether it fails; nullptr: nobody is asked.
inline thread_local bool (*fails_now)() = nullptr;

inline void* allocate_or_null(std::size_t size) noexcept {
  if (in_audio_scope) std::abort();
  ++made;
  if (fails_in > 0 && --fails_in == 0) return nullptr;
  if (fails_now != nullptr && fails_now()) return nullptr;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  std::abort();
}
inline void* allocate(std::size_t size) {
  if (void* memory = allocate_or_null(size)) return memory;
  throw std::bad_alloc();
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
  return firstchair::testing::guarded::allocate_or_null(size);
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

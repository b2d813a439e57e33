// A Vec computes with eight floats at a time, on every machine this builds for. It is gcc's and clang's
// vector extension, which makes two halves of it where registers are narrower (SSE2, NEON, wasm simd128). No
// result depends on the width.
#pragma once

#include <cstddef>
#include <cstring>

namespace firstchair {

inline constexpr std::size_t kLanes = 8;
using Vec = float __attribute__((vector_size(sizeof(float) * kLanes)));
using HalfVec = float __attribute__((vector_size(sizeof(float) * kLanes / 2)));

inline __attribute__((always_inline)) Vec vec_at(const float* from) {
  Vec v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
inline __attribute__((always_inline)) void put(float* to, const Vec& v) {
  std::memcpy(to, &v, sizeof v);
}

}  // namespace firstchair

// FIRSTCHAIR_WIDE marks a function whose loops are worth compiling twice, for AVX2 and for any x86-64; the
// loader picks. Everything the function calls is pulled into it. Multiplications and additions stay apart
// (-ffp-contract=off), so both give the same bits.
#if defined(__x86_64__) && defined(__linux__)
#define FIRSTCHAIR_WIDE __attribute__((target_clones("avx2", "default"), flatten))
#else
#define FIRSTCHAIR_WIDE
#endif

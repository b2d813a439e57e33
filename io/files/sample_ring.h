// A SampleRing is memory that two processes share: the decoder in the cage writes blocks of samples into it,
// and this side copies them out, so that no sample passes through the kernel. The pipe (cage.h) says that a
// block is written and how long it is; the ring holds only samples and the count of blocks that are free
// again. The reading side looks at nothing else in it, and at no index of the other's: whatever the other
// process writes there, at any time, it changes samples or makes itself wait.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace firstchair::io {

class SampleRing {
 public:
  static constexpr std::size_t kBlocks = 8;
  static constexpr std::size_t kFrames = std::size_t{1} << 14;  // samples of a block

  // The reader makes the ring. Its memory can be made neither smaller nor larger, so that no access of the
  // reader can fail. It returns nothing when there is no memory.
  static std::optional<SampleRing> make();
  // The writer joins it by a descriptor of it, which may be closed afterwards. It returns nothing when this
  // is no ring.
  static std::optional<SampleRing> join(int descriptor);
  SampleRing(SampleRing&& other) noexcept;
  SampleRing& operator=(SampleRing&&) = delete;
  ~SampleRing();

  // This is the ring's file. The reader hands it to the writer's process, and it stays the ring's; -1 after
  // join().
  int descriptor() const { return descriptor_; }

  // For the reader: copies samples `from`, `from + 1`, ... of the oldest block. `from + into.size()` is at
  // most kFrames. What was not written there are old samples, or zeros.
  void copy(std::size_t from, std::span<float> into) const;
  // For the reader: the oldest block may be written again.
  void free_block();

  // For the writer: waits until a block is free and returns its kFrames samples.
  std::span<float> wait_for_block();
  // For the writer: the block that wait_for_block() gave is written.
  void end_block() { ++blocks_; }

 private:
  struct Shared;
  SampleRing(Shared* shared, int descriptor) : shared_(shared), descriptor_(descriptor) {}

  Shared* shared_ = nullptr;
  int descriptor_ = -1;
  std::uint32_t blocks_ = 0;  // that this side has read or written: its own count, out of the other's reach
};

}  // namespace firstchair::io

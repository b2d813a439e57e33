#include "io/files/sample_ring.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cassert>
#include <cstring>

namespace firstchair::io {

struct SampleRing::Shared {
  std::atomic<std::uint32_t> read;  // blocks that the reader has read since the beginning; it wraps
  alignas(64) float samples[kBlocks][kFrames];
};

namespace {

// The kernel looks at the counter by its address, in both processes.
long futex(std::atomic<std::uint32_t>& word, int what, std::uint32_t value) {
  static_assert(sizeof word == sizeof value && std::atomic<std::uint32_t>::is_always_lock_free);
  return ::syscall(SYS_futex, &word, what, value, nullptr, nullptr, 0);
}

void* mapped(int descriptor, std::size_t bytes) {
  void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  return memory == MAP_FAILED ? nullptr : memory;
}

}  // namespace

std::optional<SampleRing> SampleRing::make() {
  const int descriptor = ::memfd_create("samples", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return std::nullopt;
  // All of it now: later there would be no way to say that memory has run out.
  if (::posix_fallocate(descriptor, 0, sizeof(Shared)) == 0 &&
      ::fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
    if (void* memory = mapped(descriptor, sizeof(Shared)))
      return SampleRing(static_cast<Shared*>(memory), descriptor);
  ::close(descriptor);
  return std::nullopt;
}

std::optional<SampleRing> SampleRing::join(int descriptor) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || status.st_size != sizeof(Shared)) return std::nullopt;
  void* memory = mapped(descriptor, sizeof(Shared));
  if (memory == nullptr) return std::nullopt;
  return SampleRing(static_cast<Shared*>(memory), -1);
}

SampleRing::SampleRing(SampleRing&& other) noexcept
    : shared_(std::exchange(other.shared_, nullptr)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      blocks_(other.blocks_) {}

SampleRing::~SampleRing() {
  if (shared_ != nullptr) ::munmap(shared_, sizeof(Shared));
  if (descriptor_ >= 0) ::close(descriptor_);
}

void SampleRing::copy(std::size_t from, std::span<float> into) const {
  assert(from <= kFrames && into.size() <= kFrames - from);
  // Each sample is read once: what is judged is the copy, which the other process cannot reach.
  std::memcpy(into.data(), shared_->samples[blocks_ % kBlocks] + from, into.size_bytes());
}

void SampleRing::free_block() {
  shared_->read.store(++blocks_, std::memory_order_release);
  // A writer that sleeps had filled every block: it is woken when half of them are free.
  if (blocks_ % (kBlocks / 2) == 0) futex(shared_->read, FUTEX_WAKE, 1);
}

std::span<float> SampleRing::wait_for_block() {
  for (std::uint32_t read = shared_->read.load(std::memory_order_acquire); blocks_ - read >= kBlocks;
       read = shared_->read.load(std::memory_order_acquire))
    futex(shared_->read, FUTEX_WAIT, read);
  return shared_->samples[blocks_ % kBlocks];
}

}  // namespace firstchair::io

#include "io/video/picture_ring.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <utility>

namespace firstchair::video {

struct PictureRing::Head {
  std::uint64_t kind;
  std::int32_t width, height;
  std::uint32_t fit, slots;
  std::uint64_t wishes;
  alignas(64) std::atomic<std::uint32_t> read;  // pictures that the reader has read; it wraps
};

namespace {

constexpr std::uint64_t kKind = 0x6663'7069'6374'7572;

long futex(std::atomic<std::uint32_t>& word, int what, std::uint32_t value) {
  static_assert(sizeof word == sizeof value && std::atomic<std::uint32_t>::is_always_lock_free);
  return ::syscall(SYS_futex, &word, what, value, nullptr, nullptr, 0);
}

constexpr std::size_t round_up(std::size_t bytes) {
  constexpr std::size_t kPage = 4096;
  return (bytes + kPage - 1) / kPage * kPage;
}

// As many as 32 MiB hold, so that a camera is ready when it is cut to.
std::size_t slots_for(std::size_t picture) {
  constexpr std::size_t kMemory = std::size_t{32} << 20, kFewest = 2, kMost = 8;
  return std::clamp(kMemory / picture, kFewest, kMost);
}

bool good_size(int width, int height) {
  constexpr int kSmallest = 16;
  return width >= kSmallest && height >= kSmallest && width <= kLargestSide && height <= kLargestSide &&
         width % 2 == 0 && height % 2 == 0;
}

std::uint8_t* mapped(int descriptor, std::size_t bytes) {
  void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  return memory == MAP_FAILED ? nullptr : static_cast<std::uint8_t*>(memory);
}

}  // namespace

PictureRing::Head& PictureRing::head() const {
  return *reinterpret_cast<Head*>(memory_);
}

std::optional<PictureRing> PictureRing::make(const Wanted& wanted) {
  if (!good_size(wanted.width, wanted.height) || wanted.wishes.size() > kMostWishes) return std::nullopt;
  PictureRing ring;
  const std::size_t picture = picture_bytes(wanted.width, wanted.height);
  ring.width_ = wanted.width;
  ring.height_ = wanted.height;
  ring.fit_ = wanted.fit;
  ring.wishes_ = wanted.wishes.size();
  ring.slots_ = slots_for(picture);
  ring.first_ = round_up(sizeof(Head) + ring.wishes_ * sizeof(Wish));
  ring.bytes_ = ring.first_ + round_up(ring.slots_ * picture);
  ring.descriptor_ = ::memfd_create("pictures", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  // All of it now: later there would be no way to say that memory has run out.
  if (ring.descriptor_ < 0 || ::posix_fallocate(ring.descriptor_, 0, static_cast<off_t>(ring.bytes_)) != 0 ||
      ::fcntl(ring.descriptor_, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    return std::nullopt;
  ring.memory_ = mapped(ring.descriptor_, ring.bytes_);
  if (ring.memory_ == nullptr) return std::nullopt;
  Head& head = ring.head();
  head.kind = kKind;
  head.width = wanted.width;
  head.height = wanted.height;
  head.fit = static_cast<std::uint32_t>(wanted.fit);
  head.slots = static_cast<std::uint32_t>(ring.slots_);
  head.wishes = ring.wishes_;
  if (!wanted.wishes.empty())
    std::memcpy(ring.memory_ + sizeof(Head), wanted.wishes.data(), ring.wishes_ * sizeof(Wish));
  return ring;
}

std::optional<PictureRing> PictureRing::join(int descriptor) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || status.st_size < static_cast<off_t>(sizeof(Head)))
    return std::nullopt;
  PictureRing ring;
  ring.bytes_ = static_cast<std::size_t>(status.st_size);
  ring.memory_ = mapped(descriptor, ring.bytes_);
  if (ring.memory_ == nullptr) return std::nullopt;
  const Head& head = ring.head();
  if (head.kind != kKind || !good_size(head.width, head.height) || head.wishes > kMostWishes ||
      head.slots == 0)
    return std::nullopt;
  ring.width_ = head.width;
  ring.height_ = head.height;
  ring.fit_ = static_cast<Fit>(head.fit);
  ring.wishes_ = head.wishes;
  ring.slots_ = head.slots;
  ring.first_ = round_up(sizeof(Head) + ring.wishes_ * sizeof(Wish));
  if (ring.bytes_ != ring.first_ + round_up(ring.slots_ * picture_bytes(ring.width_, ring.height_)))
    return std::nullopt;
  return ring;
}

PictureRing::PictureRing(PictureRing&& other) noexcept
    : memory_(std::exchange(other.memory_, nullptr)),
      bytes_(other.bytes_),
      descriptor_(std::exchange(other.descriptor_, -1)),
      width_(other.width_),
      height_(other.height_),
      fit_(other.fit_),
      wishes_(other.wishes_),
      slots_(other.slots_),
      first_(other.first_),
      pictures_(other.pictures_) {}

PictureRing::~PictureRing() {
  if (memory_ != nullptr) ::munmap(memory_, bytes_);
  if (descriptor_ >= 0) ::close(descriptor_);
}

void PictureRing::take(std::span<std::uint8_t> into) {
  const std::size_t picture = picture_bytes(width_, height_);
  std::memcpy(into.data(), memory_ + first_ + pictures_ % slots_ * picture, std::min(into.size(), picture));
  head().read.store(++pictures_, std::memory_order_release);
  futex(head().read, FUTEX_WAKE, 1);
}

Wish PictureRing::wish(std::size_t i) const {
  Wish wish;
  std::memcpy(&wish, memory_ + sizeof(Head) + i * sizeof(Wish), sizeof wish);
  return wish;
}

std::span<std::uint8_t> PictureRing::wait_for_picture() {
  std::atomic<std::uint32_t>& counter = head().read;
  for (std::uint32_t read = counter.load(std::memory_order_acquire); pictures_ - read >= slots_;
       read = counter.load(std::memory_order_acquire))
    futex(counter, FUTEX_WAIT, read);
  const std::size_t picture = picture_bytes(width_, height_);
  return {memory_ + first_ + pictures_ % slots_ * picture, picture};
}

}  // namespace firstchair::video

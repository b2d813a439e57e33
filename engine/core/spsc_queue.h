// This is the one queue by which anything leaves or enters an audio callback. One thread pushes, one thread
// pops, neither waits. It is a ring of a fixed size; the two indices only ever grow, and each is written by
// one side only.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>

#include "engine/core/realtime.h"

namespace firstchair {

template <class T>
class SpscQueue {
  static_assert(std::is_trivially_copyable_v<T>, "a queue's items are copied as bytes");
  static_assert(std::atomic<std::size_t>::is_always_lock_free);

 public:
  // [setup] Holds at least `capacity` (>= 1) items: the next power of two.
  explicit SpscQueue(std::size_t capacity)
      : mask_(std::bit_ceil(std::max<std::size_t>(capacity, 1)) - 1),
        items_(std::make_unique<T[]>(mask_ + 1)) {}
  SpscQueue(const SpscQueue&) = delete;
  SpscQueue& operator=(const SpscQueue&) = delete;

  std::size_t capacity() const FIRSTCHAIR_AUDIO { return mask_ + 1; }

  // [audio] Only the pushing thread may call it. It pushes all of the items or none, and returns false when
  // they do not fit now.
  bool push(std::span<const T> items) FIRSTCHAIR_AUDIO {
    if (!fits(items.size())) return false;
    const std::size_t end = end_.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < items.size(); ++i) items_[(end + i) & mask_] = items[i];
    end_.store(end + items.size(), std::memory_order_release);
    return true;
  }
  bool push(const T& item) FIRSTCHAIR_AUDIO { return push(std::span<const T>(&item, 1)); }

  // [audio] Only the pushing thread may call it. It says whether a push of `count` items would fit now.
  bool fits(std::size_t count) FIRSTCHAIR_AUDIO {
    const std::size_t end = end_.load(std::memory_order_relaxed);
    if (capacity() - (end - known_begin_) >= count) return true;
    known_begin_ = begin_.load(std::memory_order_acquire);
    return capacity() - (end - known_begin_) >= count;
  }

  // [audio] Only the popping thread may call it. It fills the start of `items` with the oldest ones and
  // returns how many.
  std::size_t pop(std::span<T> items) FIRSTCHAIR_AUDIO {
    const std::size_t begin = begin_.load(std::memory_order_relaxed);
    if (known_end_ - begin < items.size()) known_end_ = end_.load(std::memory_order_acquire);
    const std::size_t count = std::min(items.size(), known_end_ - begin);
    for (std::size_t i = 0; i < count; ++i) items[i] = items_[(begin + i) & mask_];
    begin_.store(begin + count, std::memory_order_release);
    return count;
  }
  // [audio] Only the popping thread may call it. It takes up to `count` of the oldest items and returns how
  // many. They are not copied: `use` gets them where they lie, in order, as one span or two.
  template <class Use>
  std::size_t pop_where_they_lie(std::size_t count, const Use& use) FIRSTCHAIR_AUDIO {
    const std::size_t begin = begin_.load(std::memory_order_relaxed);
    if (known_end_ - begin < count) known_end_ = end_.load(std::memory_order_acquire);
    count = std::min(count, known_end_ - begin);
    const std::size_t at = begin & mask_, first = std::min(count, capacity() - at);
    const std::span<const T> items(items_.get(), capacity());
    if (first > 0) use(items.subspan(at, first));
    if (count > first) use(items.first(count - first));
    begin_.store(begin + count, std::memory_order_release);
    return count;
  }
  bool pop(T& item) FIRSTCHAIR_AUDIO { return pop(std::span<T>(&item, 1)) == 1; }

 private:
  static constexpr std::size_t kLine = 64;  // the two sides share no cache line, or each push would cost both

  const std::size_t mask_;
  const std::unique_ptr<T[]> items_;
  alignas(kLine) std::atomic<std::size_t> begin_{0};  // written by the popping thread
  std::size_t known_end_ = 0;                         // its last look at end_
  alignas(kLine) std::atomic<std::size_t> end_{0};    // written by the pushing thread
  std::size_t known_begin_ = 0;                       // its last look at begin_
};

}  // namespace firstchair

// Every function of the C API goes through this file: what is refused is told, one thread at a time is inside
// a handle, and no exception leaves.
#pragma once

#include <atomic>
#include <exception>
#include <new>
#include <string_view>

#include "engine/core/result.h"
#include "include/firstchair/firstchair.h"

namespace firstchair::door {

// Each keeps what firstchair_error() tells the calling thread, and returns the status. Neither throws.
firstchair_status refuse(firstchair_status status, std::string_view what);
firstchair_status refuse(const Error& error);

// A base of handles that one thread at a time may be in.
struct OneThread {
  std::atomic_flag taken = ATOMIC_FLAG_INIT;
};

// Runs `body`, which returns a firstchair_status.
template <class Body>
firstchair_status caught(Body&& body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return refuse(FIRSTCHAIR_NO_MEMORY, "there is not enough memory");
  } catch (const std::exception& error) {
    return refuse(FIRSTCHAIR_FAILED, error.what());
  }
}

// Runs `body` inside the handle.
template <class Handle, class Body>
firstchair_status inside(Handle* handle, Body&& body) noexcept {
  if (handle == nullptr) return refuse(FIRSTCHAIR_USAGE, "the handle is null");
  if (handle->taken.test_and_set(std::memory_order_acquire))
    return refuse(FIRSTCHAIR_BUSY, "another thread is inside; one at a time");
  const firstchair_status status = caught(body);
  handle->taken.clear(std::memory_order_release);
  return status;
}

}  // namespace firstchair::door

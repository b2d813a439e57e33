// lock_in() makes a process give up everything but reading its input, writing its output, and memory.
#pragma once

#include "io/files/input.h"

// The sanitizers take terabytes of addresses: under them memory is not bounded.
#if defined(__SANITIZE_ADDRESS__)
#define FIRSTCHAIR_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(realtime_sanitizer)
#define FIRSTCHAIR_SANITIZED 1
#endif
#endif

namespace firstchair::io {

// From here on the process opens no file and no socket, starts no process and no thread, has as much memory
// and processor time as a file of this size may cost, and ends with its parent. Only descriptors 0 to 2 stay
// open. When it returns false, this kernel filters no system calls, and only the limits hold.
bool lock_in(const Input& input);

}  // namespace firstchair::io

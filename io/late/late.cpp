#include "io/late/late.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace firstchair::late {

Result<Done> Libraries::load() {
  if (loaded_.load(std::memory_order_acquire)) return Done{};
  const std::lock_guard alone(loading_);
  for (std::size_t k = 0; k < files_.size(); ++k)
    if (files_[k] != nullptr && handles_[k] == nullptr) {
      handles_[k] = ::dlopen(files_[k], RTLD_NOW | RTLD_LOCAL);
      if (handles_[k] == nullptr)
        return Error{ErrorCode::unsupported, files_[k], "this library cannot be loaded", advice_};
    }
  loaded_.store(true, std::memory_order_release);
  return Done{};
}

void* Libraries::find(const char* function) {
  Error error{ErrorCode::unsupported, {}, std::string("no library has ") + function, advice_};
  if (const Result<Done> there = load(); there) {
    for (void* handle : handles_)
      if (void* found = handle == nullptr ? nullptr : ::dlsym(handle, function)) return found;
  } else {
    error = there.error();
  }
  std::fprintf(stderr, "firstchair: %s\n", error.line().c_str());
  std::_Exit(3);
}

}  // namespace firstchair::late

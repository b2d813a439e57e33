// Libraries that few commands need are loaded when they are first called, not when the program starts:
// FFmpeg's alone bring a hundred and sixty others with them. Their functions keep their names. A room
// declares them in its namespace, where its code finds them before the global ones, and links the library no
// longer:
//
//   extern late::Libraries libpq;
//   FIRSTCHAIR_LATE(libpq, PQexec);
//
// A function that was forgotten is missing when the program is linked.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>

#include "engine/core/result.h"

namespace firstchair::late {

// These are libraries that are loaded together, by the names that the system's loader knows: "libpq.so.5".
// They stay loaded until the program ends.
class Libraries {
 public:
  static constexpr std::size_t kMost = 4;

  // `advice` says what to do when one is not there. The texts must outlive it.
  constexpr Libraries(std::array<const char*, kMost> files, const char* advice)
      : files_(files), advice_(advice) {}

  // Loads them; a second call costs nothing. It refuses (unsupported) what is not there, by its name. Any
  // thread. It opens files: whoever will be locked in calls it before.
  Result<Done> load();

  // Returns the address of a function; loads first. When it is not there, the program ends with one line and
  // exit code 3: call load() before, where somebody can be told. Any thread. Once all is loaded it opens
  // nothing.
  void* find(const char* function);

 private:
  std::array<const char*, kMost> files_;
  std::array<void*, kMost> handles_{};
  const char* advice_;
  std::mutex loading_;
  std::atomic<bool> loaded_{false};
};

template <class Pointer>
class Function;

// A Function of late libraries is called as itself. Any thread. The first call looks for it, every other
// costs a load and a jump.
template <class R, class... A>
class Function<R (*)(A...)> {
 public:
  constexpr Function(Libraries& of, const char* name) : of_(of), name_(name) {}

  R operator()(A... arguments) const {
    void* found = found_.load(std::memory_order_acquire);
    if (found == nullptr) found_.store(found = of_.find(name_), std::memory_order_release);
    return reinterpret_cast<R (*)(A...)>(found)(arguments...);
  }
  // Calls `other` from now on; null: the library's again. It is for tests of what happens when a library
  // fails.
  void instead(R (*other)(A...)) const {
    found_.store(reinterpret_cast<void*>(other), std::memory_order_release);
  }

 private:
  Libraries& of_;
  const char* name_;
  mutable std::atomic<void*> found_{nullptr};
};

// Names the type of such a function; never called.
template <class R, class... A>
Function<R (*)(A...)> like(R (*)(A...));

}  // namespace firstchair::late

// Declares a function of late libraries under its own name, without the attributes of its type. Where the
// libraries are linked after all (cmake/late.cmake), it is the function itself.
#ifdef FIRSTCHAIR_LINKED
#define FIRSTCHAIR_LATE(libraries, name) using ::name
#else
#define FIRSTCHAIR_LATE(libraries, name)                                    \
  inline constinit const decltype(::firstchair::late::like(&::name)) name { \
    libraries, #name                                                        \
  }
#endif
#define FIRSTCHAIR_LATE_TEXT_(number) #number
// The name of a library's file, as the headers that were compiled against have its major version.
#ifdef FIRSTCHAIR_LINKED
#define FIRSTCHAIR_LATE_FILE(name, major) nullptr
#else
#define FIRSTCHAIR_LATE_FILE(name, major) "lib" name ".so." FIRSTCHAIR_LATE_TEXT_(major)
#endif

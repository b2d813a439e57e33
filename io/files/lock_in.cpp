#include "io/files/lock_in.h"

#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>

#include "io/files/cage.h"

namespace firstchair::io {
namespace {

void limit(int what, rlim_t most) {
  const rlimit both{most, most};
  ::setrlimit(static_cast<__rlimit_resource>(what), &both);
}

// Address space that the program and its libraries take already, in bytes.
rlim_t address_space() {
  unsigned long pages = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%lu", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  return static_cast<rlim_t>(pages) * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

bool filter(const Input& input) {
  const scmp_filter_ctx rules = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (rules == nullptr) return false;
  bool made = true;
  const auto add = [&](std::uint32_t action, int call, auto... arguments) {
    const int failed = seccomp_rule_add(rules, action, call, sizeof...(arguments), arguments...);
    // A call that this machine does not have needs no rule.
    made = made && (failed == 0 || failed == -EDOM || call < 0);
  };
  for (const int call :
       {SCMP_SYS(read),          SCMP_SYS(pread64),        SCMP_SYS(readv),       SCMP_SYS(write),
        SCMP_SYS(writev),        SCMP_SYS(lseek),          SCMP_SYS(close),       SCMP_SYS(brk),
        SCMP_SYS(munmap),        SCMP_SYS(mremap),         SCMP_SYS(madvise),     SCMP_SYS(futex),
        SCMP_SYS(rt_sigreturn),  SCMP_SYS(rt_sigprocmask), SCMP_SYS(exit),        SCMP_SYS(exit_group),
        SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),   SCMP_SYS(time),        SCMP_SYS(getrandom),
        SCMP_SYS(getpid),        SCMP_SYS(gettid),         SCMP_SYS(sched_yield), SCMP_SYS(restart_syscall)})
    add(SCMP_ACT_ALLOW, call);
  // Memory, but none that can be run.
  const scmp_arg_cmp not_to_run{.arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0};
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) add(SCMP_ACT_ALLOW, call, not_to_run);
  // A pipe's reader asks what its descriptor is; a regular file's is told (io/files/sndfile_decoder.cpp).
  if (!input.seekable)
    for (const int call : {SCMP_SYS(fstat), SCMP_SYS(newfstatat)}) add(SCMP_ACT_ALLOW, call);
  // What a library may try in good faith is refused; every other call ends the process.
  for (const int call :
       {SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(readlink), SCMP_SYS(access), SCMP_SYS(stat),
        SCMP_SYS(ioctl), SCMP_SYS(fcntl), SCMP_SYS(prctl), SCMP_SYS(sched_getaffinity), SCMP_SYS(sigaltstack),
        SCMP_SYS(getrusage), SCMP_SYS(uname), SCMP_SYS(sysinfo)})
    add(SCMP_ACT_ERRNO(EACCES), call);
  if (input.seekable)
    for (const int call : {SCMP_SYS(fstat), SCMP_SYS(newfstatat)}) add(SCMP_ACT_ERRNO(EACCES), call);
  const bool loaded = made && seccomp_load(rules) == 0;
  seccomp_release(rules);
  return loaded;
}

}  // namespace

bool lock_in(const Input& input) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_DUMPABLE, 0);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::close_range(STDERR_FILENO + 1, ~0U, 0);
  const auto seconds = static_cast<rlim_t>(most_seconds(input.bytes));
#ifndef FIRSTCHAIR_SANITIZED  // they take terabytes of addresses
  constexpr rlim_t kMemory = rlim_t{768} << 20;
  const rlim_t bytes = static_cast<rlim_t>(std::max<std::int64_t>(input.bytes, 0));
  if (const rlim_t taken = address_space(); taken > 0) limit(RLIMIT_AS, taken + kMemory + bytes);
#endif
  limit(RLIMIT_CPU, seconds);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_NOFILE, STDERR_FILENO + 1);
  return filter(input);
}

}  // namespace firstchair::io

#include "bench/school/kill_point.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <set>

namespace firstchair::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::array kCounted{SYS_write,    SYS_writev,   SYS_pwrite64,  SYS_sendto,
                              SYS_sendmsg,  SYS_recvfrom, SYS_recvmsg,   SYS_poll,
                              SYS_openat,   SYS_rename,   SYS_renameat2, SYS_unlink,
                              SYS_unlinkat, SYS_fsync,    SYS_mkdir,     SYS_ftruncate};

long go_on(pid_t thread, int signal) {
  return ::ptrace(PTRACE_SYSCALL, thread, nullptr, static_cast<std::uintptr_t>(signal));
}

bool enters_counted(pid_t thread) {
  __ptrace_syscall_info info{};
  if (::ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) <= 0) return false;
  return info.op == PTRACE_SYSCALL_INFO_ENTRY &&
         std::find(kCounted.begin(), kCounted.end(), static_cast<long>(info.entry.nr)) != kCounted.end();
}

}  // namespace

KillPoint::KillPoint(pid_t process, int point, std::function<void()> act)
    : process_(process), point_(point), act_(std::move(act)) {
  thread_ = std::jthread([this](const std::stop_token& stop) { follow(stop); });
  while (!ready_) std::this_thread::sleep_for(1ms);
}

KillPoint::~KillPoint() = default;

void KillPoint::seize_all() {
  std::set<pid_t> held;
  // One that is made meanwhile comes by itself from whoever is held already.
  for (bool found = true; found;) {
    found = false;
    std::error_code gone;
    for (const auto& task :
         std::filesystem::directory_iterator(fmt::format("/proc/{}/task", process_), gone)) {
      const pid_t thread = std::atoi(task.path().filename().c_str());
      if (held.contains(thread)) continue;
      if (::ptrace(PTRACE_SEIZE, thread, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE) != 0) continue;
      ::ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr);
      held.insert(thread);
      found = true;
    }
  }
  holds_ = !held.empty();
}

void KillPoint::follow(const std::stop_token& stop) {
  seize_all();
  ready_ = true;
  // Where this thread ends, the kernel lets go of all that it holds.
  while (holds_ && !stop.stop_requested()) {
    int status = 0;
    const pid_t thread = ::waitpid(-1, &status, __WALL | __WNOTHREAD | WNOHANG);
    if (thread < 0) return;  // nobody is left
    if (thread == 0) {
      std::this_thread::sleep_for(100us);
      continue;
    }
    if (!WIFSTOPPED(status)) continue;
    const int signal = WSTOPSIG(status), event = status >> 16;
    if (signal == (SIGTRAP | 0x80)) {
      if (counts_ && enters_counted(thread) && ++counted_ == point_) {
        act_();
        acted_ = true;
        return;
      }
      go_on(thread, 0);
    } else {
      go_on(thread, event != 0 ? 0 : signal);
    }
  }
}

}  // namespace firstchair::bench

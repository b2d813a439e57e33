#include "testing/school/watchdog.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace firstchair::testing_school {

Watchdog::Watchdog(const std::string& command) {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return;
  // It takes no signal that is for everybody here. A line says that all is well; the end of the pipe alone,
  // that nobody is there to end the others.
  const std::string script =
      "trap '' INT TERM HUP QUIT; read -r _ || { kill -TERM 0; sleep 1; }; " + command + "; kill -KILL 0";
  const pid_t child = ::fork();
  if (child == 0) {
    ::setpgid(0, 0);
    const int null = ::open("/dev/null", O_WRONLY);
    ::dup2(ends[0], STDIN_FILENO);
    ::dup2(null, STDOUT_FILENO);
    ::dup2(null, STDERR_FILENO);
    ::execl("/bin/sh", "sh", "-c", script.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  ::close(ends[0]);
  ::setpgid(child, child);  // whoever is first
  alive_ = ends[1];
  process_ = child;
}

Watchdog::~Watchdog() {
  if (alive_ >= 0 && ::write(alive_, "\n", 1) == 1) ::close(alive_);
  while (process_ > 0 && ::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) continue;
}

}  // namespace firstchair::testing_school

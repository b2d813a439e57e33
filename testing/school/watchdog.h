// A Watchdog does what must be done after a process: it ends what the process has started and removes what it
// has made, however the process ends, a kill among others.
#pragma once

#include <sys/types.h>

#include <string>

namespace firstchair::testing_school {

class Watchdog {
 public:
  // `command` is for /bin/sh and runs when this object or its process ends; nobody hears what it prints. It
  // must live with what was done already.
  explicit Watchdog(const std::string& command);
  ~Watchdog();  // waits until it is done
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // A process that is started may put itself into this group (setpgid(0, group())): where this process is
  // killed it is sent SIGTERM a second before the command runs, and in any case SIGKILL after it.
  pid_t group() const { return process_; }

 private:
  int alive_ = -1;  // a pipe's end: when nobody has it any more, the process is over
  pid_t process_ = -1;
};

}  // namespace firstchair::testing_school

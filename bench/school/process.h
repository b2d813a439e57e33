// A Process is a program that the bench has started, kills and starts again.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace firstchair::bench {

// Returns the processor time of a process and of what it has started and waited for, in seconds.
double cpu_of(pid_t id);

class Process {
 public:
  // `log` is a file that gets what it prints; it is added to. `said`: the call returns when it has printed
  // that, or has ended. `group` is one of processes that it joins (testing/school/watchdog.h); 0: ours.
  Process(std::vector<std::string> words, std::string log, std::string said,
          std::vector<std::string> environment, pid_t group = 0);
  ~Process();  // SIGTERM, and after 10 s SIGKILL
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  bool start();  // false: it has ended before it had said that
  void kill();   // SIGKILL, and waits
  bool running() const { return id_ > 0; }
  pid_t id() const { return id_; }
  double cpu_s() const { return cpu_of(id_); }  // since it was started last
  double resident_mb() const;

 private:
  std::string printed_since(std::size_t from) const;
  std::vector<std::string> words_;
  std::string log_, said_;
  std::vector<std::string> environment_;  // "NAME=value"
  pid_t group_ = 0, id_ = 0;
};

}  // namespace firstchair::bench

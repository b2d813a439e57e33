// This file gives tests a PipeWire of their own, in a folder of its own, with nothing of the machine's.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "testing/live/jack_server.h"

namespace firstchair::testing {

// Starts this program again under pw-jack where that is installed, so that its libjack is PipeWire's. It
// returns when it is, or when there is none. `period` is in frames a block.
inline void run_under_pipewire(char** argv, int period) {
  if (std::getenv("FIRSTCHAIR_UNDER_PIPEWIRE") != nullptr) return;
  ::setenv("FIRSTCHAIR_UNDER_PIPEWIRE", "1", 1);
  const std::string frames = std::to_string(period), self = std::filesystem::read_symlink("/proc/self/exe");
  std::vector<char*> words{const_cast<char*>("pw-jack"), const_cast<char*>("-p"),
                           const_cast<char*>(frames.c_str()), const_cast<char*>(self.c_str())};
  for (char** word = argv + 1; *word != nullptr; ++word) words.push_back(*word);
  words.push_back(nullptr);
  ::execvp("pw-jack", words.data());
  ::unsetenv("FIRSTCHAIR_UNDER_PIPEWIRE");
}

class PipeWireServer {
 public:
  explicit PipeWireServer(int) {
    if (std::getenv("FIRSTCHAIR_UNDER_PIPEWIRE") == nullptr) return;
    std::string form = ::testing::TempDir() + "firstchair-pipewire-XXXXXX";
    if (::mkdtemp(form.data()) == nullptr) return;
    folder_ = form;
    for (const char* folder : {"XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
      ::setenv(folder, folder_.c_str(), 1);
    const std::string bus = "unix:path=" + folder_ + "/bus";
    ::setenv("DBUS_SESSION_BUS_ADDRESS", bus.c_str(), 1);
    start({"dbus-daemon", "--session", "--nofork", "--address=" + bus});
    there("bus");
    start({"pipewire"});
    running = there("pipewire-0");
    start({"wireplumber"});
  }
  PipeWireServer(const PipeWireServer&) = delete;
  PipeWireServer& operator=(const PipeWireServer&) = delete;
  ~PipeWireServer() {
    while (!started_.empty()) {
      ::kill(started_.back(), SIGTERM);
      int status = 0;
      if (!soon([&] { return ::waitpid(started_.back(), &status, WNOHANG) == started_.back(); }, 3000)) {
        ::kill(started_.back(), SIGKILL);
        ::waitpid(started_.back(), &status, 0);
      }
      started_.pop_back();
    }
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }

  const std::string name;  // the default server
  bool running = false;

 private:
  bool there(const std::string& file) const {
    return soon([&] { return std::filesystem::exists(folder_ + "/" + file); }, 5000);
  }
  void start(std::vector<std::string> command) {
    std::vector<char*> words;
    for (std::string& word : command) words.push_back(word.data());
    words.push_back(nullptr);
    const pid_t pid = ::fork();
    if (pid > 0) started_.push_back(pid);
    if (pid != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int nowhere = ::open("/dev/null", O_RDWR);
    for (const int stream : {0, 1, 2}) ::dup2(nowhere, stream);
    ::unsetenv("LD_LIBRARY_PATH");
    ::execvp(words[0], words.data());
    ::_exit(127);
  }

  std::string folder_;
  std::vector<pid_t> started_;
};

}  // namespace firstchair::testing

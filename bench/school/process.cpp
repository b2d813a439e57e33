#include "bench/school/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace firstchair::bench {
namespace {

using namespace std::chrono_literals;

}  // namespace

Process::Process(std::vector<std::string> words, std::string log, std::string said,
                 std::vector<std::string> environment, pid_t group)
    : words_(std::move(words)),
      log_(std::move(log)),
      said_(std::move(said)),
      environment_(std::move(environment)),
      group_(group) {}

Process::~Process() {
  if (id_ <= 0) return;
  ::kill(id_, SIGTERM);
  for (int turn = 0; turn < 500; ++turn) {
    if (::waitpid(id_, nullptr, WNOHANG) == id_) return;
    std::this_thread::sleep_for(20ms);
  }
  kill();
}

std::string Process::printed_since(std::size_t from) const {
  std::ifstream file(log_, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(from));
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

bool Process::start() {
  std::error_code none;
  const auto size = std::filesystem::file_size(log_, none);
  const std::size_t from = none ? 0 : size;
  std::vector<char*> argv;
  for (const std::string& word : words_) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  id_ = ::fork();
  if (id_ == 0) {
    if (group_ > 0) ::setpgid(0, group_);
    const int out = ::open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    for (std::string& one : environment_) ::putenv(one.data());
    ::execvp(argv.front(), argv.data());
    ::_exit(127);
  }
  for (int turn = 0; turn < 3000; ++turn) {
    if (printed_since(from).find(said_) != std::string::npos) return true;
    if (::waitpid(id_, nullptr, WNOHANG) == id_) break;
    std::this_thread::sleep_for(10ms);
  }
  kill();
  return false;
}

void Process::kill() {
  if (id_ <= 0) return;
  ::kill(id_, SIGKILL);
  ::waitpid(id_, nullptr, 0);
  id_ = 0;
}

double cpu_of(pid_t id) {
  std::ifstream file(fmt::format("/proc/{}/stat", id));
  std::string field;
  double ticks = 0;
  // proc(5): 14 to 17 are user and system time, its own and of children that it has waited for.
  for (int i = 1; i <= 17 && file >> field; ++i)
    if (i >= 14) ticks += std::strtod(field.c_str(), nullptr);
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double Process::resident_mb() const {
  std::ifstream file(fmt::format("/proc/{}/statm", id_));
  double all = 0, resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

}  // namespace firstchair::bench

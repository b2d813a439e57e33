#include "lab/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace firstchair::lab {

ProgramRun run_program(const std::vector<std::string>& args, bool loud) {
  std::vector<char*> argv;
  for (const std::string& arg : args) argv.push_back(const_cast<char*>(arg.c_str()));
  argv.push_back(nullptr);
  ProgramRun run;
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return run;
  const pid_t child = fork();
  if (child == 0) {
    const int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(ends[1], STDOUT_FILENO);
    if (!loud) dup2(null, STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  close(ends[1]);
  std::array<char, 4096> part{};
  for (ssize_t got = 0; child > 0 && (got = read(ends[0], part.data(), part.size())) > 0;) {
    run.out.append(part.data(), static_cast<std::size_t>(got));
  }
  close(ends[0]);
  if (child < 0) return run;
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  run.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  if (WIFEXITED(status)) run.code = WEXITSTATUS(status);
  return run;
}

TempFolder::TempFolder() {
  static int number = 0;
  folder_ =
      std::filesystem::temp_directory_path() / fmt::format("firstchair-bench-{}-{}", getpid(), number++);
  std::filesystem::create_directories(folder_);
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace firstchair::lab

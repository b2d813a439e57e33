#include "bench/server/served.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace firstchair::bench {

namespace fs = std::filesystem;

namespace {

void become(const std::string& program, const fs::path& folder, int out) {
  dup2(out, STDOUT_FILENO);
  dup2(open("/dev/null", O_RDWR), STDERR_FILENO);
  setenv("XDG_DATA_HOME", folder.c_str(), 1);  // nobody's own book and key
  setenv("XDG_CONFIG_HOME", folder.c_str(), 1);
  setenv("TMPDIR", folder.c_str(), 1);
  const std::string page = folder / "page";
  execl(program.c_str(), program.c_str(), "serve", "--port", "0", "--no-open", "--page", page.c_str(),
        static_cast<char*>(nullptr));
  _exit(127);
}

}  // namespace

Result<std::unique_ptr<Served>> Served::start(const std::string& program) {
  std::unique_ptr<Served> served(new Served);
  std::string folder = (fs::temp_directory_path() / "firstchair-served-XXXXXX").string();
  std::array<int, 2> ends{};
  if (mkdtemp(folder.data()) == nullptr || pipe2(ends.data(), O_CLOEXEC) != 0)
    return Error{ErrorCode::unwritable, folder, "no folder for a server", "Set TMPDIR to one"};
  served->folder_ = folder;
  fs::create_directory(served->folder_ / "page");
  std::ofstream(served->folder_ / "page" / "index.html") << "<!doctype html><title>the page</title>";
  served->process_ = fork();
  if (served->process_ == 0) become(program, served->folder_, ends[1]);
  close(ends[1]);
  std::string said;
  std::array<char, 512> part;
  while (said.find('\n') == std::string::npos) {
    const ssize_t got = read(ends[0], part.data(), part.size());
    if (got <= 0) break;
    said.append(part.data(), static_cast<std::size_t>(got));
  }
  close(ends[0]);
  std::array<char, 64> token{};
  if (std::sscanf(said.c_str(), "Open http://127.0.0.1:%d/?token=%63s", &served->port_, token.data()) != 2)
    return Error{ErrorCode::unreadable, program, "serve did not say its address", "Run it by hand"};
  served->token_ = token.data();
  return served;
}

Served::~Served() {
  if (process_ > 0) {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
  }
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

double Served::cpu_s() const {
  std::ifstream file(fmt::format("/proc/{}/stat", process_));
  std::string field;
  double ticks = 0;
  // proc(5): 14 and 15 are user and system time; the name, field 2, has no blank in it here.
  for (int i = 1; i <= 15 && file >> field; ++i) {
    if (i >= 14) ticks += std::strtod(field.c_str(), nullptr);
  }
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

int Served::handles() const {
  std::error_code gone;
  return static_cast<int>(
      std::distance(fs::directory_iterator(fmt::format("/proc/{}/fd", process_), gone), {}));
}

}  // namespace firstchair::bench

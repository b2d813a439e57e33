#include "bench/school/stand.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace firstchair::bench {
namespace {

namespace fs = std::filesystem;

// A port that is free now; the server gets the same one each time it comes again.
int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  int port = 0;
  if (::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
      ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0)
    port = ntohs(address.sin_port);
  ::close(socket);
  return port;
}

}  // namespace

std::string Stand::database() const {
  return cluster_ ? cluster_->app() : folder_ + "/school.sqlite";
}

int Stand::run(const std::string& words, std::string& said) const {
  FILE* pipe = ::popen(
      fmt::format("TMPDIR={0} XDG_DATA_HOME={0} {1} {2} 2>&1", folder_, program_, words).c_str(), "r");
  said.clear();
  if (pipe == nullptr) return -1;
  std::array<char, 4096> bytes{};
  for (std::size_t got = 0; (got = std::fread(bytes.data(), 1, bytes.size(), pipe)) > 0;)
    said.append(bytes.data(), got);
  const int status = ::pclose(pipe);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Result<std::unique_ptr<Stand>> Stand::make(const StandWish& wish) {
  std::unique_ptr<Stand> stand(new Stand);
  std::string folder = (fs::temp_directory_path() / "firstchair-stand-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr)
    return Error{ErrorCode::unwritable, folder, "no folder", "Set TMPDIR"};
  stand->folder_ = folder;
  stand->watchdog_ = std::make_unique<testing_school::Watchdog>("rm -rf " + folder);
  const pid_t group = stand->watchdog_->group();
  stand->program_ = wish.program;
  const std::string page = wish.page.empty() ? folder + "/page" : wish.page;
  if (wish.page.empty()) {
    fs::create_directory(page);
    std::ofstream(page + "/school.html") << "<!doctype html><title>the page</title>";
  }
  std::string said;
  if (wish.postgres) {
    auto cluster = Cluster::make();
    if (!cluster) return cluster.error();
    stand->cluster_ = std::move(*cluster);
    if (stand->run(fmt::format("school migrate --database '{}' --app-role app", stand->cluster_->owner()),
                   said) != 0)
      return Error{ErrorCode::unwritable, "school migrate", said, {}};
  }
  if (stand->run(fmt::format(
                     "school init --database '{}' --name Bench --country DE --retention standard --admin Ada",
                     stand->database()),
                 said) != 0)
    return Error{ErrorCode::unwritable, "school init", said, {}};
  const std::size_t code = said.find("#join/");
  if (code == std::string::npos) return Error{ErrorCode::malformed, "school init", said, {}};
  stand->admin_code_ = said.substr(code + 6, said.find('\n', code) - code - 6);
  const std::vector<std::string> environment{"TMPDIR=" + folder, "XDG_DATA_HOME=" + folder};
  for (int i = 0; i < wish.servers; ++i) {
    stand->ports_.push_back(free_port());
    stand->servers_.push_back(std::make_unique<Process>(
        std::vector<std::string>{wish.program,
                                 "school",
                                 "serve",
                                 "--database",
                                 stand->database(),
                                 "--sound",
                                 stand->sound(),
                                 "--page",
                                 page,
                                 "--port",
                                 std::to_string(stand->ports_.back()),
                                 "--hearing",
                                 wish.workers > 0 ? "0" : "1",
                                 "--lease",
                                 std::to_string(wish.lease_s),
                                 "--retry",
                                 std::to_string(wish.retry_s),
                                 "--watch-port",
                                 "0",
                                 "--log",
                                 fmt::format("{}/requests-{}.log", folder, i),
                                 "--trusted-proxy",
                                 "127.0.0.1",
                                 "--insecure-for-tests"},
        fmt::format("{}/server-{}.log", folder, i), "Ctrl-C ends it", environment, group));
  }
  for (int i = 0; i < wish.workers; ++i)
    stand->workers_.push_back(std::make_unique<Process>(
        std::vector<std::string>{wish.program, "work", "--database", stand->database(), "--sound",
                                 stand->sound(), "--threads", std::to_string(wish.threads), "--lease",
                                 std::to_string(wish.lease_s), "--retry", std::to_string(wish.retry_s),
                                 "--watch-port", "0"},
        fmt::format("{}/worker-{}.log", folder, i), "Ctrl-C ends it", environment, group));
  for (auto* all : {&stand->servers_, &stand->workers_})
    for (const auto& one : *all)
      if (!one->start())
        return Error{
            ErrorCode::unreadable, wish.program, "it did not start: " + stand->log("server-0.log"), {}};
  return stand;
}

Stand::~Stand() {
  servers_.clear();
  workers_.clear();
  cluster_.reset();
}

void Stand::kill_server(std::size_t which) {
  servers_[which]->kill();
}
void Stand::kill_worker(std::size_t which) {
  workers_[which]->kill();
}
void Stand::kill_database() {
  cluster_->kill();
}

double Stand::workers_cpu_s() const {
  double all = 0;
  for (const auto& one : workers_) all += one->cpu_s();
  return all;
}

double Stand::servers_cpu_s() const {
  double all = 0;
  for (const auto& one : servers_) all += one->cpu_s();
  return all;
}

double Stand::servers_mb() const {
  double most = 0;
  for (const auto& one : servers_) most = std::max(most, one->resident_mb());
  return most;
}

std::string Stand::log(const std::string& name) const {
  std::ifstream file(folder_ + "/" + name, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace firstchair::bench

#include "bench/school/cluster.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "bench/school/process.h"

namespace firstchair::bench {

namespace fs = std::filesystem;

bool Cluster::run(const std::string& command) const {
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return false;
  said_.clear();
  std::array<char, 4096> bytes{};
  for (std::size_t got = 0; (got = std::fread(bytes.data(), 1, bytes.size(), pipe)) > 0;)
    said_.append(bytes.data(), got);
  return ::pclose(pipe) == 0;
}

Result<std::unique_ptr<Cluster>> Cluster::make() {
  std::unique_ptr<Cluster> cluster(new Cluster);
  std::string folder = "/tmp/firstchair-bench-pg-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr)
    return Error{ErrorCode::unwritable, folder, "no folder for PostgreSQL", {}};
  cluster->folder_ = folder;
  const bool root = ::geteuid() == 0;
  cluster->as_ = root ? "runuser -u postgres -- " : "";
  for (const char* version : {"18", "17", "16", "15"})
    if (const std::string found = fmt::format("/usr/lib/postgresql/{}/bin/", version);
        cluster->programs_.empty() && fs::exists(found + "initdb"))
      cluster->programs_ = found;
  const Error no_server{ErrorCode::unsupported, "PostgreSQL", "it cannot be started", "Install postgresql"};
  cluster->watchdog_ = std::make_unique<testing_school::Watchdog>(
      fmt::format("{}{}pg_ctl -D {}/data -m immediate -s stop; rm -rf {}", cluster->as_, cluster->programs_,
                  folder, folder));
  if (root && !cluster->run(fmt::format("chown postgres {}", folder))) return no_server;
  if (!cluster->run(fmt::format("{}{}initdb -D {}/data -A trust -E UTF8 --locale=C.UTF-8 -U owner",
                                cluster->as_, cluster->programs_, folder)) ||
      !cluster->start() ||
      !cluster->run(
          fmt::format("{}psql -q -h {} -U owner -d postgres -v ON_ERROR_STOP=1 -c \"CREATE ROLE "
                      "schema_owner LOGIN\" -c \"CREATE ROLE app LOGIN\" -c \"CREATE DATABASE {} OWNER "
                      "schema_owner\" -c \"CREATE DATABASE {} OWNER schema_owner\"",
                      cluster->programs_, folder, kServed, kQuiet)))
    return Error{ErrorCode::unsupported, "PostgreSQL", cluster->said_.substr(0, cluster->said_.find('\n')),
                 "Install postgresql"};
  return cluster;
}

Cluster::~Cluster() = default;  // its watchdog stops it and removes its folder

std::string Cluster::address(const std::string& role, const std::string& database) const {
  return fmt::format("postgresql:///{}?host={}&user={}", database, folder_, role);
}

std::string Cluster::dump() const {
  return run(fmt::format("{}pg_dump '{}'", programs_, super())) ? said_ : std::string();
}

std::string Cluster::log() const {
  return run(fmt::format("{}cat {}/log", as_, folder_)) ? said_ : std::string();
}

double Cluster::cpu_s() const {
  std::ifstream file(folder_ + "/data/postmaster.pid");
  pid_t id = 0;
  if (!(file >> id)) return 0;
  double all = cpu_of(id);
  // Whoever works for it lives as long as a connection does.
  std::ifstream children(fmt::format("/proc/{0}/task/{0}/children", id));
  for (pid_t child = 0; children >> child;) all += cpu_of(child);
  return all;
}

void Cluster::kill() {
  if (running_) run(fmt::format("{}{}pg_ctl -D {}/data -m immediate -s stop", as_, programs_, folder_));
  running_ = false;
}

bool Cluster::start() {
  running_ =
      run(fmt::format("{}{}pg_ctl -D {}/data -w -s -l {}/log -o \"-c listen_addresses='' -k {} -c "
                      "max_connections=100\" start",
                      as_, programs_, folder_, folder_, folder_));
  return running_;
}

}  // namespace firstchair::bench

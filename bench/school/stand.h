// A Stand is a school as it is run: servers, workers, a database, a place for sound; each can be killed and
// comes again.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bench/school/cluster.h"
#include "bench/school/process.h"
#include "engine/core/result.h"
#include "testing/school/watchdog.h"

namespace firstchair::bench {

struct StandWish {
  std::string program;
  int servers = 2, workers = 3, threads = 1;
  bool postgres = true;  // false: SQLite
  int lease_s = 10, retry_s = 1;
  std::string page = {};  // folder of a built page; empty: one of a line
};

class Stand {
 public:
  static Result<std::unique_ptr<Stand>> make(const StandWish& wish);
  ~Stand();
  Stand(const Stand&) = delete;
  Stand& operator=(const Stand&) = delete;

  const std::vector<int>& ports() const { return ports_; }
  const std::string& admin_code() const { return admin_code_; }
  std::string database() const;
  std::string sound() const { return folder_ + "/sound"; }
  const std::string& folder() const { return folder_; }
  // Runs `firstchair school WORD ...` and returns its exit code; what it printed is `said`.
  int run(const std::string& words, std::string& said) const;

  void kill_server(std::size_t which);
  void kill_worker(std::size_t which);
  void kill_database();
  bool start_server(std::size_t which) { return servers_[which]->start(); }
  bool start_worker(std::size_t which) { return workers_[which]->start(); }
  bool start_database() { return cluster_->start(); }
  pid_t server_process(std::size_t which) const { return servers_[which]->id(); }
  pid_t worker_process(std::size_t which) const { return workers_[which]->id(); }
  std::size_t servers() const { return servers_.size(); }
  std::size_t workers() const { return workers_.size(); }
  bool has_cluster() const { return cluster_ != nullptr; }
  const Cluster& cluster() const { return *cluster_; }
  double workers_cpu_s() const, servers_cpu_s() const, servers_mb() const;
  std::string log(const std::string& name) const;

 private:
  Stand() = default;
  std::string folder_, program_, admin_code_;
  std::unique_ptr<testing_school::Watchdog> watchdog_;  // after the processes, and where they are left alone
  std::unique_ptr<Cluster> cluster_;
  std::vector<int> ports_;
  std::vector<std::unique_ptr<Process>> servers_, workers_;
};

}  // namespace firstchair::bench

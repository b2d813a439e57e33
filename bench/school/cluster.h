// A Cluster is a PostgreSQL of the bench's own, as Debian's programs make it. What it has committed is on the
// disk.
#pragma once

#include <memory>
#include <string>

#include "engine/core/result.h"
#include "testing/school/watchdog.h"

namespace firstchair::bench {

class Cluster {
 public:
  static Result<std::unique_ptr<Cluster>> make();
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  // Addresses of a database: who owns the tables, and who serves from them. The stand serves from kServed,
  // and nobody from kQuiet.
  static constexpr const char* kServed = "school";
  static constexpr const char* kQuiet = "quiet";
  std::string owner(const std::string& database = kServed) const { return address("schema_owner", database); }
  std::string app(const std::string& database = kServed) const { return address("app", database); }
  std::string super() const { return address("owner", kServed); }
  std::string dump() const;  // all of the database as SQL
  std::string log() const;   // what the server has written down
  double cpu_s() const;      // of its processes, since it was started last
  void kill();               // as a cut of the power: nothing is brought to an end
  bool start();              // and mends what was cut

 private:
  Cluster() = default;
  std::string address(const std::string& role, const std::string& database) const;
  bool run(const std::string& command) const;
  std::string folder_, as_, programs_;
  mutable std::string said_;
  bool running_ = false;
  std::unique_ptr<testing_school::Watchdog> watchdog_;  // ends it where nobody else does
};

}  // namespace firstchair::bench

// The PostgreSQL of the tests (postgres_test.h).
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "school/postgres_test.h"
#include "testing/school/watchdog.h"

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;

struct Shell {
  int code = -1;
  std::string text;
};
Shell shell(const std::string& command) {
  Shell done;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return done;
  std::array<char, 4096> bytes{};
  for (std::size_t got = 0; (got = std::fread(bytes.data(), 1, bytes.size(), pipe)) > 0;)
    done.text.append(bytes.data(), got);
  const int status = ::pclose(pipe);
  done.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return done;
}

std::string programs() {
  for (const char* version : {"15", "16", "17", "18"}) {
    const std::string folder = std::string("/usr/lib/postgresql/") + version + "/bin";
    if (fs::exists(folder + "/initdb")) return folder + "/";
  }
  return {};  // whatever PATH has
}

class Cluster {
 public:
  Cluster() {
    // A socket's path has 107 bytes at most, and the server's own user must reach it: TMPDIR may be neither.
    char name[] = "/tmp/firstchair-pg-XXXXXX";
    folder_ = ::mkdtemp(name);
    const bool root = ::geteuid() == 0;
    as_ = root ? "runuser -u postgres -- " : "";
    // The server's files are its own user's; root may not run it.
    if (root) must(fmt::format("chown postgres {}", folder_));
    watchdog_ = std::make_unique<testing_school::Watchdog>(fmt::format(
        "{}{}pg_ctl -D {}/data -m immediate -s stop; rm -rf {}", as_, programs(), folder_, folder_));
    must(fmt::format("{}{}initdb -D {}/data -A trust -E UTF8 --locale=C.UTF-8 --no-sync -U owner", as_,
                     programs(), folder_));
    must(
        fmt::format("{}{}pg_ctl -D {}/data -w -s -l {}/log -o \"-c listen_addresses='' -k {} -c fsync=off -c "
                    "full_page_writes=off -c max_connections=40\" start",
                    as_, programs(), folder_, folder_, folder_));
    must(
        fmt::format("{}psql -h {} -U owner -d postgres -v ON_ERROR_STOP=1 -c \"CREATE ROLE schema_owner "
                    "LOGIN\" -c \"CREATE "
                    "ROLE app LOGIN\" -c \"CREATE DATABASE template OWNER schema_owner\"",
                    programs(), folder_));
    const Result<Done> done = migrate(address("schema_owner", "template"), "app");
    EXPECT_TRUE(done) << done.error().line();
    if (std::getenv("FIRSTCHAIR_POOLER") != nullptr) pool();
  }
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  std::string address(const std::string& role, const std::string& database) const {
    return fmt::format("postgresql:///{}?host={}&user={}{}", database, folder_, role,
                       pooled_ && role == "app" ? "&port=6432" : "");
  }
  std::string draw(const std::string& of) {
    const std::string name = fmt::format("t{}", ++made_);
    must(fmt::format(
        "{}psql -q -h {} -U owner -d postgres -v ON_ERROR_STOP=1 -c \"CREATE DATABASE {} TEMPLATE {} OWNER "
        "schema_owner STRATEGY file_copy\"",
        programs(), folder_, name, of));
    return name;
  }

 private:
  // Programs meet pgbouncer in transaction mode; the owner of the tables does not. It ends with the cluster.
  void pool() {
    std::ofstream(folder_ + "/pooler.ini") << fmt::format(
        "[databases]\n* = host={0}\n[pgbouncer]\npool_mode = transaction\nauth_type = trust\n"
        "auth_file = {0}/pooled\nlisten_addr =\nunix_socket_dir = {0}\nlisten_port = 6432\ndefault_pool_size "
        "= 3\n"
        "max_client_conn = 200\nlogfile = {0}/pooler.log\npidfile = {0}/pooler.pid\n",
        folder_);
    std::ofstream(folder_ + "/pooled") << "\"app\" \"\"\n";
    must(fmt::format("{}/usr/sbin/pgbouncer -q -d {}/pooler.ini", as_, folder_));
    // It returns before it listens.
    must(fmt::format(
        "for i in $(seq 100); do {}psql -q -h {} -p 6432 -U app -d template -c 'SELECT 1' && exit "
        "0; sleep .1; done; exit 1",
        programs(), folder_));
    pooler_ = std::make_unique<testing_school::Watchdog>(fmt::format("kill $(cat {}/pooler.pid)", folder_));
    pooled_ = true;
  }
  static void must(const std::string& command) {
    const Shell done = shell(command);
    ASSERT_EQ(done.code, 0) << command << "\n" << done.text;
  }
  std::string folder_, as_;
  std::unique_ptr<testing_school::Watchdog> watchdog_;  // stops it and removes its folder, also when killed
  std::unique_ptr<testing_school::Watchdog> pooler_;    // ends before it
  bool pooled_ = false;
  int made_ = 0;
};

Cluster& cluster() {
  static Cluster one;
  return one;
}

}  // namespace

PostgresDatabases::PostgresDatabases() : name_("template") {
  cluster();
}
PostgresDatabases::PostgresDatabases(Fresh) : name_(cluster().draw("template0")) {
  const Result<Done> done = migrate(as_owner(), "app");
  EXPECT_TRUE(done) << done.error().line();
}
PostgresDatabases::~PostgresDatabases() = default;

std::string PostgresDatabases::database() const {
  return cluster().address("app", name_);
}

std::string PostgresDatabases::as_owner() const {
  return cluster().address("schema_owner", name_);
}

SchoolStore PostgresDatabases::open() const {
  Result<SchoolStore> store = SchoolStore::open({.database = database()});
  EXPECT_TRUE(store) << store.error().line();
  return std::move(*store);
}

std::string psql(const std::string& address, const std::string& sql) {
  std::string quoted;
  for (const char letter : sql) quoted += letter == '"' ? std::string("\\\"") : std::string(1, letter);
  return shell(fmt::format("{}psql -Atq -d '{}' -c \"{}\"", programs(), address, quoted)).text;
}

std::string empty_postgres() {
  return cluster().address("schema_owner", cluster().draw("template0"));
}

}  // namespace firstchair::school

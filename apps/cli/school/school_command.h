// `firstchair school` keeps and serves a school: accounts, classes, invites; `firstchair work` hears what is
// handed in.
#pragma once

#include <string>
#include <vector>

#include "apps/cli/help/command.h"

namespace firstchair::cli {

struct SchoolOptions {
  std::string database;  // file or postgresql://...; empty: the platform's
  std::string name, country, admin;
  std::string retention = "standard";
  bool guardians = false;  // guardians consent, not the school
  int school = 1;
  int port = 8810;
  std::string page;  // folder of the built page; empty: the source tree's
  std::string site;
  std::vector<std::string> trusted_proxies;
  bool insecure_for_tests = false;
  std::string app_role;
  int person = 0;
  bool replay = false, confirm = false, dry_run = false, second = false;
  bool research = false;  // export: of everybody who agreed, under drawn names
  std::string schools;    // of such an export, "1,2"; empty: `school`
  bool agree = false, withdraw = false;
  std::string how;     // consent was given
  std::string erased;  // list of who was erased; empty: beside the database
  std::string out, file;
  std::string sound;  // a folder or s3://...; empty: beside the database
  int hearing = 1;    // recordings at once in the server itself; 0: workers hear
  int threads = 1;    // of a worker
  int lease_s = 120, retry_s = 60;
  std::string watch = "127.0.0.1";
  int watch_port = -1;         // 0: none; -1: 9464 where it is free
  std::string log;             // file for a line a request; "-": the standard error output; empty: none
  std::string folder;          // of a backup
  std::string scratch;         // server on which a dump is checked
  bool check_only = false;     // restore: look, and put nothing up
  bool without_sound = false;  // backup, restore
  std::string from, to;        // of a move
};
Declare declare_school, declare_work;

Result<int> school_init(const SchoolOptions& options);
Result<int> school_serve(const SchoolOptions& options);
Result<int> school_migrate(const SchoolOptions& options);
Result<int> school_check(const SchoolOptions& options);
Result<int> school_erase(const SchoolOptions& options);
Result<int> school_retain(const SchoolOptions& options);
Result<int> school_export(const SchoolOptions& options);
Result<int> school_research(const SchoolOptions& options);
Result<int> school_roster(const SchoolOptions& options);
Result<int> school_reset(const SchoolOptions& options);
Result<int> school_health(const SchoolOptions& options);
Result<int> school_doctor(const SchoolOptions& options);
Result<int> school_backup(const SchoolOptions& options);
Result<int> school_restore(const SchoolOptions& options);
Result<int> school_move(const SchoolOptions& options);
Result<int> work(const SchoolOptions& options);

}  // namespace firstchair::cli

// `firstchair school` keeps and serves a school: accounts, classes, invites.
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
  std::string erased;  // list of who was erased; empty: beside the database
  std::string out, file;
};
Declare declare_school;

Result<int> school_init(const SchoolOptions& options);
Result<int> school_serve(const SchoolOptions& options);
Result<int> school_migrate(const SchoolOptions& options);
Result<int> school_check(const SchoolOptions& options);
Result<int> school_erase(const SchoolOptions& options);
Result<int> school_retain(const SchoolOptions& options);
Result<int> school_export(const SchoolOptions& options);
Result<int> school_roster(const SchoolOptions& options);
Result<int> school_reset(const SchoolOptions& options);

}  // namespace firstchair::cli

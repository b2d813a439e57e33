#include "apps/cli/school/school_flags.h"

#include "apps/cli/help/declare.h"

namespace firstchair::cli {

CLI::App* add_to_school(CLI::App* school, Command& chosen, const char* name, const char* what,
                        Result<int> (*run)(const SchoolOptions&), SchoolOptions*& options) {
  CLI::App* command = school->add_subcommand(name, what);
  options = &options_of(command, chosen, run);
  command
      ->add_option("--database", options->database, "a file, or an address of PostgreSQL (postgresql://...)")
      ->type_name("FILE");
  return command;
}

void add_school_flag(CLI::App& command, SchoolOptions& options) {
  command.add_option("--school", options.school, "number of the school")->check(CLI::Range(1, 100000));
}

void declare_school(CLI::App& program, Command& chosen) {
  CLI::App* school =
      program.add_subcommand("school", "the server for teachers and classes: accounts and invites");
  school->require_subcommand(1);
  examples(*school, {{"firstchair school init --name Lessing --country DE --retention standard --admin Ada",
                      "makes a school; prints the invite of its admin"},
                     {"firstchair school serve", "answers a proxy on this machine"}});
  SchoolOptions* options = nullptr;

  CLI::App* init = add_to_school(school, chosen, "init", "make a school, and one invite for its admin",
                                 school_init, options);
  init->add_option("--name", options->name, "of the school")->required();
  init->add_option("--country", options->country, "two letters: DE, US")->required();
  init->add_option("--retention", options->retention,
                   "for how many days what is kept: standard, or sound=90,takes=365,audit=730,backups=35")
      ->required()
      ->type_name("DAYS");
  init->add_option("--admin", options->admin, "who is invited to be the admin")
      ->required()
      ->type_name("NAME");
  init->add_flag("--guardians-consent", options->guardians,
                 "nothing of a student is kept before a guardian has agreed");
  examples(*init,
           {{"firstchair school init --name Lessing --country DE --retention standard --admin 'Ada Kern'",
             "prints the invite that makes Ada Kern the admin"}});

  CLI::App* serve =
      add_to_school(school, chosen, "serve", "serve a school on this machine, behind a proxy with HTTPS",
                    school_serve, options);
  add_school_flag(*serve, *options);
  serve->add_option("--port", options->port, "0: any free one")->check(CLI::Range(0, 65535));
  serve->add_option("--site", options->site, "host name that the proxy answers to")->type_name("HOST");
  serve
      ->add_option("--trusted-proxy", options->trusted_proxies,
                   "whose X-Forwarded-For and X-Forwarded-Proto are believed; may be repeated")
      ->type_name("ADDRESS")
      ->take_all();
  serve->add_flag("--insecure-for-tests", options->insecure_for_tests, "cookies go over HTTP, too");
  serve->add_option("--page", options->page, "folder of the built page")->type_name("FOLDER");
  examples(*serve, {{"firstchair school serve --site school.example --trusted-proxy 127.0.0.1",
                     "answers a proxy on this machine"}});

  CLI::App* migrate =
      add_to_school(school, chosen, "migrate", "bring a database up to date, as the owner of its tables",
                    school_migrate, options);
  migrate->add_option("--app-role", options->app_role, "role of PostgreSQL that school serve connects as")
      ->type_name("ROLE");
  examples(*migrate,
           {{"firstchair school migrate --database postgresql://owner@/school --app-role firstchair",
             "makes the tables; firstchair is who serves from them"}});

  declare_people(*school, chosen);

  CLI::App* check =
      add_to_school(school, chosen, "check", "is the log as it was written?", school_check, options);
  add_school_flag(*check, *options);
  examples(*check, {{"firstchair school check --database school.db", "names the entry that was changed"}});
}

}  // namespace firstchair::cli

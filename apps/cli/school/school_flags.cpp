#include "apps/cli/school/school_flags.h"

#include "apps/cli/help/declare.h"

namespace firstchair::cli {

void add_database(CLI::App& command, SchoolOptions& options) {
  command
      .add_option("--database", options.database, "a file, or an address of PostgreSQL (postgresql://...)")
      ->type_name("FILE")
      ->envname("FIRSTCHAIR_DATABASE");
}

CLI::App* add_to_school(CLI::App* school, Command& chosen, const char* name, const char* what,
                        Result<int> (*run)(const SchoolOptions&), SchoolOptions*& options) {
  CLI::App* command = school->add_subcommand(name, what);
  options = &options_of(command, chosen, run);
  add_database(*command, *options);
  return command;
}

void add_sound(CLI::App& command, SchoolOptions& options) {
  command
      .add_option("--sound", options.sound,
                  "where sound is kept: a folder, or s3://bucket/prefix?endpoint=https://...")
      ->type_name("PLACE")
      ->envname("FIRSTCHAIR_SOUND");
}

void add_watch(CLI::App& command, SchoolOptions& options) {
  command.add_option("--watch", options.watch, "address for /healthz, /readyz and /metrics")
      ->type_name("ADDRESS");
  command.add_option("--watch-port", options.watch_port, "their port; 0: none")
      ->check(between(0, 65535))
      ->default_str("9464");
}

void add_leases(CLI::App& command, SchoolOptions& options) {
  command.add_option("--lease", options.lease_s, "seconds after which what a worker took is anybody's again")
      ->check(between(1, 3600));
  command.add_option("--retry", options.retry_s, "seconds until the second try of hearing")
      ->check(between(0, 3600));
}

void add_care(CLI::App* school, Command& chosen) {
  SchoolOptions* options = nullptr;
  CLI::App* health =
      school->add_subcommand("health", "is the server on this machine ready? exit code 0 or 3");
  options = &options_of(health, chosen, school_health);
  add_watch(*health, *options);
  examples(*health, {{"firstchair school health", "for whatever restarts it"}});

  CLI::App* doctor = add_to_school(school, chosen, "doctor", "look at database, sound, clock and rights",
                                   school_doctor, options);
  add_sound(*doctor, *options);
  doctor->add_option("--school", options->school, "number of the school")->check(between(1, 100000));
  examples(*doctor, {{"firstchair school doctor", "says what is well and what is not"}});

  CLI::App* backup =
      add_to_school(school, chosen, "backup", "put a whole school into a folder, while it is served",
                    school_backup, options);
  backup->add_option("folder", options->folder, "is made")->required()->type_name("FOLDER");
  add_sound(*backup, *options);
  backup->add_option("--school", options->school, "whose log tells of it")->check(between(1, 100000));
  backup->add_flag("--without-sound", options->without_sound, "list the sound, without copying it");
  examples(*backup,
           {{"firstchair school backup /srv/backup/monday", "every school of the database, and the sound"}});

  CLI::App* restore =
      add_to_school(school, chosen, "restore", "put a backup up again, or look whether it is whole",
                    school_restore, options);
  restore->add_option("folder", options->folder, "of the backup")->required()->type_name("FOLDER");
  add_sound(*restore, *options);
  restore->add_flag("--check", options->check_only,
                    "put it up beside, compare every row and hash, and drop it");
  restore
      ->add_option("--scratch", options->scratch,
                   "with --check of a dump: a server where a database may be made")
      ->type_name("ADDRESS");
  restore->add_flag("--without-sound", options->without_sound, "leave the sound where it is");
  examples(*restore,
           {{"firstchair school restore --check /srv/backup/monday", "is it whole?"},
            {"firstchair school restore /srv/backup/monday --database again.sqlite", "puts it up"}});

  CLI::App* move = school->add_subcommand("move", "bring every school of a file into PostgreSQL");
  options = &options_of(move, chosen, school_move);
  move->add_option("--from", options->from, "a file of SQLite")->required()->type_name("FILE");
  move->add_option("--to", options->to, "a database that school migrate has brought up to date")
      ->required()
      ->type_name("ADDRESS");
  examples(*move,
           {{"firstchair school move --from school.sqlite --to postgresql://firstchair_app@/firstchair",
             "goes on where it was, if it is ended in between"}});
}

void add_school_flag(CLI::App& command, SchoolOptions& options) {
  command.add_option("--school", options.school, "number of the school")->check(between(1, 100000));
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
  serve->add_option("--port", options->port, "0: any free one")->check(between(0, 65535));
  serve->add_option("--site", options->site, "host name that the proxy answers to")->type_name("HOST");
  serve
      ->add_option("--trusted-proxy", options->trusted_proxies,
                   "whose X-Forwarded-For and X-Forwarded-Proto are believed; may be repeated")
      ->type_name("ADDRESS")
      ->take_all();
  serve
      ->add_option("--hearing", options->hearing, "recordings heard at once here; 0: firstchair work does it")
      ->check(between(0, 64));
  add_leases(*serve, *options);
  add_sound(*serve, *options);
  add_watch(*serve, *options);
  serve
      ->add_option("--log", options->log,
                   "file for a line of JSON about every request; -: the standard error output")
      ->type_name("FILE");
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
  add_care(school, chosen);
}

void declare_work(CLI::App& program, Command& chosen) {
  CLI::App* command =
      program.add_subcommand("work", "hear what is handed in to schools, beside their servers");
  SchoolOptions& options = options_of(command, chosen, work);
  add_database(*command, options);
  command->add_option("--threads", options.threads, "recordings heard at once")->check(between(1, 64));
  add_sound(*command, options);
  add_leases(*command, options);
  add_watch(*command, options);
  examples(*command, {{"firstchair work --database postgresql://firstchair_app@/firstchair --threads 4",
                       "one of as many as you like; school serve --hearing 0 leaves it to them"}});
}

}  // namespace firstchair::cli

#include "apps/cli/help/declare.h"
#include "apps/cli/school/school_command.h"

namespace firstchair::cli {
namespace {

CLI::App* add(CLI::App* school, Command& chosen, const char* name, const char* what,
              Result<int> (*run)(const SchoolOptions&), SchoolOptions*& options) {
  CLI::App* command = school->add_subcommand(name, what);
  options = &options_of(command, chosen, run);
  command
      ->add_option("--database", options->database, "a file, or an address of PostgreSQL (postgresql://...)")
      ->type_name("FILE");
  return command;
}

void add_school(CLI::App& command, SchoolOptions& options) {
  command.add_option("--school", options.school, "number of the school")->check(CLI::Range(1, 100000));
}

}  // namespace

void declare_school(CLI::App& program, Command& chosen) {
  CLI::App* school =
      program.add_subcommand("school", "the server for teachers and classes: accounts and invites");
  school->require_subcommand(1);
  examples(*school, {{"firstchair school init --name Lessing --country DE --retention standard --admin Ada",
                      "makes a school; prints the invite of its admin"},
                     {"firstchair school serve", "answers a proxy on this machine"}});
  SchoolOptions* options = nullptr;

  CLI::App* init =
      add(school, chosen, "init", "make a school, and one invite for its admin", school_init, options);
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

  CLI::App* serve = add(school, chosen, "serve", "serve a school on this machine, behind a proxy with HTTPS",
                        school_serve, options);
  add_school(*serve, *options);
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

  CLI::App* migrate = add(school, chosen, "migrate",
                          "bring a database up to date, as the owner of its tables", school_migrate, options);
  migrate->add_option("--app-role", options->app_role, "role of PostgreSQL that school serve connects as")
      ->type_name("ROLE");
  examples(*migrate,
           {{"firstchair school migrate --database postgresql://owner@/school --app-role firstchair",
             "makes the tables; firstchair is who serves from them"}});

  const auto person = [](CLI::App& command, SchoolOptions& of) {
    add_school(command, of);
    return command.add_option("--person", of.person, "number of the person")
        ->check(CLI::Range(1, 2000000000));
  };
  CLI::App* roster =
      add(school, chosen, "roster", "put people into classes from a table", school_roster, options);
  add_school(*roster, *options);
  roster
      ->add_option("file", options->file,
                   "CSV with the columns class, family name, given name [, email, id, role]")
      ->required()
      ->type_name("FILE");
  roster->add_flag("--dry-run", options->dry_run, "say what would be done, and do nothing");
  examples(*roster, {{"firstchair school roster 7b.csv --dry-run",
                      "says who would be added, and which lines are none"}});

  CLI::App* reset =
      add(school, chosen, "reset", "make a link that sets somebody's password, once", school_reset, options);
  person(*reset, *options)->required();
  reset->add_flag("--second-factor", options->second,
                  "take the second factor away instead: the authenticator is lost");
  examples(*reset, {{"firstchair school reset --person 1", "lets the admin in again"}});

  CLI::App* take_out =
      add(school, chosen, "export", "everything of one person, as a zip", school_export, options);
  person(*take_out, *options)->required();
  take_out->add_option("--out", options->out, "default: person-NUMBER.zip")->type_name("FILE");
  examples(*take_out, {{"firstchair school export --person 12 --out mia.zip",
                        "takes, sound, comments and log of person 12"}});

  CLI::App* erase =
      add(school, chosen, "erase", "erase a person; or hold a restored database to who was erased",
          school_erase, options);
  person(*erase, *options);
  erase->add_flag("--confirm", options->confirm, "do it; without it, say what would go");
  erase->add_flag("--replay", options->replay, "erase whoever was erased before and is there again");
  erase->add_option("--list", options->erased, "list of who was erased; default: beside the database")
      ->type_name("FILE");
  examples(*erase, {{"firstchair school erase --person 12", "says what would go"},
                    {"firstchair school erase --replay", "after a backup was restored"}});

  CLI::App* retain =
      add(school, chosen, "retain", "take away what was kept as long as the school's table says",
          school_retain, options);
  add_school(*retain, *options);
  retain->add_flag("--dry-run", options->dry_run, "say what would go, and do nothing");
  examples(*retain, {{"firstchair school retain --dry-run", "counts what is over"}});

  CLI::App* check = add(school, chosen, "check", "is the log as it was written?", school_check, options);
  add_school(*check, *options);
  examples(*check, {{"firstchair school check --database school.db", "names the entry that was changed"}});
}

}  // namespace firstchair::cli

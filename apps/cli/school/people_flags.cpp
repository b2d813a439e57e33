#include "apps/cli/school/school_flags.h"

namespace firstchair::cli {
namespace {

CLI::Option* person(CLI::App& command, SchoolOptions& options) {
  add_school_flag(command, options);
  return command.add_option("--person", options.person, "number of the person")
      ->check(between(1, 2000000000));
}

void declare_keeping(CLI::App& school, Command& chosen) {
  SchoolOptions* options = nullptr;
  CLI::App* take_out =
      add_to_school(&school, chosen, "export", "everything of one person, as a zip; or strokes for research",
                    school_export, options);
  person(*take_out, *options);
  add_sound(*take_out, *options);
  take_out->add_flag("--research", options->research,
                     "takes and strokes of everybody who agreed, under drawn names");
  take_out
      ->add_option("--schools", options->schools, "with --research: their numbers, if there are several: 1,2")
      ->type_name("NUMBERS");
  take_out->add_option("--out", options->out, "default: person-NUMBER.zip; of research a folder, research")
      ->type_name("FILE");
  examples(*take_out, {{"firstchair school export --person 12 --out mia.zip",
                        "takes, sound, comments and log of person 12"},
                       {"firstchair school export --research --out research",
                        "JSON lines and CSV; scripts/to_parquet.py makes Parquet of them"}});

  CLI::App* research =
      add_to_school(&school, chosen, "research", "write down that the school or a student agreed to research",
                    school_research, options);
  person(*research, *options);
  research->add_flag("--agree", options->agree, "the school, or --person, agreed");
  research->add_flag("--withdraw", options->withdraw, "it is taken back");
  research->add_option("--how", options->how, "on paper, of 12 March; the log keeps it")->type_name("TEXT");
  examples(*research,
           {{"firstchair school research --agree --how 'letter of 12 March'", "the school agrees"},
            {"firstchair school research --agree --person 12 --how 'on paper'", "one of its students"},
            {"firstchair school research", "counts who agreed"}});

  CLI::App* erase =
      add_to_school(&school, chosen, "erase", "erase a person; or hold a restored database to who was erased",
                    school_erase, options);
  person(*erase, *options);
  add_sound(*erase, *options);
  erase->add_flag("--confirm", options->confirm, "do it; without it, say what would go");
  erase->add_flag("--replay", options->replay, "erase whoever was erased before and is there again");
  erase->add_option("--list", options->erased, "list of who was erased; default: beside the database")
      ->type_name("FILE");
  examples(*erase, {{"firstchair school erase --person 12", "says what would go"},
                    {"firstchair school erase --replay", "after a backup was restored"}});

  CLI::App* retain =
      add_to_school(&school, chosen, "retain", "take away what was kept as long as the school's table says",
                    school_retain, options);
  add_school_flag(*retain, *options);
  add_sound(*retain, *options);
  retain->add_flag("--dry-run", options->dry_run, "say what would go, and do nothing");
  examples(*retain, {{"firstchair school retain --dry-run", "counts what is over"}});
}

}  // namespace

void declare_people(CLI::App& school, Command& chosen) {
  SchoolOptions* options = nullptr;
  CLI::App* roster = add_to_school(&school, chosen, "roster", "put people into classes from a table",
                                   school_roster, options);
  add_school_flag(*roster, *options);
  roster
      ->add_option("FILE", options->file,
                   "CSV with the columns class, family name, given name [, email, id, role]")
      ->required();
  roster->add_flag("--dry-run", options->dry_run, "say what would be done, and do nothing");
  examples(*roster, {{"firstchair school roster 7b.csv --dry-run",
                      "says who would be added, and which lines are none"}});

  CLI::App* reset = add_to_school(&school, chosen, "reset", "make a link that sets somebody's password, once",
                                  school_reset, options);
  person(*reset, *options)->required();
  reset->add_flag("--second-factor", options->second,
                  "take the second factor away instead: the authenticator is lost");
  examples(*reset, {{"firstchair school reset --person 1", "lets the admin in again"}});

  declare_keeping(school, chosen);
}

}  // namespace firstchair::cli

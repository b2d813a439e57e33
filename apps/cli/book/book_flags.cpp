#include "apps/cli/book/book_commands.h"
#include "apps/cli/help/declare.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {
namespace {

// Every command of the book can look into another one.
struct BookCommand {
  CLI::App* flags;
  BookOptions& options;
};

BookCommand add(CLI::App* book, Command& chosen, const char* name, const char* what,
                Result<int> (*run)(const BookOptions&)) {
  CLI::App* command = book->add_subcommand(name, what);
  BookOptions& options = options_of(command, chosen, run);
  add_book_flag(*command, options.book);
  return {command, options};
}

void add_newest(const BookCommand& command) {
  command.flags->add_option("-n", command.options.newest, "so many; 0: all")->check(between(0, 1000000));
}

void declare_looking(CLI::App* book, Command& chosen) {
  const BookCommand list = add(book, chosen, "list", "takes, the newest last", book_list);
  examples(*list.flags, {{"firstchair book list", "the last takes"},
                         {"firstchair book list -n 0 --all", "all of them, discarded ones too"}});
  add_whose_flag(*list.flags, list.options.player);
  add_newest(list);
  list.flags->add_flag("--all", list.options.all, "discarded takes too");

  const BookCommand show = add(book, chosen, "show", "one take as it was judged last", book_show);
  examples(*show.flags, {{"firstchair book show 12", "the report of take 12"},
                         {"firstchair book show 12 --out report", "its page and JSON"}});
  show.flags->add_option("ID", show.options.id, "number of the take")->required();
  show.flags->add_flag("--json", show.options.json, "take.json to standard output");
  show.flags->add_option("--out", show.options.file, "folder for take.json and take.html");
  show.flags->add_flag("--force", show.options.force, "replace outputs that are there");

  const BookCommand progress =
      add(book, chosen, "progress", "every take of one chart, with leans and spreads", book_progress);
  examples(*progress.flags,
           {{"firstchair book progress single-paradiddle", "take after take, with intervals"}});
  add_whose_flag(*progress.flags, progress.options.player);
  progress.flags
      ->add_option("ITEM", progress.options.item, "a chart's file or name, a title, or an item's number")
      ->required();
  add_newest(progress);

  const BookCommand compare =
      add(book, chosen, "compare", "did it really change from one take to another?", book_compare);
  examples(*compare.flags, {{"firstchair book compare 3 12", "what really changed from take 3 to take 12"}});
  compare.flags->add_option("BEFORE", compare.options.id, "number of a take")->required();
  compare.flags->add_option("AFTER", compare.options.other, "number of a later take")->required();

  const BookCommand rejudge =
      add(book, chosen, "rejudge", "judge old takes with this version and say what changed", book_rejudge);
  examples(*rejudge.flags, {{"firstchair book rejudge --dry-run", "what this version would say otherwise"}});
  add_whose_flag(*rejudge.flags, rejudge.options.player);
  rejudge.flags->add_option("--id", rejudge.options.id, "only this take");
  rejudge.flags->add_flag("--dry-run", rejudge.options.dry, "say it, and leave the book as it is");
}

void declare_exchange(CLI::App* book, Command& chosen) {
  const BookCommand out = add(book, chosen, "export",
                              "the book as text (JSON lines), takes as CSV, or strokes as MIDI", book_export);
  examples(*out.flags, {{"firstchair book export all.jsonl", "everything of everybody, for import elsewhere"},
                        {"firstchair book export takes.csv --csv", "a row for every line of every take"},
                        {"firstchair book export take.mid --midi --id 12", "one take as MIDI"}});
  add_whose_flag(*out.flags, out.options.player);
  out.flags->add_option("OUT", out.options.file, "file; a folder for --midi without --id")->required();
  out.flags->add_option("--id", out.options.id, "only this take");
  auto* json =
      out.flags->add_flag("--json", out.options.json, "everything of everybody, for import; the default");
  auto* csv = out.flags->add_flag("--csv", out.options.csv,
                                  "a row for every line of every take; with --id for every stroke");
  auto* midi = out.flags->add_flag("--midi", out.options.midi, "strokes as MIDI files");
  json->excludes(csv)->excludes(midi);
  csv->excludes(midi);
  out.flags->add_flag("--force", out.options.force, "replace outputs that are there");

  const BookCommand in = add(book, chosen, "import",
                             "take over an exported book; what is known already stays as it is", book_import);
  examples(*in.flags, {{"firstchair book import all.jsonl", "from another machine"}});
  in.flags->add_option("FILE", in.options.file, "from book export --json")->required();
}

void declare_care(CLI::App* book, Command& chosen) {
  const BookCommand check = add(book, chosen, "check", "look for damage and name it", book_check);
  examples(*check.flags, {{"firstchair book check", "exit code 3 where something is damaged"}});

  const BookCommand prune =
      add(book, chosen, "prune", "remove recordings; strokes and verdicts stay", book_prune);
  examples(*prune.flags,
           {{"firstchair book prune --older-than 90d --dry-run", "what would be removed"},
            {"firstchair book prune --larger-than 2GB", "the oldest recordings, until 2 GB are left"}});
  prune.flags->add_option("--older-than", prune.options.older, "recordings older than this: 90d, 12w, 1y")
      ->type_name("AGE");
  prune.flags
      ->add_option("--larger-than", prune.options.larger, "the oldest, until all are no larger: 500MB, 2GB")
      ->type_name("SIZE");
  prune.flags->add_flag("--dry-run", prune.options.dry, "say it, and remove nothing");

  const BookCommand backup =
      add(book, chosen, "backup", "a copy of the book, whole also while a drill is running", book_backup);
  examples(*backup.flags, {{"firstchair book backup copy.db", "a whole copy"}});
  backup.flags->add_option("FILE", backup.options.file, "that is not there yet")->required();

  const BookCommand players = add(book, chosen, "players", "who is in the book", book_players);
  examples(*players.flags, {{"firstchair book players", "who is there"},
                            {"firstchair book players --add Mia", "one more"},
                            {"firstchair book players --player Mia --rename Maria", "another name"}});
  players.flags->add_option("--add", players.options.add, "one more")->type_name("NAME");
  players.flags->add_option("--rename", players.options.rename, "the player's new name (--player says whose)")
      ->type_name("NAME");
  add_whose_flag(*players.flags, players.options.player);

  const BookCommand discard =
      add(book, chosen, "discard", "leave a take out of every list and sum", book_discard);
  examples(*discard.flags, {{"firstchair book discard 12", "take 12 counts no more"},
                            {"firstchair book discard 12 --undo", "it counts again"}});
  discard.flags->add_option("ID", discard.options.id, "number of the take")->required();
  discard.flags->add_flag("--undo", discard.options.undo, "put it back");

  const BookCommand undo = add(book, chosen, "undo", "put back the take that was discarded last", book_undo);
  examples(*undo.flags, {{"firstchair book undo", "the last one that was discarded"}});
  undo.flags->add_option("ID", undo.options.id, "put back this one instead");
  add_whose_flag(*undo.flags, undo.options.player);

  const BookCommand count =
      add(book, chosen, "count", "count a take that was broken off all the same", book_count);
  examples(*count.flags, {{"firstchair book count 12", "take 12 was broken off, and counts"}});
  count.flags->add_option("ID", count.options.id, "number of the take")->required();
  count.flags->add_flag("--no", count.options.undo, "do not count it");
}

}  // namespace

void declare_book(CLI::App& program, Command& chosen) {
  CLI::App* book = program.add_subcommand("book", "everything that was played: look, export, check, back up");
  book->require_subcommand(1);
  examples(*book, {{"firstchair book list", "what was played"},
                   {"firstchair book show 12", "one take"},
                   {"firstchair book progress single-paradiddle", "one chart, take after take"}});
  declare_looking(book, chosen);
  declare_exchange(book, chosen);
  declare_care(book, chosen);
}

}  // namespace firstchair::cli

#include <CLI/CLI.hpp>

#include "apps/cli/book/book_commands.h"

namespace firstchair::cli {

void add_book_commands(CLI::App& app, BookOptions& options, std::function<Result<int>()>& command) {
  CLI::App* book = app.add_subcommand("book", "everything that was played: look, export, check, back up");
  book->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, Result<int> (*run)(const BookOptions&)) {
    CLI::App* sub = book->add_subcommand(name, what);
    sub->add_option("--book", options.book, "another book than the platform's")->type_name("FILE");
    sub->callback([&command, &options, run] { command = [&options, run] { return run(options); }; });
    return sub;
  };
  const auto add_player = [&](CLI::App* sub) {
    sub->add_option("--player", options.player, "whose; the first player's when left out")->type_name("NAME");
  };

  CLI::App* list = add("list", "takes, the newest last", book_list);
  add_player(list);
  list->add_option("-n", options.newest, "so many; 0: all")->check(CLI::Range(0, 1000000));
  list->add_flag("--all", options.all, "discarded takes too");

  CLI::App* show = add("show", "one take as it was judged last", book_show);
  show->add_option("ID", options.id, "number of the take")->required();
  show->add_flag("--json", options.json, "take.json to standard output");
  show->add_option("--out", options.file, "folder for take.json and take.html");
  show->add_flag("--force", options.force, "replace outputs that are there");

  CLI::App* progress = add("progress", "every take of one chart, with leans and spreads", book_progress);
  add_player(progress);
  progress->add_option("ITEM", options.item, "a chart's file or name, a title, or an item's number")
      ->required();
  progress->add_option("-n", options.newest, "so many; 0: all")->check(CLI::Range(0, 1000000));

  CLI::App* compare = add("compare", "did it really change from one take to another?", book_compare);
  compare->add_option("BEFORE", options.id, "number of a take")->required();
  compare->add_option("AFTER", options.other, "number of a later take")->required();

  CLI::App* rejudge = add("rejudge", "judge old takes with this version and say what changed", book_rejudge);
  add_player(rejudge);
  rejudge->add_option("--id", options.id, "only this take");
  rejudge->add_flag("--dry-run", options.dry, "say it, and leave the book as it is");

  CLI::App* out =
      add("export", "the book as text (JSON lines), takes as CSV, or strokes as MIDI", book_export);
  add_player(out);
  out->add_option("OUT", options.file, "file; a folder for --midi without --id")->required();
  out->add_option("--id", options.id, "only this take");
  auto* json = out->add_flag("--json", options.json, "everything of everybody, for import; the default");
  auto* csv =
      out->add_flag("--csv", options.csv, "a row for every line of every take; with --id for every stroke");
  auto* midi = out->add_flag("--midi", options.midi, "strokes as MIDI files");
  json->excludes(csv)->excludes(midi);
  csv->excludes(midi);
  out->add_flag("--force", options.force, "replace outputs that are there");

  add("import", "take over an exported book; what is known already stays as it is", book_import)
      ->add_option("FILE", options.file, "from book export --json")
      ->required();
  add("check", "look for damage and name it", book_check);
  CLI::App* prune = add("prune", "remove recordings; strokes and verdicts stay", book_prune);
  prune->add_option("--older-than", options.older, "recordings older than this: 90d, 12w, 1y")
      ->type_name("AGE");
  prune->add_option("--larger-than", options.larger, "the oldest, until all are no larger: 500MB, 2GB")
      ->type_name("SIZE");
  prune->add_flag("--dry-run", options.dry, "say it, and remove nothing");
  add("backup", "a copy of the book, whole also while a drill is running", book_backup)
      ->add_option("FILE", options.file, "that is not there yet")
      ->required();
  CLI::App* players = add("players", "who is in the book", book_players);
  players->add_option("--add", options.add, "one more")->type_name("NAME");
  players->add_option("--rename", options.rename, "the player's new name (--player says whose)")
      ->type_name("NAME");
  add_player(players);
  CLI::App* discard = add("discard", "leave a take out of every list and judgement", book_discard);
  discard->add_option("ID", options.id, "number of the take")->required();
  discard->add_flag("--undo", options.undo, "put it back");
}

}  // namespace firstchair::cli

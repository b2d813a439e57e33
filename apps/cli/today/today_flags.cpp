#include "apps/cli/help/declare.h"
#include "apps/cli/live/shared_flags.h"
#include "apps/cli/today/today_command.h"

namespace firstchair::cli {

void declare_today(CLI::App& program, Command& chosen) {
  CLI::App* command = program.add_subcommand("today", "what to practise today, for how long, and why");
  examples(*command,
           {{"firstchair today", "what to practise now"},
            {"firstchair today --minutes 20 --pain 3", "twenty minutes, with some pain: the plan heeds it"},
            {"firstchair today --done", "what became of it"}});
  TodayOptions& options = options_of(command, chosen, today);
  command->add_option("--minutes", options.minutes, "to play, the rests beside")->check(between(5.0, 240.0));
  command->add_option("--pain", options.pain, "now, 0 to 10")->check(between(0.0, 10.0));
  command->add_flag("--numb", options.numb, "numbness or tingling");
  command->add_flag("--done", options.done, "what became of the plan (with the same --minutes)");
  add_book_flag(*command, options.book);
  add_whose_flag(*command, options.player);
}

void declare_goal(CLI::App& program, Command& chosen) {
  CLI::App* command = program.add_subcommand("goal", "the tempi to work towards; without a chart: list them");
  examples(*command,
           {{"firstchair goal single-paradiddle 140", "the paradiddle at 140 is a goal from now on"},
            {"firstchair goal", "lists the goals"},
            {"firstchair goal single-paradiddle 0", "no goal any more"}});
  GoalOptions& options = options_of(command, chosen, goal);
  command->add_option("CHART", options.chart, "a tab, MIDI or MusicXML file, or a built-in name");
  command->add_option("BPM", options.bpm, "quarter notes a minute; 0 or left out: no goal any more")
      ->check(between(0.0, 400.0));
  add_bars_flag(*command, options.bars);
  command->add_option("--weight", options.weight, "against other goals")->check(between(0.1, 10.0));
  add_book_flag(*command, options.book);
  add_whose_flag(*command, options.player);
}

}  // namespace firstchair::cli

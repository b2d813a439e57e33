#include "apps/cli/help/declare.h"
#include "apps/cli/limit/limit_command.h"

namespace firstchair::cli {

void declare_limit(CLI::App& program, Command& chosen) {
  CLI::App* command = program.add_subcommand("limit", "find the tempo at which you break");
  examples(*command,
           {{"firstchair limit single-stroke-roll --voices pad",
             "take after take at the tempo that tells most, from a microphone"},
            {"firstchair limit rock-8ths --midi --prior 140", "an e-kit, beginning near 140"},
            {"firstchair limit rock-8ths slow.wav@120 fast.wav@150", "from recordings that are there"}});
  LimitOptions& options = options_of(command, chosen, limit);
  command->add_option("CHART", options.chart, "a tab, MIDI or MusicXML file, or a built-in name")->required();
  command->add_option("TAKES", options.takes_at, "recordings with their tempi; without any: live")
      ->type_name("FILE@BPM");
  add_bars_flag(*command, options.bars);
  command->add_option("--times", options.times, "passes a take; as many as make 8 bars when left out")
      ->check(between(1, practice::kMostPasses));
  command->add_option("--letter", options.letter, "the spread that counts as clean: A B C D")
      ->type_name("LETTER");
  command->add_option("--prior", options.prior_bpm, "where the limit may be; the chart's tempo when left out")
      ->check(between(practice::kLowestLimit, practice::kHighestLimit));
  command->add_option("--most", options.most, "takes at most")->check(between(1, practice::kMostLimitTakes));
  command->add_option("--rest", options.rest_s, "seconds between takes")->check(between(0.0, 600.0));
  command->add_flag("--anyway", options.anyway, "although a rest is due (never with pain)");
  add_plain_flag(*command, options.plain);
  add_live_flags(*command, options);
}

}  // namespace firstchair::cli

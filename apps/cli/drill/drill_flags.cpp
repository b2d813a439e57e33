#include "apps/cli/drill/drill_command.h"
#include "apps/cli/help/declare.h"

namespace firstchair::cli {

void declare_drill(CLI::App& program, Command& chosen) {
  CLI::App* command = program.add_subcommand("drill", "play a chart with the click, and be told");
  examples(*command, {{"firstchair drill rock-8ths --bpm 92 --times 8",
                       "play to the click; every bar is judged as it goes by"},
                      {"firstchair drill --free", "no chart: play, and see your tempo"},
                      {"firstchair drill funk-ghosts --bars 1 --times 50 --stop",
                       "stop at the bar that breaks, and again"},
                      {"firstchair drill single-paradiddle --midi --gap 2/2",
                       "an e-kit; two bars with the click, two without"}});
  DrillOptions& options = options_of(command, chosen, drill);
  command->add_option("CHART", options.chart, "a tab, MIDI or MusicXML file, or a built-in name");
  CLI::Option* free = command->add_flag("--free", options.free, "no chart: play, and see your tempo");
  command->add_option("--bpm", options.bpm, "tempo; the chart's, or not known, when left out")
      ->check(between(20.0, 400.0));
  command->add_flag("--click", options.click, "with --free: a click at --bpm")->needs(free);
  add_bars_flag(*command, options.bars)->excludes(free);
  command->add_option("--times", options.times, "how often; left out: until every line has strokes enough")
      ->check(between(1, 1000))
      ->excludes(free);
  command->add_flag("--stop", options.stop, "stop at the bar that breaks, and again from the bar before")
      ->excludes(free);
  command->add_option("--count-in", options.count_in, "bars")->check(between(0, 16));
  command->add_option("--subdivide", options.subdivide, "clicks a beat")->check(between(1, 8));
  command->add_option("--accents", options.accents, "beats that are accented, from 1; 0: none")
      ->type_name("BEATS");
  command->add_flag("--offbeat", options.offbeat, "click on the off-beats");
  command->add_option("--gap", options.gap, "own time: bars with the click / bars without")
      ->type_name("ON/OFF")
      ->excludes(free);
  command->add_option("--mute", options.mute, "share of clicks that fall silent by chance")
      ->check(between(0.0, 1.0));
  command->add_option("--ramp", options.ramp, "tempo by bars, up or down")
      ->type_name("BARS:STEP:LIMIT[:back]")
      ->excludes(free);
  command->add_flag("--live", options.live, "show every stroke")->excludes(free);
  add_plain_flag(*command, options.plain);
  command->add_flag("!--no-question", options.question, "do not ask \"early, late or even?\" first");
  command->add_flag("--every-take", options.every_take, "numbers after every take, however small the spread");
  command->add_flag("--timing", options.timing, "say how long callbacks took and prompts waited");
  add_live_flags(*command, options);
}

}  // namespace firstchair::cli

#include "apps/cli/chart/chart_command.h"
#include "apps/cli/help/declare.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {
namespace {

constexpr const char* kOfAChart = "that a MIDI file is written for; guessed where it is clear when left out";

void add_chart_meter(CLI::App& command, std::string& meter) {
  command.add_option("--meter", meter,
                     "of a MIDI file, or of a chart that names none: 4/4, 6/8 ...; its own when left out");
}

}  // namespace

void declare_chart(CLI::App& program, Command& chosen) {
  CLI::App* chart = program.add_subcommand("chart", "built-in charts, conversion, checking");
  chart->require_subcommand(1);
  examples(*chart, {{"firstchair chart list", "40 rudiments, 12 grooves"},
                    {"firstchair chart show single-paradiddle-diddle", "one of them as drum tab"},
                    {"firstchair chart convert song.mxl song.tab", "a score as drum tab"},
                    {"firstchair chart from take.wav groove.tab", "what was played, written down"}});
  CLI::App* list = chart->add_subcommand("list", "the built-in charts");
  examples(*list, {{"firstchair chart list", "names that every command takes for a chart"}});
  options_of(list, chosen, chart_list);

  CLI::App* show = chart->add_subcommand("show", "a chart as drum tab");
  examples(*show, {{"firstchair chart show single-paradiddle-diddle", "a built-in chart"},
                   {"firstchair chart show song.mid --meter 6/8", "a file that names no meter"}});
  ChartOptions& showing = options_of(show, chosen, chart_show);
  show->add_option("NAME", showing.in, "built-in name or file")->required();
  add_kit_flag(*show, showing.kit, kOfAChart);
  add_chart_meter(*show, showing.meter);

  CLI::App* convert = chart->add_subcommand(
      "convert", "any chart that is read into tab, MIDI, MusicXML, mxl or a GrooveScribe link");
  examples(*convert, {{"firstchair chart convert song.mxl song.tab", "a score as drum tab"},
                      {"firstchair chart convert groove.tab groove.mid --force",
                       "drum tab as MIDI, over a file that is there"}});
  ChartOptions& converting = options_of(convert, chosen, chart_convert);
  convert->add_option("IN", converting.in, "file, built-in name or GrooveScribe link")->required();
  convert
      ->add_option("OUT", converting.out,
                   "file; its ending says the format: .tab .txt .mid .musicxml .mxl .url")
      ->required();
  add_kit_flag(*convert, converting.kit, kOfAChart);
  add_chart_meter(*convert, converting.meter);
  convert->add_flag("--force", converting.force, "replace OUT");

  CLI::App* check = chart->add_subcommand("check", "read a chart and say what is in it or what is wrong");
  examples(*check,
           {{"firstchair chart check song.txt", "what was read, what was assumed, what was left out"}});
  ChartOptions& checking = options_of(check, chosen, chart_check);
  check->add_option("FILE", checking.in, "file or built-in name")->required();
  add_kit_flag(*check, checking.kit, kOfAChart);
  add_chart_meter(*check, checking.meter);

  CLI::App* from = chart->add_subcommand("from", "write down what a recording or an e-kit MIDI file plays");
  examples(*from, {{"firstchair chart from take.wav groove.tab --grid 16", "in sixteenths"},
                   {"firstchair chart from e-kit.mid song.musicxml", "a score for an editor"}});
  ChartFromOptions& writing = options_of(from, chosen, chart_from);
  from->add_option("TAKE", writing.take, "recording or MIDI file")->required();
  from->add_option("OUT", writing.out, "file; its ending says the format: .tab .txt .mid .musicxml .mxl")
      ->required();
  one_of(from->add_option("--grid", writing.grid, "move notes to the nearest of so many cells a whole note"),
         {"12", "16", "24"});
  from->add_option("--bpm", writing.bpm, "tempo that was meant; found when left out")
      ->check(between(20.0, 400.0));
  from->add_option("--meter", writing.meter, "4/4, 6/8 ...; found when left out");
  add_kit_flag(*from, writing.kit, "of a MIDI file; guessed where it is clear when left out");
  from->add_flag("--force", writing.force, "replace OUT");
}

}  // namespace firstchair::cli

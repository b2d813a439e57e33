#include "apps/cli/chart/chart_command.h"
#include "apps/cli/help/declare.h"

namespace firstchair::cli {

void declare_chart(CLI::App& program, Command& chosen) {
  CLI::App* chart = program.add_subcommand("chart", "built-in charts, conversion, checking");
  chart->require_subcommand(1);
  options_of(chart->add_subcommand("list", "the built-in charts"), chosen, chart_list);

  CLI::App* show = chart->add_subcommand("show", "a chart as drum tab");
  show->add_option("NAME", options_of(show, chosen, chart_show).in, "built-in name or file")->required();

  CLI::App* convert = chart->add_subcommand("convert", "tab, MIDI, MusicXML or mxl into one another");
  ChartOptions& converting = options_of(convert, chosen, chart_convert);
  convert->add_option("IN", converting.in, "file or built-in name")->required();
  convert
      ->add_option("OUT", converting.out, "file; its ending says the format: .tab .txt .mid .musicxml .mxl")
      ->required();
  convert->add_flag("--force", converting.force, "replace OUT");

  CLI::App* check = chart->add_subcommand("check", "read a chart and say what is in it or what is wrong");
  check->add_option("FILE", options_of(check, chosen, chart_check).in, "file or built-in name")->required();
}

}  // namespace firstchair::cli

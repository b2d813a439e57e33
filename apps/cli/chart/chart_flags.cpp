#include "apps/cli/chart/chart_command.h"
#include "apps/cli/help/declare.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {
namespace {

constexpr const char* kOfAChart = "that a MIDI file is written for; guessed where it is clear when left out";

}  // namespace

void declare_chart(CLI::App& program, Command& chosen) {
  CLI::App* chart = program.add_subcommand("chart", "built-in charts, conversion, checking");
  chart->require_subcommand(1);
  options_of(chart->add_subcommand("list", "the built-in charts"), chosen, chart_list);

  CLI::App* show = chart->add_subcommand("show", "a chart as drum tab");
  ChartOptions& showing = options_of(show, chosen, chart_show);
  show->add_option("NAME", showing.in, "built-in name or file")->required();
  add_kit_flag(*show, showing.kit, kOfAChart);

  CLI::App* convert = chart->add_subcommand("convert", "tab, MIDI, MusicXML or mxl into one another");
  ChartOptions& converting = options_of(convert, chosen, chart_convert);
  convert->add_option("IN", converting.in, "file or built-in name")->required();
  convert
      ->add_option("OUT", converting.out, "file; its ending says the format: .tab .txt .mid .musicxml .mxl")
      ->required();
  add_kit_flag(*convert, converting.kit, kOfAChart);
  convert->add_flag("--force", converting.force, "replace OUT");

  CLI::App* check = chart->add_subcommand("check", "read a chart and say what is in it or what is wrong");
  ChartOptions& checking = options_of(check, chosen, chart_check);
  check->add_option("FILE", checking.in, "file or built-in name")->required();
  add_kit_flag(*check, checking.kit, kOfAChart);
}

}  // namespace firstchair::cli

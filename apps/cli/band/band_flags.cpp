#include <map>

#include "apps/cli/band/band_command.h"
#include "apps/cli/help/declare.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {
namespace {

void add_number_flag(CLI::App& command, int& number) {
  command.add_option("--song", number, "which of the songs in the file")->check(between(1, 100000));
}

}  // namespace

void declare_band(CLI::App& program, Command& chosen) {
  CLI::App* command = program.add_subcommand(
      "band", "play with a band that holds the tempo or follows, and say who moved whom");
  auto options = std::make_shared<BandOptions>();
  command->callback([command, &chosen, options] {
    if (command->get_subcommands().empty()) chosen = [options] { return band(*options); };
  });
  command->add_option("SONG", options->song,
                      "a song's file (iReal Pro, MusicXML, MIDI, ChordPro with a grid, Impro-Visor), or a "
                      "built-in one: blues attic chairs tide");
  add_number_flag(*command, options->number);
  command
      ->add_option("--bpm", options->bpm,
                   "home tempo, quarter notes a minute (when left out: the song's, else the take's)")
      ->check(between(20., 400.));
  command
      ->add_option("--follow", options->follow,
                   "the dial: 0 holds the tempo like a click, 100 follows as far as two can without running "
                   "away (when "
                   "left out: as the song asks, else 50)")
      ->check(between(0., 100.));
  one_of(command->add_option("--home", options->free_home,
                             "free: the home tempo moves with the drummer, over 16 bars"),
         std::map<std::string, bool>{{"free", true}});
  command->add_option("--parts", options->parts, "who plays: bass,keys, or names of the song's own parts")
      ->delimiter(',')
      ->type_name("NAMES");
  command->add_option("--mute", options->mute, "who does not")->delimiter(',')->type_name("NAMES");
  command
      ->add_option("--stems", options->stems,
                   "instead of SONG: a folder of recordings, one a part, that begin and end together")
      ->type_name("DIR");
  command
      ->add_option("--beats", options->beats,
                   "their beat map: seconds,bar,beat as CSV, or MIDI (when left out: beats.csv or beats.mid "
                   "there, else found in drums or click)")
      ->type_name("FILE");
  command->add_flag("--varispeed", options->varispeed,
                    "their pitch goes with the tempo, 17 cents a percent: attacks are exact then");
  command
      ->add_option(
          "--style", options->style,
          "how bass and keys play (when left out: the song's); mma:GROOVE asks MMA, where it is installed")
      ->type_name("NAME");
  command
      ->add_option("--soundfont", options->soundfont,
                   "instruments, .sf2 or .sf3 (when left out: installed ones)")
      ->type_name("FILE");
  command->add_option("--count-in", options->count_in, "bars of sticks before bar 1")->check(between(0, 16));
  one_of(command->add_option("--count-with", options->count_click, "what counts in (when left out: sticks)"),
         std::map<std::string, bool>{{"sticks", false}, {"click", true}});
  command
      ->add_option("--trade", options->trade,
                   "so many bars with the band, then as many alone; 4:walk leaves you the bass")
      ->type_name("BARS");
  command->add_option("--gap", options->gap, "own time: bars with the band / bars without, over and over")
      ->type_name("ON/OFF");
  command
      ->add_option("--mute-beats", options->mute_beats,
                   "share of beats at which the band is silent by chance")
      ->check(between(0., 1.))
      ->type_name("SHARE");
  command
      ->add_option("--solo", options->solo,
                   "a drum solo of so many bars where the song has one, or open: until the cue (key c, a "
                   "sustain pedal, --cue)")
      ->type_name("BARS");
  command->add_option("--cue", options->cue_note, "with --midi: this note is no stroke but the cue")
      ->check(between(0, 127))
      ->type_name("NOTE");
  command->add_option("--wait", options->wait_s, "with a drum chart: how long the band waits at a fermata")
      ->check(between(0., 120.))
      ->type_name("SECONDS");
  command
      ->add_option("--answer", options->answer_db,
                   "how far the band gets louder and softer with you, each way (when left out: not)")
      ->check(between(0., 12.))
      ->type_name("DB");
  add_bars_flag(*command, options->bars);
  command
      ->add_option("--times", options->times,
                   "how often (when left out: once, or as often as the take of --against lasts)")
      ->check(between(1, 1000));
  command->add_option("--seed", options->seed, "decides which notes are played, and how loosely")
      ->check(from(0))
      ->type_name("INT");
  command->add_flag("--probe", options->probe,
                    "play 8 ms loose, not 5: who follows is known in half the bars");
  command
      ->add_option("--clock-out", options->clock_out,
                   "send the band's MIDI clock to this port, named by a part of it (firstchair devices lists "
                   "them)")
      ->type_name("PORT");
  command->add_flag("--transport", options->transport, "lead JACK's transport: bar, beat and tempo");
  command->add_option("--render", options->render, "write the band's sound here instead of playing it live")
      ->type_name("OUT.wav");
  command
      ->add_option("--against", options->against,
                   "with --render: the band plays with the drummer of this take, sound or MIDI")
      ->type_name("TAKE");
  command->add_option(
      "--chart", options->chart,
      "what the drummer plays: a chart's file or a built-in one (when left out: the song's drums, else the "
      "beat is found); none: the beat is found, whatever drums the song has");
  command->add_option("--at", options->at_s, "the take's second of bar 1 (when left out: its first bar line)")
      ->check(between(0., 86400.))
      ->type_name("SECONDS");
  command->add_flag("--with-drums", options->with_drums, "the drummer is heard in OUT.wav, too");
  command->add_flag("--force", options->force, "replace outputs that are there");
  command->add_flag("--demo", options->demo,
                    "a blues with a drummer who was recorded: band.wav, the numbers and the picture");
  one_of(
      command->add_option("--drummer", options->drummer,
                          "the demo's: groove (recorded, and deaf to the band), or made by arithmetic, who "
                          "closes .35 of the gap a beat"),
      std::map<std::string, std::string>{{"groove", "groove"}, {"made", "made"}});

  add_plain_flag(*command, options->plain);
  command->add_flag("--timing", options->timing, "say how long callbacks took");
  add_live_flags(*command, options->live);
  // The sticks that count in are the soundfont's.
  for (const char* click : {"--click-level", "--click-sound"})
    command->remove_option(command->get_option(click));

  examples(*command,
           {{"firstchair band --demo", "a recorded drummer and the band, as sound, numbers and a picture"},
            {"firstchair band blues --bpm 140 --follow 50 --trade 4",
             "plays with you, follows halfway, and leaves you every other four bars"},
            {"firstchair band song.irealb --render band.wav --against take.mid",
             "the band beside a drummer who was recorded"}});
  CLI::App* show = command->add_subcommand("show", "show a song's form and chords");
  BandOptions& shown = options_of(show, chosen, band_show);
  show->add_option("SONG", shown.song, "a song's file, or a built-in one")->required();
  add_number_flag(*show, shown.number);
  examples(*show, {{"firstchair band show blues", "twelve bars of chords"}});
  CLI::App* styles = command->add_subcommand("styles", "list the styles that bass and keys know");
  options_of(styles, chosen, band_styles);
  examples(*styles, {{"firstchair band styles", "for --style"}});
}

}  // namespace firstchair::cli

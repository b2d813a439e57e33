#include <map>

#include "apps/cli/hear/hear_command.h"
#include "apps/cli/help/declare.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {

void declare_hear(CLI::App& program, Command& chosen) {
  CLI::App* command = program.add_subcommand("hear", "judge a recording or an e-kit MIDI file");
  examples(*command, {{"firstchair hear take.wav",
                       "tempo, meter and bar line are found; you are judged against your own pulse"},
                      {"firstchair hear phone.m4a --chart single-paradiddle --voices pad --bpm 92",
                       "a practice pad, beside a built-in chart"},
                      {"firstchair hear e-kit.mid --chart song.musicxml --out report --events strokes.csv",
                       "an e-kit beside a score; page, JSON and a table of strokes"},
                      {"firstchair hear take.wav --chart groove.tab --keep",
                       "also into the book, for progress and the plan of the day"}});
  HearOptions& options = options_of(command, chosen, hear);
  command->add_option("TAKE", options.take, "wav flac ogg opus mp3 m4a mp4 mov mkv webm, or mid")->required();
  command->add_option("--chart", options.chart,
                      "what should be played: a tab, MIDI or MusicXML file, or a built-in name");
  command->add_option("--bpm", options.bpm, "tempo that was meant, quarter notes a minute")
      ->check(between(20.0, 400.0));
  command->add_option("--meter", options.meter, "meter, without a chart: 4/4, 6/8 ...");
  command
      ->add_option("--click", options.click,
                   "a metronome that can be heard: clicks a minute, second of the first, how often an "
                   "accent, clicks before you play")
      ->type_name("BPM[@SECONDS][/N][+COUNT]");
  add_voices_flag(*command, options.voices);
  add_kit_flag(*command, options.kit, "of a MIDI file; guessed where it is clear when left out");
  add_kit_sound_flag(*command, options.kit_sound);
  const std::map<std::string, ear::WhichEar> ears{{"live", ear::WhichEar::live},
                                                  {"file", ear::WhichEar::file}};
  one_of(command->add_option("--ear", options.ear,
                             "file (when left out): the ear that knows what comes after a stroke; live: "
                             "the one that hears while you play"),
         ears);
  command->add_option("--weights", options.weights, "other weights for that ear (training/README.md)")
      ->type_name("FILE");
  command->add_option("--out", options.out, "folder for take.json and take.html");
  command->add_flag("--json", options.json, "take.json to standard output");
  command->add_option("--events", options.events, "every stroke as a row of this CSV file");
  command->add_option("--max-hours", options.most_hours, "a longer recording is refused")
      ->check(between(0.001, 168.0))
      ->type_name("HOURS");
  command->add_flag("--force", options.force, "replace outputs that are there");
  command->add_flag("--keep", options.keep, "put the take into the book");
  command->add_flag("--keep-sound", options.keep_sound, "and the recording beside it, as FLAC");
  add_keeping_flags(*command, options.keeping);
}

}  // namespace firstchair::cli

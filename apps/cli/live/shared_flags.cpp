#include "apps/cli/live/shared_flags.h"

#include "apps/cli/help/declare.h"

namespace firstchair::cli {

void add_book_flag(CLI::App& command, std::string& book) {
  command.add_option("--book", book, "another book than the platform's")->type_name("FILE");
}

void add_whose_flag(CLI::App& command, std::string& player) {
  command.add_option("--player", player, "whose; the first player's when left out")->type_name("NAME");
}

void add_keeping_flags(CLI::App& command, book::KeepOptions& keeping) {
  add_book_flag(command, keeping.book);
  command.add_option("--player", keeping.player, "who plays; the first player when left out")
      ->type_name("NAME");
}

void add_voices_flag(CLI::App& command, ear::VoicesMode& voices) {
  const std::map<std::string, ear::VoicesMode> modes{{"kit", ear::VoicesMode::kit},
                                                     {"pad", ear::VoicesMode::pad}};
  one_of(command.add_option("--voices", voices, "kit: tell the drums apart; pad: one surface"), modes);
}

void add_kit_flag(CLI::App& command, std::string& kit, const std::string& what) {
  command.add_option("--kit", kit, "kit profile " + what)->type_name("NAME");
}

void add_kit_sound_flag(CLI::App& command, std::string& kit_sound) {
  not_empty(command
                .add_option("--kit-sound", kit_sound,
                            "how the drums sound that were struck one by one (kit learn --strike)")
                ->type_name("NAME"));
}

void add_system_flag(CLI::App& command, std::optional<io::AudioSystem>& system, const std::string& what) {
  const std::map<std::string, io::AudioSystem> systems{{"jack", io::AudioSystem::jack},
                                                       {"portaudio", io::AudioSystem::portaudio}};
  one_of(command.add_option("--system", system, what), systems);
}

void add_server_flag(CLI::App& command, std::string& server) {
  command.add_option("--server", server, "name of the JACK server");
}

CLI::Option* add_bars_flag(CLI::App& command, std::string& bars) {
  return command.add_option("--bars", bars, "only these bars: 5 or 5-8");
}

void add_plain_flag(CLI::App& command, bool& plain) {
  command.add_flag("--plain", plain, "lines only, for screen readers and logs");
}

void add_device_flags(CLI::App& command, LiveOptions& live, bool midi) {
  command.add_option("--click-level", live.level_db, "dB of an accent")->check(between(-60.0, -6.0));
  std::map<std::string, practice::ClickSound> sounds;
  for (const practice::ClickSoundName& one : practice::click_sounds())
    sounds.emplace(std::string(one.id), one.sound);
  one_of(command.add_option("--click-sound", live.click_sound, "what a click sounds like"), sounds);
  add_voices_flag(command, live.voices);
  if (midi) command.add_flag("--midi", live.midi, "an e-kit over MIDI instead of the microphone");
  add_kit_flag(command, live.kit, "of the e-kit (firstchair kit list); general-midi when left out");
  add_system_flag(command, live.system, "of live sound");
  add_server_flag(command, live.server);
  command.add_option("--in", live.in, "JACK port, PortAudio device or, of an e-kit, MIDI port to listen to");
  command.add_option("--out", live.out, "JACK port or PortAudio device to click into");
  command.add_option("--rate", live.rate, "frames a second, PortAudio")->check(between(8000.0, 192000.0));
  command.add_option("--buffer", live.buffer, "frames a block, PortAudio")->check(between(16, 8192));
  command.add_option("--takes", live.takes, "folder for the takes");
  command.add_option("--calibration", live.calibration, "file of calibrations");
}

void add_live_flags(CLI::App& command, LiveOptions& live) {
  add_device_flags(command, live, true);
  add_kit_sound_flag(command, live.kit_sound);
  command.add_flag("!--no-book", live.keep, "leave the take out of the book");
  add_keeping_flags(command, live.keeping);
  command.add_option("--pain", live.pain, "now, 0 to 10")->check(between(0.0, 10.0));
}

}  // namespace firstchair::cli

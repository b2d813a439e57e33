// firstchair: flags in, exit codes out (0 done, 2 usage, 3 input or output).
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <functional>
#include <map>
#include <string>

#include "apps/cli/book/book_commands.h"
#include "apps/cli/commands.h"
#include "apps/cli/help.h"
#include "apps/cli/today/today_command.h"

namespace {

int exit_code(const firstchair::Error& error) {
  return error.code == firstchair::ErrorCode::usage ? 2 : 3;
}

constexpr const char* kVoices = "kit: tell the drums apart; pad: one surface";

std::map<std::string, firstchair::ear::VoicesMode> voices_modes() {
  return {{"kit", firstchair::ear::VoicesMode::kit}, {"pad", firstchair::ear::VoicesMode::pad}};
}

std::map<std::string, firstchair::io::AudioSystem> audio_systems() {
  return {{"jack", firstchair::io::AudioSystem::jack}, {"portaudio", firstchair::io::AudioSystem::portaudio}};
}

void add_live_options(CLI::App* app, firstchair::LiveOptions& live) {
  app->add_option("--click-level", live.level_db, "dB of an accent, -60 to -6");
  one_of(app->add_option("--voices", live.voices, kVoices), voices_modes());
  app->add_flag("--midi", live.midi, "an e-kit over MIDI instead of the microphone");
  one_of(app->add_option("--system", live.system, "of live sound"), audio_systems());
  app->add_option("--server", live.server, "name of the JACK server");
  app->add_option("--in", live.in, "JACK port or PortAudio device to listen to");
  app->add_option("--out", live.out, "JACK port or PortAudio device to click into");
  app->add_option("--rate", live.rate, "Hz, PortAudio");
  app->add_option("--buffer", live.buffer, "frames, PortAudio");
  app->add_option("--takes", live.takes, "folder for the takes");
  app->add_option("--calibration", live.calibration, "file of calibrations");
  app->add_flag("!--no-book", live.keep, "leave the take out of the book");
  app->add_option("--book", live.keeping.book, "another book than the platform's")->type_name("FILE");
  app->add_option("--player", live.keeping.player, "who plays; the first player when left out")
      ->type_name("NAME");
  app->add_option("--pain", live.pain, "now, 0 to 10")->check(CLI::Range(0.0, 10.0));
}

}  // namespace

int main(int argc, char** argv) {
  using namespace firstchair;

  CLI::App app{
      "firstchair listens to a drummer and says what was early, late, missing or extra, in milliseconds."};
  app.set_version_flag("--version", "firstchair " FIRSTCHAIR_VERSION);
  app.require_subcommand(1);
  app.formatter(std::make_shared<Help>());
  std::function<Result<int>()> command;

  HearOptions hearing;
  CLI::App* hear_app = app.add_subcommand("hear", "judge a recording or an e-kit MIDI file");
  hear_app->add_option("TAKE", hearing.take, "wav flac ogg opus mp3 m4a mp4 mov mkv webm, or mid")
      ->required();
  hear_app->add_option("--chart", hearing.chart,
                       "what should be played: a tab, MIDI or MusicXML file, or a built-in name");
  hear_app->add_option("--bpm", hearing.bpm, "tempo that was meant, quarter notes a minute")
      ->check(CLI::Range(20.0, 400.0));
  hear_app->add_option("--meter", hearing.meter, "meter, without a chart: 4/4, 6/8 ...");
  hear_app
      ->add_option("--click", hearing.click,
                   "a metronome that can be heard: clicks a minute, second of the first, how often an "
                   "accent, clicks before you play")
      ->type_name("BPM[@SECONDS][/N][+COUNT]");
  const std::map<std::string, ear::VoicesMode> modes = voices_modes();
  one_of(hear_app->add_option("--voices", hearing.voices, kVoices), modes);
  hear_app->add_option("--weights", hearing.weights, "other weights for the ear (training/README.md)")
      ->type_name("FILE");
  hear_app->add_option("--out", hearing.out, "folder for take.json and take.html");
  hear_app->add_flag("--json", hearing.json, "take.json to standard output");
  hear_app->add_option("--events", hearing.events, "every stroke as a row of this CSV file");
  hear_app->add_flag("--force", hearing.force, "replace outputs that are there");
  hear_app->add_flag("--keep", hearing.keep, "put the take into the book");
  hear_app->add_flag("--keep-sound", hearing.keep_sound, "and the recording beside it, as FLAC");
  hear_app->add_option("--book", hearing.keeping.book, "another book than the platform's")->type_name("FILE");
  hear_app->add_option("--player", hearing.keeping.player, "who plays; the first player when left out")
      ->type_name("NAME");
  hear_app->callback([&] { command = [&] { return hear(hearing); }; });

  CLI::App* chart_app = app.add_subcommand("chart", "built-in charts, conversion, checking");
  chart_app->require_subcommand(1);
  chart_app->add_subcommand("list", "the built-in charts")->callback([&] { command = chart_list; });
  std::string in, out;
  bool force = false;
  CLI::App* show = chart_app->add_subcommand("show", "a chart as drum tab");
  show->add_option("NAME", in, "built-in name or file")->required();
  show->callback([&] { command = [&] { return chart_show(in); }; });
  CLI::App* convert = chart_app->add_subcommand("convert", "tab, MIDI, MusicXML or mxl into one another");
  convert->add_option("IN", in, "file or built-in name")->required();
  convert->add_option("OUT", out, "file; its ending says the format: .tab .txt .mid .musicxml .mxl")
      ->required();
  convert->add_flag("--force", force, "replace OUT");
  convert->callback([&] { command = [&] { return chart_convert(in, out, force); }; });
  CLI::App* check = chart_app->add_subcommand("check", "read a chart and say what is in it or what is wrong");
  check->add_option("FILE", in, "file or built-in name")->required();
  check->callback([&] { command = [&] { return chart_check(in); }; });

  const std::map<std::string, io::AudioSystem> systems = audio_systems();
  DrillOptions drilling;
  CLI::App* drill_app = app.add_subcommand("drill", "play a chart with the click, and be told");
  drill_app->add_option("CHART", drilling.chart, "a tab, MIDI or MusicXML file, or a built-in name");
  CLI::Option* free = drill_app->add_flag("--free", drilling.free, "no chart: play, and see your tempo");
  drill_app->add_option("--bpm", drilling.bpm, "tempo; the chart's, or not known, when left out")
      ->check(CLI::Range(20.0, 400.0));
  drill_app->add_flag("--click", drilling.click, "with --free: a click at --bpm")->needs(free);
  drill_app->add_option("--bars", drilling.bars, "only these bars: 5 or 5-8")->excludes(free);
  drill_app->add_option("--times", drilling.times, "how often")->check(CLI::Range(1, 1000))->excludes(free);
  drill_app->add_flag("--stop", drilling.stop, "stop at the bar that breaks, and again from the bar before")
      ->excludes(free);
  drill_app->add_option("--count-in", drilling.count_in, "bars")->check(CLI::Range(0, 16));
  drill_app->add_option("--subdivide", drilling.subdivide, "clicks a beat")->check(CLI::Range(1, 8));
  drill_app->add_flag("--offbeat", drilling.offbeat, "click on the off-beats");
  drill_app->add_option("--gap", drilling.gap, "own time: bars with the click / bars without")
      ->type_name("ON/OFF")
      ->excludes(free);
  drill_app->add_option("--mute", drilling.mute, "share of clicks that fall silent by chance")
      ->check(CLI::Range(0.0, 1.0));
  drill_app->add_option("--ramp", drilling.ramp, "tempo by bars, up or down")
      ->type_name("BARS:STEP:LIMIT[:back]")
      ->excludes(free);
  drill_app->add_flag("--live", drilling.live, "show every stroke")->excludes(free);
  drill_app->add_flag("--plain", drilling.plain, "lines only, for screen readers and logs");
  drill_app->add_flag("!--no-question", drilling.question, "do not ask \"early, late or even?\" first");
  drill_app->add_flag("--every-take", drilling.every_take,
                      "numbers after every take, however small the spread");
  drill_app->add_flag("--timing", drilling.timing, "say how long callbacks took and prompts waited");
  add_live_options(drill_app, drilling);
  drill_app->callback([&] { command = [&] { return drill(drilling); }; });

  HearOptions handling;
  CLI::App* hands_app = app.add_subcommand("hands", "which hand and which limb lands when, in a take");
  hands_app->add_option("TAKE", handling.take, "a recording or an e-kit MIDI file")->required();
  hands_app->add_option("--chart", handling.chart, "what should be played, with its sticking")->required();
  hands_app->add_option("--bpm", handling.bpm, "tempo that was meant")->check(CLI::Range(20.0, 400.0));
  one_of(hands_app->add_option("--voices", handling.voices, kVoices), modes);
  hands_app->callback([&] { command = [&] { return hands(handling); }; });

  LimitOptions limiting;
  CLI::App* limit_app = app.add_subcommand("limit", "find the tempo at which you break");
  limit_app->add_option("CHART", limiting.chart, "a tab, MIDI or MusicXML file, or a built-in name")
      ->required();
  limit_app->add_option("TAKES", limiting.takes_at, "recordings with their tempi; without any: live")
      ->type_name("FILE@BPM");
  limit_app->add_option("--bars", limiting.bars, "only these bars: 5 or 5-8");
  limit_app->add_option("--times", limiting.times, "passes a take; as many as make 8 bars when left out")
      ->check(CLI::Range(1, 100));
  limit_app->add_option("--letter", limiting.letter, "the spread that counts as clean: A B C D");
  limit_app
      ->add_option("--prior", limiting.prior_bpm, "where the limit may be; the chart's tempo when left out")
      ->check(CLI::Range(40.0, 260.0));
  limit_app->add_option("--most", limiting.most, "takes at most")->check(CLI::Range(1, 40));
  limit_app->add_option("--rest", limiting.rest_s, "seconds between takes")->check(CLI::Range(0.0, 600.0));
  limit_app->add_flag("--anyway", limiting.anyway, "although a rest is due (never with pain)");
  limit_app->add_flag("--plain", limiting.plain, "lines only, for screen readers and logs");
  add_live_options(limit_app, limiting);
  limit_app->callback([&] { command = [&] { return limit(limiting); }; });

  DevicesOptions listing;
  CLI::App* devices_app = app.add_subcommand("devices", "live sound: what is there, each tried for a moment");
  devices_app->add_option("--server", listing.server, "name of the JACK server");
  devices_app->callback([&] { command = [&] { return devices(listing); }; });

  CalibrateOptions calibrating;
  CLI::App* calibrate_app = app.add_subcommand(
      "calibrate", "measure the delay from loudspeaker to microphone with the program's own pulses");
  one_of(calibrate_app->add_option("--system", calibrating.system, "without: jack where it runs"), systems);
  calibrate_app->add_option("--server", calibrating.server, "name of the JACK server");
  calibrate_app->add_option("--in", calibrating.in, "JACK port or PortAudio device of the microphone");
  calibrate_app->add_option("--out", calibrating.out, "JACK port or PortAudio device of the loudspeaker");
  calibrate_app->add_option("--rate", calibrating.rate, "frames a second (PortAudio)")
      ->check(CLI::Range(8000.0, 192000.0));
  calibrate_app->add_option("--buffer", calibrating.buffer, "frames a block (PortAudio)")
      ->check(CLI::Range(16, 8192));
  calibrate_app->add_option("--level", calibrating.level_db, "peak of the pulses, dB re full scale")
      ->check(CLI::Range(-60.0, -6.0));
  calibrate_app->add_option("--file", calibrating.file, "where to keep it instead of the settings folder");
  calibrate_app->callback([&] { command = [&] { return calibrate(calibrating); }; });

  BookOptions booking;
  add_book_commands(app, booking, command);
  DayOptions planning;
  add_day_commands(app, planning, command);

  ServeOptions serving;
  bool no_open = false;
  CLI::App* serve_app = app.add_subcommand("serve", "the page: practise in the browser with the same ear");
  serve_app->add_option("--port", serving.port, "0: any free one")->check(CLI::Range(0, 65535));
  serve_app->add_option("--listen", serving.listen, "numeric address; this machine alone when left out");
  serve_app->add_flag("--no-open", no_open, "only print the address");
  serve_app->add_option("--page", serving.page, "folder of the built page")->type_name("FOLDER");
  serve_app->add_option("--book", serving.book, "another book than the platform's")->type_name("FILE");
  serve_app->callback([&] {
    serving.open = !no_open;
    command = [&] { return serve(serving); };
  });

  app.add_subcommand("signature", "hash of every decision over the fixed takes")->callback([&] {
    command = signature;
  });

  CLI::App* bench_app = app.add_subcommand(
      "bench",
      "measure hearing, follow, judging, speed, live, book, teacher, server or verdict (in a build tree with tests)");
  bench_app->prefix_command();  // the other words are the bench's own
  bench_app->callback([&] { command = [&] { return bench(bench_app->remaining()); }; });

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::RequiredError& error) {
    // CLI11 names the missing command, not the word that is none.
    const std::string what = argc > 1 && argv[1][0] != '-' && app.get_subcommands().empty()
                                 ? std::string(argv[1]) + " is not a command"
                                 : error.what();
    fmt::print(stderr, "firstchair: {} (firstchair --help lists the commands)\n", what);
    return 2;
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "firstchair: {} (firstchair --help lists the commands)\n", error.what());
    return 2;
  }
  try {
    const Result<int> done = command();
    if (done) return *done;
    fmt::print(stderr, "firstchair: {}\n", done.error().line());
    return exit_code(done.error());
  } catch (const std::exception& error) {  // out of memory and the like: still one line
    fmt::print(stderr, "firstchair: {}.\n", error.what());
    return 3;
  }
}

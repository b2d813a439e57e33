// This file declares the commands of the program. Each returns an Error for main() to print, or the exit
// code.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "book/keep.h"
#include "engine/core/chart.h"
#include "engine/core/result.h"
#include "engine/core/take.h"
#include "engine/ear/ear.h"
#include "engine/session.h"
#include "io/live/live_audio.h"
#include "practice/click_announcer.h"
#include "practice/limit_policy.h"

namespace firstchair::cli {

struct HearOptions {
  std::string take;
  std::string chart;  // file or built-in name; empty: none
  double bpm = 0;
  std::string meter;  // "7/8"; empty: none
  std::string click;  // "100@0.52/4+8": a metronome in the recording; empty: none
  ear::VoicesMode voices = ear::VoicesMode::kit;
  std::string weights;  // file of other weights for the ear; empty: the program's own
  std::string out;      // folder for take.json and take.html; empty: beside us, named after the take
  std::string events;   // CSV file; empty: none
  bool json = false;    // take.json goes to standard output, and nothing else is written unless asked
  bool force = false;
  bool keep = false;        // keep the take in the book
  bool keep_sound = false;  // and the recording beside it
  book::KeepOptions keeping;
};
Result<int> hear(const HearOptions& options);
// Returns the Unix seconds at which a recording began. Its end is taken to be the time at which its file was
// written last.
std::int64_t began_s(const std::string& path, const Take& take);

// Compares hands and limbs of options.take against options.chart.
Result<int> hands(const HearOptions& options);

Result<int> chart_list();
Result<int> chart_show(const std::string& name);
Result<int> chart_convert(const std::string& in, const std::string& out, bool force);
Result<int> chart_check(const std::string& file);

// One take heard and judged, of options.take alone; what `config` lacks of the source is filled in. click: a
// metronome in the recording.
Result<Take> hear_take(const HearOptions& options, SessionConfig config,
                       const std::optional<practice::Metronome>& click = {});

// Returns the chart in the file of that name, or the built-in chart of that name when there is no such file.
Result<Chart> find_chart(const std::string& name);

struct DevicesOptions {
  std::string server;  // JACK server; empty: the default one
};
// Lists every device of every system of live sound, and tries each for a moment.
Result<int> devices(const DevicesOptions& options);

struct CalibrateOptions {
  std::optional<io::AudioSystem> system;
  std::string server;
  std::string in, out;  // JACK ports or PortAudio devices; empty: the default ones
  double rate = 0;
  int buffer = 256;
  double level_db = -12;
  std::string file;  // empty: in the folder for settings
};
// Measures the round trip from loudspeaker to microphone and keeps it.
Result<int> calibrate(const CalibrateOptions& options);

// LiveOptions say where a command listens and clicks, and where it keeps takes.
struct LiveOptions {
  ear::VoicesMode voices = ear::VoicesMode::kit;
  bool midi = false;
  std::optional<io::AudioSystem> system;
  std::string server, in, out;
  double rate = 0;
  int buffer = 256;
  std::string takes, calibration;  // folder, file; empty: the platform's
  double level_db = -12;           // peak of the click's accent
  bool keep = true;                // keep the take in the book
  book::KeepOptions keeping;
  double pain = -1;  // 0 to 10 now; -1: not asked
};

struct DrillOptions : LiveOptions {
  std::string chart;   // file or built-in name; empty with `free`
  bool free = false;   // no chart: the beat is looked for
  bool click = false;  // free playing: with a click at bpm
  double bpm = 0;      // 0: the chart's; free playing: unknown
  std::string bars;    // "5-8"; empty: all
  int times = 1;
  bool stop = false;  // stop at the bar that breaks, and begin again at the one before
  int count_in = 1, subdivide = 1;
  bool offbeat = false;
  std::string gap, ramp;  // "2/2", "2:4:140"; empty: none
  double mute = 0;
  bool live = false, plain = false, timing = false;
  bool question = true;     // ask "early, late or even?" before the numbers
  bool every_take = false;  // numbers after every take; false: fewer as the spread falls
};
// Plays a chart with the drummer, or listens to free playing. The exit code is 0 also when the drummer ends
// it.
Result<int> drill(const DrillOptions& options);

struct LimitOptions : LiveOptions {
  std::string chart;                     // file or built-in name
  std::vector<std::string> takes_at;     // FILE@BPM; empty: live
  std::string bars;                      // "5-8"; empty: all
  int times = 0;                         // passes an excerpt; 0: as many as make eight bars
  char letter = practice::kLimitLetter;  // the spread that counts as clean
  double prior_bpm = 0;                  // 0: the chart's tempo
  int most = 16;                         // takes
  double rest_s = practice::kLimitRestS;
  bool anyway = false;  // although the guard says rest; pain is not overridden
  bool plain = false;
};
// Finds the tempo at which the drummer breaks, from recordings or live.
Result<int> limit(const LimitOptions& options);

struct ServeOptions {
  std::string listen = "127.0.0.1";
  int port = 8808;   // 0: any
  bool open = true;  // open the page in the desktop's browser
  std::string page;  // folder of the built page; empty: the source tree's
  std::string book;  // file; empty: the platform's
};
// Serves the page until Ctrl-C.
Result<int> serve(const ServeOptions& options);

// Becomes the bench program args[0] of this build tree, with the other words as its arguments. It returns
// only when it cannot.
Result<int> bench(const std::vector<std::string>& args);

// Prints the hash of every decision over the fixed takes: one line a take, then the whole.
Result<int> signature();

}  // namespace firstchair::cli

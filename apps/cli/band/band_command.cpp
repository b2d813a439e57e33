#include "apps/cli/band/band_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "apps/cli/band/blues.h"
#include "apps/cli/band/made_drummer.h"
#include "apps/cli/band/recorded_drummer.h"
#include "apps/cli/band/render.h"
#include "io/files/files.h"
#include "io/sound/soundfont.h"
#include "io/sound/wav.h"
#include "practice/bar_plan.h"
#include "report/page/band_picture.h"
#include "report/text/band_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

constexpr double kRate = 48000;  // of what is rendered beside MIDI
constexpr double kLead_s = .5;   // before the count-in
constexpr double kUsualBpm = 120;
constexpr double kUsualLoose_ms = 5, kProbeLoose_ms = 8;
constexpr int kDemoChoruses = 3;
constexpr int kPhrase = 4;  // bars; a band whose drummer has stopped plays on to the end of one

struct Files {
  std::string wav, moves, plot;
};

Files files_of(const std::string& wav) {
  const fs::path path = wav;
  const std::string stem = (path.parent_path() / path.stem()).string();
  return {.wav = wav, .moves = stem + ".moves.csv", .plot = stem + ".svg"};
}

Result<Done> nothing_there(const Files& files, bool drummer, bool force) {
  std::error_code failed;
  for (const std::string& file : {files.wav, files.moves, files.plot})
    if (!force && fs::exists(file, failed) && (drummer || file == files.wav))
      return Error{ErrorCode::unwritable, file, "already there",
                   "Choose another name, or --force to replace it"};
  return Done{};
}

Result<Done> read_trade(const std::string& text, practice::ArrangeOptions& how) {
  if (text.empty()) return Done{};
  int used = 0;
  std::string rest;
  if (std::sscanf(text.c_str(), "%d%n", &how.trade, &used) == 1) rest = text.substr(static_cast<std::size_t>(used));
  how.walk = rest == ":walk";
  if (used == 0 || how.trade < 1 || (!rest.empty() && !how.walk))
    return Error{ErrorCode::usage, "--trade " + text, "not a number of bars", "Write it as 4, or 4:walk"};
  return Done{};
}

band::ClockConfig clock_of(const BandOptions& options) {
  band::ClockConfig clock;
  clock.follow = options.follow / 100;
  // At 0 it is a click that happens to be a band.
  clock.looseness_ms = options.probe ? kProbeLoose_ms : options.follow > 0 ? kUsualLoose_ms : 0;
  clock.seed = options.seed;
  clock.home_free = options.free_home;
  return clock;
}

// How often a song of so many quarters is played to last as long as a take.
int times_for(const band::Song& song, double take_s, double bpm) {
  const double song_s =
      static_cast<double>(song.length) / static_cast<double>(kTicksPerQuarter) * 60 / bpm;
  return std::clamp(static_cast<int>(std::ceil(take_s / song_s)), 1, 1000);
}

Error other_tempo(const std::string& take, double played, double home) {
  return {ErrorCode::usage, take,
          fmt::format("it is played at {}, the song at {}: the band goes no further than 10 % from home",
                      report::named_tempo(played), report::named_tempo(home)),
          fmt::format("Add --bpm {}", report::number(played, 0))};
}

// Half and double are the same music, counted otherwise.
double nearest_octave(double played, double home) {
  double best = played;
  for (const double octave : {.5, 2.})
    if (std::abs(std::log(played * octave / home)) < std::abs(std::log(best / home))) best = played * octave;
  return best;
}

class BandCommand {
 public:
  explicit BandCommand(const BandOptions& options) : options_(options) {}

  Result<int> run() {
    if (Result<Done> asked = look(); !asked) return asked.error();
    if (Result<Done> ready = prepare(); !ready) return ready.error();
    Result<Rendered> rendered = render_band(std::move(job_));
    if (!rendered) return rendered.error();
    return tell(*rendered);
  }

 private:
  Result<Done> look() {
    if (options_.demo == !options_.song.empty())
      return Error{ErrorCode::usage, "band", options_.demo ? "--demo has its own song" : "no song is named",
                   options_.demo ? "Leave the other out" : "Name one, or try --demo"};
    if (options_.demo && !options_.against.empty())
      return Error{ErrorCode::usage, "--demo", "it has its own drummer", "Leave --against out"};
    if (options_.demo && options_.render.empty()) options_.render = "band.wav";
    if (options_.render.empty())
      return Error{ErrorCode::usage, "band", "where the sound goes is not named", "Add --render OUT.wav"};
    files_ = files_of(options_.render);
    return nothing_there(files_, drums(), options_.force);
  }
  bool drums() const { return options_.demo || !options_.against.empty(); }

  Result<Done> prepare() {
    Result<std::string> font = io::find_soundfont(options_.soundfont);
    if (!font) return font.error();
    job_.soundfont = *font;
    Result<band::Song> song = options_.demo ? blues() : find_song(options_.song);
    if (!song) return song.error();
    const Result<practice::DrillRange> bars = practice::parse_bars(options_.bars);
    if (!bars) return bars.error();
    Result<band::Song> cut = practice::play_bars(*song, bars->from, bars->to, 1);
    if (!cut) return cut.error();
    Result<band::Style> style = find_style(options_.style.empty() ? cut->style : options_.style);
    if (!style) return style.error();
    if (!options_.against.empty()) {
      Result<RecordedDrummer> taken = recorded_drummer(
          {.take = options_.against, .chart = options_.chart, .at_s = options_.at_s, .midi_rate = kRate});
      if (!taken) return taken.error();
      taken_ = std::move(*taken);
    }
    return arrange(*cut, *style);
  }

  Result<Done> arrange(const band::Song& song, const band::Style& style) {
    double bpm = options_.bpm > 0             ? options_.bpm
                 : !song.tempi.empty()        ? song.tempi.front().bpm
                 : !options_.against.empty() ? std::round(taken_.bpm)
                                              : kUsualBpm;
    const double rate = options_.against.empty() ? kRate : taken_.rate;
    double take_s = 0;
    if (!options_.against.empty()) {
      const double played = nearest_octave(taken_.bpm, bpm);
      if (std::abs(played / bpm - 1) > band::ClockConfig{}.most) return other_tempo(options_.against, played, bpm);
      take_s = static_cast<double>(taken_.hits.back().frame) / rate - taken_.bar_1_s;
    }
    const int times = options_.times > 0        ? options_.times
                      : options_.demo           ? kDemoChoruses
                      : options_.against.empty() ? 1
                                                 : times_for(song, take_s, bpm);
    Result<band::Song> whole = practice::play_bars(practice::at_tempo(song, bpm), 1, 0, times);
    if (!whole) return whole.error();
    practice::ArrangeOptions how{.parts = options_.parts,
                                 .mute = options_.mute,
                                 .seed = options_.seed,
                                 .count_in = options_.count_in};
    if (Result<Done> read = read_trade(options_.trade, how); !read) return read;
    Result<practice::Arranged> arranged = practice::arrange(*whole, style, how);
    if (!arranged) return arranged.error();
    job_.band = std::move(*arranged);
    title_ = whole->title;
    meter_ = whole->meters.front();
    const double count_in_s =
        static_cast<double>(job_.band.count_in) / static_cast<double>(kTicksPerQuarter) * 60 / bpm;
    const double bar_1_s = std::max(kLead_s + count_in_s, options_.against.empty() ? 0 : taken_.bar_1_s);
    job_.run = {.notes = {},
                .tempi = whole->tempi,
                .length = whole->length,
                .rate = rate,
                .start = std::llround(bar_1_s * rate),
                .clock = clock_of(options_)};
    if (options_.demo) {
      MadeDrummer made{.bpm = bpm, .first_ms = 1000 * bar_1_s, .seed = options_.seed};
      job_.drummer = swing_drummer(made, rate);
      job_.drums_sound = true;
    } else if (!options_.against.empty()) {
      play_along(bar_1_s, bpm, rate);
    }
    return Done{};
  }

  // The take begins where its bar 1 meets the band's.
  void play_along(double bar_1_s, double bpm, double rate) {
    const Frames later = std::llround((bar_1_s - taken_.bar_1_s) * rate);
    for (Hit& hit : taken_.hits) hit.frame += later;
    const double bar_s = 60 / bpm * 4 * meter_.beats / meter_.unit;
    // It stops at the end of the phrase after two bars without a stroke.
    const double last_s = static_cast<double>(taken_.hits.back().frame) / rate - bar_1_s;
    const double phrases = std::ceil((last_s / bar_s + 2) / kPhrase);
    job_.most = std::llround((bar_1_s + phrases * kPhrase * bar_s) * rate);
    job_.run.drummer = {.chart = taken_.chart, .detail = taken_.detail, .polyphonic = taken_.polyphonic};
    if (options_.with_drums) {
      job_.drums_sound = taken_.sound.empty();
      job_.recording = taken_.sound;
      job_.recording_at = later;
    }
    job_.drummer = [this, next = std::size_t{0}](const practice::BandRun&, Frames until,
                                                 std::vector<Hit>& hits) mutable {
      for (; next < taken_.hits.size() && taken_.hits[next].frame < until; ++next)
        hits.push_back(taken_.hits[next]);
    };
  }

  Result<int> tell(Rendered& rendered) {
    const int rate = static_cast<int>(std::lround(options_.against.empty() ? kRate : taken_.rate));
    const std::string wav = io::wav_of(rendered.left, rendered.right, rate);
    if (Result<Done> done = io::write_file(files_.wav, wav, options_.force); !done) return done.error();
    band::BandPlayed& played = rendered.played;
    played.title = title_;
    played.meter = meter_;
    played.follow = options_.follow / 100;
    played.looseness_ms = clock_of(options_).looseness_ms;
    std::string wrote = files_.wav;
    if (drums()) {
      if (options_.demo)
        fmt::print("The drummer is made by arithmetic and closes 0.35 of the gap a beat.\n");
      for (const std::string& line : report::band_lines(played)) fmt::print("{}\n", report::plain(line));
      for (const auto& [file, text] : {std::pair(files_.moves, report::moves_csv(played)),
                                       std::pair(files_.plot, report::band_picture(played))}) {
        if (Result<Done> done = io::write_file(file, text, options_.force); !done) return done.error();
        wrote += ", " + file;
      }
    }
    fmt::print("{}: {}, {} times as fast as it sounds\n", report::plain(wrote),
               report::clock(static_cast<double>(rendered.left.size()) / rate),
               report::number(rendered.times_real, 0));
    if (rendered.cut > 0)
      fmt::print(stderr, "{}\n",
                 report::plain("firstchair: " + report::count(static_cast<std::size_t>(rendered.cut), "sample") +
                               " above -1 dB were cut."));
    return 0;
  }

  BandOptions options_;
  Files files_;
  RecordedDrummer taken_;
  RenderJob job_;
  std::string title_;
  MeterChange meter_;
};

}  // namespace

Result<int> band(const BandOptions& options) {
  return BandCommand(options).run();
}

}  // namespace firstchair::cli

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "apps/cli/band/band_plan.h"
#include "apps/cli/band/made_drummer.h"
#include "apps/cli/band/recorded_drummer.h"
#include "apps/cli/band/render.h"
#include "io/files/files.h"
#include "io/sound/wav.h"
#include "report/page/band_picture.h"
#include "report/text/band_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

constexpr double kRate = 48000;  // of what is rendered beside MIDI
constexpr double kUsualBpm = 120;
constexpr int kDemoChoruses = 3;

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

// How often a song of so many quarters is played to last as long as a take.
int times_for(const band::Song& song, double take_s, double bpm) {
  const double song_s = static_cast<double>(song.length) / static_cast<double>(kTicksPerQuarter) * 60 / bpm;
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

class BandRender {
 public:
  explicit BandRender(const BandOptions& options) : options_(options) {
    if (options_.demo && !made() && options_.style.empty()) options_.style = "funk";  // as the drummer plays
  }

  Result<int> run() {
    files_ = files_of(options_.render);
    if (Result<Done> there = nothing_there(files_, drummed(), options_.force); !there) return there.error();
    Result<BandSong> song = read_band_song(options_);
    if (!song) return song.error();
    if (against())
      if (Result<Done> read = read_take(); !read) return read.error();
    Result<BandPlan> plan = plan_of(*song);
    if (!plan) return plan.error();
    RenderJob job{.band = std::move(plan->band),
                  .run = std::move(plan->run),
                  .soundfont = plan->soundfont,
                  .backing = plan->backing};
    if (made()) {
      job.drummer = swing_drummer({.bpm = kDemoBpm, .first_ms = 1000 * plan->bar_1_s, .seed = options_.seed},
                                  job.run.rate);
      job.drums_sound = true;
    } else if (against()) {
      play_along(*song, *plan, job);
    }
    plan->run.clock = job.run.clock;
    Result<Rendered> rendered = render_band(std::move(job));
    if (!rendered) return rendered.error();
    return tell(*plan, *rendered);
  }

 private:
  bool made() const { return options_.demo && options_.drummer == "made"; }
  bool against() const { return !options_.against.empty() || (options_.demo && !made()); }
  bool drummed() const { return options_.demo || against(); }
  double rate() const { return against() ? taken_.rate : kRate; }

  Result<Done> read_take() {
    Result<RecordedDrummer> taken = options_.demo ? demo_drummer(kRate)
                                                  : recorded_drummer({.take = options_.against,
                                                                      .chart = chart_named(options_),
                                                                      .at_s = options_.at_s,
                                                                      .midi_rate = kRate});
    if (!taken) return taken.error();
    taken_ = std::move(*taken);
    return Done{};
  }

  Result<BandPlan> plan_of(const BandSong& song) {
    double bpm = home_bpm(options_, song, made() ? kDemoBpm : against() ? std::round(taken_.bpm) : kUsualBpm);
    int times = options_.times > 0 ? options_.times : made() ? kDemoChoruses : 1;
    if (against()) {
      const double played = nearest_octave(taken_.bpm, bpm);
      if (std::abs(played / bpm - 1) > band::ClockConfig{}.most) {
        if (options_.bpm > 0) return other_tempo(options_.against, taken_.bpm, bpm);
        bpm = std::round(taken_.bpm);  // a song is played at the take's tempo
      }
      const double last_s = static_cast<double>(taken_.hits.back().frame) / taken_.rate;
      if (options_.times == 0) times = times_for(song.song, last_s - taken_.bar_1_s, bpm);
    }
    return plan_band(options_, song,
                     {.rate = rate(), .bpm = bpm, .times = times, .bar_1_s = against() ? taken_.bar_1_s : 0});
  }

  // The take begins where its bar 1 meets the band's.
  void play_along(const BandSong& song, const BandPlan& plan, RenderJob& job) {
    const Frames later = std::llround((plan.bar_1_s - taken_.bar_1_s) * rate());
    for (Hit& hit : taken_.hits) hit.frame += later;
    job.last_stroke = taken_.hits.back().frame;
    play_by(job.run, taken_.chart ? taken_.chart : song.drums);
    known_by_ = taken_.chart ? band::KnownBy::chart : song.known_by;
    job.run.drummer.detail = taken_.detail;
    job.run.drummer.polyphonic = taken_.polyphonic;
    if (options_.with_drums || options_.demo) {
      job.drums_sound = taken_.sound.empty();
      job.recording = taken_.sound;
      job.recording_at = later;
    }
    job.drummer = [this, next = std::size_t{0}](const practice::BandRun&, Frames until,
                                                std::vector<Hit>& hits) mutable {
      for (; next < taken_.hits.size() && taken_.hits[next].frame < until; ++next)
        hits.push_back(taken_.hits[next]);
    };
  }

  Result<int> tell(const BandPlan& plan, Rendered& rendered) {
    const std::string wav = io::wav_of(rendered.left, rendered.right, static_cast<int>(std::lround(rate())));
    if (Result<Done> done = io::write_file(files_.wav, wav, options_.force); !done) return done.error();
    name_played(plan, known_by_, rendered.played);
    std::string wrote = files_.wav;
    if (drummed()) {
      if (options_.demo)
        fmt::print("{}\n", made()
                               ? "The drummer is made by arithmetic and closes 0.35 of the gap a beat."
                               : "The drummer was recorded without this band, and does not hear it (Groove "
                                 "MIDI Dataset, Google LLC, CC BY 4.0).");
      for (const std::string& line : report::band_lines(rendered.played))
        fmt::print("{}\n", report::plain(line));
      if (rendered.waited_out > 0) fmt::print("{}\n", waited_out_text(rendered.waited_out));
      for (const auto& [file, text] : {std::pair(files_.moves, report::moves_csv(rendered.played)),
                                       std::pair(files_.plot, report::band_picture(rendered.played))}) {
        if (Result<Done> done = io::write_file(file, text, options_.force); !done) return done.error();
        wrote += ", " + file;
      }
    }
    fmt::print("{}: {}, {} times as fast as it sounds\n", report::plain(wrote),
               report::clock(static_cast<double>(rendered.left.size()) / rate()),
               report::number(rendered.times_real, 0));
    if (rendered.cut > 0)
      fmt::print(stderr, "firstchair: {} above -1 dB were cut.\n",
                 report::count(static_cast<std::size_t>(rendered.cut), "sample"));
    return 0;
  }

  BandOptions options_;
  Files files_;
  RecordedDrummer taken_;
  band::KnownBy known_by_ = band::KnownBy::beat;
};

}  // namespace

Result<int> band_render(const BandOptions& options) {
  return BandRender(options).run();
}

}  // namespace firstchair::cli

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <thread>

#include "apps/cli/band/band_plan.h"
#include "apps/cli/chart/chart_command.h"
#include "apps/cli/live/keep_take.h"
#include "apps/cli/live/setup.h"
#include "apps/cli/live/stage.h"
#include "apps/cli/live/terminal.h"
#include "apps/cli/live/unfinished.h"
#include "engine/band/dial.h"
#include "engine/judge/norms.h"
#include "io/files/files.h"
#include "live/band_sound.h"
#include "practice/band/played_with.h"
#include "report/page/band_picture.h"
#include "report/report.h"
#include "report/text/band_now_text.h"
#include "report/text/band_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

constexpr double kUsualBpm = 120;
constexpr double kBlocks = 3;    // two rendered ahead, one being played
constexpr double kRing_s = 2.5;  // after the last note
constexpr double kLine_s = 4;    // between lines, when plain

class BandLive {
 public:
  explicit BandLive(const BandOptions& options) : options_(options), terminal_(options.plain) {}

  Result<int> run() {
    if (Result<Done> ready = prepare(); !ready) return ready.error();
    if (Result<Done> told = tell_pain(keeper_, options_.live.pain); !told) return told.error();
    catch_signals();
    if (Result<Done> open = stage_.open(options_.live); !open) return open.error();
    const io::LiveAudioInfo info = stage_.info();
    const RoundTrip trip = round_trip_of(info, options_.live);
    const double bpm = home_bpm(options_, song_, kUsualBpm);
    if (Result<Done> dial = set_dial(info, trip, bpm); !dial) return dial.error();
    Result<BandPlan> plan =
        plan_band(options_, song_, {.rate = info.rate, .bpm = bpm, .times = std::max(1, options_.times)});
    if (!plan) return plan.error();
    return play(info, trip, *plan);
  }

 private:
  Result<Done> prepare() {
    session_.norms = judge::default_norms();
    session_.voices = options_.live.voices;
    session_.source.kind = options_.live.midi ? SourceKind::midi : SourceKind::audio;
    Result<midi::KitProfile> kit = kit_of(options_.live);
    if (!kit) return kit.error();
    kit_ = std::move(*kit);
    set_kit(session_, options_.live, kit_);
    if (Result<Done> known = set_kit_sound(session_, options_.live); !known) return known.error();
    Result<BandSong> song = read_band_song(options_);
    if (!song) return song.error();
    song_ = std::move(*song);
    if (const std::string name = chart_named(options_); !name.empty()) {
      Result<Chart> chart = find_chart(name);
      if (!chart) return chart.error();
      song_.drums = std::move(*chart);
      song_.known_by = band::KnownBy::chart;
    }
    Result<std::optional<book::Keeper>> keeper = open_keeper(options_.live);
    if (!keeper) return keeper.error();
    keeper_ = std::move(*keeper);
    std::vector<std::string> recovered;
    Result<std::string> takes = ready_takes_folder(options_.live, recovered);
    if (!takes) return takes.error();
    takes_ = std::move(*takes);
    for (const std::string& line : recovered) terminal_.line(report::plain(line));
    for (const std::string& line : finish_takes(takes_, keeper_)) terminal_.line(report::plain(line));
    return Done{};
  }

  Result<Done> set_dial(const io::LiveAudioInfo& info, const RoundTrip& trip, double bpm) {
    const band::Dial dial = band::set_dial(
        {.follow = song_.follow,
         .delay_known = trip.known,
         .sound_ms = frames_to_ms(trip.frames, info.rate) + frames_to_ms(kBlocks * info.buffer, info.rate),
         .bpm = bpm});
    // What was asked for is refused, what the song or nobody asked for is set.
    if (dial.rule == band::DialRule::delay_not_known && options_.follow > dial.follow)
      return Error{ErrorCode::usage, {}, report::dial_refused_text(options_.follow), {}};
    song_.follow = dial.follow;
    if (const std::string text = report::dial_text(dial, "firstchair calibrate"); !text.empty())
      terminal_.line(text);
    return Done{};
  }

  Result<int> play(const io::LiveAudioInfo& info, const RoundTrip& trip, const BandPlan& plan) {
    live::BandSoundConfig sounding{.band = plan.band,
                                   .run = plan.run,
                                   .soundfont = plan.soundfont,
                                   .backing = plan.backing,
                                   .block = info.buffer};
    sounding.run.round_trip = trip.frames;
    play_by(sounding.run, song_.drums);
    if (options_.clock_out || options_.transport) {
      Result<io::ClockOut> clock = io::ClockOut::open({.port = options_.clock_out.value_or(""),
                                                       .system = info.system,
                                                       .server = options_.live.server,
                                                       .transport = options_.transport,
                                                       .rate = info.rate});
      if (!clock) return clock.error();
      clock_ = std::move(*clock);
      sounding.clock_out = &*clock_;
    }
    Result<std::unique_ptr<live::BandSound>> band = live::BandSound::make(std::move(sounding));
    if (!band) return band.error();
    const practice::ClickPlan click{.rate = info.rate, .bpm = plan.run.tempi.front().bpm};
    Result<practice::DrillPlan> free = practice::plan_free(click);
    if (!free) return free.error();
    session_.bpm = click.bpm;
    live::LiveRunConfig config = run_config_of(options_.live, session_, *free, trip, takes_, kit_);
    config.free = true;
    config.clicks = false;
    config.band = band->get();
    config.cue_note = options_.cue_note;
    const auto began_s = static_cast<std::int64_t>(std::time(nullptr));
    terminal_.line(fmt::format("{} at {}, follow {}, {}, {}. Ctrl-C ends.", report::plain(plan.title),
                               report::named_tempo(click.bpm), report::number(song_.follow, 0),
                               options_.live.midi ? "MIDI, kit " + kit_.id : "microphone", trip.words));
    auto played =
        stage_.perform(std::move(config), [&](live::LiveRun& run) { return watch(run, **band, plan); });
    if (!played) return played.error();
    live::LiveResult& result = played->second;
    band::BandPlayed beats = (*band)->finish();
    name_played(plan, song_.known_by, beats);
    judge_beside(result.take, beats, info, trip);
    return tell(result, beats, **band, {.chart = {}, .plan = *free, .trip = trip}, info, began_s);
  }

  // The leans of the take are told against the band's clock.
  void judge_beside(Take& take, const band::BandPlayed& played, const io::LiveAudioInfo& info,
                    const RoundTrip& trip) const {
    if (take.hits.empty() || played.beats.empty()) return;
    SessionConfig config = session_;
    config.source = take.source;
    config.source.band = practice::played_with(played, info.rate, trip.frames, trip.known ? trip.sd_ms : -1);
    config.find_kit_strokes = false;
    take = judge_strokes(config, std::move(take.hits));
  }

  struct Told {
    Chart chart;
    const practice::DrillPlan& plan;
    const RoundTrip& trip;
  };

  Result<int> tell(live::LiveResult& result, const band::BandPlayed& played, const live::BandSound& band,
                   const Told& what, const io::LiveAudioInfo& info, std::int64_t began_s) {
    if (result.written.failure) terminal_.line(report::plain(result.written.failure->line()));
    if (band.late() > 0)
      terminal_.line(
          fmt::format("{} frames of the band came too late: the machine was too slow.", band.late()));
    if (options_.timing) terminal_.line(timing_text(result));
    const fs::path folder = result.written.folder;
    if (result.take.hits.empty()) {
      terminal_.line(report::plain(fmt::format("No stroke was heard. Take: {}", folder.string())));
      return 0;
    }
    std::string kept;
    if (keeper_) {
      const practice::DrillRange range;
      kept = keep_take(*keeper_, result,
                       {.chart = what.chart,
                        .range = range,
                        .plan = what.plan,
                        .trip = what.trip,
                        .mode = Mode::free,
                        .device = info.device,
                        .began_s = began_s,
                        .clicked = played.follow == 0,
                        .midi = options_.live.midi,
                        .pain = options_.live.pain,
                        .title = report::band_title(100 * played.follow, played.title)})
                 .line;
    }
    // The numbers first: a full disk takes the files and not what is said.
    for (const std::string& line : report::band_lines(played)) terminal_.line(report::plain(line));
    for (const std::string& line : report::band_lean_lines(result.take)) terminal_.line(report::plain(line));
    if (!kept.empty()) terminal_.line(kept);
    for (const auto& [name, text] : {std::pair("take.json", report::take_json(result.take)),
                                     std::pair("take.html", report::take_html(result.take)),
                                     std::pair("moves.csv", report::moves_csv(played)),
                                     std::pair("band.svg", report::band_picture(played))})
      if (Result<Done> done = io::write_file((folder / name).string(), text, true); !done)
        return done.error();
    terminal_.line(report::plain(fmt::format("Take, moves.csv and band.svg: {}", folder.string())));
    return 0;
  }

  // Until the song is over; true: nothing went wrong.
  bool watch(live::LiveRun& run, live::BandSound& band, const BandPlan& plan) {
    const double quarters_a_bar = 4. * plan.meter.beats / plan.meter.unit;
    double next_s = 0;
    std::string unheard, clock_gone;
    int waited_out = 0;
    bool limited = false, troubled = false;
    Frames over_at = -1;
    while (true) {
      const live::LiveNews news = run.news();
      const live::BandNews now = band.news();
      const double seconds = static_cast<double>(news.now) / plan.run.rate;
      const std::string doing = report::playing_text(now.playing);
      const std::string where =
          now.quarter < 0 ? "count-in"
                          : fmt::format("bar {}{}{}", static_cast<int>(now.quarter / quarters_a_bar) + 1,
                                        doing.empty() ? "" : ", ", doing);
      if (now.waited_out > waited_out) terminal_.line(waited_out_text(now.waited_out - waited_out));
      waited_out = now.waited_out;
      if (now.limited && !limited)
        terminal_.line(report::band_limit_text(plan.run.tempi.front().bpm, news.beat.bpm, now.bpm));
      limited = now.limited;
      const std::string you = news.beat.known && news.beat.probability > .8
                                  ? fmt::format(", you {} (±{})", report::number(news.beat.bpm, 0),
                                                report::number(1.96 * news.beat.bpm_sd, 1))
                                  : "";
      const std::string line = fmt::format("{}: the band {}{}", where, report::number(now.bpm, 1), you);
      if (terminal_.plain() && seconds >= next_s) {
        terminal_.line(line);
        next_s = seconds + kLine_s;
      }
      terminal_.draw(line + "\ns: you alone from the next bar   c: the band comes back   q ends\n");
      if (const std::optional<Error> trouble = run.trouble(); trouble && !troubled) {
        terminal_.line(report::plain(trouble->line()));
        troubled = true;
      }
      const io::LiveAudioStatus status = stage_.status();
      if (status.unheard != unheard && !status.unheard.empty())
        terminal_.line(report::plain(status.unheard) + ".");
      unheard = status.unheard;
      if (const std::string gone = clock_ ? clock_->unheard() : ""; gone != clock_gone) {
        if (!gone.empty()) terminal_.line(report::plain(gone) + ": the band goes on.");
        clock_gone = gone;
      }
      if (status.lost) {
        terminal_.line(report::plain(status.why));
        return false;
      }
      if (now.over && over_at < 0) over_at = now.frame;
      if (over_at >= 0 && static_cast<double>(news.now - over_at) > kRing_s * plan.run.rate) return true;
      const char key = terminal_.key();
      if (key == 'c') band.cue();
      if (key == 's') band.ask_solo();
      if (asked_to_end() || key == 'q') return true;
      std::this_thread::sleep_for(kTurn);
    }
  }

  BandOptions options_;
  Terminal terminal_;
  BandSong song_;
  SessionConfig session_;
  midi::KitProfile kit_;
  std::string takes_;
  std::optional<io::ClockOut> clock_;  // it goes after the stage, whose callback uses it
  Stage stage_;
  std::optional<book::Keeper> keeper_;
};

}  // namespace

Result<int> band_live(const BandOptions& options) {
  return BandLive(options).run();
}

}  // namespace firstchair::cli

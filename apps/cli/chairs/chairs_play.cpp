// firstchair chairs play: one attempt, opened on record before the count-in.
#include <fmt/format.h>

#include <cmath>
#include <ctime>
#include <filesystem>
#include <thread>

#include "apps/chairs/audition_steps.h"
#include "apps/cli/chairs/chairs_shared.h"
#include "apps/cli/live/setup.h"
#include "apps/cli/live/stage.h"
#include "apps/cli/live/terminal.h"
#include "engine/judge/norms.h"
#include "live/take_files.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

using audition::Attempt;
using audition::GoingAudition;
using audition::Level;
using audition::More;
using audition::Void;

constexpr int kSilentBars = 2;

// How a run ended: played to its end, left at a bar, or broken by the machine, in words.
struct HowEnded {
  Void voided = Void::none;
  int bar = 0;
  std::string cause;
};

class Playing {
 public:
  explicit Playing(const ChairsPlayOptions& options) : options_(options), terminal_(options.plain) {}

  Result<int> run() {
    Result<store::Auditions> auditions = open_auditions(options_.book, true);
    if (!auditions) return auditions.error();
    auditions_.emplace(std::move(*auditions));
    Result<GoingAudition> going = audition::read_going(*auditions_, options_.audition);
    if (!going) return going.error();
    declaration_ = going->audition.declaration;
    if (std::string why = audition::unlike_engine(going->audition); !why.empty())
      return refused(std::move(why), "Play with the version that declared it");
    attempt_.player = options_.entrant;
    attempt_.challenge = options_.challenge;
    attempt_.level = options_.file.empty() ? Level::live : Level::sent;
    attempt_.excerpt = static_cast<std::size_t>(options_.excerpt) - 1;
    // It is said before a device is opened; the rules say it again when the attempt is.
    if (std::string why = audition::place(going->audition, attempt_, options_.practice); !why.empty())
      return refused(std::move(why));
    if (attempt_.level < declaration_.attempts->level)
      return refused("this audition takes attempts that are played, not files", "Leave out --file");
    options_.midi = declaration_.attempts->source == SourceKind::midi;
    return options_.file.empty() ? play() : send();
  }

 private:
  Error refused(std::string why, std::string advice = {}) const {
    return {ErrorCode::usage, fmt::format("audition {}", options_.audition), std::move(why),
            std::move(advice)};
  }

  const audition::Excerpt& excerpt() const { return declaration_.excerpts[attempt_.excerpt]; }

  // Puts the attempt on record. From here on it is used up, whatever happens.
  Result<Done> open(const std::string& device) {
    const Result<GoingAudition> going =
        audition::open_attempt(*auditions_, options_.audition, attempt_, device);
    if (!going) return going.error();
    return Done{};
  }

  Result<int> send() {
    const Result<std::string> hash = hash_of_file(options_.file);
    if (!hash) return hash.error();
    attempt_.nonce = audition::draw_nonce(declaration_, attempt_.excerpt, Level::sent);
    // A file that cannot be read uses nothing up, and neither does one of another source.
    Result<Take> take =
        hear_excerpt(options_.file, options_.kit, options_.voices, excerpt().chart, excerpt().bpm);
    if (!take) return take.error();
    if (take->source.kind != declaration_.attempts->source)
      return refused(fmt::format("player {} plays from {}, the others from {}; an audition has one kind",
                                 attempt_.player, options_.midi ? "sound" : "MIDI",
                                 options_.midi ? "MIDI" : "sound"));
    if (Result<Done> opened = open("file"); !opened) return opened.error();
    return keep(take->source, std::move(take->hits), *hash);
  }

  Result<practice::DrillPlan> plan_at(double rate) const {
    const int own = static_cast<int>(bars_of(excerpt().chart).size());
    const practice::DrillRange range = own >= excerpt().bars
                                           ? practice::DrillRange{1, excerpt().bars, 1}
                                           : practice::DrillRange{1, 0, (excerpt().bars + own - 1) / own};
    return practice::plan_drill(excerpt().chart, range,
                                {.rate = rate,
                                 .bpm = attempt_.nonce.bpm,
                                 .start = static_cast<Frames>(0.5 * rate),
                                 .count_in_bars = attempt_.nonce.count_in,
                                 .seed = attempt_.nonce.seed});
  }

  Result<int> play() {
    Result<midi::KitProfile> kit = kit_of(options_);
    if (!kit) return kit.error();
    std::vector<std::string> recovered;
    const Result<std::string> takes = ready_takes_folder(options_, recovered);
    if (!takes) return takes.error();
    for (const std::string& line : recovered) say(line);
    // The device first: one that cannot be opened must cost no attempt.
    if (Result<Done> opened = stage_.open(options_); !opened) return opened.error();
    const io::LiveAudioInfo info = stage_.info();
    attempt_.nonce = audition::draw_nonce(declaration_, attempt_.excerpt, Level::live);
    const Result<practice::DrillPlan> plan = plan_at(info.rate);
    if (!plan) return plan.error();
    SessionConfig session;
    session.norms = judge::default_norms();
    session.voices = options_.voices;
    session.source.kind = options_.midi ? SourceKind::midi : SourceKind::audio;
    set_kit(session, options_, *kit);
    const RoundTrip trip = round_trip_of(info, options_);
    const live::LiveRunConfig config = run_config_of(options_, session, *plan, trip, *takes, *kit);
    catch_signals();
    if (!options_.practice) {
      if (Result<Done> opened = open(info.device); !opened) return opened.error();
    }
    terminal_.line(fmt::format(
        "{}: {} at {} BPM, {} of count-in, {}.{}", options_.practice ? "Practice" : attempt_.player,
        excerpt().chart.title, report::number(attempt_.nonce.bpm, 1),
        report::count(attempt_.nonce.count_in, "bar"), report::count(plan->bar_numbers.size(), "bar"),
        options_.practice ? " Nothing is on record." : " Leaving ends the attempt."));
    auto played = stage_.perform(config, [&](live::LiveRun& run) { return watch(run, *plan); });
    if (!played)
      return options_.practice ? Result<int>(played.error())
                               : voided({Void::machine, 0, played.error().line()});
    auto& [ended, result] = *played;
    if (options_.practice) {
      say(fmt::format("{} heard.", report::count(result.take.hits.size(), "stroke")));
      return 0;
    }
    if (ended.voided == Void::none) ended = broken_by(result);
    if (ended.voided != Void::none) return voided(ended);
    const std::string_view file = options_.midi ? live::kTakeHits : live::kTakeSound;
    const Result<std::string> hash = hash_of_file(live::take_file(result.written.folder, file));
    if (!hash) return voided({Void::machine, 0, hash.error().line()});
    say(fmt::format("Take: {}", result.written.folder));
    // What is struck along with the count-in is no part of the excerpt.
    const double half_beat = 30 / attempt_.nonce.bpm * info.rate;
    std::erase_if(result.take.hits, [&](const Hit& hit) {
      return static_cast<double>(hit.frame) < plan->bar_lines.front() + trip.frames - half_beat;
    });
    return keep(result.take.source, std::move(result.take.hits), *hash);
  }

  // What the recorder itself counted against the machine.
  HowEnded broken_by(const live::LiveResult& result) const {
    const io::LiveAudioStatus status = stage_.status();
    if (result.written.failure) return {Void::machine, 0, result.written.failure->line()};
    if (result.written.lost > 0 || result.written.lost_hits > 0)
      return {Void::machine, 0, "the disk was too slow"};
    if (result.unheard > 0) return {Void::machine, 0, "the machine was too slow to hear all of it"};
    if (status.xruns > xruns_) return {Void::machine, 0, report::count(status.xruns - xruns_, "dropout")};
    return {};
  }

  HowEnded watch(live::LiveRun& run, const practice::DrillPlan& plan) {
    xruns_ = stage_.status().xruns;
    int bar = 0, silent = 0;
    std::size_t heard = 0;
    auto next_status = std::chrono::steady_clock::now();
    while (true) {
      const live::LiveNews news = run.news();
      heard += news.strokes.size();
      int now = 0;
      while (now < static_cast<int>(plan.bar_numbers.size()) &&
             static_cast<double>(news.now) >= plan.bar_lines[static_cast<std::size_t>(now)])
        ++now;
      if (now != bar) {
        bar = now;
        const std::string line = fmt::format("Bar {} of {}", bar, plan.bar_numbers.size());
        if (terminal_.plain() && (bar == 1 || bar % 8 == 0)) terminal_.line(line + ".");
        terminal_.draw(line + "\n");
      }
      for (const BarVerdict& judged : news.bars) silent += !judged.played && heard == 0;
      if (silent >= kSilentBars) return {Void::machine, bar, "nothing was heard in the first two bars"};
      if (std::chrono::steady_clock::now() >= next_status) {
        next_status = std::chrono::steady_clock::now() + std::chrono::milliseconds(200);
        if (const io::LiveAudioStatus status = stage_.status(); status.lost)
          return {Void::machine, bar, status.why};
      }
      if (news.over) return {};
      if (asked_to_end() || terminal_.key() == 'q') return {Void::player, bar, "left"};
      std::this_thread::sleep_for(kTurn);
    }
  }

  // Tells the record how an attempt ended that has no take.
  Result<int> voided(const HowEnded& ended) {
    const Result<GoingAudition> going = audition::void_attempt(*auditions_, options_.audition, attempt_,
                                                               ended.voided, ended.bar, ended.cause);
    if (!going) return going.error();
    say(audition::void_told(*going, attempt_, ended.voided, ended.bar, ended.cause));
    return tell_end(*going);
  }

  Result<int> keep(const Source& source, std::vector<Hit> hits, const std::string& hash) {
    std::string unlike;
    const Result<GoingAudition> going =
        audition::add(*auditions_, options_.audition, [&](const GoingAudition& at) -> Result<More> {
          const audition::PlayedTake played = audition::heard_take(at.audition, attempt_, source, hits, hash);
          unlike = audition::unlike_a_take(at.audition, attempt_, played);
          return More{{audition::take_line(attempt_, played, std::time(nullptr))}};
        });
    if (!going) return going.error();
    say(audition::take_told(attempt_, unlike));
    return tell_end(*going);
  }

  // The receipt, and what came of the challenge that this was a round of.
  Result<int> tell_end(const GoingAudition& going) {
    say(audition::receipt(going, attempt_));
    const Result<std::vector<std::string>> outcome =
        audition::settle(*auditions_, options_.audition, attempt_);
    if (!outcome) return outcome.error();
    for (const std::string& line : *outcome) say(line);
    return 0;
  }

  ChairsPlayOptions options_;
  Terminal terminal_;
  std::optional<store::Auditions> auditions_;
  audition::Declaration declaration_;
  Attempt attempt_;
  Stage stage_;
  int xruns_ = 0;
};

}  // namespace

Result<int> chairs_play(const ChairsPlayOptions& options) {
  return Playing(options).run();
}

}  // namespace firstchair::cli

#include "apps/server/api/chairs_playing.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "apps/chairs/audition_steps.h"
#include "apps/server/api/chairs_hearing.h"
#include "apps/server/http/answers.h"
#include "book/auditions.h"
#include "door/page_replay.h"
#include "io/files/files.h"
#include "report/text/text.h"
#include "report/text/words.h"
#include "store/record/bytes.h"

namespace firstchair::server {
namespace {

using audition::Attempt;
using audition::GoingAudition;
using audition::More;
using audition::Void;

constexpr std::size_t kMostInput = std::size_t{512} << 20, kMostCommitted = 512;
constexpr int kSilentBars = 2;
constexpr std::string_view kPage = "page, ";
constexpr const char* kStarted = "the server was started again while it was played";

Error refused(std::int64_t id, std::string why) {
  return {ErrorCode::usage, fmt::format("audition {}", id), std::move(why), {}};
}

std::string line(const char* key, const std::string& value) {
  return value.empty() ? std::string() : fmt::format("{} {}\n", key, value);
}

// What the page's drill is told. It has the tempo, the count-in and the bars of the attempt.
std::string settings_of(const audition::Declaration& declaration, const Attempt& attempt,
                        const PageSound& sound) {
  const audition::Excerpt& excerpt = declaration.excerpts[attempt.excerpt];
  const int own = static_cast<int>(bars_of(excerpt.chart).size());
  const bool whole = own >= excerpt.bars;
  const bool midi = declaration.attempts->source == SourceKind::midi;
  std::string text = fmt::format(
      "rate {}\nbpm {:.4f}\nfrom 1\nto {}\ntimes {}\ncount_in {}\nseed {}\nstart 0.5\nmidi {:d}\n"
      "round_trip {}\nround_trip_sd_ms {}\npad {:d}\nclick_heard {:d}\n",
      sound.rate, attempt.nonce.bpm, whole ? excerpt.bars : own, whole ? 1 : (excerpt.bars + own - 1) / own,
      attempt.nonce.count_in, attempt.nonce.seed, midi, sound.round_trip, sound.round_trip_sd_ms, sound.pad,
      sound.click_heard);
  return text + line("kit", midi ? sound.kit : "") + line("notes", midi ? sound.notes : "");
}

// The attempt that a page speaks of, if it is still to be ended.
Result<Attempt> open_one(const GoingAudition& going, std::size_t number) {
  const std::int64_t id = going.kept.id;
  if (number < 1 || number > going.audition.attempts.size())
    return Error{ErrorCode::not_found, fmt::format("audition {}", id), "there is no such attempt", {}};
  const Attempt& attempt = going.audition.attempts[number - 1];
  if (attempt.take > 0 || attempt.voided != Void::none) return refused(id, "this attempt is over");
  return attempt;
}

}  // namespace

ChairsPlaying::ChairsPlaying(std::string book, judge::Norms norms)
    : book_(std::move(book)), norms_(std::move(norms)), started_s_(now()) {}

void ChairsPlaying::forget(std::int64_t id, std::size_t attempt) {
  const std::lock_guard lock(mutex_);
  going_.erase({id, attempt});
}

Result<OpenedAttempt> ChairsPlaying::open(store::Auditions& auditions, std::int64_t id, Attempt wanted,
                                          const PageSound& sound, bool practice) {
  Result<GoingAudition> going = audition::read_going(auditions, id);
  if (!going) return going.error();
  const audition::Declaration declaration = going->audition.declaration;
  if (std::string why = audition::unlike_engine(going->audition); !why.empty()) return refused(id, why);
  wanted.level = audition::Level::live;
  const Attempt* last = going->audition.last_attempt(
      wanted.player, wanted.excerpt, wanted.challenge,
      wanted.challenge > 0 ? going->audition.next_round(wanted.challenge, wanted.player) : 0);
  if (last != nullptr && last->take == 0 && last->voided == Void::none && now() <= last->deadline_s &&
      last->opened_s < started_s_ && last->device.starts_with(kPage)) {
    going = audition::void_attempt(auditions, id, *last, Void::machine, 0, kStarted);
    if (!going) return going.error();
  }
  if (std::string why = audition::place(going->audition, wanted, practice); !why.empty())
    return refused(id, why);
  wanted.nonce = audition::draw_nonce(declaration, wanted.excerpt, audition::Level::live);
  OpenedAttempt opened{.number = 0, .attempt = wanted, .settings = {}, .told = {}};
  opened.settings = settings_of(declaration, wanted, sound);
  const audition::Excerpt& excerpt = declaration.excerpts[wanted.excerpt];
  // What cannot be played uses nothing up.
  const Result<door::PageDrillSettings> settings = door::parse_drill_settings(opened.settings, excerpt.chart);
  if (!settings) return settings.error();
  if (Result<door::PageDrill> drill = door::PageDrill::make(excerpt.chart, *settings, norms_); !drill)
    return drill.error();
  opened.told = fmt::format("{}: {}, {} at {} BPM, {} of count-in.{}", practice ? "Practice" : wanted.player,
                            excerpt.chart.title.empty() ? "untitled" : excerpt.chart.title,
                            report::count(static_cast<std::size_t>(excerpt.bars), "bar"),
                            report::number(wanted.nonce.bpm, 1),
                            report::count(static_cast<std::size_t>(wanted.nonce.count_in), "bar"),
                            practice ? " Nothing is on record." : " Leaving ends the attempt.");
  if (practice) return opened;
  going = audition::open_attempt(auditions, id, wanted, std::string(kPage) + report::plain(sound.device));
  if (!going) return going.error();
  opened.attempt = wanted;
  opened.number = static_cast<std::size_t>(going->audition.last_attempt(wanted.player, wanted.excerpt,
                                                                        wanted.challenge, wanted.round) -
                                           going->audition.attempts.data()) +
                  1;
  const double first = audition::bar_ends_ms(declaration, wanted, 0);
  const std::lock_guard lock(mutex_);
  going_[{id, opened.number}] = {Clock::now(),    wanted.player,
                                 opened.settings, audition::bar_ends_ms(declaration, wanted, 1) - first,
                                 first,           {}};
  return opened;
}

std::string ChairsPlaying::player(std::int64_t id, std::size_t attempt) {
  const std::lock_guard lock(mutex_);
  const auto found = going_.find({id, attempt});
  return found == going_.end() ? std::string() : found->second.player;
}

Result<bool> ChairsPlaying::commit(std::int64_t id, std::size_t attempt, int bar, std::int64_t bytes,
                                   const std::string& hash) {
  const Clock::time_point came = Clock::now();
  const std::lock_guard lock(mutex_);
  const auto found = going_.find({id, attempt});
  if (found == going_.end()) return refused(id, "this attempt is not being played here");
  Going& going = found->second;
  if (bar != static_cast<int>(going.bars.size()) || going.bars.size() >= kMostCommitted)
    return refused(id, fmt::format("bar {} comes next", going.bars.size()));
  const double since = std::chrono::duration<double, std::milli>(came - going.opened).count();
  going.bars.push_back(
      {bytes, hash, static_cast<std::int64_t>(since - going.count_in_ms - going.bar_ms * bar)});
  return !audition::not_live(going.bars, bar).empty();
}

std::string ChairsPlaying::kept_file(std::int64_t id, std::size_t attempt, bool midi) const {
  return fmt::format("{}/{}-{}.{}", book::auditions_folder(book_), id, attempt, midi ? "csv" : "wav");
}

Result<std::vector<std::string>> ChairsPlaying::hand_in(store::Auditions& auditions, std::int64_t id,
                                                        std::size_t number, const std::string& input) {
  Result<GoingAudition> going = audition::read_going(auditions, id);
  if (!going) return going.error();
  const Result<Attempt> attempt = open_one(*going, number);
  if (!attempt) return attempt.error();
  const audition::Declaration& declaration = going->audition.declaration;
  const bool midi = declaration.attempts->source == SourceKind::midi;
  const auto machine = [&](const std::string& cause) -> Result<std::vector<std::string>> {
    return end(auditions, id, number, *attempt, Void::machine, 0, cause);
  };
  Going played;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = going_.find({id, number}); found != going_.end()) played = found->second;
  }
  if (played.settings.empty()) return machine(kStarted);
  const Result<std::vector<std::uint8_t>> bytes = io::read_file(input, kMostInput);
  if (!bytes) return bytes.error();
  const std::string_view recorded(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  Result<HeardInput> heard =
      hear_input(declaration, *attempt, played.bars, played.settings, recorded, norms_);
  if (!heard) return heard.error();
  const Take& take = heard->take;
  if (std::none_of(take.hits.begin(), take.hits.end(), [&](const Hit& hit) {
        return static_cast<double>(hit.frame) < heard->first_bar + kSilentBars * heard->bar_frames;
      }))
    return machine("nothing was heard in the first two bars");

  const std::string file = kept_file(id, number, midi);
  const std::string kept =
      (midi ? std::string() : wav_header(take.source.rate, recorded.size())).append(recorded);
  std::error_code failed;
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), failed);
  if (Result<Done> done = io::write_file(file, kept, true); !done) return done.error();
  std::string unlike;
  going = audition::add(auditions, id, [&](const GoingAudition& at) -> Result<More> {
    const audition::PlayedTake kept_take =
        audition::heard_take(at.audition, *attempt, take.source, take.hits, store::sha256(kept));
    unlike = audition::unlike_a_take(at.audition, *attempt, kept_take);
    return More{{audition::bars_line(*attempt, played.bars, played.settings, now()),
                 audition::take_line(*attempt, kept_take, now())}};
  });
  if (!going) return going.error();
  forget(id, number);
  std::vector<std::string> told{audition::take_told(*attempt, unlike), audition::receipt(*going, *attempt)};
  if (const std::string& late = going->audition.attempts[number - 1].late; !late.empty())
    told.insert(told.begin() + 1, fmt::format("Excerpt {}: {}.", attempt->excerpt + 1, late));
  return settle(auditions, id, *attempt, std::move(told));
}

Result<std::vector<std::string>> ChairsPlaying::settle(store::Auditions& auditions, std::int64_t id,
                                                       const Attempt& attempt,
                                                       std::vector<std::string> told) {
  const Result<std::vector<std::string>> outcome = audition::settle(auditions, id, attempt);
  if (!outcome) return outcome.error();
  told.insert(told.end(), outcome->begin(), outcome->end());
  return told;
}

Result<std::vector<std::string>> ChairsPlaying::end(store::Auditions& auditions, std::int64_t id,
                                                    std::size_t number, const Attempt& attempt, Void why,
                                                    int bar, const std::string& cause) {
  const Result<GoingAudition> going = audition::void_attempt(auditions, id, attempt, why, bar, cause);
  if (!going) return going.error();
  forget(id, number);
  return std::vector<std::string>{audition::void_told(*going, attempt, why, bar, cause),
                                  audition::receipt(*going, attempt)};
}

Result<std::vector<std::string>> ChairsPlaying::leave(store::Auditions& auditions, std::int64_t id,
                                                      std::size_t number, int bar) {
  const Result<GoingAudition> going = audition::read_going(auditions, id);
  if (!going) return going.error();
  const Result<Attempt> attempt = open_one(*going, number);
  if (!attempt) return attempt.error();
  Result<std::vector<std::string>> told = end(auditions, id, number, *attempt, Void::player, bar, "left");
  return told ? settle(auditions, id, *attempt, std::move(*told)) : told;
}

}  // namespace firstchair::server

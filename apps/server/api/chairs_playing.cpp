#include "apps/server/api/chairs_playing.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "apps/chairs/audition_record.h"
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

std::string wav_header(double rate, std::size_t bytes) {
  std::string header = "RIFF";
  const auto number = [&](std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) header += static_cast<char>(value >> (8 * i) & 255);
  };
  const auto frames = static_cast<std::uint64_t>(rate);
  number(36 + bytes, 4);
  header += "WAVEfmt ";
  number(16, 4), number(1, 2), number(1, 2), number(frames, 4), number(3 * frames, 4), number(3, 2);
  number(24, 2);
  header += "data";
  number(bytes, 4);
  return header;
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
    going = give_back(auditions, id, *last, "the server was started again while it was played");
    if (!going) return going.error();
  }
  if (wanted.challenge > 0) {
    if (std::string why = going->audition.unlike_round(wanted.challenge, wanted.player, now()); !why.empty())
      return refused(id, why);
    wanted.round = going->audition.next_round(wanted.challenge, wanted.player);
    wanted.excerpt = static_cast<std::size_t>(wanted.round - 1) % declaration.excerpts.size();
  } else if (practice) {
    if (wanted.excerpt >= declaration.excerpts.size()) return refused(id, "there is no such excerpt");
  } else if (std::string why = going->audition.unlike_opening(wanted.player, wanted.excerpt, now());
             !why.empty()) {
    return refused(id, why);
  }
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
  going = audition::add(auditions, id, [&](const GoingAudition& at) -> Result<More> {
    const Attempt* before =
        at.audition.last_attempt(wanted.player, wanted.excerpt, wanted.challenge, wanted.round);
    const int number = before == nullptr ? 1 : before->number + 1;
    return More{
        {audition::opened_line(wanted, number, std::string(kPage) + report::plain(sound.device), now())}};
  });
  if (!going) return going.error();
  const Attempt* made =
      going->audition.last_attempt(wanted.player, wanted.excerpt, wanted.challenge, wanted.round);
  opened.attempt = *made;
  opened.number = static_cast<std::size_t>(made - going->audition.attempts.data()) + 1;
  const double first = audition::bar_ends_ms(declaration, *made, 0);
  const std::lock_guard lock(mutex_);
  going_[{id, opened.number}] = {
      Clock::now(), opened.settings, audition::bar_ends_ms(declaration, *made, 1) - first, first, {}};
  return opened;
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

Result<GoingAudition> ChairsPlaying::give_back(store::Auditions& auditions, std::int64_t id,
                                               const Attempt& attempt, const std::string& cause) {
  return audition::add(auditions, id, [&](const GoingAudition&) -> Result<More> {
    return More{{audition::void_line(attempt, Void::machine, 0, cause, now())}};
  });
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
  const audition::Excerpt& excerpt = declaration.excerpts[attempt->excerpt];
  const bool midi = declaration.attempts->source == SourceKind::midi;
  const auto said = [&](const GoingAudition& at, std::string first) {
    return std::vector<std::string>{std::move(first), audition::receipt(at, *attempt)};
  };
  const auto machine = [&](const std::string& cause) -> Result<std::vector<std::string>> {
    const Result<GoingAudition> then = give_back(auditions, id, *attempt, cause);
    if (!then) return then.error();
    forget(id, number);
    return said(*then,
                fmt::format("The machine failed: {}. The attempt is given back; open it again.", cause));
  };
  Going played;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = going_.find({id, number}); found != going_.end()) played = found->second;
  }
  if (played.settings.empty()) return machine("the server was started again while it was played");
  const Result<std::vector<std::uint8_t>> bytes = io::read_file(input, kMostInput);
  if (!bytes) return bytes.error();
  const std::string_view recorded(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  if (const int bar = audition::first_unlike(played.bars, recorded); bar > 0)
    return Error{ErrorCode::malformed,
                 {},
                 fmt::format("the recording is not what was committed while playing: bar {} differs", bar),
                 {}};
  const Result<door::PageDrillSettings> settings = door::parse_drill_settings(played.settings, excerpt.chart);
  if (!settings) return settings.error();
  Result<Take> take = door::replay(excerpt.chart, *settings, norms_, recorded);
  if (!take) return take.error();
  const double bar_frames = played.bar_ms / 1000 * settings->click.rate;
  const double first_bar = static_cast<double>(settings->click.start) +
                           played.count_in_ms / 1000 * settings->click.rate + settings->round_trip;
  // What is struck along with the count-in is no part of the excerpt.
  const double half_beat = 30 / attempt->nonce.bpm * settings->click.rate;
  std::erase_if(take->hits,
                [&](const Hit& hit) { return static_cast<double>(hit.frame) < first_bar - half_beat; });
  if (std::none_of(take->hits.begin(), take->hits.end(), [&](const Hit& hit) {
        return static_cast<double>(hit.frame) < first_bar + kSilentBars * bar_frames;
      }))
    return machine("nothing was heard in the first two bars");

  const std::string file = kept_file(id, number, midi);
  const std::string kept =
      (midi ? std::string() : wav_header(settings->click.rate, recorded.size())).append(recorded);
  std::error_code failed;
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), failed);
  if (Result<Done> done = io::write_file(file, kept, true); !done) return done.error();
  std::string unlike;
  going = audition::add(auditions, id, [&](const GoingAudition& at) -> Result<More> {
    const audition::PlayedTake heard =
        audition::heard_take(at.audition, *attempt, take->source, take->hits, store::sha256(kept));
    unlike = audition::unlike_a_take(at.audition, *attempt, heard);
    return More{{audition::bars_line(*attempt, played.bars, played.settings, now()),
                 audition::take_line(*attempt, heard, now())}};
  });
  if (!going) return going.error();
  forget(id, number);
  std::vector<std::string> told =
      said(*going, unlike.empty()
                       ? fmt::format("The take is on record.{}",
                                     attempt->challenge > 0 ? "" : " It is judged when everybody is seated.")
                       : fmt::format("The take is on record and counts as none: {}.", unlike));
  if (const std::string& late = going->audition.attempts[number - 1].late; !late.empty())
    told.insert(told.begin() + 1, fmt::format("Excerpt {}: {}.", attempt->excerpt + 1, late));
  return settle(auditions, id, *attempt, std::move(told));
}

Result<std::vector<std::string>> ChairsPlaying::settle(store::Auditions& auditions, std::int64_t id,
                                                       const Attempt& attempt,
                                                       std::vector<std::string> told) {
  if (attempt.challenge == 0) return told;
  const Result<GoingAudition> then =
      audition::add(auditions, id, [&](const GoingAudition& at) -> Result<More> {
        audition::JudgedTakes judged;
        if (Result<Done> done = audition::judge_takes(at.audition, at.lines, judged); !done)
          return done.error();
        return More{audition::outcome_lines(at.audition, attempt.challenge, judged, now())};
      });
  if (!then) return then.error();
  for (const std::string& one : audition::standing(*then, now())) {
    if (one.starts_with(fmt::format("Challenge {}:", attempt.challenge))) told.push_back(one);
  }
  return told;
}

Result<std::vector<std::string>> ChairsPlaying::leave(store::Auditions& auditions, std::int64_t id,
                                                      std::size_t number, int bar) {
  Result<GoingAudition> going = audition::read_going(auditions, id);
  if (!going) return going.error();
  const Result<Attempt> attempt = open_one(*going, number);
  if (!attempt) return attempt.error();
  going = audition::add(auditions, id, [&](const GoingAudition&) -> Result<More> {
    return More{{audition::void_line(*attempt, Void::player, bar, "left", now())}};
  });
  if (!going) return going.error();
  forget(id, number);
  return settle(auditions, id, *attempt,
                {fmt::format("Left at bar {}: that was the attempt. An appeal is open until {}.", bar,
                             audition::hour_text(going->audition.appeal_until(*attempt), now())),
                 audition::receipt(*going, *attempt)});
}

}  // namespace firstchair::server

#include "apps/chairs/audition_steps.h"

#include <fmt/format.h>

#include <ctime>

namespace firstchair::audition {
namespace {

std::int64_t now() {
  return std::time(nullptr);
}

}  // namespace

Result<Entered> enter(store::Auditions& auditions, std::int64_t id, const std::string& name, bool agrees) {
  std::string blind;
  Result<GoingAudition> going = add(auditions, id, [&](const GoingAudition& at) -> Result<More> {
    blind = draw_blind_id(at.audition);
    const std::string salt = draw_salt();
    return More{{entrant_line(blind, commitment_of(salt, name), now())}, {{blind, name, salt, agrees}}};
  });
  if (!going) return going.error();
  return Entered{std::move(blind), std::move(*going)};
}

std::string place(const Audition& audition, Attempt& wanted, bool practice) {
  const std::size_t excerpts = audition.declaration.excerpts.size();
  if (wanted.challenge > 0) {
    std::string why = audition.unlike_round(wanted.challenge, wanted.player, now());
    if (!why.empty()) return why;
    wanted.round = audition.next_round(wanted.challenge, wanted.player);
    wanted.excerpt = static_cast<std::size_t>(wanted.round - 1) % excerpts;
    return {};
  }
  if (practice) return wanted.excerpt < excerpts ? "" : "there is no such excerpt";
  return audition.unlike_opening(wanted.player, wanted.excerpt, now());
}

Result<GoingAudition> open_attempt(store::Auditions& auditions, std::int64_t id, Attempt& attempt,
                                   const std::string& device) {
  const auto last = [&](const Audition& of) {
    return of.last_attempt(attempt.player, attempt.excerpt, attempt.challenge, attempt.round);
  };
  Result<GoingAudition> going = add(auditions, id, [&](const GoingAudition& at) -> Result<More> {
    const Attempt* before = last(at.audition);
    return More{{opened_line(attempt, before == nullptr ? 1 : before->number + 1, device, now())}};
  });
  if (going) attempt = Attempt(*last(going->audition));
  return going;
}

Result<GoingAudition> void_attempt(store::Auditions& auditions, std::int64_t id, const Attempt& attempt,
                                   Void why, int bar, const std::string& cause) {
  return add(auditions, id, [&](const GoingAudition&) -> Result<More> {
    return More{{void_line(attempt, why, bar, cause, now())}};
  });
}

std::string void_told(const GoingAudition& going, const Attempt& attempt, Void why, int bar,
                      const std::string& cause) {
  if (why == Void::machine)
    return fmt::format("The machine failed: {}. The attempt is given back; open it again.", cause);
  return fmt::format("Left at bar {}: that was the attempt. An appeal is open until {}.", bar,
                     hour_text(going.audition.appeal_until(attempt), now()));
}

std::string take_told(const Attempt& attempt, const std::string& unlike) {
  if (!unlike.empty()) return fmt::format("The take is on record and counts as none: {}.", unlike);
  return fmt::format("The take is on record.{}",
                     attempt.challenge > 0 ? "" : " It is judged when everybody is seated.");
}

Result<std::vector<std::string>> settle(store::Auditions& auditions, std::int64_t id,
                                        const Attempt& attempt) {
  std::vector<std::string> told;
  if (attempt.challenge == 0) return told;
  const Result<GoingAudition> then = add(auditions, id, [&](const GoingAudition& at) -> Result<More> {
    JudgedTakes judged;
    if (Result<Done> done = judge_takes(at.audition, at.lines, judged); !done) return done.error();
    return More{outcome_lines(at.audition, attempt.challenge, judged, now())};
  });
  if (!then) return then.error();
  for (std::string& one : standing(*then, now())) {
    if (one.starts_with(fmt::format("Challenge {}:", attempt.challenge))) told.push_back(std::move(one));
  }
  return told;
}

Result<std::vector<std::string>> strokes_told(const GoingAudition& going, const Attempt& attempt) {
  if (attempt.take == 0) return Error{ErrorCode::usage, {}, "this attempt has no take", {}};
  JudgedTakes judged;
  if (Result<Done> done = judge_takes(going.audition, going.lines, judged); !done) return done.error();
  const Take& take = judged.at(attempt.take).take;
  const std::vector<Bar> bars = bars_of(take.chart);
  std::vector<std::string> answers(take.hits.size(), "answers no note");
  for (const Match& match : take.alignment.matches) {
    if (match.kind != MatchKind::matched && match.kind != MatchKind::wrong_voice) continue;
    const Note& note = take.chart.notes[static_cast<std::size_t>(match.note)];
    const Bar& bar = bar_at(bars, note.tick);
    answers[static_cast<std::size_t>(match.hit)] =
        fmt::format("answers {}, bar {}, beat {:.4g}", id_of(note.voice), bar.number, bar.beat_at(note.tick));
  }
  std::vector<std::string> told;
  for (std::size_t i = 0; i < take.hits.size(); ++i)
    told.push_back(fmt::format("{:>5}  {:>9.4f} s  {:<11} {}", i + 1,
                               static_cast<double>(take.hits[i].frame) / take.source.rate,
                               id_of(take.hits[i].voice), answers[i]));
  return told;
}

Result<GoingAudition> rule(store::Auditions& auditions, std::int64_t id, std::size_t appeal,
                           Appeal::Ruling ruling, const std::string& reason, const ByHand& by_hand) {
  return add(auditions, id, [&](const GoingAudition& at) -> Result<More> {
    const store::RecordLine line = ruling_line(appeal, ruling, reason, now(), by_hand);
    if (ruling == Appeal::Ruling::strokes && appeal < at.audition.appeals.size()) {
      const Attempt& attempt = at.audition.attempts[at.audition.appeals[appeal].attempt];
      if (attempt.take > 0) {
        const Result<PlayedTake> changed =
            judged_by_hand(at.audition, at.lines, attempt, line.fields, at.lines.size());
        if (!changed) return Error{ErrorCode::usage, {}, changed.error().what, {}};
      }
    }
    return More{{line}};
  });
}

Result<GoingAudition> cancel(store::Auditions& auditions, std::int64_t id, const std::string& reason) {
  return add(auditions, id,
             [&](const GoingAudition&) -> Result<More> { return More{{cancelled_line(reason, now())}}; });
}

Result<Seated> seat_as_it_stands(const GoingAudition& going) {
  JudgedTakes judged;
  if (Result<Done> done = judge_takes(going.audition, going.lines, judged); !done) return done.error();
  return seat_audition(going.audition, judged);
}

Result<SeatedNow> seat(store::Auditions& auditions, std::int64_t id, bool reveal) {
  SeatedNow made;
  JudgedTakes judged;
  Result<GoingAudition> going = add(auditions, id, [&](const GoingAudition& at) -> Result<More> {
    if (std::string why = unlike_seating(at.audition, now()); !why.empty())
      return Error{
          ErrorCode::usage, {}, std::move(why), at.audition.cancelled.empty() ? "Wait until it is over" : ""};
    if (Result<Done> done = judge_takes(at.audition, at.lines, judged); !done) return done.error();
    Result<Seated> seated = seat_audition(at.audition, judged);
    if (!seated) return seated.error();
    made.seated = std::move(*seated);
    More more{seating_lines(at.audition, made.seated, now())};
    if (!reveal) return more;
    const Result<std::vector<store::EntrantName>> names = auditions.names(id);
    if (!names) return names.error();
    more.lines.push_back(reveal_line(*names, now()));
    return more;
  });
  if (!going) return going.error();
  made.going = std::move(*going);
  return made;
}

}  // namespace firstchair::audition

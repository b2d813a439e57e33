#include "apps/chairs/going_audition.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/text/words.h"

namespace firstchair::audition {
namespace {

constexpr int kTries = 20;

std::string state_of(const Audition& a, std::int64_t now_s) {
  const Conditions& c = *a.declaration.attempts;
  if (!a.cancelled.empty()) return "cancelled: " + a.cancelled;
  if (a.revealed) return "seated, names told";
  if (a.seatings > 0) return a.seatings == 1 ? "seated" : fmt::format("seated {} times", a.seatings);
  if (now_s < c.opens_s) return "declared; attempts from " + hour_text(c.opens_s, now_s) + " on";
  if (c.closes_s > 0 && now_s > c.closes_s) return "closed; not seated yet";
  return c.closes_s > 0 ? "open until " + hour_text(c.closes_s, now_s) : std::string("open");
}

// Who sits where by now: "DF; DV and KA; BE". Those who share chairs are named together.
std::string chairs_now(const Audition& a) {
  std::string text;
  for (std::size_t i = 0; i < a.chairs.size(); ++i) {
    if (i > 0) text += a.chair_ends[i] == a.chair_ends[i - 1] ? " and " : "; ";
    text += a.chairs[i];
  }
  return text;
}

std::string challenge_told(const Audition& a, std::size_t n) {
  const AskedChallenge& c = a.challenges[n];
  std::string text = fmt::format("Challenge {}: {} asks for {}'s chair: ", n + 1, c.challenger, c.holder);
  if (c.ended_s == 0) {
    const int holder = a.next_round(static_cast<int>(n) + 1, c.holder);
    const int challenger = a.next_round(static_cast<int>(n) + 1, c.challenger);
    if (holder > 0) text += fmt::format("{} plays round {}", c.holder, holder);
    if (holder > 0 && challenger > 0) text += ", ";
    if (challenger > 0) text += fmt::format("{} plays round {}", c.challenger, challenger);
    return text + ".";
  }
  if (c.declined) return text + fmt::format("declined; {} has it.", c.challenger);
  return text + (c.outcome == chairs::Outcome::taken ? fmt::format("shown; {} has it.", c.challenger)
                                                     : fmt::format("not shown; {} keeps it.", c.holder));
}

}  // namespace

std::string attempt_told(const Attempt& attempt, std::int64_t now_s) {
  const std::string at = hour_text(attempt.opened_s, now_s);
  if (attempt.voided == Void::machine)
    return fmt::format("given back at {} ({})", at, attempt.cause.empty() ? "machine" : attempt.cause);
  if (attempt.voided == Void::ruling) return "void by ruling, open again";
  if (attempt.voided == Void::player)
    return fmt::format("opened at {}, left{}", at,
                       attempt.bar > 0 ? fmt::format(" at bar {}", attempt.bar) : std::string());
  if (attempt.take > 0)
    return fmt::format("{} at {}, {} BPM", attempt.level == Level::live ? "played" : "sent", at,
                       report::number(attempt.nonce.bpm, 1));
  return now_s > attempt.deadline_s ? fmt::format("opened at {}, not ended", at)
                                    : fmt::format("being played since {}", at);
}

Result<GoingAudition> read_going(const store::Auditions& auditions, std::int64_t id) {
  Result<store::KeptAudition> kept = auditions.audition(id);
  if (!kept) return kept.error();
  Result<std::string> record = auditions.record(id);
  if (!record) return record.error();
  const auto place = [id](Error error) {
    error.place = fmt::format("audition {}{}{}", id, error.place.empty() ? "" : ", ", error.place);
    return error;
  };
  Result<std::vector<store::RecordLine>> lines = store::read_open_record(*record);
  if (!lines) return place(lines.error());
  Result<Audition> audition = read_audition(*lines);
  if (!audition) return place(audition.error());
  std::string head = store::head_of_open(*record);
  return GoingAudition{.kept = std::move(*kept),
                       .audition = std::move(*audition),
                       .lines = std::move(*lines),
                       .record = std::move(*record),
                       .head = std::move(head)};
}

Result<GoingAudition> declare(store::Auditions& auditions, const Declaration& declaration,
                              const std::string& key, const std::string& weights, std::int64_t now_s) {
  if (std::string why = unlike_an_audition(declaration); !why.empty())
    return Error{ErrorCode::unsupported, {}, std::move(why), {}};
  const store::RecordLine line = declared_line(declaration, key, weights, now_s);
  if (Result<Audition> first = read_audition({line}); !first) return first.error();
  const Result<std::int64_t> id = auditions.begin({.id = 0,
                                                   .title = declaration.title,
                                                   .declared_hash = line.fields["declared_hash"],
                                                   .declared_s = now_s,
                                                   .key = key},
                                                  line);
  if (!id) return id.error();
  return read_going(auditions, *id);
}

Result<GoingAudition> add(store::Auditions& auditions, std::int64_t id, const Making& make) {
  for (int tries = 0; tries < kTries; ++tries) {
    Result<GoingAudition> going = read_going(auditions, id);
    if (!going) return going;
    Result<More> more = make(*going);
    if (!more) return more.error();
    const std::size_t after = going->lines.size();
    Audition then = going->audition;
    for (const store::RecordLine& line : more->lines) {
      if (std::string why = then.take_in(line); !why.empty())
        return Error{ErrorCode::usage, fmt::format("audition {}", id), std::move(why), {}};
    }
    const Result<bool> added = auditions.append(id, after, more->lines, more->names);
    if (!added) return added.error();
    if (*added) return read_going(auditions, id);
  }
  return Error{ErrorCode::unwritable, fmt::format("audition {}", id), "too many want it at once",
               "Try again"};
}

std::vector<std::string> standing(const GoingAudition& going, std::int64_t now_s) {
  const Audition& a = going.audition;
  std::vector<std::string> told{fmt::format(
      "Audition {}{}: {}. {}, {}, {}.", going.kept.id,
      a.declaration.title.empty() ? "" : ", " + a.declaration.title, state_of(a, now_s),
      report::count(a.players.size(), "player"), report::count(a.declaration.excerpts.size(), "excerpt"),
      a.declaration.attempts->source == SourceKind::midi ? "e-kits" : "microphones")};
  for (std::size_t e = 0; e < a.declaration.excerpts.size(); ++e) {
    const Excerpt& excerpt = a.declaration.excerpts[e];
    told.push_back(fmt::format("Excerpt {}: {}, {} bars, {} BPM{}.", e + 1,
                               excerpt.chart.title.empty() ? "untitled" : excerpt.chart.title, excerpt.bars,
                               report::number(excerpt.bpm, 1), a.left_out[e] ? ", left out by ruling" : ""));
  }
  for (const std::string& player : a.players) {
    std::string line = player + ":";
    for (std::size_t e = 0; e < a.declaration.excerpts.size(); ++e) {
      const Attempt* attempt = a.last_attempt(player, e);
      line += fmt::format("{} excerpt {} {}", e == 0 ? "" : ";", e + 1,
                          attempt == nullptr ? "not played" : attempt_told(*attempt, now_s));
    }
    told.push_back(line + ".");
  }
  for (std::size_t i = 0; i < a.appeals.size(); ++i) {
    constexpr const char* kRulings[] = {"not ruled on yet", "no effect", "played again", "excerpt left out",
                                        "strokes changed by hand"};
    const Attempt& of = a.attempts[a.appeals[i].attempt];
    told.push_back(fmt::format("Appeal {}: {}, excerpt {}: \"{}\" ({}).", i + 1, of.player, of.excerpt + 1,
                               a.appeals[i].text, kRulings[static_cast<int>(a.appeals[i].ruling)]));
  }
  for (std::size_t i = 0; i < a.challenges.size(); ++i) told.push_back(challenge_told(a, i));
  if (a.seatings > 0) told.push_back(fmt::format("Chairs: {}.", chairs_now(a)));
  told.push_back(fmt::format("Declaration {}. Record {}, {}.", a.declared_hash.substr(0, 16),
                             going.head.substr(0, 16), report::count(going.lines.size(), "line")));
  return told;
}

std::string receipt(const GoingAudition& going, const Attempt& attempt) {
  const std::string what = attempt.challenge > 0
                               ? fmt::format("challenge {}, round {}", attempt.challenge, attempt.round)
                               : fmt::format("excerpt {}, attempt {}", attempt.excerpt + 1, attempt.number);
  return fmt::format("Receipt: audition {}, {}, {}. Record {}.", going.kept.id, attempt.player, what,
                     going.head.substr(0, 16));
}

}  // namespace firstchair::audition

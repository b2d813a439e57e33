#include "apps/school/class_chairs.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <utility>

#include "apps/school/told_json.h"
#include "engine/chairs/score.h"
#include "store/record/bytes.h"

namespace firstchair::school_api {
namespace {

using audition::Attempt;
using school::Submission;
using school::SubmissionState;
using store::RecordLine;

constexpr int kTries = 10;

std::string letters_of(const std::vector<school::ChairsPlayer>& players, std::int64_t person) {
  const auto at = std::find_if(players.begin(), players.end(),
                               [&](const school::ChairsPlayer& one) { return one.person == person; });
  return at == players.end() ? std::string() : at->blind;
}

// What is added to a record, beside how it stands then.
struct Adding {
  audition::Audition then;
  std::string head;
  std::int64_t t = 0;  // of the last line
  school::ChairsMore more = {};

  explicit Adding(const GoingChairs& going) : then(going.audition), head(going.hashes.back()), t(going.t) {}

  // Adds a line if the rules take it. Returns an empty text, or why they do not.
  std::string add(const RecordLine& line) {
    const std::size_t n = then.lines;
    if (std::string why = then.take_in(line); !why.empty()) return why;
    more.lines.push_back(store::record_line(n, head, line));
    head = store::sha256(more.lines.back());
    t = line.t;
    return {};
  }
};

// Takes one more line in, whose text is `bytes`.
Result<Done> follow_line(GoingChairs& going, RecordLine& line, std::string_view bytes) {
  if (std::string why = going.audition.take_in(line); !why.empty())
    return Error{ErrorCode::malformed, fmt::format("line {}", going.hashes.size() + 1), std::move(why), {}};
  going.hashes.push_back(store::sha256(bytes));
  going.t = line.t;
  if (line.type == "seating" && line.fields.value("decides", false)) {
    going.order = line.fields["order"];
    going.ruled = false;
  }
  if (line.type == "ruling" && line.fields["effect"] != "none") {
    const audition::Appeal& appeal = going.audition.appeals[line.fields["appeal"].get<std::size_t>() - 1];
    const Attempt& of = going.audition.attempts[appeal.attempt];
    if (appeal.ruling == audition::Appeal::Ruling::again) going.given_back[{of.player, of.excerpt}] = line.t;
    going.ruled = true;
  }
  if (going.hashes.size() == 1) going.declared = std::move(line);
  return Done{};
}

// How chairs stand now, from how they stood before; `before` may be of nothing.
Result<GoingChairs> follow(Call& call, std::int64_t id, GoingChairs going) {
  auto chairs = call.store.chairs(call.school, id);
  if (!chairs) return chairs.error();
  const auto record = call.store.chairs_record(call.school, id, going.hashes.size());
  if (!record) return record.error();
  auto players = call.store.chairs_players(call.school, id);
  if (!players) return players.error();
  auto lines =
      store::read_lines_after(going.hashes.size(), going.hashes.empty() ? "" : going.hashes.back(), *record);
  if (!lines) return lines.error();
  std::string_view rest = *record;
  for (RecordLine& line : *lines) {
    const std::size_t end = rest.find('\n');
    if (const auto done = follow_line(going, line, rest.substr(0, end)); !done) return done.error();
    rest.remove_prefix(end + 1);
  }
  for (std::size_t i = going.titles.size(); i < chairs->pieces.size(); ++i) {
    const school::Piece& piece = chairs->pieces[i];
    const auto asked = call.store.assignment_version(call.school, piece.assignment, piece.version);
    if (!asked) return asked.error();
    going.titles.push_back(asked->title);
  }
  going.chairs = std::move(*chairs);
  going.players = std::move(*players);
  going.waiting = 0;
  going.fault.clear();
  return going;
}

// The take that a submission brought, as a record holds it; nothing: it is none of this audition.
Result<std::optional<audition::PlayedTake>> take_of(Call& call, const audition::Audition& audition,
                                                    const Attempt& attempt, const Submission& one) {
  if (one.state != SubmissionState::heard || !one.take) return std::optional<audition::PlayedTake>();
  const auto kept = call.store.take(call.school, *one.take);
  if (!kept) return kept.error();
  const Source& source = kept->take.source;
  if (source.kind != audition.declaration.attempts->source) return std::optional<audition::PlayedTake>();
  return std::optional(audition::heard_take(audition, attempt, source, kept->take.hits, {}));
}

// Says whether whoever verifies can read a take again. It is tried beside nothing but its own attempt, so
// that no take that was sent keeps everybody else from being seated.
bool readable(const RecordLine& declared, const std::vector<RecordLine>& own) {
  std::vector<RecordLine> lines{declared};
  lines.insert(lines.end(), own.begin(), own.end());
  const auto alone = audition::read_audition(lines);
  audition::JudgedTakes judged;
  return alone && audition::judge_takes(*alone, lines, judged);
}

// Puts the first take of a piece that somebody handed in on record.
Result<bool> take_in(Call& call, const GoingChairs& going, std::size_t excerpt, const Submission& one,
                     Adding& adding) {
  Attempt attempt{.player = going.blind_of(one.person), .excerpt = excerpt};
  if (attempt.player.empty()) attempt.player = letters_of(adding.more.players, one.person);
  const bool enters = attempt.player.empty();
  if (enters) attempt.player = audition::draw_blind_id(adding.then);
  attempt.level = audition::Level::sent;
  attempt.nonce = {.bpm = adding.then.declaration.excerpts[excerpt].bpm, .count_in = 1, .seed = 1};
  const auto take = take_of(call, adding.then, attempt, one);
  if (!take) return take.error();
  if (!*take) return false;
  const std::int64_t t = std::max(one.came_s, adding.t);
  std::string salt;
  std::vector<RecordLine> lines;
  if (enters) {
    const auto person = call.store.person(call.school, one.person);
    if (!person) return person.error();
    salt = audition::draw_salt();
    lines.push_back(
        audition::entrant_line(attempt.player, audition::commitment_of(salt, full_name(*person)), t));
  }
  const Attempt* before = adding.then.last_attempt(attempt.player, excerpt);
  lines.push_back(audition::opened_line(attempt, before == nullptr ? 1 : before->number + 1, "handed in", t));
  lines.push_back(audition::take_line(attempt, **take, t));
  const std::vector<RecordLine> own{audition::entrant_line(attempt.player, std::string(64, '0'), t),
                                    audition::opened_line(attempt, 1, "handed in", t), lines.back()};
  if (!readable(going.declared, own)) return false;
  Adding tried = adding;
  for (const RecordLine& line : lines)
    if (!tried.add(line).empty()) return false;
  if (enters) tried.more.players.push_back({attempt.player, one.person, salt});
  adding = std::move(tried);
  return true;
}

// Says whether somebody's take of an excerpt may come on record: there is none, or it was begun after a
// ruling had given the one before back.
bool may_come(const GoingChairs& going, const std::string& blind, std::size_t excerpt,
              const Submission& one) {
  const Attempt* last = blind.empty() ? nullptr : going.audition.last_attempt(blind, excerpt);
  if (last != nullptr && last->voided == audition::Void::ruling) {
    const auto from = going.given_back.find({blind, excerpt});
    return from != going.given_back.end() && one.began_s > from->second;
  }
  return last == nullptr && !going.chairs.seated_s && one.began_s >= going.chairs.made_s &&
         !going.chairs.closed_at(one.came_s);
}

// Puts on record what was handed in since. The first take of a piece counts, and what is not heard yet goes
// before what was played after it.
Result<Adding> what_came(Call& call, GoingChairs& going) {
  Adding adding(going);
  if (going.chairs.seated_s && going.given_back.empty()) return adding;
  const auto members = call.store.members(call.school, going.chairs.klass, call.now_s);
  if (!members) return members.error();
  std::set<std::int64_t> students;
  for (const school::Membership& held : *members)
    if (held.role == school::Role::student) students.insert(held.person);
  for (std::size_t e = 0; e < going.chairs.pieces.size(); ++e) {
    const school::Piece& piece = going.chairs.pieces[e];
    auto all = call.store.submissions(call.school, piece.assignment, 0);
    if (!all) return all.error();
    std::set<std::int64_t> over;  // whose take is there, or waits
    for (const Submission& one : *all) {
      if (one.version != piece.version || !students.contains(one.person) || over.contains(one.person) ||
          !may_come(going, going.blind_of(one.person), e, one))
        continue;
      if (one.state == SubmissionState::waiting) {
        ++going.waiting;
        over.insert(one.person);
        continue;
      }
      const auto taken = take_in(call, going, e, one, adding);
      if (!taken) return taken.error();
      if (*taken) over.insert(one.person);
    }
  }
  return adding;
}

Error refused(std::string why) {
  return {ErrorCode::usage, {}, std::move(why), {}};
}

}  // namespace

Result<store::SigningKey> chairs_key(Call& call) {
  const auto secret = call.store.secret(call.school, "chairs");
  if (!secret) return secret.error();
  return store::signing_key_of(*secret);
}

Result<std::string> add_pieces(Call& call, const std::vector<school::Piece>& pieces,
                               audition::Declaration& declaration) {
  for (const school::Piece& piece : pieces) {
    const auto asked = call.store.assignment_version(call.school, piece.assignment, piece.version);
    if (!asked) return asked.error();
    const auto chart = chart_of(call, asked->item);
    if (!chart) return chart.error();
    const int bars = asked->bars > 0 ? asked->bars : static_cast<int>(bars_of(*chart).size());
    if (std::string why = chairs::too_short(*chart, bars); !why.empty())
      return fmt::format("{}: {}", asked->title, why);
    declaration.excerpts.push_back({.chart = *chart, .bpm = asked->bpm, .bars = bars});
  }
  return audition::unlike_an_audition(declaration);
}

std::string GoingChairs::blind_of(std::int64_t person) const {
  return letters_of(players, person);
}

std::int64_t GoingChairs::person_of(const std::string& blind) const {
  const auto at = std::find_if(players.begin(), players.end(),
                               [&](const school::ChairsPlayer& one) { return one.blind == blind; });
  return at == players.end() ? 0 : at->person;
}

Result<Going> chairs_now(Call& call, std::int64_t id) {
  const std::shared_ptr<KeptChairs::Kept> kept = call.kept_chairs.of(call.school, id);
  const std::lock_guard lock(kept->looking);
  for (int tries = 0; tries < kTries; ++tries) {
    const auto news = call.store.chairs_news(call.school, id, call.now_s);
    if (!news) return news.error();
    if (kept->going && kept->news == *news && kept->closed == kept->going->chairs.closed_at(call.now_s))
      return kept->going;
    // A record that has become shorter is another one: the database was put back.
    const bool goes_on = kept->going && news->lines >= static_cast<std::int64_t>(kept->going->hashes.size());
    auto going = follow(call, id, goes_on ? *kept->going : GoingChairs{});
    if (!going) return going.error();
    const auto keep = [&] {
      kept->closed = going->chairs.closed_at(call.now_s);
      kept->news = *news;
      kept->going = std::make_shared<const GoingChairs>(std::move(*going));
      return kept->going;
    };
    if (!going->audition.cancelled.empty()) return keep();
    if (going->fault = audition::unlike_engine(going->audition); !going->fault.empty()) return keep();
    const auto adding = what_came(call, *going);
    if (!adding) return adding.error();
    if (!adding->more.lines.empty()) {
      const auto added =
          call.store.add_to_chairs(call.school, id, going->hashes.size(), adding->more, call.act());
      if (!added) return added.error();
      keep();
      continue;  // with what stands now, whoever was first
    }
    if (going->chairs.seated_s || !going->chairs.closed_at(call.now_s)) return keep();
    const Result<Done> seated = seat_class(call, *going);
    if (seated) continue;
    if (seated.error().code != ErrorCode::usage) return seated.error();
    going->fault = seated.error().what;
    return keep();
  }
  return Error{ErrorCode::unwritable, "chairs", "too many want them at once", "Try again"};
}

Result<std::string> record_of(Call& call, const GoingChairs& going) {
  auto record = call.store.chairs_record(call.school, going.chairs.id);
  if (!record) return record.error();
  std::size_t end = 0;
  for (std::size_t n = 0; n < going.hashes.size() && end != std::string::npos; ++n)
    end = record->find('\n', end) + 1;
  record->resize(end);
  return record;
}

Result<audition::Seated> seated_now(Call& call, const GoingChairs& going) {
  const auto record = record_of(call, going);
  if (!record) return record.error();
  const auto lines = store::read_open_record(*record);
  if (!lines) return lines.error();
  audition::JudgedTakes judged;
  if (Result<Done> done = audition::judge_takes(going.audition, *lines, judged); !done) return done.error();
  auto seated = audition::seat_audition(going.audition, judged);
  if (!seated) return refused(seated.error().what);
  return seated;
}

Result<Done> seat_class(Call& call, const GoingChairs& going) {
  if (going.chairs.seated_s && !going.ruled) return refused("everybody is seated already");
  if (!going.audition.cancelled.empty()) return refused(going.audition.unlike_going());
  if (!going.fault.empty()) return refused(going.fault);
  if (going.waiting > 0)
    return refused(going.waiting == 1
                       ? "a take that came in time is not heard yet"
                       : fmt::format("{} takes that came in time are not heard yet", going.waiting));
  if (going.audition.players.size() < 2) return refused("fewer than two students have played");
  const auto seated = seated_now(call, going);
  if (!seated) return seated.error();
  Adding adding(going);
  for (const RecordLine& line :
       audition::seating_lines(going.audition, *seated, std::max(call.now_s, adding.t)))
    if (std::string why = adding.add(line); !why.empty()) return refused("the record takes no seats: " + why);
  adding.more.seated = true;
  adding.more.verb = "chairs.seat";
  const auto added =
      call.store.add_to_chairs(call.school, going.chairs.id, going.hashes.size(), adding.more, call.act());
  if (!added) return added.error();
  if (!*added) return refused("somebody handed in or seated just now. Look at it again");
  return Done{};
}

Result<Done> add_line(Call& call, const GoingChairs& going, const RecordLine& line,
                      school::ChairsMore noted) {
  if (std::string why = audition::unlike_engine(going.audition); !why.empty()) return refused(std::move(why));
  // What came before it goes on record before it.
  if (going.waiting > 0) return refused("a take that came in time is not heard yet; try again when it is");
  Adding adding(going);
  if (std::string why = adding.add(line); !why.empty()) return refused(std::move(why));
  noted.lines = adding.more.lines;
  const auto added =
      call.store.add_to_chairs(call.school, going.chairs.id, going.hashes.size(), noted, call.act());
  if (!added) return added.error();
  if (!*added) return refused("somebody handed in or seated just now. Look at it again");
  return Done{};
}

}  // namespace firstchair::school_api

#include "apps/school/class_chairs.h"

#include <fmt/format.h>

#include <algorithm>
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

// What is added to a record, beside how it stands then.
struct Adding {
  audition::Audition then;
  std::string head;
  std::int64_t t = 0;  // of the last line
  school::ChairsMore more = {};

  // Adds a line if the rules take it.
  bool add(const RecordLine& line) {
    const std::size_t n = then.lines;
    if (!then.take_in(line).empty()) return false;
    more.lines.push_back(store::record_line(n, head, line));
    head = store::sha256(more.lines.back());
    t = line.t;
    return true;
  }
};

Result<GoingChairs> read(Call& call, std::int64_t id) {
  auto chairs = call.store.chairs(call.school, id);
  if (!chairs) return chairs.error();
  auto record = call.store.chairs_record(call.school, id);
  if (!record) return record.error();
  auto players = call.store.chairs_players(call.school, id);
  if (!players) return players.error();
  auto lines = store::read_open_record(*record);
  if (!lines) return lines.error();
  auto audition = audition::read_audition(*lines);
  if (!audition) return audition.error();
  return GoingChairs{.chairs = std::move(*chairs),
                     .audition = std::move(*audition),
                     .lines = std::move(*lines),
                     .record = std::move(*record),
                     .players = std::move(*players),
                     .waiting = 0,
                     .fault = {}};
}

std::string blind_of(const std::vector<school::ChairsPlayer>& players, std::int64_t person) {
  const auto at = std::find_if(players.begin(), players.end(),
                               [&](const school::ChairsPlayer& one) { return one.person == person; });
  return at == players.end() ? std::string() : at->blind;
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
  Attempt attempt{.player = blind_of(going.players, one.person), .excerpt = excerpt};
  if (attempt.player.empty()) attempt.player = blind_of(adding.more.players, one.person);
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
  lines.push_back(audition::opened_line(attempt, 1, "handed in", t));
  lines.push_back(audition::take_line(attempt, **take, t));
  std::vector<RecordLine> own = lines;
  if (!enters) own.insert(own.begin(), audition::entrant_line(attempt.player, std::string(64, '0'), t));
  if (!readable(going.lines.front(), own)) return false;
  Adding tried = adding;
  for (const RecordLine& line : lines)
    if (!tried.add(line)) return false;
  if (enters) tried.more.players.push_back({attempt.player, one.person, salt});
  adding = std::move(tried);
  return true;
}

// Puts on record what was handed in since. The first take of a piece counts, and what is not heard yet goes
// before what was played after it.
Result<Adding> what_came(Call& call, GoingChairs& going) {
  Adding adding{.then = going.audition, .head = store::head_of_open(going.record), .t = going.lines.back().t};
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
    for (const school::ChairsPlayer& player : going.players)
      if (player.person != 0 && going.audition.last_attempt(player.blind, e)) over.insert(player.person);
    for (const Submission& one : *all) {
      if (one.version != piece.version || one.began_s < going.chairs.made_s ||
          (going.chairs.closes_s && one.came_s > *going.chairs.closes_s) || !students.contains(one.person) ||
          over.contains(one.person))
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

Result<GoingChairs> chairs_now(Call& call, std::int64_t id) {
  for (int tries = 0; tries < kTries; ++tries) {
    Result<GoingChairs> going = read(call, id);
    if (!going || going->chairs.seated_s) return going;
    if (going->fault = audition::unlike_engine(going->audition); !going->fault.empty()) return going;
    const auto adding = what_came(call, *going);
    if (!adding) return adding.error();
    if (!adding->more.lines.empty()) {
      const auto added =
          call.store.add_to_chairs(call.school, id, going->lines.size(), adding->more, call.act());
      if (!added) return added.error();
      continue;  // with what stands now, whoever was first
    }
    if (!going->chairs.closes_s || call.now_s <= *going->chairs.closes_s) return going;
    const Result<Done> seated = seat_class(call, *going);
    if (!seated && seated.error().code != ErrorCode::usage) return seated.error();
    if (!seated) going->fault = seated.error().what;
    return going;
  }
  return Error{ErrorCode::unwritable, "chairs", "too many want them at once", "Try again"};
}

Result<Done> seat_class(Call& call, GoingChairs& going) {
  const auto refused = [](std::string why) { return Error{ErrorCode::usage, {}, std::move(why), {}}; };
  if (going.chairs.seated_s) return refused("everybody is seated already");
  if (!going.fault.empty()) return refused(going.fault);
  if (going.waiting > 0)
    return refused(going.waiting == 1
                       ? "a take that came in time is not heard yet"
                       : fmt::format("{} takes that came in time are not heard yet", going.waiting));
  audition::JudgedTakes judged;
  if (Result<Done> done = audition::judge_takes(going.audition, going.lines, judged); !done) return done;
  if (going.audition.players.size() < 2) return refused("fewer than two students have played");
  const auto seated = audition::seat_audition(going.audition, judged);
  if (!seated) return refused(seated.error().what);
  Adding adding{.then = going.audition, .head = store::head_of_open(going.record), .t = going.lines.back().t};
  for (const RecordLine& line :
       audition::seating_lines(going.audition, *seated, std::max(call.now_s, adding.t)))
    if (!adding.add(line)) return refused("the record takes no seats");
  adding.more.seated = true;
  const auto added =
      call.store.add_to_chairs(call.school, going.chairs.id, going.lines.size(), adding.more, call.act());
  if (!added) return added.error();
  if (!*added) return refused("somebody handed in or seated just now. Look at it again");
  auto now = read(call, going.chairs.id);
  if (!now) return now.error();
  going = std::move(*now);
  return Done{};
}

std::string receipt_of(std::string_view record, std::size_t line) {
  for (; line > 0; --line) record.remove_prefix(std::min(record.find('\n'), record.size() - 1) + 1);
  return store::sha256(record.substr(0, record.find('\n')));
}

}  // namespace firstchair::school_api

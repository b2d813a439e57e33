#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/chairs/audition.h"
#include "apps/chairs/committed.h"
#include "apps/chairs/record_lines.h"

namespace firstchair::audition {
namespace {

using nlohmann::json;

constexpr std::int64_t kAgainDays = 14, kDayS = 86400, kMostSeconds = 253402300799;  // the year 9999
constexpr std::size_t kMostAppeal = 2000, kMostPlayers = 200;

// A whole number of a line, from `low` >= 0; -1: it is none.
std::int64_t number_of(const json& fields, const char* name, std::int64_t low, std::int64_t high) {
  return store::whole_of(fields, name, low, high).value_or(-1);
}

std::string text_in(const json& fields, const char* name) {
  const std::string* text = text_of(fields, name);
  return text == nullptr ? std::string() : *text;
}

const char* const kBroken = "is no line of an audition";

// The attempt that a line speaks of: the last of its player, excerpt, challenge and round; -1: none.
std::ptrdiff_t attempt_of(const Audition& a, const json& fields) {
  const std::int64_t excerpt =
      number_of(fields, "excerpt", 1, static_cast<std::int64_t>(a.declaration.excerpts.size()));
  if (excerpt < 0) return -1;
  const std::int64_t challenge = fields.contains("challenge") ? number_of(fields, "challenge", 1, 100000) : 0;
  const std::int64_t round = fields.contains("round") ? number_of(fields, "round", 1, 100) : 0;
  const Attempt* last = a.last_attempt(text_in(fields, "player"), static_cast<std::size_t>(excerpt - 1),
                                       static_cast<int>(challenge), static_cast<int>(round));
  return last == nullptr ? -1 : last - a.attempts.data();
}

std::string take_in_declared(Audition& a, const store::RecordLine& line) {
  const json& f = line.fields;
  Result<Declaration> declaration = read_declaration(f.value("declaration", json()));
  if (!declaration) return declaration.error().what;
  if (!declaration->attempts) return "declares no attempts";
  if (text_in(f, "declared_hash") != declared_hash_of(*declaration))
    return "its declaration has another hash than it says";
  a.declaration = std::move(*declaration);
  a.declared_hash = text_in(f, "declared_hash");
  a.key = text_in(f, "key"), a.engine = text_in(f, "engine"), a.signature = text_in(f, "signature");
  a.weights = text_in(f, "weights");
  a.declared_s = line.t;
  a.left_out.assign(a.declaration.excerpts.size(), false);
  return a.key.empty() || a.engine.empty() || a.signature.empty() ? kBroken : "";
}

std::string take_in_entrant(Audition& a, const json& f) {
  const std::string blind = text_in(f, "player"), commitment = text_in(f, "commitment");
  if (blind.empty() || blind.size() > 24 || commitment.size() != 64) return kBroken;
  if (a.entered(blind)) return fmt::format("player {} is there twice", blind);
  if (a.players.size() >= kMostPlayers) return "an audition has at most 200 players";
  if (a.seatings > 0) return "this audition is seated; nobody can enter";
  a.players.push_back(blind);
  a.commitments.push_back(commitment);
  return {};
}

std::string take_in_opened(Audition& a, const store::RecordLine& line) {
  const json& f = line.fields;
  Attempt attempt;
  attempt.player = text_in(f, "player");
  const std::int64_t excerpt =
      number_of(f, "excerpt", 1, static_cast<std::int64_t>(a.declaration.excerpts.size()));
  if (excerpt < 0) return kBroken;
  attempt.excerpt = static_cast<std::size_t>(excerpt - 1);
  if (f.contains("challenge")) {
    attempt.challenge = static_cast<int>(number_of(f, "challenge", 1, 100000));
    attempt.round = static_cast<int>(number_of(f, "round", 1, 100));
    if (std::string why = a.unlike_round(attempt.challenge, attempt.player, line.t); !why.empty()) return why;
    if (attempt.round != a.next_round(attempt.challenge, attempt.player) ||
        attempt.excerpt != static_cast<std::size_t>(attempt.round - 1) % a.declaration.excerpts.size())
      return "is of another round than comes next";
  } else if (std::string why = a.unlike_opening(attempt.player, attempt.excerpt, line.t); !why.empty()) {
    return why;
  }
  const Attempt* before = a.last_attempt(attempt.player, attempt.excerpt, attempt.challenge, attempt.round);
  attempt.number = before == nullptr ? 1 : before->number + 1;
  const std::string level = text_in(f, "level");
  attempt.level = level == "live" ? Level::live : Level::sent;
  if (level != "live" && level != "sent") return kBroken;
  const Conditions& asked = *a.declaration.attempts;
  if (attempt.level < asked.level) return "this audition takes attempts that are played, not files";
  attempt.nonce.count_in = static_cast<int>(number_of(f, "count_in", 1, 2));
  const std::string seed = text_in(f, "seed");
  if (number_of(f, "attempt", attempt.number, attempt.number) < 0 || attempt.nonce.count_in < 0 ||
      seed.empty() || seed.size() > 19 || seed.find_first_not_of("0123456789") != std::string::npos ||
      !read_decimal(f.value("bpm", json()), attempt.nonce.bpm))
    return kBroken;
  attempt.nonce.seed = std::stoull(seed);
  const double bpm = a.declaration.excerpts[attempt.excerpt].bpm;
  const double most = attempt.level == Level::live ? asked.draw_percent : 0;
  if (std::abs(attempt.nonce.bpm - bpm) > bpm * most / 100 + 1e-4)
    return "its tempo is not near the one that is asked";
  attempt.device = text_in(f, "device");
  attempt.opened_s = line.t;
  attempt.deadline_s = a.deadline(attempt.excerpt, attempt.nonce, line.t);
  a.attempts.push_back(std::move(attempt));
  return {};
}

// What was committed while an open attempt was played, once.
std::string take_in_bars(Audition& a, const store::RecordLine& line) {
  const std::ptrdiff_t at = attempt_of(a, line.fields);
  if (at < 0) return "is of no attempt that was opened";
  Attempt& attempt = a.attempts[static_cast<std::size_t>(at)];
  if (attempt.take > 0 || attempt.voided != Void::none) return "is of an attempt that is over";
  if (attempt.bars > 0) return "tells the bars of an attempt again";
  std::vector<CommittedBar> bars;
  std::string settings;
  if (!read_bars(line.fields, bars, settings)) return kBroken;
  attempt.bars = a.lines;
  attempt.late = not_live(bars, a.declaration.excerpts[attempt.excerpt].bars);
  return {};
}

// A take or a void ends an attempt that is open.
std::string take_in_end(Audition& a, const store::RecordLine& line) {
  const std::ptrdiff_t at = attempt_of(a, line.fields);
  if (at < 0) return "is of no attempt that was opened";
  Attempt& attempt = a.attempts[static_cast<std::size_t>(at)];
  if (attempt.take > 0 || attempt.voided != Void::none) return "is of an attempt that is over";
  if (line.t > attempt.deadline_s) return "comes too late for its attempt";
  if (line.type == "take") {
    if (text_in(line.fields, "level") != (attempt.level == Level::live ? "live" : "sent")) return kBroken;
    attempt.take = a.lines;
    return {};
  }
  const std::string cause = text_in(line.fields, "cause");
  if (cause != "player" && cause != "machine") return kBroken;
  attempt.voided = cause == "player" ? Void::player : Void::machine;
  attempt.bar = static_cast<int>(std::max<std::int64_t>(0, number_of(line.fields, "bar", 0, 100000)));
  attempt.cause = text_in(line.fields, "text");
  return {};
}

std::string take_in_appeal(Audition& a, const store::RecordLine& line) {
  const std::ptrdiff_t at = attempt_of(a, line.fields);
  const std::string text = text_in(line.fields, "text");
  if (at < 0) return "nothing was opened that an appeal could be of";
  const Attempt& attempt = a.attempts[static_cast<std::size_t>(at)];
  if (text.empty() || text.size() > kMostAppeal) return "an appeal has 1 to 2,000 letters";
  if (a.revealed) return "this audition is over: its names are told";
  if (line.t > a.appeal_until(attempt))
    return "an appeal was open until " + hour_text(a.appeal_until(attempt), line.t);
  for (const Appeal& other : a.appeals) {
    if (other.attempt == static_cast<std::size_t>(at)) return "there is an appeal of this attempt already";
  }
  a.appeals.push_back({static_cast<std::size_t>(at), text, Appeal::Ruling::open, {}});
  return {};
}

std::string take_in_ruling(Audition& a, const json& f) {
  const std::int64_t n = number_of(f, "appeal", 1, static_cast<std::int64_t>(a.appeals.size()));
  if (n < 0) return "there is no such appeal";
  Appeal& appeal = a.appeals[static_cast<std::size_t>(n - 1)];
  if (appeal.ruling != Appeal::Ruling::open) return "this appeal is ruled on already";
  const std::string effect = text_in(f, "effect");
  Attempt& attempt = a.attempts[appeal.attempt];
  if (effect == "none") {
    appeal.ruling = Appeal::Ruling::none;
  } else if (effect == "again") {
    if (attempt.challenge > 0) return "a round of a challenge is not played again by ruling";
    appeal.ruling = Appeal::Ruling::again;
    attempt.voided = Void::ruling;
    attempt.take = attempt.by_hand = 0;
  } else if (effect == "strokes") {
    // Whether the take has such strokes is looked at where it is judged (judge_takes).
    ByHand by_hand;
    if (!read_by_hand(f, by_hand)) return "changes no strokes";
    if (attempt.challenge > 0) return "strokes of a challenge's round are not changed";
    if (attempt.take == 0) return "is of an attempt that has no take";
    appeal.ruling = Appeal::Ruling::strokes;
    attempt.by_hand = a.lines;
  } else if (effect == "left out") {
    appeal.ruling = Appeal::Ruling::left_out;
    std::vector<bool> out = a.left_out;
    out[attempt.excerpt] = true;
    if (std::all_of(out.begin(), out.end(), [](bool o) { return o; })) {
      appeal.ruling = Appeal::Ruling::open;
      return "no excerpt would be left";
    }
    a.left_out = std::move(out);
  } else {
    return kBroken;
  }
  appeal.reason = text_in(f, "text");
  return {};
}

std::string take_in_challenge(Audition& a, const store::RecordLine& line) {
  const std::string holder = text_in(line.fields, "holder"), challenger = text_in(line.fields, "challenger");
  if (a.seatings == 0) return "chairs are challenged when they are seated";
  const auto seat_of = [&](const std::string& id) {
    return static_cast<std::size_t>(std::find(a.chairs.begin(), a.chairs.end(), id) - a.chairs.begin());
  };
  const std::size_t h = seat_of(holder), c = seat_of(challenger);
  if (h >= a.chairs.size() || c >= a.chairs.size())
    return "a chair is challenged by one who sits for one who sits";
  // Those who share chairs all sit next to whoever comes after them.
  const auto next = static_cast<std::size_t>(a.chair_ends[h]);
  const bool near = c == h + 1 || a.chair_ends[c] == a.chair_ends[h] ||
                    (next < a.chairs.size() && a.chair_ends[c] == a.chair_ends[next]);
  if (c <= h || !near) return "only the next chair up can be challenged";
  for (const AskedChallenge& other : a.challenges) {
    const bool same = other.holder == holder || other.holder == challenger || other.challenger == holder ||
                      other.challenger == challenger;
    if (same && other.ended_s == 0) return "there is one challenge a player at a time";
    if (other.challenger == challenger && other.outcome == chairs::Outcome::kept &&
        line.t < other.ended_s + kAgainDays * kDayS)
      return fmt::format("{} can challenge again on {}", challenger,
                         hour_text(other.ended_s + kAgainDays * kDayS, line.t));
  }
  a.challenges.push_back({holder, challenger, line.t, 0, false, chairs::Outcome::open});
  return {};
}

std::string take_in_outcome(Audition& a, const store::RecordLine& line) {
  const std::int64_t n =
      number_of(line.fields, "challenge", 1, static_cast<std::int64_t>(a.challenges.size()));
  const std::string outcome = text_in(line.fields, "outcome");
  if (n < 0 || (outcome != "taken" && outcome != "kept" && outcome != "declined")) return kBroken;
  AskedChallenge& asked = a.challenges[static_cast<std::size_t>(n - 1)];
  if (asked.ended_s != 0) return fmt::format("challenge {} is over", n);
  asked.ended_s = std::max<std::int64_t>(1, line.t);
  asked.declined = outcome == "declined";
  asked.outcome = outcome == "kept" ? chairs::Outcome::kept : chairs::Outcome::taken;
  if (asked.outcome == chairs::Outcome::taken)
    std::iter_swap(std::find(a.chairs.begin(), a.chairs.end(), asked.holder),
                   std::find(a.chairs.begin(), a.chairs.end(), asked.challenger));
  return {};
}

std::string take_in_seating(Audition& a, const json& f) {
  const json order = f.value("order", json());
  const auto decides = f.find("decides");
  if (!order.is_array() || decides == f.end() || !decides->is_boolean()) return kBroken;
  if (!decides->get<bool>()) return {};
  std::vector<std::string> seats;
  std::vector<int> ends;
  for (const json& seat : order) {
    if (!seat.is_object() || !a.entered(text_in(seat, "player"))) return kBroken;
    const json chair = seat.value("chair", json());
    if (!chair.is_array() || chair.size() != 2 || !chair[1].is_number_integer()) return kBroken;
    seats.push_back(text_in(seat, "player"));
    ends.push_back(chair[1].get<int>());
  }
  a.chairs = std::move(seats);
  a.chair_ends = std::move(ends);
  ++a.seatings;
  return {};
}

std::string take_in_reveal(Audition& a, const json& f) {
  const json names = f.value("names", json());
  if (a.seatings == 0) return "names are told when the chairs are";
  if (a.revealed || !names.is_array()) return kBroken;
  for (const json& one : names) {
    if (!one.is_object()) return kBroken;
    const auto at = std::find(a.players.begin(), a.players.end(), text_in(one, "player"));
    if (at == a.players.end()) return kBroken;
    if (commitment_of(text_in(one, "salt"), text_in(one, "name")) !=
        a.commitments[static_cast<std::size_t>(at - a.players.begin())])
      return fmt::format("the name of {} is not the one that was committed", *at);
  }
  a.revealed = true;
  return {};
}

std::string take_in_cancelled(Audition& a, const json& f) {
  const std::string text = text_in(f, "text");
  if (a.revealed) return "this audition is over: its names are told";
  if (text.empty() || text.size() > kMostAppeal) return "a reason has 1 to 2,000 letters";
  a.cancelled = text;
  return {};
}

}  // namespace

std::string Audition::take_in(const store::RecordLine& line) {
  const json& f = line.fields;
  std::string why = kBroken;
  if (line.t < 0 || line.t > kMostSeconds) {
    why = "is of no time";
  } else if (!cancelled.empty()) {
    why = unlike_going();
  } else if (line.type == "cancelled" && lines > 0) {
    why = take_in_cancelled(*this, f);
  } else if (lines == 0) {
    why = line.type == "declared" ? take_in_declared(*this, line) : "is no declaration of an audition";
  } else if (line.type == "declared") {
    why = fmt::format("this audition was declared on {}; what it asks cannot be changed, make a new one",
                      hour_text(declared_s, line.t));
  } else if (line.type == "entrant") {
    why = take_in_entrant(*this, f);
  } else if (line.type == "opened") {
    why = take_in_opened(*this, line);
  } else if (line.type == "bars") {
    why = take_in_bars(*this, line);
  } else if (line.type == "take" || line.type == "void") {
    why = take_in_end(*this, line);
  } else if (line.type == "appeal") {
    why = take_in_appeal(*this, line);
  } else if (line.type == "ruling") {
    why = take_in_ruling(*this, f);
  } else if (line.type == "challenge") {
    why = take_in_challenge(*this, line);
  } else if (line.type == "outcome") {
    why = take_in_outcome(*this, line);
  } else if (line.type == "seating") {
    why = take_in_seating(*this, f);
  } else if (line.type == "reveal") {
    why = take_in_reveal(*this, f);
  } else if (line.type == "score" || line.type == "flags") {
    why.clear();  // a seating is recomputed as a whole
  }
  if (why.empty()) ++lines;
  return why;
}

}  // namespace firstchair::audition

#include "testing/school/history.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "school/secrets.h"
#include "testing/school/history_text.h"
#include "testing/school/one_stroke.h"

namespace firstchair::testing {
namespace {

using namespace school;

store::PackedTake played(const std::string& title, std::int64_t began_s) {
  return store::pack_take(take_of_one_stroke(title),
                          {.began_s = began_s, .item = title, .bpm = 92, .engine = "1"});
}

}  // namespace

SchoolLife::SchoolLife(SchoolStore& store, std::string mark, std::uint64_t seed)
    : store_(store), mark_(std::move(mark)), chance_(seed) {
  const auto made = store_.make_school({.name = mark_, .country = "DE", .retention = {1, 2, 1000, 1}}, act());
  school_ = made ? *made : 0;
  // Somebody is there from the beginning, and something is asked of them.
  for (int i = 0; i < 12; ++i) (void)store_.add_person(school_, {.name = word(), .given = "G"}, act());
  for (std::int64_t klass = 1; klass <= 2; ++klass) {
    (void)store_.add_class(school_, {.title = word()}, act());
    for (std::int64_t who = klass; who <= 12; who += 2)
      (void)store_.set_member(school_, klass, who, Role::student, act());
    for (int i = 0; i < 3; ++i)
      (void)store_.add_assignment(school_,
                                  {.klass = klass,
                                   .title = word(),
                                   .item = "rock-8ths",
                                   .bpm = 92,
                                   .demands = {{.kind = assign::DemandKind::slips, .bound = 2}},
                                   .opens_s = now_s_},
                                  act());
  }
}

std::int64_t SchoolLife::draw(std::int64_t most) {
  return static_cast<std::int64_t>(chance_() % static_cast<std::uint64_t>(most));
}

Act SchoolLife::act() {
  const std::int64_t who = draw(15);
  return {.person = who, .role = static_cast<Role>(1 + draw(7)), .prefix = "192.0.2.0/24", .at_s = now_s_};
}

std::string SchoolLife::people() {
  const std::int64_t what = draw(6), who = person(), other = person();
  const Act by = act();
  switch (what) {
    case 0:
      return told(store_.change_person(school_,
                                       {.id = who, .name = word(), .given = "G", .ended = draw(4) == 0}, by));
    case 1:
      return told(store_.set_guardian(school_, who, other, by));
    case 2: {
      Roster roster;
      for (int line = 1; line < 4; ++line)
        roster.rows.push_back({.line = line,
                               .klass = mark_ + " " + std::to_string(draw(3)),
                               .name = mark_ + std::to_string(draw(6)),
                               .given = "R",
                               .email = "",
                               .id = draw(2) == 0 ? "" : std::to_string(draw(9))});
      const auto done = store_.enrol(school_, roster, "7b.csv", draw(3) == 0, by);
      return done ? school::text_of(*done) : refused(done);
    }
    default:
      return told(store_.add_person(school_, {.name = word(), .given = ""}, by));
  }
}

std::string SchoolLife::accounts() {
  const std::int64_t what = draw(9), who = person();
  const std::string subject = fmt::format("n{}", draw(8)), hash = hash_of(subject);
  const Act by = act();
  switch (what) {
    case 0:
      return told(store_.set_login(school_, who, subject, mark_ + " secret", by));
    case 1:
      return told(store_.count_failure(school_, subject, by));
    case 2:
      return told(store_.begin_session(school_, hash, {who, now_s_, now_s_, now_s_ + 5000, "c"}, by));
    case 3: {
      const auto found = store_.recognised(school_, hash, now_s_);
      return found ? fmt::format("{} {}{}", found->session.person, text_of(found->memberships),
                                 found->children.size())
                   : refused(found);
    }
    case 4:
      return told(store_.end_sessions(school_, who));
    case 5:
      return told(store_.make_reset(school_, who, hash, now_s_ + 3000, by));
    case 6:
      return told(store_.use_reset(school_, hash, subject, mark_, by));
    case 7:
      return told(store_.set_consent(school_, who, draw(2) == 0, word(), by));
    default: {
      const auto login = store_.login(school_, subject);
      return login ? fmt::format("{} {} {}", login->person, login->failed, login->locked_until_s)
                   : refused(login);
    }
  }
}

std::string SchoolLife::classes() {
  const std::int64_t what = draw(8), where = draw(5), who = person();
  const auto role = static_cast<Role>(1 + draw(7));
  const Act by = act();
  switch (what) {
    case 0:
      return told(store_.add_class(school_, {.title = word()}, by));
    case 1:
      return told(store_.change_class(school_, {.id = where, .title = word(), .archived = draw(9) == 0}, by));
    case 2:
      return told(store_.end_member(school_, where, who, by));
    case 3:
      return told(store_.add_term(school_, {.name = word(), .from_s = now_s_, .to_s = now_s_ + 100}, by));
    case 4:
      return told(store_.set_member(school_, where, who, role, by));
    default:
      return told(store_.set_member(school_, where, who, Role::student, by));
  }
}

std::string SchoolLife::invites() {
  const std::int64_t what = draw(4), where = draw(5), who = person();
  const std::string hash = hash_of(fmt::format("{} {}", mark_, draw(12)));
  const Act by = act();
  switch (what) {
    case 0:
      return told(store_.make_invite(
          school_, hash,
          {.klass = where, .uses_left = static_cast<int>(1 + draw(3)), .until_s = now_s_ + 20'000}, by));
    case 1:
      return told(store_.accept_invite(school_, hash,
                                       {word(), "I", fmt::format("i{}", draw(30)), mark_ + " secret"}, by));
    case 2:
      return told(store_.join_by_invite(school_, hash, who, by));
    default:
      return told(store_.end_invite(school_, 1 + draw(12), by));
  }
}

std::string SchoolLife::assignments() {
  const std::int64_t what = draw(5), which = assignment(), who = person();
  const Act by = act();
  Assignment wish{
      .klass = klass(),
      .title = word(),
      .item = "rock-8ths",
      .bpm = 92,
      .demands = {{.kind = assign::DemandKind::slips, .bound = 1.0 + static_cast<double>(draw(3))}},
      .pass = {.k = 1 + static_cast<int>(draw(2)), .n = 2},
      .opens_s = now_s_};
  if (draw(2) == 0) wish.attempts = 2 + static_cast<int>(draw(6));
  if (draw(2) == 0) wish.due_s = now_s_ + draw(3000);
  if (draw(3) == 0) wish.closes_s = now_s_ + 3000 + draw(9000);
  switch (what) {
    case 0:
    case 1:
      return told(store_.add_assignment(school_, wish, by));
    case 2: {
      const auto before = store_.assignment(school_, which);
      if (!before) return refused(before);
      wish.id = which;
      wish.klass = before->klass;
      wish.version = before->version - (draw(4) == 0 ? 1 : 0);
      const auto after = store_.change_assignment(school_, wish, by);
      return after ? text_of(*after) : refused(after);
    }
    case 3: {
      const auto after = store_.release_results(school_, which, by);
      return after ? text_of(*after) : refused(after);
    }
    default: {
      Override one{.person = who, .reason = word()};
      if (draw(2) == 0) one.attempts = static_cast<int>(draw(9));
      if (draw(3) == 0) one.due_s = now_s_ + draw(9000);
      one.excused = draw(5) == 0;
      if (draw(4) == 0) one.passed = draw(2) == 0;
      return told(store_.set_override(school_, which, one, by));
    }
  }
}

std::vector<assign::Answered> SchoolLife::answers() {
  constexpr std::array kStandings{assign::DemandStanding::not_told, assign::DemandStanding::not_met,
                                  assign::DemandStanding::met, assign::DemandStanding::shown};
  const double value = static_cast<double>(draw(40)) / 8;
  return {{.standing = kStandings.at(static_cast<std::size_t>(draw(4))),
           .value = value,
           .low = value - .25,
           .high = value + .25,
           .n = 64,
           .needed = 50}};
}

std::string SchoolLife::hand_in() {
  const std::int64_t which = assignment(), who = person();
  const store::PackedTake take = played(word(), now_s_);
  Submission one{.assignment = which,
                 .person = who,
                 .version = 1 + static_cast<int>(draw(2)),
                 // Sometimes a name comes twice.
                 .sent_name = fmt::format("{} {}", mark_, draw(6) == 0 ? draw(40) : 1000 + steps_),
                 .began_s = now_s_ - draw(3000),
                 .came_s = now_s_,
                 .sound = draw(3) == 0 ? hash_of(std::to_string(draw(9))) : "",
                 .sound_type = "audio/wav"};
  const bool heard = draw(3) > 0;
  if (heard) one.state = SubmissionState::heard;
  if (heard) one.answers = answers();
  return told(store_.hand_in(school_, one, act(), heard ? &take : nullptr));
}

std::string SchoolLife::answer() {
  constexpr std::array kStates{SubmissionState::heard, SubmissionState::heard, SubmissionState::failed,
                               SubmissionState::taken_out};
  const std::int64_t which = submission(), what = draw(6);
  const Act by = act();
  if (what == 0) return told(store_.wait_again(school_, which, by));
  if (what == 1) {
    const auto forgotten = store_.forget_sound(school_, which);
    return forgotten ? *forgotten : refused(forgotten);
  }
  return told(store_.answer_submission(
      school_, which,
      {.state = kStates.at(static_cast<std::size_t>(draw(4))), .answers = answers(), .why = word()}, by));
}

std::string SchoolLife::judge() {
  const std::int64_t which = assignment();
  std::vector<Rejudged> anew;
  const auto all = store_.submissions(school_, which, 0);
  const int version = 1 + static_cast<int>(draw(2));
  if (all)
    for (const Submission& one : *all)
      if (draw(2) == 0) anew.push_back({.submission = one.id, .version = version, .answers = answers()});
  return told(store_.judge_again(school_, which, version, anew, draw(2) == 0, act()));
}

std::string SchoolLife::comments() {
  const std::int64_t what = draw(4), which = submission(), who = person();
  const Act by = act();
  switch (what) {
    case 0:
      return told(store_.change_comment(school_, 1 + steps_ / 80 + draw(20), draw(3) == 0 ? "" : word(), by));
    case 1:
      return told(store_.set_phrases(school_, who, {word(), mark_}));
    default:
      return told(store_.add_comment(
          school_, {.submission = which, .bar = 1 + static_cast<int>(draw(12)), .beat = 3, .text = word()},
          by));
  }
}

std::string SchoolLife::keeping() {
  const std::int64_t what = draw(12), who = person();
  const Act by = act();
  switch (what) {
    case 0: {
      const auto gone = store_.erase(school_, who, by);
      return gone ? school::text_of(*gone) : refused(gone);
    }
    case 1: {
      // Two days and more later what was played is over.
      now_s_ += 86'400 * draw(3);
      const auto gone = store_.retain(school_, {.role = Role::owner, .at_s = now_s_});
      // The log is shortened by the owner of the tables alone.
      return gone ? fmt::format("{} {} {}", gone->takes, gone->submissions, gone->comments) : refused(gone);
    }
    case 2:
      return told(store_.drop_erasure(school_, who, by));
    case 3:
      return told(store_.keep_take(school_, who, word(), played(word(), now_s_), by));
    case 4:
      return told(store_.keep_limit(
          school_, who, {.item = mark_, .began_s = now_s_, .t50 = 6.5, .sd_oct = .1, .takes = 3}));
    default: {
      const auto asked = store_.ask_erasure(school_, who, draw(2) == 0, by);
      return asked ? fmt::format("{} {}", asked->asked_by.value_or(0), asked->started_by.value_or(0))
                   : refused(asked);
    }
  }
}

std::string SchoolLife::step() {
  ++steps_;
  now_s_ += draw(200);
  const std::int64_t shown = klass(), what = draw(20), now_s = now_s_;
  const bool looked_at = draw(3) > 0;
  const auto before = store_.changes(school_, shown);
  const std::string book_before = looked_at ? book(shown) : "";
  std::string told;
  switch (what) {
    case 0:
    case 1:
      told = people();
      break;
    case 2:
    case 3:
      told = accounts();
      break;
    case 4:
    case 5:
      told = classes();
      break;
    case 6:
      told = invites();
      break;
    case 7:
    case 8:
      told = assignments();
      break;
    case 9:
      told = answer();
      break;
    case 10:
      told = judge();
      break;
    case 11:
      told = comments();
      break;
    case 12:
      told = keeping();
      break;
    case 13:
    case 14:
    case 15:
      told = look();
      break;
    default:
      told = hand_in();
  }
  const std::string book_after = looked_at ? book(shown) : "";
  const auto after = store_.changes(school_, shown);
  if (book_before != book_after && now_s == now_s_) {
    ++shown_changed_;
    const bool grew = after && (!before || *after > *before);
    not_told_ += grew ? 0 : 1;
  }
  return fmt::format("{}: {} {} {}", what, told, after ? *after : -1, book_after);
}

}  // namespace firstchair::testing

#include "apps/chairs/audition.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/chairs/record_lines.h"
#include "engine/core/units.h"

namespace firstchair::audition {
namespace {

constexpr std::int64_t kEndS = 15, kHearingS = 120;

}  // namespace

std::string Audition::unlike_going() const {
  return cancelled.empty() ? std::string() : "this audition was cancelled: " + cancelled;
}

bool Audition::entered(const std::string& player) const {
  return std::find(players.begin(), players.end(), player) != players.end();
}

std::int64_t Audition::appeal_until(const Attempt& attempt) const {
  return attempt.opened_s + std::int64_t{3600} * declaration.attempts->appeal_hours;
}

std::int64_t Audition::deadline(std::size_t excerpt, const Nonce& nonce, std::int64_t now_s) const {
  const Excerpt& of = declaration.excerpts[excerpt];
  const MeterChange meter = of.chart.meters.empty() ? MeterChange{} : of.chart.meters.front();
  const double bar_s = 60 / nonce.bpm * 4 / meter.unit * meter.beats;
  return now_s + static_cast<std::int64_t>(std::ceil(bar_s * (nonce.count_in + of.bars))) + kEndS + kHearingS;
}

const Attempt* Audition::last_attempt(const std::string& player, std::size_t excerpt, int challenge,
                                      int round) const {
  for (auto at = attempts.rbegin(); at != attempts.rend(); ++at) {
    if (at->player == player && at->excerpt == excerpt && at->challenge == challenge && at->round == round)
      return &*at;
  }
  return nullptr;
}

std::string Audition::unlike_opening(const std::string& player, std::size_t excerpt,
                                     std::int64_t now_s) const {
  const Conditions& c = *declaration.attempts;
  if (std::string why = unlike_going(); !why.empty()) return why;
  if (!entered(player)) return fmt::format("nobody entered as {}", player);
  if (excerpt >= declaration.excerpts.size())
    return fmt::format("there {} {} excerpt{}", declaration.excerpts.size() == 1 ? "is" : "are",
                       declaration.excerpts.size(), declaration.excerpts.size() == 1 ? "" : "s");
  if (revealed) return "this audition is over: its names are told";
  const Attempt* last = last_attempt(player, excerpt);
  const bool given_back = last != nullptr && (last->voided == Void::machine || last->voided == Void::ruling);
  if (last != nullptr && !given_back) {
    const std::string name = fmt::format("excerpt {} ", excerpt + 1);
    const std::string at = hour_text(last->opened_s, now_s);
    const std::string appeal = fmt::format("that was the attempt; an appeal is open until {}",
                                           hour_text(appeal_until(*last), now_s));
    if (last->take > 0) return name + fmt::format("was played at {}: {}", at, appeal);
    if (last->voided == Void::player)
      return name + (last->bar > 0
                         ? fmt::format("was opened at {} and left at bar {}: {}", at, last->bar, appeal)
                         : fmt::format("was opened at {} and left: {}", at, appeal));
    if (now_s > last->deadline_s) return name + fmt::format("was opened at {} and not ended: {}", at, appeal);
    return name + fmt::format("is being played since {}", at);
  }
  if (given_back && last->voided == Void::ruling) return {};
  if (seatings > 0) return "this audition is seated; what was not played is missing";
  if (now_s < c.opens_s) return "attempts are opened from " + hour_text(c.opens_s, now_s) + " on";
  if (c.closes_s > 0 && now_s > c.closes_s)
    return "attempts were opened until " + hour_text(c.closes_s, now_s);
  return {};
}

int Audition::next_round(int challenge, const std::string& player) const {
  if (challenge < 1 || static_cast<std::size_t>(challenge) > challenges.size()) return 0;
  const AskedChallenge& asked = challenges[static_cast<std::size_t>(challenge) - 1];
  if (asked.ended_s != 0 || (player != asked.holder && player != asked.challenger)) return 0;
  for (int round = 1; round <= chairs::ChallengeConfig{}.rounds; ++round) {
    const auto excerpt = static_cast<std::size_t>(round - 1) % declaration.excerpts.size();
    const Attempt* last = last_attempt(player, excerpt, challenge, round);
    if (last == nullptr || last->voided == Void::machine) return round;
    // The other must have played this round before anybody goes on to the next.
    const std::string& other = player == asked.holder ? asked.challenger : asked.holder;
    const Attempt* theirs = last_attempt(other, excerpt, challenge, round);
    if (theirs == nullptr || theirs->take == 0) return 0;
  }
  return 0;
}

std::string Audition::unlike_round(int challenge, const std::string& player, std::int64_t now_s) const {
  if (std::string why = unlike_going(); !why.empty()) return why;
  if (challenge < 1 || static_cast<std::size_t>(challenge) > challenges.size())
    return fmt::format("there is no challenge {}", challenge);
  const AskedChallenge& asked = challenges[static_cast<std::size_t>(challenge) - 1];
  if (player != asked.holder && player != asked.challenger)
    return fmt::format("challenge {} is between {} and {}", challenge, asked.holder, asked.challenger);
  if (asked.ended_s != 0) return fmt::format("challenge {} is over", challenge);
  for (const Attempt& a : attempts) {
    if (a.challenge == challenge && a.player == player && a.take == 0 && a.voided == Void::none &&
        now_s <= a.deadline_s)
      return fmt::format("round {} is being played since {}", a.round, hour_text(a.opened_s, now_s));
  }
  if (next_round(challenge, player) == 0) return "the other has not played this round yet";
  return {};
}

std::string unlike_seating(const Audition& audition, std::int64_t now_s) {
  if (std::string why = audition.unlike_going(); !why.empty()) return why;
  for (const Attempt& a : audition.attempts) {
    if (a.take == 0 && a.voided == Void::none && now_s <= a.deadline_s)
      return fmt::format("{} plays excerpt {} since {}", a.player, a.excerpt + 1,
                         hour_text(a.opened_s, now_s));
  }
  return {};
}

Result<Audition> read_audition(const std::vector<store::RecordLine>& lines) {
  Audition audition;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (std::string why = audition.take_in(lines[i]); !why.empty()) return at_line(i, std::move(why));
  }
  return audition;
}

}  // namespace firstchair::audition

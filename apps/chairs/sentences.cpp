#include "apps/chairs/sentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/stats/stats.h"
#include "report/text/words.h"

namespace firstchair::audition {
namespace {

using chairs::Seat;

// Probabilities are never told as sure.
std::string probability(double p) {
  if (p >= 0.9995) return "over .999";
  if (p < 0.0005) return "under .001";
  std::string text = fmt::format("{:.{}f}", p, p > 0.99 || p < 0.01 ? 3 : 2);
  return text.substr(1);
}

std::string with_commas(int n) {
  std::string text = std::to_string(n);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

std::string names(const std::vector<const Seat*>& seats) {
  std::string text;
  for (std::size_t i = 0; i < seats.size(); ++i) {
    if (i > 0) text += i + 1 == seats.size() ? " and " : ", ";
    text += seats[i]->id;
  }
  return text;
}

const char* tie_break(TieBreak tie) {
  switch (tie) {
    case TieBreak::rotate:
      return "they rotate, as declared";
    case TieBreak::holder:
      return "whoever holds the chair stays, as declared";
    case TieBreak::lot:
      return "a lot decides, as declared";
    case TieBreak::panel:
      return "the panel decides, as declared";
    case TieBreak::play_again:
      return "they play one more excerpt, as declared";
  }
  return "";
}

std::string behind_words(chairs::Behind behind) {
  return behind == chairs::Behind::must ? "after the others, for a must"
                                        : "after the others, without all takes";
}

std::string group_told(const Seated& seated, const std::vector<const Seat*>& group) {
  const chairs::Seating& told = seated.told();
  const int first = group.front()->first, last = group.front()->last;
  const bool scored = group.front()->behind != chairs::Behind::no_take;
  std::string text;
  if (first == 1) {
    if (group.size() == 1)
      return fmt::format("First chair: {} (P(best) {}).", group[0]->id, probability(group[0]->best));
    std::string each;
    for (const Seat* s : group) {
      if (s->best < 0.01) continue;
      each += fmt::format("{}{} {}", each.empty() ? "" : ", ", s->id, probability(s->best));
    }
    return fmt::format("First chair: not shown. {} share chairs 1 {} {} (P(best) {}); {}.", names(group),
                       last == 2 ? "and" : "to", last, each, tie_break(seated.declaration.tie_break));
  }
  text = group.size() == 1 ? fmt::format("Chair {}: {}", first, group[0]->id)
                           : fmt::format("Chairs {} to {}: {}, not told apart", first, last, names(group));
  const chairs::Cut& above = told.cuts[static_cast<std::size_t>(first) - 2];
  if (above.by_rule) return text + " (" + behind_words(group.front()->behind) + ").";
  if (!scored) return text + ".";
  return text + fmt::format(" (P {} that nobody above belongs below).", probability(above.certainty));
}

std::string must_told(const std::string& id, std::size_t excerpt, const chairs::BrokenMust& m) {
  const std::string where = fmt::format("Must: {}, excerpt {}: ", id, excerpt + 1);
  const std::string from = m.bar > 0 ? fmt::format(", from bar {} on", m.bar) : "";
  switch (m.must) {
    case chairs::Must::lean:
      return fmt::format("{}{} {} ({}), allowed ±{} ms{}.", where, m.line ? name_of(*m.line) : "all",
                         report::lean(m.value, 0), report::range(m.low, m.high, 0), m.band_high, from);
    case chairs::Must::drift:
      return fmt::format("{}the tempo changes by {} % a minute ({}), allowed {} to {}{}.", where,
                         report::number(m.value, 1), report::range(m.low, m.high, 1),
                         report::number(m.band_low, 1), report::number(m.band_high, 1), from);
    case chairs::Must::tempo:
      return fmt::format("{}{} BPM ({}), asked {} to {}.", where, report::number(m.value, 1),
                         report::range(m.low, m.high, 1), report::number(m.band_low, 1),
                         report::number(m.band_high, 1));
    case chairs::Must::answered:
      return fmt::format("{}{} of 100 notes answered ({}), asked {}.", where, report::number(m.value, 0),
                         report::range(m.low, m.high, 0), report::number(m.band_low, 0));
  }
  return where;
}

std::string other_claim(const Seated& seated) {
  const bool played = seated.declaration.claim == chairs::Claim::played;
  const chairs::Seating& other = played ? seated.again : seated.played;
  if (other.seats.size() < 2) return {};
  const Seat &one = other.seats[0], &two = other.seats[1];
  const std::string question = played ? "who would play best another time" : "who played best here";
  const std::string both =
      fmt::format("P {} {}, {} {}", one.id, probability(one.best), two.id, probability(two.best));
  if (one.last == 1)
    return fmt::format("{} {}: {} ({}).", played ? "Asked besides," : "Besides,", question, one.id, both);
  return fmt::format("{}{} is not shown ({}).", played ? "One occasion: " : "Besides, ", question, both);
}

int counted_excerpts(const Declaration& d) {
  return static_cast<int>(
      std::count_if(d.excerpts.begin(), d.excerpts.end(), [](const Excerpt& e) { return !e.left_out; }));
}

// What is known of the takes.
std::string evidence(const Seated& seated) {
  std::string sent, live;
  for (const ScoredPlayer& p : seated.players) {
    if (std::none_of(p.scores.begin(), p.scores.end(), [](const auto& score) { return score.has_value(); }))
      continue;
    std::string& ids = p.level == Level::live ? live : sent;
    ids += (ids.empty() ? "" : ", ") + p.id;
  }
  const char* kSent = "sent as files: they may have been edited, played again or played by somebody else";
  const char* kLive =
      "played to a tempo that was drawn when each was opened; who played, only the room knows";
  if (live.empty()) return fmt::format("All takes were {}.", kSent);
  if (sent.empty()) return fmt::format("All takes were {}.", kLive);
  return fmt::format("Takes of {} were {}. Takes of {} were {}.", live, kLive, sent, kSent);
}

}  // namespace

PlayedSpread spread_of(const ScoredPlayer& player) {
  PlayedSpread spread;
  double log_sum = 0, variance = 0, excerpts = 0, df = 0;
  for (const auto& score : player.scores) {
    if (!score || score->lines.empty()) continue;
    excerpts += 1;
    for (const chairs::LineSpread& line : score->lines) {
      log_sum += line.weight * std::log(line.ms);
      spread.strokes += line.n;
      spread.at_floor |= line.at_floor;
    }
    variance += score->spread_variance;
    df += score->blocks - 1;
  }
  if (excerpts == 0) return spread;
  spread.ms = std::exp(log_sum / excerpts);
  const double reach = std::exp(stats::t_quantile(df) * std::sqrt(variance) / excerpts);
  spread.low = spread.ms / reach;
  spread.high = spread.ms * reach;
  return spread;
}

std::string asked(const Seated& seated) {
  const Declaration& d = seated.declaration;
  int low = d.excerpts.front().bars, high = low;
  for (const Excerpt& e : d.excerpts) low = std::min(low, e.bars), high = std::max(high, e.bars);
  const std::string bars = low == high ? std::to_string(low) : fmt::format("{} to {}", low, high);
  return fmt::format(
      "{}{}, {} of {} bars. Asked: who {}.", d.title.empty() ? "" : d.title + ": ",
      report::count(seated.players.size(), "player"), report::count(d.excerpts.size(), "excerpt"), bars,
      d.claim == chairs::Claim::played ? "played best, here and today" : "would play best another time");
}

std::vector<std::string> chairs_told(const Seated& seated) {
  std::vector<std::string> lines;
  const std::vector<Seat>& seats = seated.told().seats;
  for (std::size_t i = 0; i < seats.size();) {
    std::vector<const Seat*> group;
    const int last = seats[i].last;
    for (; i < seats.size() && seats[i].last == last; ++i) group.push_back(&seats[i]);
    lines.push_back(group_told(seated, group));
  }
  return lines;
}

std::vector<std::string> players_told(const Seated& seated) {
  std::vector<std::string> lines;
  for (const Seat& seat : seated.told().seats) {
    const ScoredPlayer& player = seated.player(seat.id);
    if (seat.behind == chairs::Behind::no_take) continue;
    int slips = 0, notes = 0;
    std::string tempi;  // where everybody chose one, it is part of what was played
    for (std::size_t e = 0; e < player.scores.size(); ++e) {
      const auto& score = player.scores[e];
      if (!score) continue;
      slips += score->slips(), notes += score->notes;
      if (seated.declaration.excerpts[e].bpm == 0 && score->bpm > 0)
        tempi += (tempi.empty() ? " at " : ", ") + report::number(score->bpm, 0);
    }
    if (!tempi.empty()) tempi += " BPM";
    const bool counts = seated.declaration.weights[static_cast<std::size_t>(chairs::Criterion::slips)] > 0;
    const PlayedSpread spread = spread_of(player);
    std::string text = seat.id + ": ";
    if (spread.ms > 0)
      text += fmt::format("spread {} ms ({}) over {} strokes{}{}, ", report::number(spread.ms, 1),
                          report::range(spread.low, spread.high, 1), with_commas(spread.strokes), tempi,
                          spread.at_floor ? ", in part tighter than the instrument tells" : "");
    text += fmt::format("{} in {} notes{}; score {} ({}), chair {} ({} to {}).",
                        report::count(static_cast<std::size_t>(slips), "slip"), with_commas(notes),
                        counts ? "" : ", which do not count", report::number(seat.score, 2),
                        report::range(seat.low, seat.high, 2), report::number(seat.expected, 1),
                        seat.chair_low, seat.chair_high);
    lines.push_back(std::move(text));
  }
  return lines;
}

std::vector<std::string> remarks(const Seated& seated) {
  std::vector<std::string> lines;
  const std::vector<Seat>& seats = seated.told().seats;
  const Declaration& d = seated.declaration;
  if (seats.size() > 1 && seats[0].last > 1 && seats[1].behind == seats[0].behind &&
      seats[0].behind != chairs::Behind::no_take) {
    const int more = chairs::excerpts_to_tell(seats[0], seats[1], counted_excerpts(d), 0.95);
    lines.push_back(more >= 99
                        ? fmt::format("No number of excerpts that anybody plays would tell {} from {}.",
                                      seats[0].id, seats[1].id)
                        : fmt::format("To tell {} from {} would take about {} more {} of {} bars, if "
                                      "their scores stay as they are.",
                                      seats[0].id, seats[1].id, more, more == 1 ? "excerpt" : "excerpts",
                                      d.excerpts.front().bars));
  }
  if (std::string other = other_claim(seated); !other.empty()) lines.push_back(std::move(other));
  for (const ScoredPlayer& p : seated.players) {
    for (const auto& [excerpt, m] : p.broken) lines.push_back(must_told(p.id, excerpt, m));
  }
  for (const ScoredPlayer& p : seated.players) {
    for (std::size_t e = 0; e < p.scores.size(); ++e) {
      if (p.scores[e] || d.excerpts[e].left_out) continue;
      lines.push_back(fmt::format("{} has no take of excerpt {}: {}, as declared.", p.id, e + 1,
                                  d.missing == Missing::last ? "seated last" : "not seated"));
    }
  }
  for (std::size_t e = 0; e < d.excerpts.size(); ++e) {
    if (d.excerpts[e].left_out)
      lines.push_back(fmt::format("Excerpt {} is left out for everybody, by ruling.", e + 1));
  }
  lines.push_back(evidence(seated));
  return lines;
}

std::vector<std::string> hints_told(const Seated& seated) {
  std::vector<std::string> lines;
  for (const ScoredPlayer& p : seated.players) {
    for (const std::string& hint : p.hints) lines.push_back(fmt::format("{}, {}.", p.id, hint));
    for (const std::string& same : p.same_files) lines.push_back(fmt::format("{}, {}.", p.id, same));
  }
  return lines;
}

}  // namespace firstchair::audition

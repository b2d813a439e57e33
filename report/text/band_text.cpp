#include "report/text/band_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "engine/band/clock.h"
#include "report/report.h"
#include "report/text/against_text.h"
#include "report/text/facts.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

std::string with_sign(double value, int decimals) {
  const std::string text = number(value, decimals);
  return text.front() == '-' || text == number(0, decimals) || text == "?" ? text : "+" + text;
}

std::string tempo_words(const band::TempoParts& tempo) {
  return fmt::format("tempo {} -> {}: you {} ({} to {}), band {}", number(tempo.from_bpm, 0),
                     number(tempo.to_bpm, 0), with_sign(tempo.own_bpm, 1), number(tempo.own_low, 1),
                     number(tempo.own_high, 1), with_sign(tempo.pulled_bpm, 1));
}

// Where nobody can say who made it, the tempo of both ends alone.
std::string tempo_alone(const band::BandPlayed& played) {
  std::vector<const band::BandBeat*> known;
  for (const band::BandBeat& beat : played.beats)
    if (beat.drummer_bpm > 0 && beat.sure) known.push_back(&beat);
  if (known.empty()) return "no beat of yours was sure enough to be followed";
  const std::size_t part = std::max<std::size_t>(1, known.size() / 8);
  double from = 0, to = 0;
  for (std::size_t k = 0; k < part; ++k) {
    from += known[k]->drummer_bpm / static_cast<double>(part);
    to += known[known.size() - 1 - k]->drummer_bpm / static_cast<double>(part);
  }
  return fmt::format("tempo {} -> {}", number(from, 0), number(to, 0));
}

std::string who_words(const band::Moves& moves) {
  if (moves.unmoved) return "the band held its tempo exactly: how far you followed it cannot be told";
  const auto too_few = [&](const char* what) {
    return fmt::format("too few bars to say {} ({} of {} bars)", what, number(std::floor(moves.bars), 0),
                       number(moves.bars_wanted, 0));
  };
  if (moves.gain.open) return too_few("who follows");
  const std::string gain =
      fmt::format("you closed {} ({} to {}) of the gap a beat, the band {}", number(moves.gain.value, 2),
                  number(moves.gain.low, 2), number(moves.gain.high, 2), number(moves.band_gain, 2));
  switch (moves.led) {
    case band::Led::drummer_follows:
      return gain + ": you follow";
    case band::Led::drummer_leads:
      return gain + ": you lead";
    case band::Led::nobody_follows:
      return gain + ": the band held and you kept your own time";
    case band::Led::cannot_tell:
      break;
  }
  const char* const what = band::only_held(moves.band_gain) ? "whether you follow" : "who follows";
  return gain + ": " +
         (moves.bars < moves.bars_wanted ? too_few(what) : std::string(what) + " cannot be told");
}

std::string return_text(const band::BandPlayed& played, const band::Moves::Return& back) {
  const double quarters_a_bar = 4. * played.meter.beats / played.meter.unit;
  const int bar = static_cast<int>(static_cast<double>(back.quarter) / quarters_a_bar) + 1;
  const std::string tempo =
      back.drummer_bpm > 0
          ? fmt::format(", tempo {} for {}", number(back.drummer_bpm, 0), number(back.band_bpm, 0))
          : "";
  return fmt::format("bar {}: you came back {}{}", bar, lean(back.gap_ms, 0), tempo);
}

// The first three in full; of more than that the mean, its interval and the farthest one.
std::vector<std::string> return_texts(const band::BandPlayed& played, const band::Moves& moves) {
  std::vector<std::string> texts;
  const auto& all = moves.returns;
  if (all.size() <= 3) {
    for (const band::Moves::Return& back : all) texts.push_back(return_text(played, back));
    return texts;
  }
  const auto farthest = std::max_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::abs(a.gap_ms) < std::abs(b.gap_ms);
  });
  texts.push_back(fmt::format("{} returns: {} (±{}); farthest: {}", all.size(),
                              lean(moves.returns_mean_ms, 0), number(moves.returns_half_ms, 0),
                              return_text(played, *farthest)));
  return texts;
}

// A lean, or an error of the delay, beyond what the band lets be pulls both: two who aim apart by c ms settle
// a c / (1 - f) ms a quarter away from home (engine/band/clock.h).
std::string pull_text(const band::BandPlayed& played, const band::Moves& moves) {
  const double most = band::ClockConfig{}.most_lean_ms, beyond = moves.gap_mean_ms - moves.lean_ms;
  if (!(played.follow > 0) || played.beats.empty() || std::abs(moves.lean_ms) < .98 * most ||
      beyond * moves.lean_ms <= 0)
    return {};
  const double f = band::BandClock::kMostFollow * played.follow, home = played.beats.front().home_bpm;
  const double pulled_ms = band::BandClock::kPhaseOfTempo * f * beyond / (1 - f);
  return fmt::format(
      "the band lets {} ms be; the {} ms beyond pull both by {} ms a beat, from {} to about {}. If you play "
      "no "
      "such lean, measure the delay again: firstchair calibrate",
      number(most, 0), number(std::abs(beyond), 0), number(pulled_ms, 1), number(home, 0),
      number(60000 / (60000 / home + pulled_ms), 0));
}

}  // namespace

std::string moves_text(const band::Moves& moves) {
  return moves.tempo.told ? tempo_words(moves.tempo) + "; " + who_words(moves) : who_words(moves);
}

std::vector<std::string> band_lines(const band::BandPlayed& played) {
  const band::Moves moves = moves_of(played);
  std::vector<std::string> lines;
  const auto add = [&](const char* head, const std::string& text) {
    lines.push_back(fmt::format("{:<9}{}", head, text));
  };
  add("moves", moves.tempo.told ? moves_text(moves) : tempo_alone(played) + "; " + who_words(moves));
  if (moves.both > 1) {
    const double half = 1.96 * moves.gap_sd_ms / std::sqrt(moves.both);
    add("gap", fmt::format("you {} {}against the band on {}, spread {} ms", lean(moves.gap_mean_ms, 1),
                           fmt::format("(±{}) ", number(half, 1)),
                           count(static_cast<std::size_t>(moves.both), "beat"), number(moves.gap_sd_ms, 1)));
    if (played.follow > 0)
      add("lean", fmt::format("{}, as the band knew it at the end; it was let be", lean(moves.lean_ms, 1)));
  }
  if (const std::string pull = pull_text(played, moves); !pull.empty()) add("pull", pull);
  for (const std::string& text : return_texts(played, moves)) add("back", text);
  const std::size_t all = played.beats.size();
  if (all > 0 && static_cast<std::size_t>(moves.both) < all)
    add("beats", fmt::format("{} of {} were played by both", moves.both, all));
  for (const auto& [bars, name, where] : {std::tuple(moves.double_time, "double", "every \"and\""),
                                          std::tuple(moves.half_time, "half", "3 alone")})
    if (bars > 0)
      add("time", fmt::format("your backbeat lay on {} in {}: {} time. The band kept its count", where,
                              count(static_cast<std::size_t>(bars), "bar"), name));
  if (moves.lost > 0)
    add("lost", count(static_cast<std::size_t>(moves.lost), "passage") +
                    " with more than 100 ms between you and the band");
  if (played.limited && !played.beats.empty())
    add("limit",
        fmt::format("home {}: the band goes no further than {} to {}",
                    number(played.beats.front().home_bpm, 0), number(played.beats.front().home_bpm * .9, 0),
                    number(played.beats.front().home_bpm * 1.1, 0)));
  return lines;
}

std::vector<std::string> band_lean_lines(const Take& take) {
  std::vector<std::string> lines;
  if (!take.source.band) return lines;
  for (const Metric& m : take.verdict.metrics)
    if (m.beside_band && measured(m)) lines.push_back(fmt::format("{:<9}{}", "line", metric_text(m)));
  lines.push_back(fmt::format("{:<9}{}", "against", against_text(take)));
  return lines;
}

std::string moves_csv(const band::BandPlayed& played) {
  std::string out =
      "quarter,bar,beat,band_ms,drummer_ms,gap_ms,home_bpm,band_bpm,drummer_bpm,loose_ms,band_gain,"
      "band_moved_ms,lean_ms,held,alone\n";
  const double quarters_a_bar = 4. * played.meter.beats / played.meter.unit;
  for (const band::BandBeat& beat : played.beats) {
    const double quarter = static_cast<double>(beat.quarter), bar = std::floor(quarter / quarters_a_bar);
    const band::PlayedBeat& at = beat.played;
    out += fmt::format("{},{},{},{:.3f},", beat.quarter, bar + 1,
                       (quarter - bar * quarters_a_bar) * played.meter.unit / 4 + 1, at.band_ms);
    out += at.heard ? fmt::format("{:.3f},{:.3f},", at.drummer_ms, at.drummer_ms - at.band_ms) : ",,";
    out += fmt::format("{:.3f},{:.3f},", beat.home_bpm, beat.band_bpm);
    out += beat.drummer_bpm > 0 ? fmt::format("{:.3f},", beat.drummer_bpm) : ",";
    out += fmt::format("{:.3f},{:.3f},{:.3f},{:.3f},{},{}\n", at.loose_ms, at.band_gain, beat.moved_ms,
                       beat.lean_ms, beat.held ? 1 : 0, beat.alone ? 1 : 0);
  }
  return out;
}

}  // namespace firstchair::report

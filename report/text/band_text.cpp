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

std::string tempo_text(const band::Tempo& tempo) {
  return fmt::format("{} (±{})", number(tempo.bpm, 0), number(tempo.half_bpm, 1));
}

std::string tempo_words(const band::TempoParts& tempo) {
  return fmt::format("tempo {} -> {}: you {} ({} to {}), band {} ({} to {})", tempo_text(tempo.from),
                     tempo_text(tempo.to), with_sign(tempo.own_bpm, 1), number(tempo.own_low, 1),
                     number(tempo.own_high, 1), with_sign(tempo.pulled_bpm, 1), number(tempo.pulled_low, 1),
                     number(tempo.pulled_high, 1));
}

// Where nobody can say who made it, the tempo of both ends alone.
std::string tempo_alone(const band::BandPlayed& played, const band::Moves& moves) {
  if (moves.ends.from.bpm > 0)
    return fmt::format("tempo {} -> {}", tempo_text(moves.ends.from), tempo_text(moves.ends.to));
  const bool any = std::any_of(played.beats.begin(), played.beats.end(),
                               [](const band::BandBeat& beat) { return beat.sure && beat.drummer_bpm > 0; });
  return any ? "too few beats to say your tempo" : "no beat of yours was sure enough to be followed";
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

// Half of the interval in which 95 of 100 of the drummer's strokes lie about his mean; empty where that is
// not known.
std::string one_stroke(const band::Moves& moves) {
  return moves.both >= 16 ? fmt::format(" (±{}, one stroke)", number(1.96 * moves.gap_sd_ms, 0)) : "";
}

std::string return_text(const band::BandPlayed& played, const band::Moves::Return& back,
                        const std::string& sure) {
  const double quarters_a_bar = 4. * played.meter.beats / played.meter.unit;
  const int bar = static_cast<int>(static_cast<double>(back.quarter) / quarters_a_bar) + 1;
  const std::string tempo = back.drummer.bpm > 0 ? fmt::format(", tempo {} for {}", tempo_text(back.drummer),
                                                               number(back.band_bpm, 0))
                                                 : "";
  return fmt::format("bar {}: you came back {}{}{}", bar, lean(back.gap_ms, 0), sure, tempo);
}

// The first three in full, each as sure as one stroke of this drummer is; of more than that the mean, its
// interval and the farthest one.
std::vector<std::string> return_texts(const band::BandPlayed& played, const band::Moves& moves) {
  std::vector<std::string> texts;
  const auto& all = moves.returns;
  if (all.size() <= 3) {
    for (const band::Moves::Return& back : all) texts.push_back(return_text(played, back, one_stroke(moves)));
    return texts;
  }
  const auto farthest = std::max_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::abs(a.gap_ms) < std::abs(b.gap_ms);
  });
  texts.push_back(fmt::format("{} returns: {} (±{}); farthest: {}", all.size(),
                              lean(moves.returns_mean_ms, 0), number(moves.returns_half_ms, 0),
                              return_text(played, *farthest, one_stroke(moves))));
  return texts;
}

// A lean, or an error of the delay, beyond what the band lets be pulls both: two who aim apart by c ms settle
// a c / (1 - f) ms a quarter away from home (engine/band/clock.h). So does who means to play another tempo,
// whom the band trails by c: the two look alike.
std::string pull_text(const band::BandPlayed& played, const band::Moves& moves) {
  const double most = band::ClockConfig{}.most_lean_ms, beyond = moves.gap_mean_ms - moves.lean_ms;
  if (!(played.follow > 0) || played.beats.empty() || std::abs(moves.lean_ms) < .98 * most ||
      beyond * moves.lean_ms <= 0)
    return {};
  const double f = band::BandClock::kMostFollow * played.follow, home = played.beats.front().home_bpm;
  const double pull = band::BandClock::kPhaseOfTempo * f / (1 - f);
  const double half = (moves.gap_mean.high - moves.gap_mean.low) / 2;
  const auto settled = [&](double beyond_ms) { return 60000 / (60000 / home + pull * beyond_ms); };
  const auto [slow, fast] = std::minmax({settled(beyond - half), settled(beyond + half)});
  return fmt::format(
      "the band lets {} ms be; the {} ms (±{}) beyond go with {} ms (±{}) a beat, from {} to about {} ({} to "
      "{}). "
      "If you meant that tempo, count in at it; if not, and you play no such lean, measure the delay again: "
      "firstchair calibrate",
      number(most, 0), number(std::abs(beyond), 0), number(half, 1), number(std::abs(pull * beyond), 1),
      number(pull * half, 1), number(home, 0), number(settled(beyond), 0), number(slow, 0), number(fast, 0));
}

// Counts the beats at which both were to play: not those of a trade, a solo or a written hit.
int for_both(const band::BandPlayed& played) {
  return static_cast<int>(std::count_if(played.beats.begin(), played.beats.end(),
                                        [](const band::BandBeat& beat) { return !beat.held; }));
}

// Why that is so, and what to do.
std::string apart_text(const band::BandPlayed& played, bool on_page) {
  const auto told = [&](const char* what, const char* to_do) {
    return what + std::string(on_page ? "" : ". ") + (on_page ? "" : to_do);
  };
  switch (played.known_by) {
    case band::KnownBy::songs_drums:
      return told(
          "your strokes were looked for in the drums that the song has written out, and few are there",
          "Play those, name what you play (--chart), or say --chart none: the band finds your beat then");
    case band::KnownBy::chart:
      return told("your strokes were looked for in the chart, and few are there",
                  "Play it, or say --chart none: the band finds your beat then");
    case band::KnownBy::beat:
      break;
  }
  return told("your beat was not found where the band's is",
              "Come in with its count-in, or name what you play (--chart)");
}

}  // namespace

std::string moves_text(const band::Moves& moves) {
  return moves.tempo.told ? tempo_words(moves.tempo) + "; " + who_words(moves) : who_words(moves);
}

std::vector<std::string> band_lines(const band::BandPlayed& played, bool on_page) {
  const band::Moves moves = moves_of(played);
  std::vector<std::string> lines;
  const auto add = [&](const char* head, const std::string& text) {
    lines.push_back(fmt::format("{:<9}{}", head, text));
  };
  add("moves", moves.tempo.told ? moves_text(moves) : tempo_alone(played, moves) + "; " + who_words(moves));
  const std::string pull = pull_text(played, moves);
  if (moves.both > 2)
    add("gap",
        fmt::format("you {} (±{}) against the band on {}, spread {} ms ({} to {}){}",
                    lean(moves.gap_mean_ms, 1), number((moves.gap_mean.high - moves.gap_mean.low) / 2, 1),
                    count(static_cast<std::size_t>(moves.both), "beat"), number(moves.gap_sd_ms, 1),
                    number(moves.gap_sd.low, 1), number(moves.gap_sd.high, 1),
                    std::abs(moves.lean_ms) >= 1 && pull.empty() ? "; such a lean is let be" : ""));
  if (!pull.empty()) add("pull", pull);
  for (const std::string& text : return_texts(played, moves)) add("back", text);
  const int all = for_both(played);
  if (moves.both < all)
    add("beats", fmt::format("{} of {} were played by both{}", moves.both, all,
                             4 * moves.both < all ? ": " + apart_text(played, on_page) : ""));
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

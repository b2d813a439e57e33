#include "report/text/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/ids.h"

namespace firstchair::report {

std::string number(double value, int decimals) {
  if (!std::isfinite(value)) return "?";
  std::string text = fmt::format("{:.{}f}", value, decimals);
  const bool zero = text.find_first_of("123456789") == std::string::npos;
  if (zero && text.front() == '-') text.erase(0, 1);
  return text;
}

int decimals_for(double half_width) {
  return half_width >= 1.95 ? 0 : half_width >= 0.095 ? 1 : 2;
}

std::string named_tempo(double bpm) {
  return number(bpm, std::fabs(bpm - std::round(bpm)) < 0.05 ? 0 : 1);
}

std::string lean(double ms, int decimals) {
  const std::string size = number(std::fabs(ms), decimals);
  if (size.find_first_of("123456789") == std::string::npos) return size + " ms";
  return size + (ms < 0 ? " ms early" : " ms late");
}

std::string plus_minus(double low, double high, int decimals) {
  return "±" + number((high - low) / 2, decimals);
}

std::string range(double low, double high, int decimals) {
  return number(low, decimals) + " to " + number(high, decimals);
}

std::string count(std::size_t n, std::string_view thing) {
  return fmt::format("{} {}{}", n, thing, n == 1 ? "" : "s");
}

std::string clock(double seconds) {
  const long long s = std::isfinite(seconds) && seconds > 0 ? static_cast<long long>(seconds) : 0;
  if (s >= 3600) return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
  return fmt::format("{}:{:02}", s / 60, s % 60);
}

std::string bars(int from, int to) {
  return from == to ? fmt::format("bar {}", from) : fmt::format("bars {}-{}", from, to);
}

std::string beat(double beat_from_1) {
  const double whole = std::floor(beat_from_1 + 1e-6);
  const double part = beat_from_1 - whole;
  const auto near = [&](double x) { return std::fabs(part - x) < 0.005; };
  const std::string count = number(whole, 0);
  if (near(0)) return "beat " + count;
  if (near(0.25)) return "e of " + count;
  if (near(0.5)) return "& of " + count;
  if (near(0.75)) return "a of " + count;
  return "beat " + number(beat_from_1, 2);
}

std::string meters(const Chart& chart) {
  const auto text = [](const MeterChange& m) { return fmt::format("{}/{}", m.beats, m.unit); };
  if (chart.meters.empty()) return "";
  if (chart.meters.size() == 1) return text(chart.meters[0]);
  if (chart.meters.size() == 2) {
    const Bar bar = bar_at(bars_of(chart), chart.meters[1].tick);
    return fmt::format("{}, {} from bar {}", text(chart.meters[0]), text(chart.meters[1]), bar.number);
  }
  return fmt::format("{}, {} ... ({} changes)", text(chart.meters[0]), text(chart.meters[1]),
                     chart.meters.size() - 1);
}

std::string capital(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

std::string departure(const Departure& d, double rate) {
  const std::string at = clock(rate > 0 ? static_cast<double>(d.frame) / rate : 0);
  const std::string which = bars(d.first_bar, d.last_bar);
  switch (d.kind) {
    case DepartureKind::late_start:
      return fmt::format("{} left out at the start", which);
    case DepartureKind::early_end:
      return fmt::format("{} left out at the end, from {}", which, at);
    case DepartureKind::skipped:
      return fmt::format("{} skipped at {}", which, at);
    case DepartureKind::repeated:
      return fmt::format("{} played again at {}", which, at);
    case DepartureKind::restart:
      return fmt::format("stop in bar {}, on from bar {} at {} after {} s", d.first_bar, d.last_bar, at,
                         number(d.pause_ms / 1000, 1));
  }
  return {};
}

namespace {
template <std::size_t N, class Enum>
std::string_view pick(const std::array<std::string_view, N>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}
}  // namespace

std::string_view id_of(Measure measure) {
  static constexpr auto names = ids_up_to<kMeasureCount - 1>(

      "placement", "tightness", "tempo", "drift", "spot", "unison", "flam_gap", "swing", "dynamics", "accent",
      "missed", "extra", "wrong_voice", "hands", "phrase", "bar", "step", "hand_spread", "doubles",
      "doubles_level", "level_spot", "level_course");
  return pick(names, measure);
}
std::string_view unit_of(Measure measure) {
  static constexpr auto names = ids_up_to<kMeasureCount - 1>(

      "ms", "ms", "bpm", "%/min", "ms", "ms", "ms", "ratio", "dB", "sd", "per 100", "per 100", "per 100",
      "ms", "ms", "ms", "%", "ratio", "ms", "dB", "dB", "dB");
  return pick(names, measure);
}
std::string_view id_of(Standing standing) {
  static constexpr auto names =
      ids_up_to<Standing::below_floor>("in_band", "out_of_band", "no_band", "too_few", "below_floor");
  return pick(names, standing);
}
std::string_view id_of(Action action) {
  static constexpr auto names = ids_up_to<kLastAction>(

      "record_more", "next_tempo", "loop", "line_alone", "two_lines_alone", "let_click_come", "meet_click",
      "hold_tempo", "open_flams", "close_flams", "swing_to", "lower_ghosts", "even_level", "hand_leads");
  return pick(names, action);
}
std::string_view id_of(MatchKind kind) {
  static constexpr auto names =
      ids_up_to<MatchKind::masked>("matched", "wrong_voice", "grace", "extra", "missed", "masked");
  return pick(names, kind);
}
std::string_view id_of(DepartureKind kind) {
  static constexpr auto names =
      ids_up_to<DepartureKind::restart>("late_start", "early_end", "skipped", "repeated", "restart");
  return pick(names, kind);
}
std::string_view id_of(Dynamic dynamic) {
  static constexpr auto names = ids_up_to<Dynamic::accent>("ghost", "normal", "accent");
  return pick(names, dynamic);
}
std::string_view id_of(Ornament ornament) {
  static constexpr auto names = ids_up_to<Ornament::buzz>("none", "flam", "drag", "buzz");
  return pick(names, ornament);
}
std::string_view id_of(Hand hand) {
  static constexpr auto names = ids_up_to<Hand::left>("unwritten", "right", "left");
  return pick(names, hand);
}
std::string_view id_of(VoiceDetail detail) {
  static constexpr auto names = ids_up_to<VoiceDetail::none>("voice", "family", "none");
  return pick(names, detail);
}
std::string_view id_of(SourceKind kind) {
  return kind == SourceKind::audio ? "audio" : "midi";
}

std::string sure(double probability) {
  return probability >= 0.995 ? "" : fmt::format("{} % sure", number(std::floor(100 * probability), 0));
}

std::string tempo_words(const Reading& r) {
  if (r.two_tempi()) {
    const auto percent = [](double p) { return number(std::floor(100 * p), 0) + " %"; };
    return fmt::format("{} or {} BPM ({} or {})", number(r.bpm, 0), number(r.other_bpm, 0),
                       percent(r.tempo_probability), percent(r.other_probability));
  }
  const int decimals = std::max(decimals_for((r.bpm_high - r.bpm_low) / 2), 1);
  const std::string doubt = sure(r.tempo_probability);
  return fmt::format("{} BPM ({}){}", number(r.bpm, decimals), range(r.bpm_low, r.bpm_high, decimals),
                     doubt.empty() ? "" : ", " + doubt);
}

std::string played_meter(const Reading& r) {
  return r.played_beats > 0 ? fmt::format("{}/{}", r.played_beats, r.played_unit) : "";
}

std::string meter_heard(const Take& take) {
  return take.reading.chart_played ? meters(take.chart) : played_meter(take.reading);
}

std::string meter_doubt(const Reading& reading) {
  const std::string meter = sure(reading.meter_probability), bar = sure(reading.bar_probability);
  if (bar.empty()) return meter;
  return meter.empty() ? "bar line " + bar : meter + ", bar line " + bar;
}

}  // namespace firstchair::report

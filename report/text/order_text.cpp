// The one order in words: [where] [what, signed, ms] [±] [next action with number]. At most 14 words beside
// the numbers; every sentence carries a number; nothing is said about the person.
//
// Takes are measured against the player's own pulse, so the text says "pulse" where a click is not known to
// have run.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/teacher/give_order.h"
#include "report/report.h"
#include "report/text/loose_lines.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

std::string line_words(const Metric& metric) {
  return metric.has_line ? std::string(name_of(metric.line)) : "all lines";
}

std::string unison_words(const Metric& m) {
  const bool leads = (m.mean_low > 0 || m.mean_high < 0) && std::fabs(m.mean) > m.value;
  if (leads) {
    const int decimals = decimals_for((m.mean_high - m.mean_low) / 2);
    const Line first = m.mean < 0 ? m.line : m.other;
    const Line second = m.mean < 0 ? m.other : m.line;
    return fmt::format("{} {} ms ahead of {}, {}", capital(name_of(first)),
                       number(std::fabs(m.mean), decimals), name_of(second),
                       plus_minus(m.mean_low, m.mean_high, decimals));
  }
  const int decimals = decimals_for((m.high - m.low) / 2);
  return fmt::format("{} to {} spread {} ms ({})", capital(name_of(m.line)), name_of(m.other),
                     number(m.value, decimals), range(m.low, m.high, decimals));
}

std::string band(const Metric& m, int decimals) {
  if (m.band_low <= 0) return "up to " + number(m.band_high, decimals);
  return range(m.band_low, m.band_high, decimals);
}

// The metric as short as an order needs it, without a full stop.
std::string short_words(const Metric& m) {
  switch (m.measure) {
    case Measure::missed:
    case Measure::extra:
    case Measure::wrong_voice:
      return slip_words(m);
    case Measure::unison:
      return unison_words(m);
    case Measure::accent: {
      const int decimals = decimals_for((m.mean_high - m.mean_low) / 2);
      return fmt::format("{} ghosts {} dB under the rest, {}", capital(line_words(m)),
                         number(m.mean, decimals), plus_minus(m.mean_low, m.mean_high, decimals));
    }
    default:
      return metric_text(m);
  }
}

// What makes a fault of it: the band of the professionals, the tempo asked for, where, how often.
std::string context_words(const Metric& m) {
  switch (m.measure) {
    case Measure::tightness:
    case Measure::unison:
      return m.band_high > 0 ? fmt::format(". Pros: {}", band(m, 0)) : "";
    case Measure::tempo:
      return ", asked " + named_tempo((m.band_low + m.band_high) / 2);
    case Measure::drift:
      return m.place.bar > 0 ? fmt::format(", from bar {}", m.place.bar) : "";
    case Measure::spot: {
      if (m.every > 1) return {};
      const bool counted = m.places.size() >= 2 && static_cast<int>(m.places.size()) <= m.n;
      return counted ? fmt::format(", {} of {}", m.places.size(), m.n) : "";
    }
    default:
      return {};
  }
}

std::string cause_words(const Take& take) {
  const Metric& m = take.order.cause;
  const bool empty = m.n == 0 && m.needed == 0;
  if (take.order.action == Action::record_more && empty) return count(take.hits.size(), "stroke") + " heard.";
  if (take.order.action == Action::next_tempo && m.standing != Standing::out_of_band)
    return nothing_to_fix(take);
  if (m.standing == Standing::too_few || m.standing == Standing::below_floor) return metric_text(m) + ".";
  if (m.standing == Standing::out_of_band) return fact_words(m) + ".";
  return short_words(m) + ".";
}

std::string at(const Order& order) {
  return order.bpm > 0 ? " at " + number(order.bpm, 0) : "";
}

// "bars 9-16 at 96": the chart's bars, or how many.
std::string stretch_words(const Order& order) {
  if (order.from_bar == 0 && order.count > 0)
    return count(static_cast<std::size_t>(order.count), "bar") + at(order);
  return bars(order.from_bar, std::max(order.from_bar, order.to_bar)) + at(order);
}

// "bars 9-16 at 96, 4 clean": what there is of it; an order always carries a number.
std::string frame_words(const Order& order) {
  std::string text = order.from_bar > 0 ? bars(order.from_bar, std::max(order.from_bar, order.to_bar)) : "";
  if (order.bpm > 0) text += fmt::format("{}at {}", text.empty() ? "" : " ", number(order.bpm, 0));
  if (order.count > 0) text += fmt::format("{}{} clean", text.empty() ? "" : ", ", order.count);
  return text.empty() ? "1 more take" : text;
}

// "Next: 122 bpm, 8 bars."
std::string next_words(const Order& order) {
  const std::string how_long = count(static_cast<std::size_t>(std::max(order.count, 1)), "bar");
  if (order.bpm <= 0) return "Next: " + how_long + ", a little faster.";
  const std::string tempo = "Next: " + number(order.bpm, 0) + " bpm";
  return order.count > 0 ? tempo + ", " + how_long + "." : tempo + ".";
}

std::string_view slower_words(const Take& take) {
  switch (loose_lines(take)) {
    case LooseLines::every:
      return "Every line strays as far: slower";
    case LooseLines::one:
      return "The others are not much tighter: slower";
    case LooseLines::alone:
      break;
  }
  return "Slower";
}

std::string action_words(const Take& take) {
  const Order& order = take.order;
  const Metric& m = order.cause;
  const std::string frame = frame_words(order);
  const bool bound = order.from_bar > 0 || order.count > 0;
  switch (order.action) {
    case Action::record_more:
      return fmt::format("Play {}{}.", count(static_cast<std::size_t>(std::max(order.count, 1)), "bar"),
                         at(order));
    case Action::next_tempo:
      if (m.standing == Standing::out_of_band) return fmt::format("{}, {}.", slower_words(take), frame);
      return next_words(order);
    case Action::loop:
      return fmt::format("Loop {}.", frame);
    case Action::line_alone:
      return fmt::format("{} alone, {}.",
                         capital(m.has_loose ? std::string(name_of(m.loose)) : line_words(m)), frame);
    case Action::two_lines_alone:
      return fmt::format("{} and {} alone, {}.", capital(name_of(m.line)), name_of(m.other), frame);
    case Action::let_click_come:
      return fmt::format("Let the {} come: {}.", m.beside_band ? "band" : "pulse",
                         bound ? stretch_words(order) : frame);
    case Action::meet_click:
      return fmt::format("Meet the {}: {}.", m.beside_band ? "band" : "pulse",
                         bound ? stretch_words(order) : frame);
    case Action::hold_tempo:
      if (order.bpm <= 0) return fmt::format("Hold the tempo: {}.", bound ? stretch_words(order) : frame);
      if (order.from_bar > 0)
        return fmt::format("Hold {} from bar {}.", number(order.bpm, 0), order.from_bar);
      if (order.count == 0) return fmt::format("Hold {} throughout.", number(order.bpm, 0));
      return fmt::format("Hold {} for {}.", number(order.bpm, 0),
                         count(static_cast<std::size_t>(order.count), "bar"));
    case Action::open_flams:
      return fmt::format("Open them to {}-{} ms, {}.", number(m.band_low, 0), number(m.band_high, 0), frame);
    case Action::close_flams:
      return fmt::format("Close them to {}-{} ms, {}.", number(m.band_low, 0), number(m.band_high, 0), frame);
    case Action::swing_to:
      return fmt::format("Swing {}, {}.", number(order.target, 1), frame);
    case Action::lower_ghosts:
      return fmt::format("Ghosts {} dB under accents, {}.", number(order.target, 0), frame);
    case Action::hand_leads:
      return fmt::format("{} leads, {}.",
                         m.value > (m.measure == Measure::hand_spread ? 1 : 0) ? "Left" : "Right", frame);
    case Action::even_level:
      if (m.measure == Measure::level_course)
        return fmt::format("Hold it within {} dB, {}.", number(order.target, 0), frame);
      if (m.measure == Measure::doubles_level || m.measure == Measure::level_spot)
        return fmt::format("{} alone, within {} dB, {}.", capital(line_words(m)), number(order.target, 0),
                           frame);
      return fmt::format("{} alone, spread under {} dB, {}.", capital(line_words(m)), number(order.target, 1),
                         frame);
  }
  return {};
}

// The meter that was played in place of the chart's, where it is likelier than all others together.
std::string other_meter(const Take& take) {
  const Reading& r = take.reading;
  if (r.played_beats == 0 || r.two_tempi() || !(r.meter_probability > 0.5)) return {};
  const bool same = std::ranges::any_of(take.chart.meters, [&](const MeterChange& m) {
    return m.beats == r.played_beats && m.unit == r.played_unit;
  });
  return same ? "" : " in " + played_meter(r);
}

}  // namespace

std::string fact_words(const Metric& m) {
  return short_words(m) + (m.standing == Standing::out_of_band ? context_words(m) : "");
}

std::string nothing_to_fix(const Take& take) {
  const Reading& r = take.reading;
  if (r.bpm > 0 && teacher::tempo_is_sure(r)) return fmt::format("Nothing to fix at {}.", number(r.bpm, 0));
  return "Nothing to fix in " + count(take.hits.size(), "stroke") + ".";
}

OrderWords order_words(const Take& take) {
  if (!take.reading.chart_played) {
    const std::string title = take.chart.title.empty() ? "the chart" : "\"" + plain(take.chart.title) + "\"";
    const Reading& r = take.reading;
    const std::string tempo = r.two_tempi()
                                  ? fmt::format("{} or {}", number(r.bpm, 0), number(r.other_bpm, 0))
                                  : "about " + number(r.bpm, 0);
    const std::string played =
        r.bpm > 0 ? fmt::format("You played {} BPM{}.", tempo, other_meter(take)) : "1 more take.";
    const std::string nearest =
        take.nearest_chart.empty() ? "" : fmt::format(" Nearest chart: {}.", plain(take.nearest_chart));
    return {fmt::format("This is not {}: nothing is judged.", title), played + nearest};
  }
  return {cause_words(take), action_words(take)};
}

}  // namespace firstchair::report

namespace firstchair::report {

std::string order_text(const Take& take) {
  const report::OrderWords words = report::order_words(take);
  return words.cause + " " + words.action;
}

}  // namespace firstchair::report

#include "engine/teacher/give_order.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/teacher/findings.h"

namespace firstchair::teacher {
namespace {

constexpr double kSlower = 0.94;  // of the played tempo: about where 85 of 100 passes are clean
constexpr double kFaster = 1.02;
constexpr int kCleanPasses = 4;
constexpr int kExercise = 8;      // bars
constexpr int kWindow = 4;        // bars of slips that make one exercise
constexpr int kLongLoop = 4;      // bars; a longer chart is not looped as a whole
constexpr int kFirstTake = 16;    // bars, when nothing was heard
constexpr int kLongestTake = 64;  // bars
constexpr double kGhostGap = 10;  // dB; the professionals' ghosts lie 9.6 under their accents

double rounded(double bpm) {
  return std::round(bpm);
}

class Teacher {
 public:
  Teacher(const Verdict& verdict, const Chart& chart, const Reading& reading)
      : verdict_(verdict),
        bars_(bars_of(chart)),
        chart_given_(reading.chart_given),
        sure_tempo_(tempo_is_sure(reading)),
        bpm_(reading.bpm) {
    for (const Metric& m : verdict_.metrics) {
      if (m.measure != Measure::tempo || m.standing == Standing::too_few) continue;
      bpm_ = hold_ = m.value;
      if (!tested(m)) continue;
      // Somebody asked for one: it is what is held, and what is practised comes up to it.
      hold_ = (m.band_low + m.band_high) / 2;
      if (m.standing == Standing::out_of_band) off_ = &m, bpm_ = std::min(bpm_, hold_);
    }
    if (hold_ <= 0) hold_ = bpm_;
  }

  Order order() const {
    Order order = any_tempo();
    if (!sure_tempo_) order.bpm = 0;  // it might be half or double of what is meant
    return order;
  }

 private:
  Order any_tempo() const {
    if (const Metric* slip = worst_slip()) return about_slips(*slip);
    if (const Metric* cause = worst()) return about(*cause);
    if (const Metric* loose = loosest()) return slower(*loose);
    if (!enough()) return more();
    if (off_ != nullptr) return hold(*off_, kExercise);
    return next();
  }

  // At the tempo asked for; at the played one where none was.
  Order hold(const Metric& m, int how_many_bars) const {
    Order order = start(Action::hold_tempo, m, 1);
    order.bpm = rounded(hold_);
    if (m.place.bar > 0) bind(order, m.place.bar - 1, last_bar());
    order.to_bar = 0;
    if (order.from_bar == 0) order.count = how_many_bars;
    return order;
  }

  int last_bar() const { return static_cast<int>(bars_.size()); }

  // The largest excess; a single line before the whole take, the earlier metric on a tie.
  const Metric* worst_slip() const {
    const Metric* worst = nullptr;
    for (const Metric& m : verdict_.metrics) {
      if (!is_slip(m.measure) || m.standing != Standing::out_of_band) continue;
      if (worst == nullptr || (m.has_line && !worst->has_line) ||
          (m.has_line == worst->has_line && m.excess > worst->excess)) {
        worst = &m;
      }
    }
    return worst;
  }

  const Metric* worst() const {
    for (const Metric* m : findings(verdict_)) {
      if (!is_slip(m->measure) && m->measure != Measure::tempo) return m;
    }
    return nullptr;
  }

  // The widest spread beside its norm, of a player whose lines are all as loose. Strokes laid on a pulse that
  // is not the player's are all loose too, so it is none where the tempo is not sure.
  const Metric* loosest() const {
    const Metric* widest = nullptr;
    if (!sure_tempo_) return widest;
    for (const Metric& m : verdict_.metrics) {
      if (m.measure != Measure::tightness || m.standing != Standing::out_of_band) continue;
      if (is_loose_alone(m, verdict_)) continue;
      if (widest == nullptr || m.z > widest->z) widest = &m;
    }
    return widest;
  }

  // No line is to blame for it: the tempo gives.
  Order slower(const Metric& m) const { return start(Action::next_tempo, m, kSlower); }

  // Something was said of time, and of the notes where there is a chart.
  bool enough() const {
    const auto known = [&](auto of) {
      return std::any_of(verdict_.metrics.begin(), verdict_.metrics.end(),
                         [&](const Metric& m) { return of(m.measure) && m.standing != Standing::too_few; });
    };
    const bool time = known([](Measure m) { return m == Measure::tightness || m == Measure::placement; });
    return time && (!chart_given_ || known(is_slip)) && bpm_ > 0;
  }

  Order start(Action action, const Metric& cause, double tempo_factor) const {
    Order order;
    order.action = action;
    order.cause = cause;
    order.bpm = rounded(bpm_ * tempo_factor);
    return order;
  }

  // Bars have a name only where there is a chart to find them in.
  void bind(Order& order, int from, int to) const {
    if (!chart_given_) return;
    order.from_bar = std::clamp(from, 1, last_bar());
    order.to_bar = std::clamp(to, order.from_bar, last_bar());
  }

  // The two bars with most of the places, the first such.
  void bind_most(Order& order, const std::vector<Place>& places) const {
    std::ptrdiff_t most = 0;
    int first = 0;
    for (const Place& from : places) {
      const auto inside = std::count_if(places.begin(), places.end(), [&](const Place& place) {
        return place.bar == from.bar || place.bar == from.bar + 1;
      });
      if (inside > most) most = inside, first = from.bar;
    }
    if (most > 0) bind(order, first, first + 1);
  }

  // The bars with most of the slips, from one bar before.
  Order about_slips(const Metric& m) const {
    const bool alone = m.measure == Measure::missed && m.has_line;
    Order order = start(alone ? Action::line_alone : Action::loop, m, kSlower);
    order.count = kCleanPasses;
    int most = 0, first = 0, last = 0;
    for (const Place& from : m.places) {
      int inside = 0, end = from.bar;
      for (const Place& place : m.places) {
        if (place.bar < from.bar || place.bar >= from.bar + kWindow) continue;
        ++inside;
        end = std::max(end, place.bar);
      }
      if (inside > most) most = inside, first = from.bar, last = end;
    }
    if (most > 0) bind(order, first - 1, last);
    return order;
  }

  Order about(const Metric& m) const {
    switch (m.measure) {
      case Measure::placement: {
        Order order = start(m.value < 0 ? Action::let_click_come : Action::meet_click, m, kSlower);
        if (m.place.bar > 0) bind(order, m.place.bar, m.place.bar + kExercise - 1);
        if (order.from_bar == 0) order.count = kExercise;
        return order;
      }
      case Measure::unison: {
        if (!m.has_loose) return clean(start(Action::two_lines_alone, m, kSlower));
        return clean(start(Action::line_alone, m, kSlower));
      }
      case Measure::phrase:
      case Measure::bar: {
        Order order = clean(start(Action::loop, m, kSlower));
        if (m.place.bar > 0) bind(order, m.place.bar - 1, m.place.bar);
        return order;
      }
      case Measure::step:
      case Measure::drift:
        return hold(m, kFirstTake);
      case Measure::spot: {
        Order order = clean(start(Action::loop, m, kSlower));
        if (m.place.bar > 0)
          bind(order, m.place.bar - 1, m.place.bar);
        else if (last_bar() > kLongLoop)
          bind_most(order, m.places);
        return order;
      }
      case Measure::flam_gap:
        return clean(start(m.value < m.band_low ? Action::open_flams : Action::close_flams, m, kSlower));
      case Measure::swing: {
        Order order = clean(start(Action::swing_to, m, 1));
        order.target = (m.band_low + m.band_high) / 2;
        return order;
      }
      case Measure::accent: {
        Order order = clean(start(Action::lower_ghosts, m, kSlower));
        order.target = kGhostGap;
        return order;
      }
      case Measure::dynamics: {
        Order order = clean(start(Action::even_level, m, kSlower));
        order.target = m.band_high;
        return order;
      }
      case Measure::hands:
      case Measure::hand_spread:
        return clean(start(Action::hand_leads, m, kSlower));
      case Measure::doubles_level:
      case Measure::level_spot:
      case Measure::level_course: {
        Order order = clean(start(Action::even_level, m, kSlower));
        order.target = m.band_high;
        return order;
      }
      case Measure::doubles:
      case Measure::tightness:
      case Measure::tempo:
      case Measure::missed:
      case Measure::extra:
      case Measure::wrong_voice:
        break;
    }
    return clean(start(Action::line_alone, m, kSlower));
  }

  static Order clean(Order order) {
    order.count = kCleanPasses;
    return order;
  }

  // As many bars as the metric that lacks the fewest needs, at the rate it was fed in this take.
  Order more() const {
    const Metric* nearest = nullptr;
    const auto fed = [](const Metric& m) { return static_cast<double>(m.n) / std::max(1, m.needed); };
    for (const Metric& m : verdict_.metrics) {
      if (m.standing != Standing::too_few || !m.has_line) continue;
      if (m.measure != Measure::tightness && m.measure != Measure::placement) continue;
      if (nearest == nullptr || fed(m) > fed(*nearest)) nearest = &m;
    }
    Order order;
    order.action = Action::record_more;
    order.bpm = rounded(bpm_);
    order.count = kFirstTake;
    if (nearest == nullptr) return order;
    order.cause = *nearest;
    if (nearest->n > 0) {
      const double bars = std::ceil(last_bar() / fed(*nearest) / 4) * 4;
      order.count = static_cast<int>(std::clamp<double>(bars, 4, kLongestTake));
    }
    return order;
  }

  // Everything inside: the metric nearest to leaving its band is named.
  Order next() const {
    const Metric* nearest = nullptr;
    const auto room = [](const Metric& m) {
      const double reach = std::max({m.high - m.value, m.value - m.low, 1e-9});
      return (m.band_high - std::min(m.value, m.band_high)) / reach;
    };
    for (const bool slips : {false, true}) {
      for (const Metric& m : verdict_.metrics) {
        if (m.standing != Standing::in_band || is_slip(m.measure) != slips || m.measure == Measure::tempo)
          continue;
        if (nearest == nullptr || room(m) < room(*nearest)) nearest = &m;
      }
      if (nearest != nullptr) break;
    }
    Order order;
    order.action = Action::next_tempo;
    if (nearest != nullptr) order.cause = *nearest;
    order.bpm = std::max(rounded(bpm_ * kFaster), rounded(bpm_) + 1);
    order.count = kExercise;
    return order;
  }

  const Verdict& verdict_;
  std::vector<Bar> bars_;
  bool chart_given_, sure_tempo_;
  double bpm_;                   // played, and no faster than asked
  double hold_ = 0;              // asked, else played
  const Metric* off_ = nullptr;  // the tempo, where it surely is another than asked
};

}  // namespace

bool tempo_is_sure(const Reading& reading) {
  constexpr double kSureTempo = 0.85;
  return !reading.two_tempi() && reading.tempo_probability >= kSureTempo;
}

Order give_order(const Verdict& verdict, const Chart& chart, const Reading& reading) {
  return Teacher(verdict, chart, reading).order();
}

}  // namespace firstchair::teacher

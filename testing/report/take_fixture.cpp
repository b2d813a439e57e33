#include "testing/report/take_fixture.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>

namespace firstchair::testing {
namespace {

constexpr Ticks kQ = kTicksPerQuarter;

void add(Chart& chart, Ticks tick, Voice voice, Dynamic dynamic = Dynamic::normal,
         Ornament ornament = Ornament::none, Hand hand = Hand::unwritten) {
  chart.notes.push_back({tick, voice, dynamic, ornament, hand, 0});
}

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  double normal() {
    const double u = std::max(uniform(), 1e-12);
    return std::sqrt(-2 * std::log(u)) * std::cos(6.283185307179586 * uniform());
  }

 private:
  std::mt19937_64 engine_;
};

double lean_of(Line line) {
  switch (line) {
    case Line::snare:
      return -14;
    case Line::kick:
      return 5;
    case Line::hat:
      return -2;
    case Line::ride:
      return 11;
    default:
      return 2;
  }
}

double strength_of(Dynamic dynamic) {
  return dynamic == Dynamic::ghost ? 36 : dynamic == Dynamic::accent ? 112 : 82;
}

struct Sums {
  double n = 0, sum = 0, squares = 0;
  void add(double x) { ++n, sum += x, squares += x * x; }
  double mean() const { return n > 0 ? sum / n : 0; }
  double sd() const { return n > 1 ? std::sqrt(std::max(0.0, (squares - sum * sum / n) / (n - 1))) : 0; }
};

Metric metric(Measure measure, Line line, int n, int needed, double value, double half) {
  Metric m;
  m.measure = measure;
  m.line = line;
  m.n = n;
  m.needed = needed;
  if (n < needed) {
    m.standing = Standing::too_few;
    return m;
  }
  m.value = value;
  m.low = value - half;
  m.high = value + half;
  return m;
}

void set_band(Metric& m, double low, double high) {
  m.band_low = low;
  m.band_high = high;
  if (m.standing == Standing::too_few) return;
  const bool out = m.low > high || m.high < low;
  m.standing = out ? Standing::out_of_band : Standing::in_band;
  m.excess = out ? 1 + std::max(m.low - high, low - m.high) : 0;
}

// Plain formulas: enough to give every field a value of the right size.
void judge_simply(Take& take) {
  Verdict& verdict = take.verdict;
  verdict.floor_ms = 0.8;
  verdict.outliers = 2;
  std::map<Line, Sums> errors, levels;
  std::map<Line, int> notes, missed, extra;
  std::map<std::pair<Line, Ticks>, Sums> cells;
  std::map<std::pair<std::int32_t, Ticks>, std::map<Line, double>> chords;
  const std::vector<Bar> bars = bars_of(take.chart);
  for (const Match& m : take.alignment.matches) {
    verdict.local_error_ms.push_back(std::numeric_limits<double>::quiet_NaN());
    const Line line = m.note >= 0 ? line_of(take.chart.notes[static_cast<std::size_t>(m.note)].voice)
                                  : line_of(take.hits[static_cast<std::size_t>(m.hit)].voice);
    if (m.kind == MatchKind::missed) ++missed[line], ++notes[line];
    if (m.kind == MatchKind::extra) ++extra[line];
    if (m.kind != MatchKind::matched && m.kind != MatchKind::wrong_voice) continue;
    ++notes[line];
    verdict.local_error_ms.back() = m.error_ms - lean_of(line);
    errors[line].add(m.error_ms);
    levels[line].add(static_cast<double>(take.hits[static_cast<std::size_t>(m.hit)].level_db));
    cells[{line, m.tick - bar_at(bars, m.tick).start}].add(m.error_ms);
    chords[{m.passage, m.tick}][line] = m.error_ms;
  }
  for (auto& [line, e] : errors) {
    const int n = static_cast<int>(e.n);
    Metric placement =
        metric(Measure::placement, line, n, 16, e.mean(), 2.8 * e.sd() / std::sqrt(std::max(1.0, e.n)));
    set_band(placement, -10, 10);
    verdict.metrics.push_back(placement);
    Metric spread =
        metric(Measure::tightness, line, n, 64, e.sd(), 0.9 * e.sd() / std::sqrt(std::max(1.0, e.n)) + 1);
    if (line != Line::tom && line != Line::crash && line != Line::pad) {
      set_band(spread, 10.9, 18.4);
      if (spread.standing != Standing::too_few) {
        spread.z = e.sd() / 13.9;
        spread.grade_low = 'B';
        spread.grade_high = 'C';
      }
    }
    verdict.metrics.push_back(spread);
    verdict.metrics.push_back(metric(Measure::dynamics, line, n, 32, levels[line].sd(), 0.4));
  }
  for (auto& [line, n] : notes) {
    Metric m = metric(Measure::missed, line, n, 1, 100.0 * missed[line] / n, 0);
    m.low = std::max(0.0, m.value - 1);
    m.high = m.value + 4;
    set_band(m, 0, 2);
    verdict.metrics.push_back(m);
    Metric x = metric(Measure::extra, line, n, 1, 100.0 * extra[line] / n, 0);
    x.high = x.value + 3;
    verdict.metrics.push_back(x);
  }
  for (auto& [key, cell] : cells) {
    PositionCell p;
    p.line = key.first;
    p.in_bar = key.second;
    p.beat = bars.front().beat_at(key.second);
    p.n = static_cast<int>(cell.n);
    p.mean_ms = cell.mean();
    p.shrunk_ms = 0.6 * (cell.mean() - errors[key.first].mean());
    p.sd_ms = 6 / std::sqrt(1 + cell.n);
    p.probability = std::min(0.999, std::fabs(p.shrunk_ms) / 12);
    verdict.positions.push_back(p);
  }
  for (const auto& [a, b] : {std::pair(Line::kick, Line::hat), std::pair(Line::snare, Line::hat)}) {
    Sums d;
    for (auto& [at, lines] : chords) {
      if (lines.contains(a) && lines.contains(b)) d.add(lines[a] - lines[b]);
    }
    if (d.n == 0) continue;
    Metric m = metric(Measure::unison, a, static_cast<int>(d.n), 12, d.sd(), 1.2);
    m.other = b;
    m.mean = d.mean();
    m.mean_low = d.mean() - 2;
    m.mean_high = d.mean() + 2;
    set_band(m, 0, 15);
    verdict.metrics.push_back(m);
  }
  Metric drift =
      metric(Measure::drift, Line::pad, static_cast<int>(take.alignment.pulse.size()), 16, 2.1, 0.6);
  drift.has_line = false;
  set_band(drift, -1, 1);
  verdict.metrics.push_back(drift);
  if (errors[Line::snare].n >= 16) {
    Metric spot = metric(Measure::spot, Line::snare, 6, 3, -22, 5);
    spot.place = {12, 2.5, 0};
    set_band(spot, -20, 20);
    for (int i = 0; i < 5; ++i) spot.places.push_back({12, 2.5, 0});
    verdict.metrics.push_back(spot);
    Metric accent = metric(Measure::accent, Line::snare, 60, 16, 2.4, 0.5);
    accent.mean = 10.4, accent.mean_low = 9.2, accent.mean_high = 11.6;
    verdict.metrics.push_back(accent);
  }
  for (const Metric& m : verdict.metrics) {
    if (m.measure == Measure::placement && m.standing == Standing::out_of_band &&
        m.excess >= take.order.cause.excess) {
      take.order.cause = m;
      take.order.action = m.value < 0 ? Action::let_click_come : Action::meet_click;
      take.order.from_bar = 9;
      take.order.to_bar = 16;
      take.order.bpm = 96;
    }
  }
  if (take.order.cause.n == 0) take.order.count = 16;
}

Hit hit_of(const Note& note, Frames frame, Chance& chance, double strength) {
  Hit hit;
  hit.frame = frame;
  hit.voice = note.voice;
  hit.strength = static_cast<float>(std::clamp(std::round(strength + 7 * chance.normal()), 1.0, 127.0));
  hit.level_db = 20 * std::log10(hit.strength / 127.0F);
  hit.sigma_ms = 0.6F;
  return hit;
}

}  // namespace

Chart rock_chart(int bars) {
  Chart chart;
  chart.title = "Rock eighths with ghosts";
  chart.tempi = {{0, 98}};
  for (int bar = 0; bar < bars; ++bar) {
    const Ticks at = bar * 4 * kQ;
    const bool fill = bar % 8 == 7;
    for (int i = 0; i < (fill ? 4 : 8); ++i) {
      const bool crash = i == 0 && bar % 8 == 0;
      const bool open = i == 7 && bar % 4 == 1;
      add(chart, at + i * kQ / 2,
          crash  ? Voice::crash
          : open ? Voice::hat_open
                 : Voice::hat_closed,
          i % 2 == 0 ? Dynamic::accent : Dynamic::normal);
    }
    add(chart, at, Voice::kick);
    add(chart, at + kQ, Voice::snare, Dynamic::accent);
    add(chart, at + 7 * kQ / 4, Voice::snare, Dynamic::ghost);
    if (fill) {
      const Voice toms[] = {Voice::snare, Voice::tom_high, Voice::tom_mid, Voice::tom_low};
      for (int i = 0; i < 4; ++i) add(chart, at + 2 * kQ + i * kQ / 4, toms[i / 2]);
      for (int i = 0; i < 3; ++i) add(chart, at + 3 * kQ + i * kQ / 3, toms[i + 1]);
      add(chart, at + 3 * kQ, Voice::kick);
      continue;
    }
    add(chart, at + 2 * kQ, Voice::kick);
    add(chart, at + 5 * kQ / 2, Voice::kick);
    if (bar % 2 == 1) add(chart, at + 9 * kQ / 4, Voice::snare, Dynamic::ghost);
    add(chart, at + 3 * kQ, Voice::snare, Dynamic::accent, bar % 4 == 3 ? Ornament::flam : Ornament::none);
    if (bar % 4 == 3) add(chart, at + 7 * kQ / 2, Voice::hat_pedal);
  }
  settle(chart);
  return chart;
}

Chart rudiment_chart(int bars) {
  Chart chart;
  chart.title = "Pad: paradiddle, flam accent, sixes";
  chart.tempi = {{0, 80}};
  const std::string paradiddle = "RLRRLRLL";
  for (int bar = 0; bar < bars; ++bar) {
    const Ticks at = bar * 4 * kQ;
    for (int i = 0; i < 8; ++i) {
      add(chart, at + i * kQ / 4, Voice::pad, i % 4 == 0 ? Dynamic::accent : Dynamic::normal, Ornament::none,
          paradiddle[static_cast<std::size_t>(i)] == 'R' ? Hand::right : Hand::left);
    }
    for (int i = 0; i < 3; ++i) {
      add(chart, at + 2 * kQ + i * kQ / 3, Voice::pad, i == 0 ? Dynamic::accent : Dynamic::normal,
          i == 0   ? Ornament::flam
          : i == 2 ? Ornament::drag
                   : Ornament::none,
          i % 2 == 0 ? Hand::right : Hand::left);
    }
    for (int i = 0; i < 6; ++i) {
      add(chart, at + 3 * kQ + i * kQ / 6, Voice::pad, i == 0 ? Dynamic::accent : Dynamic::ghost,
          Ornament::none, i % 2 == 0 ? Hand::right : Hand::left);
    }
  }
  settle(chart);
  return chart;
}

Chart odd_chart(int bars) {
  Chart chart;
  chart.title = "Seven and six";
  chart.meters = {{0, 7, 8}, {static_cast<Ticks>(bars / 2) * 7 * kQ / 2, 6, 8}};
  Ticks at = 0;
  for (int bar = 0; bar < bars; ++bar) {
    const int eighths = bar < bars / 2 ? 7 : 6;
    for (int i = 0; i < eighths; ++i) add(chart, at + i * kQ / 2, i == 0 ? Voice::ride_bell : Voice::ride);
    add(chart, at, Voice::kick);
    add(chart, at + kQ, Voice::hat_pedal);
    add(chart, at + 3 * kQ / 2, Voice::cross_stick);
    if (eighths == 7) add(chart, at + 5 * kQ / 2, Voice::kick);
    if (eighths == 7) add(chart, at + 11 * kQ / 4, Voice::kick);
    at += eighths * kQ / 2;
  }
  settle(chart);
  return chart;
}

Take play(const Chart& chart, const FixtureDrummer& drummer) {
  Chance chance(drummer.seed);
  Take take;
  take.chart = chart;
  take.source.name = drummer.chart_given ? "rock_take_3.mid" : "jam.wav";
  take.source.kind = drummer.kind;
  take.source.rate = drummer.kind == SourceKind::midi ? kMidiRate : 48000;
  take.source.channels = drummer.kind == SourceKind::midi ? 0 : 2;
  take.source.bias_sd_ms = 1;
  take.reading.chart_given = drummer.chart_given;
  if (!drummer.chart_given) take.chart.title.clear(), take.chart.tempi.clear();
  if (!drummer.chart_given) take.reading.tempo_probability = 0.97, take.reading.bar_probability = 0.88;
  const double rate = take.source.rate;
  const std::vector<Bar> bars = bars_of(chart);
  const int count = static_cast<int>(bars.size());

  struct Stretch {
    int first, last;  // bars, from 0
  };
  std::vector<Stretch> stretches{{0, count - 1}};
  if (drummer.departs && count >= 8)
    stretches = {{0, count / 2 - 1}, {count / 2 + 1, count - 1}, {count - 2, count - 1}};

  Ticks total = 0;
  for (const Stretch& s : stretches) total += bars[s.last].end() - bars[s.first].start;
  double clock_s = 0.8, played = 0, walk = 0, slow = 0;
  std::map<Line, double> wander;
  double bpm_sum = 0;
  for (std::size_t p = 0; p < stretches.size(); ++p) {
    const auto passage = static_cast<std::int32_t>(p);
    const Ticks first = bars[stretches[p].first].start, last = bars[stretches[p].last].end();
    if (p > 0) {
      Departure d;
      d.kind = p == 1 ? DepartureKind::skipped : DepartureKind::repeated;
      d.first_bar = p == 1 ? stretches[0].last + 2 : stretches[2].first + 1;
      d.last_bar = p == 1 ? stretches[1].first : stretches[2].last + 1;
      d.frame = static_cast<Frames>(clock_s * rate);
      take.alignment.departures.push_back(d);
    }
    take.alignment.passages.push_back({first, first, static_cast<Frames>(clock_s * rate), 0});
    auto note = std::lower_bound(chart.notes.begin(), chart.notes.end(), first,
                                 [](const Note& n, Ticks tick) { return n.tick < tick; });
    for (Ticks beat = first; beat < last; beat += kQ) {
      walk += 0.0015 * chance.normal();
      slow = 0.95 * slow + chance.normal();
      const double bpm =
          drummer.bpm * (1 + drummer.drift * played / static_cast<double>(total)) * std::exp(walk);
      const double beat_s = 60 / bpm;
      bpm_sum += bpm;
      take.alignment.pulse.push_back({beat, passage, clock_s * rate, bpm, 0.45});
      for (; note != chart.notes.end() && note->tick < std::min(beat + kQ, last); ++note) {
        const Line line = line_of(note->voice);
        const double target = (clock_s + beat_s * static_cast<double>(note->tick - beat) / kQ) * rate;
        Match match;
        match.note = static_cast<std::int32_t>(note - chart.notes.begin());
        match.passage = passage;
        match.tick = note->tick;
        match.target = target;
        if (chance.uniform() < drummer.missed) {
          match.kind = MatchKind::missed;
          take.alignment.matches.push_back(match);
          continue;
        }
        double& w = wander[line];
        w = 0.5 * w + std::sqrt(0.75) * drummer.spread_ms * chance.normal();
        const double place = note->tick % (2 * kQ) == 3 * kQ / 2 ? 6 : 0;
        const double error = lean_of(line) + 0.2 * slow + place + w;
        const auto frame = static_cast<Frames>(target + error * rate / 1000);
        match.kind = chance.uniform() < drummer.wrong ? MatchKind::wrong_voice : MatchKind::matched;
        match.error_ms = (static_cast<double>(frame) - target) / rate * 1000;
        if (note->ornament == Ornament::flam) {
          Match grace = match;
          grace.kind = MatchKind::grace;
          grace.error_ms = -28 + 5 * chance.normal();
          grace.hit = static_cast<std::int32_t>(take.hits.size());
          take.hits.push_back(
              hit_of(*note, frame + static_cast<Frames>(grace.error_ms * rate / 1000), chance, 40));
          take.alignment.matches.push_back(grace);
        }
        match.hit = static_cast<std::int32_t>(take.hits.size());
        take.hits.push_back(hit_of(*note, frame, chance, strength_of(note->dynamic)));
        if (match.kind == MatchKind::wrong_voice) take.hits.back().voice = Voice::tom_mid;
        take.alignment.passages.back().last_tick = note->tick;
        take.alignment.matches.push_back(match);
        if (chance.uniform() < drummer.extra) {
          Match extra = match;
          extra.kind = MatchKind::extra;
          extra.note = -1;
          extra.error_ms = error + 70;
          extra.hit = static_cast<std::int32_t>(take.hits.size());
          take.hits.push_back(hit_of(*note, frame + static_cast<Frames>(0.07 * rate), chance, 50));
          take.alignment.matches.push_back(extra);
        }
      }
      clock_s += beat_s;
      played += kQ;
    }
    take.alignment.passages.back().last_frame = static_cast<Frames>(clock_s * rate);
  }
  take.source.length = static_cast<Frames>((clock_s + 1) * rate);
  take.reading.bpm = bpm_sum / static_cast<double>(std::max<std::size_t>(1, take.alignment.pulse.size()));
  take.reading.bpm_low = take.reading.bpm - 0.3;
  take.reading.bpm_high = take.reading.bpm + 0.3;

  std::vector<std::int32_t> order(take.hits.size()), rank(take.hits.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int32_t>(i);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
    return take.hits[static_cast<std::size_t>(a)].frame < take.hits[static_cast<std::size_t>(b)].frame;
  });
  std::vector<Hit> sorted;
  for (std::size_t i = 0; i < order.size(); ++i) {
    rank[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);
    sorted.push_back(take.hits[static_cast<std::size_t>(order[i])]);
  }
  take.hits = std::move(sorted);
  for (Match& m : take.alignment.matches) {
    if (m.hit >= 0) m.hit = rank[static_cast<std::size_t>(m.hit)];
  }
  std::stable_sort(take.alignment.matches.begin(), take.alignment.matches.end(),
                   [](const Match& a, const Match& b) { return a.target < b.target; });
  judge_simply(take);
  return take;
}

Take two_strokes() {
  Take take;
  take.source.name = "two.wav";
  take.source.rate = 44100;
  take.source.channels = 1;
  take.source.length = 3 * 44100;
  Chance chance(3);
  for (const Frames frame : {Frames{9000}, Frames{40000}}) {
    take.hits.push_back(hit_of({.voice = Voice::snare}, frame, chance, 90));
    Match match;
    match.kind = MatchKind::extra;
    match.hit = static_cast<std::int32_t>(take.hits.size()) - 1;
    match.target = static_cast<double>(frame);
    take.alignment.matches.push_back(match);
    take.verdict.local_error_ms.push_back(std::numeric_limits<double>::quiet_NaN());
  }
  take.verdict.metrics.push_back(metric(Measure::placement, Line::snare, 2, 16, 0, 0));
  take.verdict.metrics.push_back(metric(Measure::tightness, Line::snare, 2, 64, 0, 0));
  take.order.cause = take.verdict.metrics[1];
  take.order.count = 16;
  return take;
}

Take nothing() {
  Take take;
  take.source.name = "silence.wav";
  take.source.rate = 44100;
  take.order.count = 8;
  return take;
}

std::vector<Named> all_takes() {
  std::vector<Named> takes;
  takes.push_back({"rock", play(rock_chart(16), {})});
  takes.push_back(
      {"free",
       play(rock_chart(24), {.seed = 2, .departs = false, .kind = SourceKind::audio, .chart_given = false})});
  takes.push_back(
      {"rudiment", play(rudiment_chart(8), {.seed = 3, .bpm = 80, .spread_ms = 8, .departs = false})});
  takes.push_back({"odd", play(odd_chart(12), {.seed = 4, .bpm = 132})});
  takes.push_back({"two", two_strokes()});
  takes.push_back({"nothing", nothing()});
  return takes;
}

}  // namespace firstchair::testing

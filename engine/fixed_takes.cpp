#include "engine/fixed_takes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/chairs/score.h"
#include "engine/chairs/seating.h"

namespace firstchair {
namespace {

// Numerical Recipes' 64-bit LCG, upper bits.
class Noise {
 public:
  explicit Noise(std::uint64_t seed) : state_(seed) {}
  double uniform() {  // -1 .. 1
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<double>(state_ >> 33) / 1073741824.0 - 1.0;
  }
  double bell() {  // about normal, SD 1
    double sum = 0;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum / 2.0;
  }

 private:
  std::uint64_t state_;
};

// One stroke added to the sound: a decaying tone and a decaying burst of noise, by voice.
void strike(std::vector<float>& sound, double rate, Frames at, Voice voice, double gain, Noise& noise) {
  struct Drum {
    double tone_hz, tone_gain, tone_s, noise_gain, noise_s, brightness;
  };
  const Drum drum = voice == Voice::kick         ? Drum{58, 0.9, 0.12, 0.15, 0.006, 0.3}
                    : voice == Voice::hat_closed ? Drum{8200, 0.05, 0.02, 0.25, 0.03, 1.0}
                    : voice == Voice::pad        ? Drum{420, 0.4, 0.02, 0.5, 0.012, 0.6}
                                                 : Drum{190, 0.8, 0.1, 0.5, 0.12, 0.2};
  const double tone_decay = 1.0 - 1.0 / (drum.tone_s * rate), noise_decay = 1.0 - 1.0 / (drum.noise_s * rate);
  double tone = gain * drum.tone_gain, burst = gain * drum.noise_gain, before = 0;
  const Frames end = std::min<Frames>(static_cast<Frames>(sound.size()), at + static_cast<Frames>(rate / 2));
  for (Frames i = std::max<Frames>(at, 0); i < end; ++i) {
    const double white = noise.uniform();
    const double coloured = white - drum.brightness * before;
    before = white;
    const double phase = 2.0 * std::numbers::pi * drum.tone_hz * static_cast<double>(i - at) / rate;
    sound[static_cast<std::size_t>(i)] += static_cast<float>(tone * std::sin(phase) + burst * coloured);
    tone *= tone_decay;
    burst *= noise_decay;
  }
}

// Rock eighths; with `apart`, no hat where a drum is struck, so that every stroke has an attack of its own.
Chart rock_chart(int bars, bool apart = false) {
  Chart chart;
  chart.title = "Rock eighths";
  chart.tempi = {{0, 100}};
  const Ticks eighth = kTicksPerQuarter / 2;
  for (int i = 0; i < bars * 8; ++i) {
    const Ticks tick = i * eighth;
    const bool kick = i % 4 == 0 || i % 16 == 7, snare = i % 4 == 2;
    if (!apart || !(kick || snare)) chart.notes.push_back({.tick = tick, .voice = Voice::hat_closed});
    if (kick) chart.notes.push_back({.tick = tick, .voice = Voice::kick});
    if (snare) chart.notes.push_back({.tick = tick, .voice = Voice::snare, .dynamic = Dynamic::accent});
  }
  settle(chart);
  return chart;
}

Chart pad_chart(int bars) {
  Chart chart;
  chart.title = "Single strokes";
  chart.tempi = {{0, 90}};
  for (int i = 0; i < bars * 16; ++i) {
    chart.notes.push_back({.tick = i * kTicksPerQuarter / 4,
                           .voice = Voice::pad,
                           .dynamic = i % 4 == 0 ? Dynamic::accent : Dynamic::normal,
                           .hand = i % 2 == 0 ? Hand::right : Hand::left});
  }
  settle(chart);
  return chart;
}

struct Player {
  double bpm = 100;
  double drift_per_bar = 0;  // relative change of tempo
  double spread_ms = 8;
  double snare_ms = 0;       // the snare's lean
  double drop = 0, add = 0;  // shares of strokes left out and added
};

// The strokes of a player who plays the given bars of the chart, in that order.
std::vector<Hit> perform(const Chart& chart, const std::vector<int>& bar_order, const Player& player,
                         double rate, std::uint64_t seed) {
  Noise noise(seed);
  const std::vector<Bar> bars = bars_of(chart);
  std::vector<Hit> hits;
  double now_s = 0.5, bpm = player.bpm;
  for (const int index : bar_order) {
    const Bar& bar = bars[static_cast<std::size_t>(index)];
    const double second_per_tick = 60.0 / bpm / static_cast<double>(kTicksPerQuarter);
    for (const Note& note : chart.notes) {
      if (note.tick < bar.start || note.tick >= bar.end()) continue;
      const double lean_ms = note.voice == Voice::snare ? player.snare_ms : 0;
      const double at_s = now_s + static_cast<double>(note.tick - bar.start) * second_per_tick +
                          (lean_ms + player.spread_ms * noise.bell()) / 1000.0;
      const float strength = note.dynamic == Dynamic::accent ? 110.0f : 80.0f;
      Hit hit{.frame = static_cast<Frames>(at_s * rate),
              .voice = note.voice,
              .strength = strength,
              .sigma_ms = 1};
      hit.level_db = note.dynamic == Dynamic::accent ? -1.25f : -4.0f;
      const bool dropped = noise.uniform() * 0.5 + 0.5 < player.drop;
      if (!dropped) hits.push_back(hit);
      if (noise.uniform() * 0.5 + 0.5 < player.add) {
        hit.frame += static_cast<Frames>(0.11 * rate);
        hits.push_back(hit);
      }
    }
    now_s += static_cast<double>(bar.meter.bar_length()) * second_per_tick;
    bpm *= 1.0 + player.drift_per_bar;
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  return hits;
}

std::vector<float> render(const std::vector<Hit>& hits, double rate, std::uint64_t seed) {
  Noise noise(seed);
  const Frames length = (hits.empty() ? 0 : hits.back().frame) + static_cast<Frames>(rate);
  std::vector<float> sound(static_cast<std::size_t>(length), 0.0f);
  for (const Hit& hit : hits) strike(sound, rate, hit.frame, hit.voice, 0.3 * hit.strength / 127.0, noise);
  return sound;
}

std::vector<int> in_order(int bars) {
  std::vector<int> order;
  for (int i = 0; i < bars; ++i) order.push_back(i);
  return order;
}

FixedTake audio_take(std::string name, double rate, ear::VoicesMode voices, const judge::Norms& norms) {
  FixedTake take{.name = std::move(name), .config = {}, .sound = {}, .hits = {}};
  take.config.source.kind = SourceKind::audio;
  take.config.source.rate = rate;
  take.config.source.channels = 1;
  take.config.source.name = take.name;
  take.config.voices = voices;
  take.config.norms = norms;
  return take;
}

class Hash {
 public:
  void add(std::int64_t value) {
    for (int i = 0; i < 8; ++i) {
      state_ ^= static_cast<std::uint64_t>(value >> (8 * i)) & 0xFF;
      state_ *= 1099511628211u;
    }
  }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 14695981039346656037u;
};

std::string line_of(std::uint64_t hash, std::string_view name) {
  std::string line;
  for (int shift = 60; shift >= 0; shift -= 4) line += "0123456789abcdef"[hash >> shift & 15];
  return line.append("  ").append(name).append("\n");
}

}  // namespace

std::vector<FixedTake> fixed_takes(const judge::Norms& norms) {
  std::vector<FixedTake> takes;

  FixedTake kit = audio_take("kit-with-chart", 48000, ear::VoicesMode::kit, norms);
  kit.config.chart = rock_chart(16, true);
  kit.sound =
      render(perform(*kit.config.chart, in_order(16), {.snare_ms = 22, .drop = 0.02, .add = 0.01}, 48000, 11),
             48000, 12);
  takes.push_back(std::move(kit));

  FixedTake free = audio_take("kit-without-chart", 44100, ear::VoicesMode::kit, norms);
  free.sound = render(perform(rock_chart(12), in_order(12), {.bpm = 118, .drift_per_bar = 0.004}, 44100, 21),
                      44100, 22);
  takes.push_back(std::move(free));

  FixedTake pad = audio_take("pad", 44100, ear::VoicesMode::pad, norms);
  pad.config.chart = pad_chart(12);
  pad.sound =
      render(perform(*pad.config.chart, in_order(12), {.bpm = 96, .spread_ms = 5, .drop = 0.01}, 44100, 31),
             44100, 32);
  takes.push_back(std::move(pad));

  // Bars that differ, so that leaving one out can be heard.
  FixedTake form = audio_take("e-kit-form", kMidiRate, ear::VoicesMode::kit, norms);
  form.config.source.kind = SourceKind::midi;
  Chart chart = rock_chart(12);
  for (int bar = 0; bar < 12; ++bar) {
    chart.notes.push_back(
        {.tick = bar * kTicksPerWhole + (bar % 7 + 1) * kTicksPerQuarter / 2 + kTicksPerQuarter / 4,
         .voice = bar % 2 == 0 ? Voice::snare : Voice::tom_high});
  }
  settle(chart);
  form.config.chart = chart;
  form.hits = perform(chart, {0, 1, 2, 3, 5, 6, 7, 7, 8, 9, 10, 11}, {.bpm = 104, .drop = 0.02, .add = 0.02},
                      kMidiRate, 41);
  takes.push_back(std::move(form));
  return takes;
}

Result<Take> play(const FixedTake& fixed) {
  Result<Session> session = Session::make(fixed.config);
  if (!session) return session.error();
  if (!fixed.sound.empty()) session->push(fixed.sound);
  if (!fixed.hits.empty()) session->push(fixed.hits);
  return session->finish();
}

std::uint64_t decision_hash(const Take& take) {
  Hash hash;
  for (const Hit& hit : take.hits) {
    hash.add(hit.frame);
    hash.add(static_cast<int>(hit.voice));
  }
  for (const Match& match : take.alignment.matches) {
    hash.add(static_cast<int>(match.kind));
    hash.add(match.hit);
    hash.add(match.note);
  }
  for (const Departure& departure : take.alignment.departures) {
    hash.add(static_cast<int>(departure.kind));
    hash.add(departure.first_bar);
    hash.add(departure.last_bar);
  }
  for (const Metric& metric : take.verdict.metrics) {
    hash.add(static_cast<int>(metric.measure));
    hash.add(static_cast<int>(metric.line));
    hash.add(metric.n);
    hash.add(static_cast<int>(metric.standing));
  }
  hash.add(static_cast<int>(take.order.action));
  hash.add(take.order.from_bar);
  hash.add(take.order.to_bar);
  return hash.value();
}

namespace {

// Four e-kit players of one excerpt, two of them near each other, as candidates for four chairs.
Result<std::vector<chairs::Candidate>> fixed_candidates(const judge::Norms& norms) {
  std::vector<chairs::Candidate> four;
  const double spreads[] = {6, 6.5, 10, 16};
  for (int i = 0; i < 4; ++i) {
    FixedTake fixed = audio_take("audition", kMidiRate, ear::VoicesMode::kit, norms);
    fixed.config.source.kind = SourceKind::midi;
    fixed.config.chart = rock_chart(16);
    fixed.hits = perform(*fixed.config.chart, in_order(16), {.spread_ms = spreads[i], .drop = 0.005 * i},
                         kMidiRate, static_cast<std::uint64_t>(51 + i));
    Result<Take> take = play(fixed);
    if (!take) return take.error();
    Result<chairs::TakeScore> score = chairs::score_take(*take, {.bpm = 100}, norms);
    if (!score) return score.error();
    four.push_back({.id = std::string(1, static_cast<char>('A' + i)), .excerpts = {score->total}});
  }
  return four;
}

// Who sits where, which cuts are told, and every probability as it is told.
std::uint64_t decision_hash(const chairs::Seating& seating) {
  Hash hash;
  const auto told = [](double p) { return static_cast<std::int64_t>(std::llround(p * 1e4)); };
  for (const chairs::Seat& s : seating.seats) {
    for (const std::int64_t value : {static_cast<std::int64_t>(s.id[0]), static_cast<std::int64_t>(s.first),
                                     static_cast<std::int64_t>(s.last), told(s.best), told(s.expected)})
      hash.add(value);
  }
  for (const chairs::Cut& c : seating.cuts) {
    hash.add(told(c.certainty));
    hash.add(c.told);
  }
  return hash.value();
}

}  // namespace

Result<std::string> signature_lines(const judge::Norms& norms) {
  std::string lines;
  std::uint64_t whole = 0;
  for (const FixedTake& fixed : fixed_takes(norms)) {
    Result<Take> take = play(fixed);
    if (!take) return take.error();
    const std::uint64_t hash = decision_hash(*take);
    whole = whole * 1099511628211u ^ hash;
    lines += line_of(hash, fixed.name);
  }
  const Result<std::vector<chairs::Candidate>> four = fixed_candidates(norms);
  if (!four) return four.error();
  for (const chairs::Claim claim : {chairs::Claim::played, chairs::Claim::again}) {
    const std::uint64_t hash = decision_hash(chairs::seat(*four, {.claim = claim}));
    whole = whole * 1099511628211u ^ hash;
    lines += line_of(hash, claim == chairs::Claim::played ? "audition-played" : "audition-again");
  }
  return lines + line_of(whole, "signature");
}

}  // namespace firstchair

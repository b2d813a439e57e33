#include "store/random_take_test.h"

#include <cmath>
#include <random>

#include "store/chart_text.h"
#include "store/judgement_text.h"
#include "store/packed_strokes.h"

namespace firstchair::store {
namespace {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : bits_(seed) {}
  int whole(int low, int high) { return std::uniform_int_distribution<int>(low, high)(bits_); }
  double real(double low, double high) { return std::uniform_real_distribution<double>(low, high)(bits_); }
  float real32(double low, double high) { return static_cast<float>(real(low, high)); }
  bool flip() { return whole(0, 1) == 1; }
  template <class Enum>
  Enum one_of(Enum last) {
    return static_cast<Enum>(whole(0, static_cast<int>(last)));
  }

 private:
  std::mt19937_64 bits_;
};

Chart random_chart(Chance& chance) {
  Chart chart;
  chart.title = "Groove " + std::to_string(chance.whole(1, 5));
  chart.meters = {{0, chance.whole(2, 7), 4}};
  if (chance.flip()) chart.tempi = {{0, chance.real(40, 220)}};
  chart.swing = chance.flip() ? 1 : chance.real(1, 3.5);
  const int bars = chance.whole(1, 4);
  for (int i = 0; i < 4 * bars; ++i)
    chart.notes.push_back({.tick = i * kTicksPerQuarter / 2,
                           .voice = chance.one_of(Voice::pad),
                           .dynamic = chance.one_of(Dynamic::accent),
                           .ornament = chance.one_of(Ornament::buzz),
                           .hand = chance.one_of(Hand::left),
                           .velocity = static_cast<std::uint8_t>(chance.whole(0, 127))});
  settle(chart);
  return chart;
}

Metric random_metric(Chance& chance) {
  Metric metric;
  metric.measure = static_cast<Measure>(chance.whole(0, kMeasureCount - 1));
  metric.line = chance.one_of(Line::pad);
  metric.other = chance.one_of(Line::pad);
  metric.has_line = chance.flip();
  metric.place = {chance.whole(0, 9), chance.real(1, 5), chance.whole(0, 1 << 20)};
  for (double* value :
       {&metric.value, &metric.low, &metric.high, &metric.mean, &metric.mean_low, &metric.mean_high,
        &metric.spread, &metric.band_low, &metric.band_high, &metric.excess})
    *value = chance.real(-30, 30);
  metric.z = chance.flip() ? chance.real(0.5, 3) : 0;
  metric.n = chance.whole(0, 500);
  metric.needed = chance.whole(0, 64);
  metric.every = chance.whole(0, 8);
  metric.which = chance.whole(0, 8);
  metric.beat_to = chance.flip() ? chance.real(1, 5) : 0;
  metric.has_loose = chance.flip();
  metric.loose = chance.one_of(Line::pad);
  metric.perhaps_kit = chance.flip();
  metric.beside_band = chance.flip();
  metric.place.played = chance.whole(0, 24);
  metric.standing = chance.one_of(Standing::below_floor);
  metric.grade_low = static_cast<char>(chance.whole('A', 'E'));
  for (int i = chance.whole(0, 3); i > 0; --i) metric.places.push_back({i, 1.5, 7});
  return metric;
}

}  // namespace

Take random_take(std::uint64_t seed, int strokes) {
  Chance chance(seed);
  Take take;
  take.source.name = "take " + std::to_string(seed) + " \"é\".wav";
  take.source.kind = chance.one_of(SourceKind::midi);
  take.source.rate = take.source.kind == SourceKind::midi ? kMidiRate : 48000;
  take.source.channels = chance.whole(0, 2);
  take.source.detail = chance.one_of(VoiceDetail::none);
  take.source.polyphonic = chance.flip();
  take.source.times_apart = chance.flip();
  take.source.bias_sd_ms = chance.real(0, 5);
  if (take.source.kind == SourceKind::midi && chance.flip()) {
    take.source.kit = {.profile = "roland-td",
                       .choice = chance.one_of(KitChoice::guessed),
                       .why = chance.flip() ? "\"TD-17\" among the file's names" : "",
                       .channel = chance.whole(0, 16),
                       .channel_guessed = chance.flip(),
                       .below_floor = chance.whole(0, 40),
                       .retriggered = chance.whole(0, 40),
                       .outside = chance.whole(0, 40),
                       .hint = chance.flip() ? "note 62 is outside it" : "",
                       .made = {}};
    if (chance.flip())
      take.source.kit.made.push_back({Voice::hat_pedal, Voice::hat_closed, chance.whole(1, 90),
                                      chance.real(-9, 50), chance.real(1, 60)});
  }
  if (chance.flip()) {
    PlayedWith& band = take.source.band.emplace();
    band = {
        .follow = chance.real(0, 100), .home_bpm = chance.real(40, 300), .delay_sd_ms = chance.real(0, 9)};
    double at = chance.real(-500, 500);
    for (int k = chance.whole(0, 40); k > 0; --k) band.beats.push_back({40 - k, at += chance.real(1, 40000)});
  }
  if (chance.flip()) take.source.kit_sound = KitSoundUsed{.name = "my kit", .used = chance.flip()};
  if (chance.flip()) take.source.music.push_back({chance.whole(0, 500), chance.whole(501, 90000)});
  take.source.errors = {chance.real(0, 0.1), chance.real(0, 0.5), chance.real(0, 0.1)};
  take.chart = random_chart(chance);
  Frames frame = chance.whole(0, 50000);
  for (int i = 0; i < strokes; ++i) {
    frame += chance.whole(1, 40000);
    take.hits.push_back({.frame = frame,
                         .voice = chance.one_of(Voice::pad),
                         .voice_probability = chance.real32(0, 1),
                         .level_db = chance.real32(-60, 0),
                         .strength = chance.real32(0, 127),
                         .sigma_ms = take.source.kind == SourceKind::midi ? 1.0f : chance.real32(0.2, 8),
                         .timed = chance.flip(),
                         .unison = chance.flip()});
  }
  take.source.length = frame + 10000;
  take.reading = {chance.flip(),     true, chance.real(40, 220), 90, 110, chance.real(0, 1),
                  chance.real(0, 1), 0.5};
  const auto notes = static_cast<int>(take.chart.notes.size());
  for (int i = 0; i < strokes; ++i) {
    Match match{.kind = chance.one_of(MatchKind::masked), .hit = i, .note = chance.whole(-1, notes - 1)};
    match.passage = chance.whole(0, 2);
    match.tick = chance.whole(0, 1 << 20);
    match.target = static_cast<double>(take.hits[static_cast<std::size_t>(i)].frame) + chance.real(-900, 900);
    // Most errors say how far the stroke lies from its target; a grace stroke's does not.
    const double frames = static_cast<double>(take.hits[static_cast<std::size_t>(i)].frame) - match.target;
    match.error_ms = chance.whole(0, 9) == 0 ? chance.real(-40, 0) : frames_to_ms(frames, take.source.rate);
    if (match.kind == MatchKind::missed || match.kind == MatchKind::masked) {
      match.hit = -1;
      match.error_ms = 0;
    }
    take.alignment.matches.push_back(match);
    take.verdict.local_error_ms.push_back(chance.flip() ? std::nan("") : chance.real(-20, 20));
  }
  take.alignment.passages = {{0, 1 << 20, 5, frame, -7, false}};
  take.alignment.departures = {{DepartureKind::restart, 2, 3, 4711, 250.25}};
  for (int i = 0; i < strokes / 2; ++i)
    take.alignment.pulse.push_back(
        {i * kTicksPerQuarter, i / 8, chance.real(0, 1e6), chance.real(50, 200), 0.5});
  for (int i = chance.whole(1, 12); i > 0; --i) take.verdict.metrics.push_back(random_metric(chance));
  take.verdict.positions = {{Line::hat, 5, 1.5, 9, chance.real(-9, 9), -2, 1.5, 0.9}};
  take.verdict.floor_ms = chance.real(0, 3);
  take.verdict.outliers = chance.whole(0, 9);
  take.order = {chance.one_of(kLastAction), random_metric(chance), 1, 4, chance.real(40, 200), -1.5, 3};
  return take;
}

Circumstances random_circumstances(std::uint64_t seed) {
  Chance chance(seed ^ 0x5eed);
  Circumstances how;
  how.began_s = 1'790'000'000 + static_cast<std::int64_t>(seed) * 3600;
  how.mode = chance.flip() ? Mode::hear : Mode::drill;
  how.item = chance.flip() ? "0123456789abcdef" : "fedcba9876543210";
  how.title = "Rock, bars 1-2";
  how.bars = chance.whole(1, 4);
  how.bpm = chance.real(40, 200);
  how.click = chance.flip();
  how.pain = chance.flip() ? -1 : chance.whole(0, 10);
  how.engine = "0.1.0";
  how.weights = "4e96f5e9192f169f";
  how.device = "system";
  how.round_trip_ms = chance.real(2, 30);
  how.round_trip_sd_ms = chance.real(0.1, 10);
  how.bpm_asked = chance.flip() ? 0 : 92;
  if (chance.flip()) how.meter = MeterChange{0, 7, 8};
  how.counted = chance.flip();
  return how;
}

std::string everything(const Take& take) {
  std::string text = source_text(take.source) + "\n" + chart_text(take.chart) + judgement_text(take) + "\n";
  for (const std::uint8_t byte : pack_hits(take.hits)) text += static_cast<char>(byte);
  for (const std::uint8_t byte :
       pack_matched({take.alignment.matches, take.verdict.local_error_ms, take.alignment.pulse}, take.hits,
                    take.source.rate))
    text += static_cast<char>(byte);
  return text;
}

}  // namespace firstchair::store

#include "engine/follow/free/reading.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/core/fitted.h"

namespace firstchair::follow {

// Made by the build of data/weights/reading-<hash>.weights.
extern const std::string_view kReadingFileName;
extern const std::span<const std::uint8_t> kReadingFile;

namespace {

constexpr std::array<double, 5> kQuarters{0.5, 2.0 / 3, 1, 1.5, 2};
// People name a tempo within a few percent; a wrong level is a third away or more. Both are of its logarithm.
constexpr double kNear = 0.15, kNamedSpread = 0.05;

double mean_error(const Track& track) {
  return track.cost / static_cast<double>(std::max<std::size_t>(1, track.slot.size()));
}

}  // namespace

double Calibration::operator()(double probability) const {
  const double p = std::clamp(probability, 1e-4, 1 - 1e-4);
  const double odds = shift + slope * static_cast<double>(std::log(static_cast<float>(p / (1 - p))));
  return 1 / (1 + static_cast<double>(std::exp(static_cast<float>(-odds))));
}

Result<ReadingModel> read_reading_model(std::string_view name, std::span<const std::uint8_t> bytes) {
  const Result<Fitted> file = read_fitted(name, bytes, "reading", kExperts * kFeatures + 12);
  if (!file) return file.error();
  ReadingModel model;
  auto next = file->numbers.begin();
  for (Features& weights : model.experts) {
    std::copy_n(next, kFeatures, weights.begin());
    next += kFeatures;
  }
  for (ReadingModel::Trust* trust : {&model.kit, &model.sound}) {
    for (Calibration* c : {&trust->tempo, &trust->meter, &trust->bar}) c->shift = *next++, c->slope = *next++;
  }
  return model;
}

const ReadingModel& reading_model() {
  static const ReadingModel model = [] {
    const Result<ReadingModel> read = read_reading_model(kReadingFileName, kReadingFile);
    assert(read);  // the test of the reading reads the same file
    return read ? *read : ReadingModel{};
  }();
  return model;
}

void weigh(std::vector<Interpretation>& readings, const ReadingModel& model) {
  double top = -1e300, total = 0;
  for (Interpretation& r : readings) {
    std::array<double, kExperts> say{};
    for (std::size_t e = 0; e < kExperts; ++e) {
      for (std::size_t k = 0; k < kFeatures; ++k) say[e] += model.experts[e][k] * r.features[k];
    }
    const double most = *std::max_element(say.begin(), say.end());
    double sum = 0;
    for (const double s : say) sum += std::exp(static_cast<float>(s - most));
    r.probability = r.prior + most + std::log(static_cast<float>(sum));
    top = std::max(top, r.probability);
  }
  for (Interpretation& r : readings)
    total += r.probability = std::exp(static_cast<float>(r.probability - top));
  for (Interpretation& r : readings) r.probability /= total;
}

std::vector<Interpretation> interpret(std::span<const Attack> attacks, std::span<const Track> tracks,
                                      const ReadConfig& config) {
  std::vector<Interpretation> readings;
  double least = 1e300, nearest = 1e300;
  auto off = [&](double quarter_s) {
    return std::abs(static_cast<double>(std::log(static_cast<float>(60 / quarter_s / config.bpm))));
  };
  for (const Track& track : tracks) {
    const double beat = track.beat(attacks);
    if (!(beat > 0)) continue;
    least = std::min(least, mean_error(track));
    for (double quarter : kQuarters)
      nearest = config.bpm > 0 ? std::min(nearest, off(beat * quarter)) : nearest;
  }
  std::vector<MeterChange> meters(kMeters.begin(), kMeters.end());
  if (config.meter_given) meters = {{0, config.meter.beats, config.meter.unit}};
  for (std::size_t t = 0; t < tracks.size(); ++t) {
    const Track& track = tracks[t];
    const double beat = track.beat(attacks);
    if (!(beat > 0)) continue;
    Recurrence recurrence(attacks, track);
    const double off_grid = static_cast<double>(std::count(track.slot.begin(), track.slot.end(), -1)) /
                            static_cast<double>(track.slot.size());
    for (double quarter : kQuarters) {
      const double bpm = 60 / (beat * quarter);
      const double away = config.bpm > 0 ? off(beat * quarter) : 0;
      if (config.bpm > 0 ? away > std::max(nearest + 0.01, kNear)
                         : bpm < config.slowest || bpm > config.fastest)
        continue;
      for (const MeterChange& meter : meters) {
        Interpretation reading;
        reading.track = static_cast<int>(t);
        reading.quarter = quarter;
        reading.quarter_s = beat * quarter;
        reading.meter = meter;
        reading.prior = -0.5 * away * away / (kNamedSpread * kNamedSpread);
        const std::vector<int> roles = roles_of(meter);
        const Fold folded = fold(attacks, track, quarter, static_cast<int>(roles.size()));
        for (int shift = 0; shift < static_cast<int>(roles.size()); shift += kFine / 4) {
          reading.first_bar = static_cast<double>(shift) / kFine * quarter;
          reading.features = describe({.quarter = quarter,
                                       .quarter_s = reading.quarter_s,
                                       .meter = meter,
                                       .track_cost = mean_error(track) - least,
                                       .off_grid = off_grid},
                                      folded, roles, shift, recurrence);
          readings.push_back(reading);
        }
      }
    }
  }
  if (readings.empty()) return readings;
  weigh(readings, reading_model());
  std::stable_sort(readings.begin(), readings.end(), [](const Interpretation& a, const Interpretation& b) {
    return a.probability > b.probability;
  });
  return readings;
}

}  // namespace firstchair::follow

#include "engine/follow/free/reading.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>

#include "engine/core/fitted.h"

namespace firstchair::follow {

// Made by the build of data/weights/reading-<hash>.weights.
extern const std::string_view kReadingFileName;
extern const std::span<const std::uint8_t> kReadingFile;

namespace {

constexpr std::array<double, 5> kQuarters{0.5, 2.0 / 3, 1, 1.5, 2};
constexpr std::array<MeterChange, 8> kMeters{
    {{0, 4, 4}, {0, 3, 4}, {0, 2, 4}, {0, 5, 4}, {0, 6, 8}, {0, 12, 8}, {0, 7, 8}, {0, 5, 8}}};
constexpr int kFine = 48;  // places in a quarter

// A drummer's name for a place: which beat, and where in it.
enum class Beat : unsigned char { down, back, middle, last };
enum class In : unsigned char { on, e, on_and, a, other };  // "1 e and a"
constexpr int kRoles = 17;                                  // 4 beats * 4 places, and the rest

bool compound(const MeterChange& meter) {
  return meter.unit == 8 && meter.beats % 3 == 0;
}

int role(Beat beat, In in) {
  return in == In::other ? kRoles - 1 : static_cast<int>(beat) * 4 + static_cast<int>(in);
}

// Where the beats of a bar begin, in 1/48 quarters; 7/8 is felt 2+2+3 and 5/8 3+2.
std::vector<int> beats_of(const MeterChange& meter) {
  std::vector<int> starts;
  if (compound(meter)) {
    for (int e = 0; e < meter.beats; e += 3) starts.push_back(e * kFine / 2);
  } else if (meter.unit == 8) {
    for (int e = 0; e < meter.beats; e += meter.beats - e == 3 || (e == 0 && meter.beats == 5) ? 3 : 2) {
      starts.push_back(e * kFine / 2);
    }
  } else {
    for (int b = 0; b < meter.beats; ++b) starts.push_back(b * kFine * 4 / meter.unit);
  }
  return starts;
}

// The role of every place of the bar.
std::vector<int> roles_of(const MeterChange& meter) {
  const int bar = kFine * 4 * meter.beats / meter.unit;
  const std::vector<int> starts = beats_of(meter);
  std::vector<int> roles(static_cast<std::size_t>(bar), kRoles - 1);
  for (std::size_t b = 0; b < starts.size(); ++b) {
    const int end = b + 1 < starts.size() ? starts[b + 1] : bar;
    const bool middle = starts.size() >= 4 && b == (starts.size() + 1) / 2 && starts.size() != 3;
    const Beat beat = b == 0                   ? Beat::down
                      : middle                 ? Beat::middle
                      : b + 1 == starts.size() ? Beat::last
                                               : Beat::back;
    const int length = end - starts[b];
    for (int place = 0; place < length; ++place) {
      const int step = length == kFine * 3 / 2 ? place / 24 * 24 : place;  // dotted: three eighths
      In in = In::other;
      if (place == 0) in = In::on;
      if (length == kFine * 3 / 2) {
        if (place == step) in = place == 0 ? In::on : place == 24 ? In::on_and : In::a;
      } else if (place % 12 == 0) {
        in = std::array{In::on, In::e, In::on_and, In::a}[static_cast<std::size_t>(place / 12 % 4)];
      }
      roles[static_cast<std::size_t>(starts[b] + place)] = role(beat, in);
    }
  }
  return roles;
}

// How often the groove comes back after a lag, 0..1.
class Recurrence {
 public:
  Recurrence(std::span<const Attack> attacks, const Track& track) : attacks_(attacks) {
    for (std::size_t i = 0; i < attacks.size(); ++i) {
      if (track.slot[i] >= 0) at_.push_back({track.slot[i], i});
    }
  }
  double operator()(double beats) {
    const std::int64_t lag = std::llround(beats * kSlots);
    auto [known, fresh] = cache_.try_emplace(lag, 0.0);
    if (fresh) known->second = measure(lag);
    return known->second;
  }

 private:
  double measure(std::int64_t lag) const {
    if (at_.empty()) return 0;
    const std::int64_t end = at_.back().first;
    double same = 0, all = 0;
    std::size_t j = 0;
    for (const auto& [slot, i] : at_) {
      if (slot + lag > end) break;
      while (at_[j].first < slot + lag) ++j;
      const bool there = at_[j].first == slot + lag;
      for (int p = 0; p < kPartCount; ++p) {
        const double a = attacks_[i].strength[p], b = there ? attacks_[at_[j].second].strength[p] : 0;
        same += std::min(a, b);
        all += a;
      }
    }
    return all > 0 ? same / all : 0;
  }

  std::span<const Attack> attacks_;
  std::vector<std::pair<std::int64_t, std::size_t>> at_;
  std::map<std::int64_t, double> cache_;
};

// The groove folded into bars of one length, with the bar line at slot 0.
struct Fold {
  std::vector<std::array<double, kPartCount>> strength;  // per place: sum over the bars
  std::vector<double> attacks, crashes;                  // per place
  std::vector<double> broken;  // per place: strength that is there in a minority of bars only: fills
  double bars = 1, quarters = 4;
  std::int64_t first = 0;  // place of the first attack
};

Fold fold(std::span<const Attack> attacks, const Track& track, double quarter, int bar) {
  Fold f;
  f.strength.resize(static_cast<std::size_t>(bar));
  f.attacks.resize(static_cast<std::size_t>(bar));
  f.crashes.resize(static_cast<std::size_t>(bar));
  f.broken.resize(static_cast<std::size_t>(bar));
  std::int64_t begin = -1, end = 0;
  auto each = [&](auto&& visit) {
    for (std::size_t i = 0; i < attacks.size(); ++i) {
      if (track.slot[i] < 0) continue;
      const std::int64_t place = std::llround(static_cast<double>(track.slot[i]) / quarter);
      visit(attacks[i], place, static_cast<std::size_t>(place % bar));
    }
  };
  each([&](const Attack& attack, std::int64_t place, std::size_t in_bar) {
    if (begin < 0) begin = place, f.first = static_cast<std::int64_t>(in_bar);
    end = place;
    for (std::size_t p = 0; p < kPartCount; ++p) f.strength[in_bar][p] += attack.strength[p];
    ++f.attacks[in_bar];
    f.crashes[in_bar] += attack.crash;
  });
  f.quarters = std::max(1.0, static_cast<double>(end - begin) / kFine);
  f.bars = std::max(1.0, static_cast<double>(end - begin) / bar);
  each([&](const Attack& attack, std::int64_t, std::size_t in_bar) {
    for (std::size_t p = 0; p < kPartCount; ++p) {
      if (f.strength[in_bar][p] < 0.3 * f.bars) f.broken[in_bar] += attack.strength[p];
    }
  });
  return f;
}

double mean_error(const Track& track) {
  return track.cost / static_cast<double>(std::max<std::size_t>(1, track.slot.size()));
}

Features describe(const Interpretation& reading, const Fold& folded, const std::vector<int>& roles, int shift,
                  Recurrence& recurrence, double track_cost, double off_grid) {
  const int bar = static_cast<int>(roles.size());
  std::array<std::array<double, kPartCount>, kRoles> sum{};
  std::array<double, kRoles> attacks{}, places{};
  double crashes = 0, crashes_down = 0, broken = 0, broken_last = 0, broken_down = 0, count = 0;
  for (int place = 0; place < bar; ++place) {
    const std::size_t from = static_cast<std::size_t>((place + shift) % bar);
    const std::size_t r = static_cast<std::size_t>(roles[static_cast<std::size_t>(place)]);
    ++places[r];
    for (std::size_t p = 0; p < kPartCount; ++p) sum[r][p] += folded.strength[from][p];
    attacks[r] += folded.attacks[from];
    count += folded.attacks[from];
    crashes += folded.crashes[from];
    if (place == 0) crashes_down += folded.crashes[from];
    broken += folded.broken[from];
    if (place >= bar - kFine) broken_last += folded.broken[from];
    if (place < kFine) broken_down += folded.broken[from];
  }
  const double trust = folded.bars / (folded.bars + 1);
  count = std::max(1.0, count);

  Features f{};
  std::size_t k = 0;
  for (std::size_t r = 0; r + 1 < kRoles; ++r) {
    for (std::size_t p = 0; p < 3; ++p)
      f[k++] = places[r] == 0 ? 0 : trust * sum[r][p] / (folded.bars * places[r]);
  }
  double sixteenths = 0, on = 0;
  for (std::size_t r = 0; r + 1 < kRoles; ++r) {
    if (r % 4 == 1 || r % 4 == 3) sixteenths += attacks[r];
    if (r % 4 == 0) on += attacks[r];
  }
  const double density = count / folded.quarters;
  const double felt = 60 / reading.quarter_s * (compound(reading.meter) ? 2.0 / 3 : 1);
  const double octave = std::log2(static_cast<float>(felt / 105));
  const double beat = reading.quarter * (compound(reading.meter) ? 1.5 : 1), length = reading.bar();
  f[k++] = trust * crashes_down / (crashes + 2);
  f[k++] = trust * (crashes - crashes_down) / (crashes + 2);
  f[k++] = trust * attacks[kRoles - 1] / count;
  f[k++] = trust * sixteenths / count;
  f[k++] = trust * on / count;
  f[k++] = density;
  f[k++] = density * density / 4;
  f[k++] = octave;
  f[k++] = octave * octave;
  f[k++] = octave * density;
  f[k++] = trust * recurrence(length);
  f[k++] = trust * recurrence(length / 2);
  f[k++] = trust * (recurrence(2 * length) - recurrence(length));
  f[k++] = trust * recurrence(beat);
  f[k++] = trust * broken_last / (broken + 1);
  f[k++] = trust * broken_down / (broken + 1);
  f[k++] = (folded.first - shift) % bar == 0;
  f[k++] = roles[static_cast<std::size_t>(((folded.first - shift) % bar + bar) % bar)] % 4 == 0;
  f[k++] = reading.quarter == 1.5 || (reading.quarter > 0.6 && reading.quarter < 0.7);
  for (std::size_t m = 1; m < kMeters.size(); ++m) f[k++] = reading.meter == kMeters[m];
  f[k++] = track_cost;
  f[k++] = off_grid;
  return f;
}

}  // namespace

Result<Features> read_reading_weights(std::string_view name, std::span<const std::uint8_t> bytes) {
  const Result<Fitted> file = read_fitted(name, bytes, "reading", kFeatures);
  if (!file) return file.error();
  Features weights{};
  std::copy(file->numbers.begin(), file->numbers.end(), weights.begin());
  return weights;
}

const Features& reading_weights() {
  static const Features weights = [] {
    const Result<Features> read = read_reading_weights(kReadingFileName, kReadingFile);
    assert(read);  // the test of the reading reads the same file
    return read ? *read : Features{};
  }();
  return weights;
}

void weigh(std::vector<Interpretation>& readings, const Features& weights) {
  double top = -1e300, total = 0;
  for (Interpretation& r : readings) {
    r.probability = 0;
    for (std::size_t k = 0; k < kFeatures; ++k) r.probability += weights[k] * r.features[k];
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
  auto off = [&](double quarter_s) { return std::abs(std::log(60 / quarter_s / config.bpm)); };
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
      if (config.bpm > 0 ? off(beat * quarter) > nearest + 0.01
                         : bpm < config.slowest || bpm > config.fastest)
        continue;
      for (const MeterChange& meter : meters) {
        Interpretation reading;
        reading.track = static_cast<int>(t);
        reading.quarter = quarter;
        reading.quarter_s = beat * quarter;
        reading.meter = meter;
        const std::vector<int> roles = roles_of(meter);
        const Fold folded = fold(attacks, track, quarter, static_cast<int>(roles.size()));
        for (int shift = 0; shift < static_cast<int>(roles.size()); shift += kFine / 4) {
          reading.first_bar = static_cast<double>(shift) / kFine * quarter;
          reading.features =
              describe(reading, folded, roles, shift, recurrence, mean_error(track) - least, off_grid);
          readings.push_back(reading);
        }
      }
    }
  }
  if (readings.empty()) return readings;
  weigh(readings, reading_weights());
  std::stable_sort(readings.begin(), readings.end(), [](const Interpretation& a, const Interpretation& b) {
    return a.probability > b.probability;
  });
  return readings;
}

}  // namespace firstchair::follow

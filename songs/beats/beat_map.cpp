#include "songs/beats/beat_map.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "charts/decimal.h"
#include "charts/midi/midi_chart.h"
#include "engine/core/letters.h"
#include "midi/smf.h"

namespace firstchair::songs {
namespace {

constexpr double kClosest_s = .2, kFarthest_s = 3;
constexpr std::size_t kMostBeats = 100'000;
constexpr int kUsualBar = 4, kLongestBar = 64;

Error malformed(std::string place, std::string what, std::string advice = {}) {
  return {ErrorCode::malformed, std::move(place), std::move(what), std::move(advice)};
}

std::string at(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", seconds);
  return text;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

// The fields of a line; a number that is none is -1.
std::vector<double> numbers_of(std::string_view line) {
  std::vector<double> numbers;
  while (numbers.size() < 4) {
    const std::size_t comma = std::min(line.find(','), line.size());
    const std::string_view field = trimmed(line.substr(0, comma));
    const std::optional<charts::Decimal> read = charts::decimal_at(field);
    numbers.push_back(read && read->length == field.size() && std::isfinite(read->value) ? read->value : -1);
    if (comma == line.size()) break;
    line.remove_prefix(comma + 1);
  }
  return numbers;
}

Result<BeatMap> of_midi(std::string_view bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const Result<midi::Smf> smf = midi::parse_smf(std::span(data, bytes.size()));
  if (!smf) return smf.error();
  const Result<Chart> frame = charts::midi_frame(*smf);
  if (!frame) return frame.error();
  if (frame->tempi.empty()) return malformed({}, "the MIDI file names no tempo");
  Chart whole{.title = {}, .meters = frame->meters, .tempi = {}, .notes = {}, .length = frame->length};
  settle(whole);
  BeatMap map;
  map.song.meters = frame->meters, map.song.tempi = frame->tempi, map.song.length = whole.length;
  if (const std::string wrong = band::check_song(map.song); !wrong.empty()) return malformed({}, wrong);
  return map;
}

}  // namespace

Result<BeatMap> beat_map_of(std::span<const MapBeat> beats) {
  if (beats.size() < 2) return malformed({}, "the beat map has fewer than 2 beats");
  if (beats.size() > kMostBeats)
    return Error{ErrorCode::too_large, {}, "the beat map has over 100,000 beats", {}};
  for (std::size_t k = 0; k + 1 < beats.size(); ++k) {
    const double apart = beats[k + 1].seconds - beats[k].seconds;
    if (apart <= 0) return malformed({}, "the beat map goes back in time at " + at(beats[k + 1].seconds));
    if (apart < kClosest_s)
      return malformed({}, "the beat map has 2 beats closer than 200 ms at " + at(beats[k].seconds));
    if (apart > kFarthest_s)
      return malformed({}, "the beat map has no beat for more than 3 s at " + at(beats[k].seconds));
  }
  const auto first = std::find_if(beats.begin(), beats.end(), [](const MapBeat& b) { return b.beat == 1; });
  const bool barred = first != beats.end();
  const std::span<const MapBeat> played =
      barred ? beats.subspan(static_cast<std::size_t>(first - beats.begin())) : beats;
  if (played.size() < 2) return malformed({}, "the beat map has one bar line and no beat after it");

  BeatMap map;
  map.first_s = played.front().seconds;
  map.song.meters.clear();
  const auto begins = [&](std::size_t k) { return barred ? played[k].beat == 1 : k % kUsualBar == 0; };
  for (std::size_t k = 0, next = 0; k < played.size(); k = next) {
    next = k + 1;
    while (next < played.size() && !begins(next)) ++next;
    int count = static_cast<int>(next - k);
    // The last bar may break off: it is as long as the one before.
    if (next == played.size() && !map.song.meters.empty())
      count = std::max(count, map.song.meters.back().beats);
    if (count > kLongestBar)
      return malformed(
          {}, "the beat map has a bar of " + std::to_string(count) + " beats at " + at(played[k].seconds));
    const MeterChange meter{.tick = map.song.length, .beats = count, .unit = 4};
    if (map.song.meters.empty() || map.song.meters.back().beats != count) map.song.meters.push_back(meter);
    map.song.length += meter.bar_length();
  }
  for (std::size_t k = 0; k + 1 < played.size(); ++k)
    map.song.tempi.push_back(
        {static_cast<Ticks>(k) * kTicksPerQuarter, 60 / (played[k + 1].seconds - played[k].seconds)});
  if (const std::string wrong = band::check_song(map.song); !wrong.empty()) return malformed({}, wrong);
  return map;
}

Result<BeatMap> read_beat_map(std::string_view bytes) {
  if (midi::is_midi(bytes_of(bytes))) return of_midi(bytes);
  std::vector<MapBeat> beats;
  for (int number = 1; !bytes.empty(); ++number) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = trimmed(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.empty() || line.front() == '#') continue;
    const std::vector<double> fields = numbers_of(line);
    const bool head = number == 1 && fields.front() < 0;
    if (head) continue;
    if (fields.front() < 0)
      return malformed("line " + std::to_string(number), "no second stands there",
                       "Write \"seconds,bar,beat\", or seconds alone");
    beats.push_back({.seconds = fields.front(),
                     .beat = fields.size() > 2 ? static_cast<int>(std::clamp(fields[2], 0., 1000.)) : 0});
    if (beats.size() > kMostBeats) break;
  }
  return beat_map_of(beats);
}

}  // namespace firstchair::songs

#include "store/packed_strokes.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "store/packing.h"

namespace firstchair::store {
namespace {

using packing::Reader;
using packing::Writer;

constexpr std::uint8_t kHitsLayout = 1, kMatchedLayout = 1;
constexpr std::uint8_t kTimed = 0x10, kUnison = 0x20;                      // beside the voice
constexpr std::uint8_t kFollows = 0x10, kNoError = 0x20, kNoLocal = 0x40;  // beside the kind of match
// The least a row can take, so that a count is never believed beyond the bytes that are there.
constexpr std::size_t kLeastHit = 2, kLeastMatch = 13, kLeastPulse = 26;

// An e-kit's columns are often one value throughout.
template <class Field>
void column(Writer& out, std::span<const Hit> hits, Field field) {
  const auto bits = [&](const Hit& hit) { return std::bit_cast<std::uint32_t>(field(hit)); };
  const bool constant =
      std::all_of(hits.begin(), hits.end(), [&](const Hit& hit) { return bits(hit) == bits(hits.front()); });
  out.byte(constant);
  for (const Hit& hit : constant ? hits.first(std::min<std::size_t>(1, hits.size())) : hits)
    out.real(field(hit));
}

template <class Set>
void read_column(Reader& in, std::vector<Hit>& hits, Set set) {
  const bool constant = in.byte() != 0;
  float value = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (i == 0 || !constant) value = in.real32();
    set(hits[i], value);
  }
}

// What an error is when it says only how far the stroke lies from its target.
double error_of(const Match& match, std::span<const Hit> hits, double rate) {
  return frames_to_ms(static_cast<double>(hits[static_cast<std::size_t>(match.hit)].frame) - match.target,
                      rate);
}

bool is_hit_of(const Match& match, std::span<const Hit> hits) {
  return match.hit >= 0 && static_cast<std::size_t>(match.hit) < hits.size();
}

// A difference that may run over and is undone by an addition that runs over: strokes of damaged books too
// are kept as they are.
std::int64_t step_from(std::int64_t before, std::int64_t now) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(now) - static_cast<std::uint64_t>(before));
}

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool within(double value, double low, double high) {
  return value >= low && value <= high;  // not a number is not within
}

}  // namespace

bool plausible(const Source& source, std::span<const Hit> hits) {
  constexpr double kMostSeconds = 25 * 3600;
  if (!within(source.rate, 1000, 1e7) ||
      !within(static_cast<double>(source.length), 0, kMostSeconds * source.rate))
    return false;
  return std::all_of(hits.begin(), hits.end(), [&](const Hit& hit) {
    return within(static_cast<double>(hit.frame), -source.rate, kMostSeconds * source.rate) &&
           within(hit.voice_probability, -1, 2) && within(hit.level_db, -1000, 1000) &&
           within(hit.strength, -1000, 1000) && within(hit.sigma_ms, -1, 1e6);
  });
}

std::vector<std::uint8_t> pack_hits(std::span<const Hit> hits) {
  Writer out;
  out.byte(kHitsLayout);
  out.whole(hits.size());
  Frames before = 0;
  for (const Hit& hit : hits) {
    out.signed_whole(step_from(before, hit.frame));
    before = hit.frame;
  }
  for (const Hit& hit : hits)
    out.byte(static_cast<std::uint8_t>(static_cast<std::uint8_t>(hit.voice) | (hit.timed ? kTimed : 0) |
                                       (hit.unison ? kUnison : 0)));
  column(out, hits, [](const Hit& hit) { return hit.voice_probability; });
  column(out, hits, [](const Hit& hit) { return hit.level_db; });
  column(out, hits, [](const Hit& hit) { return hit.strength; });
  column(out, hits, [](const Hit& hit) { return hit.sigma_ms; });
  return out.finish();
}

std::optional<std::vector<Hit>> unpack_hits(std::span<const std::uint8_t> bytes) {
  Reader in(bytes);
  const std::uint8_t layout = in.byte();
  const std::uint64_t count = in.whole();
  if (in.broken() || layout != kHitsLayout || count > in.left() / kLeastHit) return std::nullopt;
  std::vector<Hit> hits(static_cast<std::size_t>(count));
  std::uint64_t frame = 0;  // unsigned: damaged bytes may run over
  for (Hit& hit : hits) {
    frame += static_cast<std::uint64_t>(in.signed_whole());
    hit.frame = static_cast<Frames>(frame);
  }
  bool voices = true;
  for (Hit& hit : hits) {
    const std::uint8_t byte = in.byte();
    voices = voices && (byte & 0x0F) < kVoiceCount;
    hit.voice = static_cast<Voice>(byte & 0x0F);
    hit.timed = (byte & kTimed) != 0;
    hit.unison = (byte & kUnison) != 0;
  }
  read_column(in, hits, [](Hit& hit, float value) { hit.voice_probability = value; });
  read_column(in, hits, [](Hit& hit, float value) { hit.level_db = value; });
  read_column(in, hits, [](Hit& hit, float value) { hit.strength = value; });
  read_column(in, hits, [](Hit& hit, float value) { hit.sigma_ms = value; });
  if (in.broken() || !in.at_end() || !voices) return std::nullopt;
  return hits;
}

std::vector<std::uint8_t> pack_matched(const Matched& matched, std::span<const Hit> hits, double rate) {
  Writer out;
  out.byte(kMatchedLayout);
  out.whole(matched.matches.size());
  Match before;
  for (std::size_t i = 0; i < matched.matches.size(); ++i) {
    const Match& match = matched.matches[i];
    const double local = i < matched.local_error_ms.size() ? matched.local_error_ms[i]
                                                           : std::numeric_limits<double>::quiet_NaN();
    const bool none = same_bits(match.error_ms, 0);
    const bool follows =
        !none && is_hit_of(match, hits) && same_bits(match.error_ms, error_of(match, hits, rate));
    out.byte(static_cast<std::uint8_t>(static_cast<std::uint8_t>(match.kind) | (follows ? kFollows : 0) |
                                       (none ? kNoError : 0) | (std::isnan(local) ? kNoLocal : 0)));
    out.signed_whole(step_from(before.hit, match.hit));
    out.signed_whole(step_from(before.note, match.note));
    out.signed_whole(step_from(before.passage, match.passage));
    out.signed_whole(step_from(before.tick, match.tick));
    out.real(match.target);
    if (!follows && !none) out.real(match.error_ms);
    if (!std::isnan(local)) out.real(local);
    before = match;
  }
  out.whole(matched.pulse.size());
  PulsePoint point;
  for (const PulsePoint& next : matched.pulse) {
    out.signed_whole(step_from(point.tick, next.tick));
    out.signed_whole(step_from(point.passage, next.passage));
    out.real(next.frame);
    out.real(next.bpm);
    out.real(next.bpm_sd);
    point = next;
  }
  return out.finish();
}

std::optional<Matched> unpack_matched(std::span<const std::uint8_t> bytes, std::span<const Hit> hits,
                                      double rate) {
  Reader in(bytes);
  const std::uint8_t layout = in.byte();
  const std::uint64_t count = in.whole();
  if (in.broken() || layout != kMatchedLayout || count > in.left() / kLeastMatch) return std::nullopt;
  // Sums in unsigned numbers: damaged bytes may run over.
  const auto add = [&](auto& to, auto before) {
    using Number = std::remove_reference_t<decltype(to)>;
    to = static_cast<Number>(static_cast<std::uint64_t>(before) +
                             static_cast<std::uint64_t>(in.signed_whole()));
  };
  Matched matched;
  matched.matches.resize(static_cast<std::size_t>(count));
  matched.local_error_ms.resize(matched.matches.size(), std::numeric_limits<double>::quiet_NaN());
  Match before;
  for (std::size_t i = 0; i < matched.matches.size(); ++i) {
    Match& match = matched.matches[i];
    const std::uint8_t byte = in.byte();
    if ((byte & 0x0F) > static_cast<std::uint8_t>(MatchKind::masked)) return std::nullopt;
    match.kind = static_cast<MatchKind>(byte & 0x0F);
    add(match.hit, before.hit);
    add(match.note, before.note);
    add(match.passage, before.passage);
    add(match.tick, before.tick);
    match.target = in.real();
    if (match.hit < -1 || (match.hit >= 0 && !is_hit_of(match, hits)) || match.note < -1) return std::nullopt;
    if ((byte & kFollows) != 0) {
      if (match.hit < 0) return std::nullopt;
      match.error_ms = error_of(match, hits, rate);
    } else if ((byte & kNoError) == 0) {
      match.error_ms = in.real();
    }
    if ((byte & kNoLocal) == 0) matched.local_error_ms[i] = in.real();
    before = match;
  }
  const std::uint64_t points = in.whole();
  if (in.broken() || points > in.left() / kLeastPulse) return std::nullopt;
  matched.pulse.resize(static_cast<std::size_t>(points));
  PulsePoint last;
  for (PulsePoint& point : matched.pulse) {
    add(point.tick, last.tick);
    add(point.passage, last.passage);
    point.frame = in.real();
    point.bpm = in.real();
    point.bpm_sd = in.real();
    last = point;
  }
  if (in.broken() || !in.at_end()) return std::nullopt;
  return matched;
}

}  // namespace firstchair::store

#include "midi/smf.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "engine/core/letters.h"

namespace firstchair::midi {
namespace {

constexpr std::size_t kMaxBytes = 64u << 20;
constexpr std::size_t kMaxEvents = 5'000'000;
constexpr std::uint8_t kSysex = 0xF0, kSysexMore = 0xF7;

Error broken(std::size_t at, std::string what) {
  return {ErrorCode::malformed, "byte " + std::to_string(at), std::move(what), "Export the MIDI file again"};
}

// Reads forward inside [at, end); every read says whether it could.
struct Cursor {
  std::span<const std::uint8_t> bytes;
  std::size_t at = 0;
  std::size_t end = 0;

  std::size_t left() const { return end - at; }
  std::optional<std::uint8_t> byte() {
    if (at >= end) return std::nullopt;
    return bytes[at++];
  }
  std::optional<std::uint32_t> big_endian(std::size_t width) {
    if (left() < width) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) value = value << 8 | bytes[at++];
    return value;
  }
  // At most four bytes of seven bits, as the specification has it.
  std::optional<std::uint32_t> variable_length() {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const std::optional<std::uint8_t> b = byte();
      if (!b) return std::nullopt;
      value = value << 7 | (*b & 0x7Fu);
      if (*b < 0x80) return value;
    }
    return std::nullopt;
  }
};

int data_bytes(std::uint8_t status) {
  return (status & 0xE0) == 0xC0 ? 1 : 2;
}

std::optional<Error> read_meta(Cursor& in, std::size_t start, SmfEvent& event) {
  const std::optional<std::uint8_t> type = in.byte();
  const std::optional<std::uint32_t> length = type ? in.variable_length() : std::nullopt;
  if (!length) return broken(start, "a meta event breaks off");
  if (*length > in.left()) {
    return broken(start, "a meta event of " + std::to_string(*length) + " bytes with " +
                             std::to_string(in.left()) + " left in its track");
  }
  event.data1 = *type;
  event.text.assign(reinterpret_cast<const char*>(in.bytes.data()) + in.at, *length);
  in.at += *length;
  if (*type == kTempo) {
    if (*length != 3) return broken(start, "a tempo of " + std::to_string(*length) + " bytes instead of 3");
    if (event.text == std::string(3, '\0')) return broken(start, "a tempo of zero");
  }
  return std::nullopt;
}

std::optional<Error> read_channel_message(Cursor& in, std::size_t start, SmfEvent& event) {
  const int count = data_bytes(event.status);
  for (int i = 0; i < count; ++i) {
    const std::optional<std::uint8_t> data = in.byte();
    if (!data) return broken(start, "a message breaks off at the end of its track");
    if (*data >= 0x80) return broken(in.at - 1, "a status byte where a data byte should stand");
    (i == 0 ? event.data1 : event.data2) = *data;
  }
  return std::nullopt;
}

std::optional<Error> read_track(Cursor in, int track, std::vector<SmfEvent>& events) {
  std::int64_t tick = 0;
  std::uint8_t running = 0;
  while (in.left() > 0) {
    const std::size_t start = in.at;
    const std::optional<std::uint32_t> delta = in.variable_length();
    if (!delta) return broken(start, "a time that breaks off or is over four bytes long");
    tick += *delta;
    const std::optional<std::uint8_t> first = in.byte();
    if (!first) return broken(start, "a time without an event at the end of its track");

    SmfEvent event;
    event.tick = tick;
    event.track = track;
    event.status = *first;
    if (*first < 0x80) {
      if (running == 0) return broken(start, "running status before any status");
      event.status = running;
      --in.at;
    }
    if (event.status == kSysex || event.status == kSysexMore) {
      const std::optional<std::uint32_t> length = in.variable_length();
      if (!length || *length > in.left())
        return broken(start, "a system exclusive message past the end of its track");
      in.at += *length;
      continue;
    }
    if (event.status > 0xEF && event.status != kMeta)
      return broken(start, "a message that has no place in a file");
    const std::optional<Error> error =
        event.status == kMeta ? read_meta(in, start, event) : read_channel_message(in, start, event);
    if (error) return error;
    if (event.status != kMeta) running = event.status;

    const bool last = event.status == kMeta && event.data1 == kEndOfTrack;
    if (events.size() >= kMaxEvents) {
      return Error{ErrorCode::too_large, "byte " + std::to_string(start), "over 5 million events",
                   "Cut the file"};
    }
    events.push_back(std::move(event));
    if (last) break;
  }
  return std::nullopt;
}

// The place of a file inside what holds it.
struct Extent {
  std::size_t begin = 0, end = 0;
};

constexpr std::size_t kRiffHead = 12, kChunkHead = 8;

bool stands_at(std::span<const std::uint8_t> bytes, std::size_t at, std::string_view word) {
  return at <= bytes.size() && bytes.size() - at >= word.size() &&
         std::memcmp(bytes.data() + at, word.data(), word.size()) == 0;
}
bool is_riff(std::span<const std::uint8_t> bytes) {
  return stands_at(bytes, 0, "RIFF") && stands_at(bytes, 8, "RMID");
}

// A RIFF file (.rmi) holds the MIDI file in its chunk "data", others beside it. Its lengths are little-endian
// and often wrong; the file inside has its own.
std::optional<Extent> midi_file_in(std::span<const std::uint8_t> bytes) {
  if (!is_riff(bytes)) {
    if (stands_at(bytes, 0, "MThd")) return Extent{0, bytes.size()};
    return std::nullopt;
  }
  for (std::size_t at = kRiffHead; bytes.size() - at >= kChunkHead;) {
    std::size_t length = 0;
    for (std::size_t i = 4; i-- > 0;) length = length << 8 | bytes[at + 4 + i];
    const bool data = stands_at(bytes, at, "data");
    at += kChunkHead;
    if (data && stands_at(bytes, at, "MThd")) return Extent{at, bytes.size()};
    const std::size_t padded = length + length % 2;
    if (padded > bytes.size() - at) break;
    at += padded;
  }
  return std::nullopt;
}

std::optional<Error> set_division(std::uint32_t division, std::size_t at, Smf& smf) {
  if ((division & 0x8000) == 0) {
    if (division == 0) return broken(at, "a division of zero ticks");
    smf.ticks_per_quarter = static_cast<int>(division);
    return std::nullopt;
  }
  const int frames = 256 - static_cast<int>(division >> 8);
  const int ticks = static_cast<int>(division & 0xFF);
  if ((frames != 24 && frames != 25 && frames != 29 && frames != 30) || ticks == 0) {
    return broken(at,
                  "an SMPTE division of " + std::to_string(frames) + " frames by " + std::to_string(ticks));
  }
  smf.ticks_per_quarter = 0;
  smf.ticks_per_second = (frames == 29 ? 30000.0 / 1001.0 : frames) * ticks;
  return std::nullopt;
}

void append_big_endian(std::vector<std::uint8_t>& out, std::uint32_t value, int width) {
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void append_variable_length(std::vector<std::uint8_t>& out, std::uint32_t value) {
  for (int shift = 21; shift > 0; shift -= 7) {
    if (value >> shift) out.push_back(static_cast<std::uint8_t>(0x80 | (value >> shift & 0x7F)));
  }
  out.push_back(static_cast<std::uint8_t>(value & 0x7F));
}

}  // namespace

bool is_midi(std::span<const std::uint8_t> bytes) {
  return stands_at(bytes, 0, "MThd") || is_riff(bytes);
}

bool is_midi_name(std::string_view name) {
  constexpr std::size_t kLongest = 5;  // letters of an ending
  const std::string low = lowered(name.substr(name.size() - std::min(name.size(), kLongest)));
  return low.ends_with(".mid") || low.ends_with(".midi") || low.ends_with(".rmi");
}

Result<Smf> parse_smf(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kMaxBytes) return Error{ErrorCode::too_large, {}, "over 64 MiB", "Cut the file"};
  const std::optional<Extent> file = midi_file_in(bytes);
  if (!file) {
    return is_riff(bytes)
               ? broken(kRiffHead, "no MIDI file in this RIFF file")
               : Error{ErrorCode::malformed, "byte 0", "not a MIDI file", "Give a Standard MIDI File (.mid)"};
  }
  Cursor in{bytes, file->begin + 4, file->end};
  const std::optional<std::uint32_t> header = in.big_endian(4);
  if (!header || *header < 6 || *header > in.left()) return broken(file->begin + 4, "the header breaks off");
  const std::size_t first_chunk = in.at + *header;

  Smf smf;
  smf.format = static_cast<int>(*in.big_endian(2));
  const std::uint32_t promised = *in.big_endian(2);
  if (smf.format > 2)
    return broken(file->begin + 8,
                  "MIDI file format " + std::to_string(smf.format) + ", only 0, 1 and 2 exist");
  if (const auto error = set_division(*in.big_endian(2), file->begin + 12, smf)) return *error;

  in.at = first_chunk;
  std::uint32_t tracks = 0;
  // Some headers promise fewer tracks than there are.
  const auto more = [&] {
    if (!stands_at(bytes, in.at, "MTrk") || in.left() < kChunkHead) return false;
    Cursor ahead{bytes, in.at + 4, file->end};
    return *ahead.big_endian(4) <= ahead.left();
  };
  while (tracks < promised || more()) {
    const std::size_t chunk = in.at;
    if (in.left() < 8) {
      return broken(chunk, std::to_string(promised) + " tracks are promised and " + std::to_string(tracks) +
                               " are there");
    }
    const bool is_track = std::memcmp(bytes.data() + chunk, "MTrk", 4) == 0;
    in.at += 4;
    const std::uint32_t length = *in.big_endian(4);
    if (length > in.left()) {
      return broken(chunk, "a chunk of " + std::to_string(length) + " bytes with " +
                               std::to_string(in.left()) + " left in the file");
    }
    if (is_track) {
      if (const auto error = read_track({bytes, in.at, in.at + length}, static_cast<int>(tracks), smf.events))
        return *error;
      ++tracks;
    }
    in.at += length;
  }
  const auto earlier = [](const SmfEvent& a, const SmfEvent& b) { return a.tick < b.tick; };
  if (!std::is_sorted(smf.events.begin(), smf.events.end(), earlier)) {
    std::stable_sort(smf.events.begin(), smf.events.end(), earlier);
  }
  return smf;
}

std::vector<std::uint8_t> write_smf(const Smf& smf) {
  constexpr std::int64_t kLongestDelta = (1 << 28) - 1;
  std::vector<std::uint8_t> track;
  std::int64_t now = 0, end = 0;
  const auto append_delta = [&](std::int64_t tick) {
    // One delta holds 28 bits; an empty text event carries the rest of a longer silence.
    while (tick - now > kLongestDelta) {
      append_variable_length(track, static_cast<std::uint32_t>(kLongestDelta));
      track.insert(track.end(), {kMeta, 0x01, 0x00});
      now += kLongestDelta;
    }
    append_variable_length(track, static_cast<std::uint32_t>(tick - now));
    now = tick;
  };
  for (const SmfEvent& event : smf.events) {
    end = std::max(end, event.tick);
    if (event.status == kMeta && event.data1 == kEndOfTrack) continue;
    append_delta(event.tick);
    track.push_back(event.status);
    track.push_back(event.data1);
    if (event.status == kMeta) {
      append_variable_length(track, static_cast<std::uint32_t>(event.text.size()));
      track.insert(track.end(), event.text.begin(), event.text.end());
    } else if (data_bytes(event.status) == 2) {
      track.push_back(event.data2);
    }
  }
  append_delta(end);
  track.insert(track.end(), {kMeta, kEndOfTrack, 0x00});

  std::vector<std::uint8_t> out{'M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 0, 0, 1};
  if (smf.ticks_per_quarter > 0) {
    append_big_endian(out, static_cast<std::uint32_t>(smf.ticks_per_quarter), 2);
  } else {
    // The division whose product is the rate: 24, 25, 29.97 or 30 frames of 1..255 ticks.
    for (const int frames : {25, 24, 30, 29}) {
      const double ticks = smf.ticks_per_second / (frames == 29 ? 30000.0 / 1001.0 : frames);
      const int whole = static_cast<int>(ticks + 0.5);
      if ((whole >= 1 && whole <= 255 && ticks - whole < 1e-9 && whole - ticks < 1e-9) || frames == 29) {
        out.push_back(static_cast<std::uint8_t>(256 - frames));
        out.push_back(static_cast<std::uint8_t>(std::clamp(whole, 1, 255)));
        break;
      }
    }
  }
  out.insert(out.end(), {'M', 'T', 'r', 'k'});
  append_big_endian(out, static_cast<std::uint32_t>(track.size()), 4);
  out.insert(out.end(), track.begin(), track.end());
  return out;
}

std::vector<double> event_seconds(const Smf& smf) {
  std::vector<double> seconds;
  seconds.reserve(smf.events.size());
  if (smf.ticks_per_quarter == 0) {
    for (const SmfEvent& event : smf.events)
      seconds.push_back(static_cast<double>(event.tick) / smf.ticks_per_second);
    return seconds;
  }
  double tempo_start = 0;
  std::int64_t tempo_tick = 0;
  double seconds_per_tick = 0.5 / smf.ticks_per_quarter;  // 120 a minute until the file says otherwise
  for (const SmfEvent& event : smf.events) {
    const double now = tempo_start + static_cast<double>(event.tick - tempo_tick) * seconds_per_tick;
    seconds.push_back(now);
    if (const std::optional<int> tempo = tempo_of(event)) {
      tempo_start = now;
      tempo_tick = event.tick;
      seconds_per_tick = *tempo * 1e-6 / smf.ticks_per_quarter;
    }
  }
  return seconds;
}

std::optional<int> tempo_of(const SmfEvent& event) {
  if (event.status != kMeta || event.data1 != kTempo || event.text.size() != 3) return std::nullopt;
  const auto byte = [&](std::size_t i) {
    return static_cast<int>(static_cast<unsigned char>(event.text[i]));
  };
  return byte(0) << 16 | byte(1) << 8 | byte(2);
}

}  // namespace firstchair::midi

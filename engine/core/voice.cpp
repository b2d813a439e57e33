#include "engine/core/voice.h"

namespace firstchair {
namespace {

struct VoiceRow {
  std::string_view id;
  Line line;
  Family family;
};

constexpr std::array<VoiceRow, kVoiceCount> kVoices{{
    {"kick", Line::kick, Family::kick},
    {"snare", Line::snare, Family::snare},
    {"cross_stick", Line::snare, Family::snare},
    {"hat_closed", Line::hat, Family::hat},
    {"hat_open", Line::hat, Family::hat},
    {"hat_pedal", Line::hat_foot, Family::hat},
    {"tom_high", Line::tom, Family::tom},
    {"tom_mid", Line::tom, Family::tom},
    {"tom_low", Line::tom, Family::tom},
    {"ride", Line::ride, Family::cymbal},
    {"ride_bell", Line::ride, Family::cymbal},
    {"crash", Line::crash, Family::cymbal},
    {"pad", Line::pad, Family::pad},
}};

struct LineRow {
  std::string_view id, name;
  Family family;
};

constexpr std::array<LineRow, kLineCount> kLines{{
    {"kick", "kick", Family::kick},
    {"snare", "snare", Family::snare},
    {"hat", "hat", Family::hat},
    {"hat_foot", "hat foot", Family::hat},
    {"tom", "tom", Family::tom},
    {"ride", "ride", Family::cymbal},
    {"crash", "crash", Family::cymbal},
    {"pad", "pad", Family::pad},
}};

constexpr std::array<std::string_view, kFamilyCount> kFamilies{"kick", "snare",  "hat",
                                                               "tom",  "cymbal", "pad"};
constexpr std::array<Voice, kFamilyCount> kFamilyVoices{Voice::kick,    Voice::snare, Voice::hat_closed,
                                                        Voice::tom_mid, Voice::crash, Voice::pad};

const VoiceRow& row(Voice voice) FIRSTCHAIR_AUDIO {
  return kVoices[static_cast<std::size_t>(voice)];
}
const LineRow& row(Line line) {
  return kLines[static_cast<std::size_t>(line)];
}

}  // namespace

Line line_of(Voice voice) {
  return row(voice).line;
}
Family family_of(Voice voice) FIRSTCHAIR_AUDIO {
  return row(voice).family;
}
Family family_of(Line line) {
  return row(line).family;
}
Voice voice_of(Family family) {
  return kFamilyVoices[static_cast<std::size_t>(family)];
}

std::string_view id_of(Voice voice) {
  return row(voice).id;
}
std::string_view id_of(Line line) {
  return row(line).id;
}
std::string_view id_of(Family family) {
  return kFamilies[static_cast<std::size_t>(family)];
}
std::string_view name_of(Line line) {
  return row(line).name;
}

std::optional<Voice> voice_from_id(std::string_view id) {
  for (int i = 0; i < kVoiceCount; ++i) {
    if (kVoices[static_cast<std::size_t>(i)].id == id) return static_cast<Voice>(i);
  }
  return std::nullopt;
}

bool same_voice(Voice heard, Voice written, VoiceDetail detail) {
  if (detail == VoiceDetail::none || heard == Voice::pad || written == Voice::pad) return true;
  if (detail == VoiceDetail::family) return family_of(heard) == family_of(written);
  return heard == written;
}

}  // namespace firstchair

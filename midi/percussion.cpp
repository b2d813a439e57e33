#include "midi/percussion.h"

#include <array>

namespace firstchair::midi {
namespace {

struct Row {
  std::uint8_t note;
  Voice voice;
};

// Where General MIDI and the modules disagree the modules win: 58 is a vibraslap in GM and the rim of tom 3
// on a TD.
constexpr Row kNotes[] = {
    {21, Voice::hat_pedal},    // Alesis: foot splash
    {22, Voice::hat_closed},   // Roland: closed, edge
    {23, Voice::hat_open},     // Alesis: half open
    {26, Voice::hat_open},     // Roland: open, edge
    {35, Voice::kick},         // GM acoustic bass drum
    {36, Voice::kick},         // GM bass drum 1
    {37, Voice::cross_stick},  // GM side stick
    {38, Voice::snare},        // GM acoustic snare
    {40, Voice::snare},        // GM electric snare; Roland, Alesis: rim shot
    {41, Voice::tom_low},      // GM low floor tom
    {42, Voice::hat_closed},   // GM closed hi-hat
    {43, Voice::tom_low},      // GM high floor tom
    {44, Voice::hat_pedal},    // GM pedal hi-hat
    {45, Voice::tom_mid},      // GM low tom; Roland, Alesis: tom 2
    {46, Voice::hat_open},     // GM open hi-hat
    {47, Voice::tom_mid},      // GM low-mid tom; Roland: tom 2 rim
    {48, Voice::tom_high},     // GM hi-mid tom; Roland, Alesis: tom 1
    {49, Voice::crash},        // GM crash 1
    {50, Voice::tom_high},     // GM high tom; Roland: tom 1 rim
    {51, Voice::ride},         // GM ride 1
    {52, Voice::crash},        // GM chinese cymbal; Roland: crash 2 edge
    {53, Voice::ride_bell},    // GM ride bell
    {55, Voice::crash},        // GM splash; Roland: crash 1 edge
    {57, Voice::crash},        // GM crash 2
    {58, Voice::tom_low},      // Roland: tom 3 rim
    {59, Voice::ride},         // GM ride 2; Roland: ride edge
};

constexpr int kOutside = -1;

constexpr std::array<std::int8_t, 128> make_voices() {
  std::array<std::int8_t, 128> voices{};
  for (std::int8_t& v : voices) v = kOutside;
  for (const Row& row : kNotes) voices[row.note] = static_cast<std::int8_t>(row.voice);
  return voices;
}
constexpr std::array<std::int8_t, 128> kVoiceOfNote = make_voices();

// In the order of Voice.
constexpr std::array<std::uint8_t, kVoiceCount> kNoteOfVoice{36, 38, 37, 42, 46, 44, 48,
                                                             45, 43, 51, 53, 49, 38};

}  // namespace

std::optional<Voice> voice_of_note(std::uint8_t note) {
  if (note >= kVoiceOfNote.size() || kVoiceOfNote[note] == kOutside) return std::nullopt;
  return static_cast<Voice>(kVoiceOfNote[note]);
}

std::uint8_t note_of_voice(Voice voice) {
  return kNoteOfVoice[static_cast<std::size_t>(voice)];
}

}  // namespace firstchair::midi

#include "charts/midi/percussion_names.h"

#include <array>
#include <string_view>

namespace firstchair::charts {
namespace {

constexpr int kFirst = 27;
// General MIDI 2, percussion sounds from note 27 on.
constexpr std::array<std::string_view, 61> kNames{"high Q",          "slap",
                                                  "scratch push",    "scratch pull",
                                                  "sticks",          "square click",
                                                  "metronome",       "metronome bell",
                                                  "bass drum 2",     "bass drum 1",
                                                  "side stick",      "snare 1",
                                                  "hand clap",       "snare 2",
                                                  "low floor tom",   "closed hi-hat",
                                                  "high floor tom",  "pedal hi-hat",
                                                  "low tom",         "open hi-hat",
                                                  "low-mid tom",     "high-mid tom",
                                                  "crash 1",         "high tom",
                                                  "ride 1",          "china",
                                                  "ride bell",       "tambourine",
                                                  "splash",          "cowbell",
                                                  "crash 2",         "vibraslap",
                                                  "ride 2",          "high bongo",
                                                  "low bongo",       "mute high conga",
                                                  "open high conga", "low conga",
                                                  "high timbale",    "low timbale",
                                                  "high agogo",      "low agogo",
                                                  "cabasa",          "maracas",
                                                  "short whistle",   "long whistle",
                                                  "short guiro",     "long guiro",
                                                  "claves",          "high wood block",
                                                  "low wood block",  "mute cuica",
                                                  "open cuica",      "mute triangle",
                                                  "open triangle",   "shaker",
                                                  "jingle bell",     "bell tree",
                                                  "castanets",       "mute surdo",
                                                  "open surdo"};

}  // namespace

std::string percussion_name(std::uint8_t note) {
  const std::size_t at = static_cast<std::size_t>(note) - kFirst;
  return note >= kFirst && at < kNames.size() ? std::string(kNames[at]) : "note " + std::to_string(note);
}

}  // namespace firstchair::charts

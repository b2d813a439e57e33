#include "charts/drum_names.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/core/letters.h"

namespace firstchair::charts {
namespace {

std::string plain_words(std::string_view text) {
  std::string out(text.substr(0, 100));
  for (char& c : out) {
    c = lowered(c);
    if (c == '-' || c == '_' || c == '.') c = ' ';
  }
  return out;
}

constexpr std::array kOutside{"tambourine", "cowbell",   "triangle", "shaker", "maraca", "clave",   "conga",
                              "bongo",      "timbale",   "wood",     "temple", "gong",   "tam tam", "timpani",
                              "castanet",   "guiro",     "agogo",    "clap",   "cabasa", "cuica",   "whistle",
                              "chime",      "bell tree", "glocken",  "xylo",   "vibra",  "cajon",   "djembe",
                              "metronome",  "finger",    "jingle",   "sleigh", "surdo",  "sticks"};

Voice tom_named(const auto& has) {
  if (has("floor")) return Voice::tom_low;
  if (has("mid") || has("medium") || has("tom 2")) return Voice::tom_mid;
  if (has("low") || has("tom 3") || has("tom 4")) return Voice::tom_low;
  return has("hi") || has("tom 1") ? Voice::tom_high : Voice::tom_mid;
}

}  // namespace

NamedDrum drum_named(std::string_view name) {
  const std::string text = plain_words(name);
  const auto has = [&](std::string_view word) {  // or a longer word that begins with it
    std::size_t at = text.find(word);
    while (at != std::string::npos && at > 0 && text[at - 1] >= 'a' && text[at - 1] <= 'z')
      at = text.find(word, at + 1);
    return at != std::string::npos;
  };
  if (has("practice pad")) return {true, Voice::pad};
  if (std::any_of(kOutside.begin(), kOutside.end(), has)) return {true, std::nullopt};
  if (has("hat") || has("hats") || has("hihat") || has("hh") || has("charley") || has("charleston")) {
    if (has("pedal") || has("foot")) return {true, Voice::hat_pedal};
    return {true, has("open") ? Voice::hat_open : Voice::hat_closed};
  }
  if (has("ride")) return {true, has("bell") || has("cup") ? Voice::ride_bell : Voice::ride};
  if (has("crash") || has("splash") || has("china") || has("chinese") || has("cymbal"))
    return {true, Voice::crash};
  if (has("rim shot") || has("rimshot")) return {true, Voice::snare};
  if (has("side stick") || has("sidestick") || has("cross stick") || has("rim"))
    return {true, Voice::cross_stick};
  if (has("snare")) return {true, Voice::snare};
  if (has("kick") || has("bass drum") || has("bassdrum")) return {true, Voice::kick};
  if (has("tom")) return {true, tom_named(has)};
  return {};
}

}  // namespace firstchair::charts

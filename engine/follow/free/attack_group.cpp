#include "engine/follow/free/attack_group.h"

#include <algorithm>

namespace firstchair::follow {

Part part_of(Voice voice) {
  switch (line_of(voice)) {
    case Line::kick:
      return Part::low;
    case Line::snare:
      return Part::back;
    case Line::hat:
    case Line::hat_foot:
    case Line::ride:
    case Line::pad:
      return Part::time;
    default:
      return Part::other;
  }
}

float Attack::strongest() const {
  return *std::max_element(strength, strength + kPartCount);
}

std::vector<Attack> attacks_of(std::span<const Hit> hits, double rate, double span) {
  std::vector<Attack> attacks;
  double begin = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const Hit& hit = hits[i];
    const double seconds = static_cast<double>(hit.frame) / rate;
    if (attacks.empty() || seconds - begin > span) {
      attacks.push_back({});
      attacks.back().first_hit = static_cast<int>(i);
      begin = seconds;
    }
    Attack& attack = attacks.back();
    const float strength = std::clamp(hit.strength / 127.0f, 0.02f, 1.0f);
    if (attack.hits == 0 || strength > attack.strongest()) attack.seconds = seconds;
    float& part = attack.strength[static_cast<std::size_t>(part_of(hit.voice))];
    part = std::max(part, strength);
    attack.crash |= line_of(hit.voice) == Line::crash;
    if (line_of(hit.voice) == Line::hat_foot) attack.foot = std::max(attack.foot, strength);
    ++attack.hits;
  }
  return attacks;
}

}  // namespace firstchair::follow

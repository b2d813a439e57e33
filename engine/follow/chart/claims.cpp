#include "engine/follow/chart/claims.h"

#include <array>

namespace firstchair::follow {
void withdraw_claims(Alignment& alignment, std::span<const Hit> hits, const Score& score,
                     const ClaimsTuning& tuning) {
  if (!score.from_sound()) return;
  struct Tally {
    int alone = 0, as_written = 0;
  };
  std::array<Tally, kFamilyCount> tallies{};
  const auto tally = [&](Voice voice) -> Tally& {
    return tallies[static_cast<std::size_t>(family_of(voice))];
  };
  const auto told = [&](Voice voice) {
    const Tally& t = tally(voice);
    return t.alone >= tuning.enough && t.as_written >= tuning.told * t.alone;
  };
  const auto alone = [&](std::int32_t note) {
    const auto at = static_cast<std::size_t>(note);
    const Ticks tick = score.notes[at].tick;
    return (at == 0 || score.notes[at - 1].tick != tick) &&
           (at + 1 == score.notes.size() || score.notes[at + 1].tick != tick);
  };
  for (const Match& match : alignment.matches) {
    const bool answered = match.kind == MatchKind::matched || match.kind == MatchKind::wrong_voice;
    if (!answered || !alone(match.note)) continue;
    Tally& written = tally(score.notes[static_cast<std::size_t>(match.note)].voice);
    ++written.alone;
    written.as_written += match.kind == MatchKind::matched;
  }
  for (Match& match : alignment.matches) {
    if (match.kind != MatchKind::wrong_voice) continue;
    const Hit& hit = hits[static_cast<std::size_t>(match.hit)];
    const Voice written = score.notes[static_cast<std::size_t>(match.note)].voice;
    const bool supported = hit.voice_probability >= tuning.sure && told(written) && told(hit.voice);
    if (!supported) match.kind = MatchKind::matched;
  }
}

}  // namespace firstchair::follow

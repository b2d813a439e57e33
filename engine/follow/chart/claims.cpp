#include "engine/follow/chart/claims.h"

#include <array>

namespace firstchair::follow {
namespace {

constexpr int kEnough = 8;     // notes of a drum written alone, before the take can show anything
constexpr double kTold = 0.9;  // share of them heard as written
constexpr float kSure = 0.9f;  // probability of the stroke's own voice

}  // namespace

void withdraw_claims(Alignment& alignment, std::span<const Hit> hits, const Score& score) {
  if (!score.from_sound()) return;
  struct Tally {
    int alone = 0, as_written = 0;
    bool told() const { return alone >= kEnough && as_written >= kTold * alone; }
  };
  std::array<Tally, kFamilyCount> tallies{};
  const auto tally = [&](Voice voice) -> Tally& {
    return tallies[static_cast<std::size_t>(family_of(voice))];
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
    const bool supported = hit.voice_probability >= kSure && tally(written).told() && tally(hit.voice).told();
    if (!supported) match.kind = MatchKind::matched;
  }
}

}  // namespace firstchair::follow

#include "testing/faults/faults.h"

#include "engine/judge/norms.h"
#include "engine/session.h"
#include "testing/faults/plant.h"

namespace firstchair::testing {
namespace {

constexpr double kAsked = 110;

const Groove& pick(std::span<const std::string_view> names, Seed seed, std::span<const Groove> grooves) {
  std::vector<const Groove*> there;
  for (const std::string_view name : names) {
    for (const Groove& groove : grooves) {
      if (groove.name == name) there.push_back(&groove);
    }
  }
  return *there[seed % there.size()];
}

}  // namespace

bool FaultKind::is_heard(double strength) const {
  return strengths[3] >= strengths[0] ? strength >= heard : strength <= heard;
}

std::span<const FaultKind> fault_kinds() {
  static const std::vector<FaultKind> all = [] {
    std::vector<FaultKind> kinds;
    for (const auto family : {leaning_kinds, together_kinds, hand_kinds, level_kinds, note_kinds,
                              own_stroke_kinds, kept_back_kinds}) {
      const std::vector<FaultKind> of_family = family();
      kinds.insert(kinds.end(), of_family.begin(), of_family.end());
    }
    return kinds;
  }();
  return all;
}

FaultyTake faulty_take(const FaultKind& kind, double strength, Seed seed, std::span<const Groove> grooves) {
  FaultlessPlayer player;
  player.sd_ms = 5 + 1.5 * static_cast<double>(seed / 3 % 4);
  if (seed % 2 == 1) player.shared_ms = 5, player.walk = 0.0005;
  Playing playing = play(pick(kind.grooves, seed, grooves), player, kind.bars, kAsked);
  FaultyTake take;
  take.truth = kind.plant(playing, strength, seed);
  take.hits = hits_of(playing, 1000 + seed);
  take.chart = playing.groove.chart;
  take.bpm = kAsked;
  return take;
}

FaultyTake clean_take(double sd_ms, bool as_drummers_do, Seed seed, std::span<const Groove> grooves) {
  FaultlessPlayer player;
  player.sd_ms = sd_ms;
  if (as_drummers_do) {
    // Of 17 ms, 14.5 are common, 3.6 the hand's and 9.3 the foot's.
    player.sd_ms = 0.22 * sd_ms;
    player.foot = 2.5;
    player.shared_ms = 0.87 * sd_ms;
    player.walk = 0.0005;
  }
  const Playing playing = play(pick(kKit, seed, grooves), player, 24, kAsked);
  return {hits_of(playing, 5000 + seed), playing.groove.chart, kAsked, {}};
}

Take judged(const FaultyTake& faulty) {
  SessionConfig config;
  config.source.kind = SourceKind::midi;
  config.source.rate = kMidiRate;
  config.source.name = "planted";
  config.source.length = faulty.hits.empty() ? 0 : faulty.hits.back().frame + 1;
  config.chart = faulty.chart;
  config.bpm = faulty.bpm;
  config.ask_chart_played = true;
  config.norms = judge::default_norms();
  return judge_strokes(config, faulty.hits);
}

}  // namespace firstchair::testing

#include "apps/cli/band/render.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>

#include "io/sound/synth.h"
#include "live/synth_parts.h"
#include "midi/percussion.h"

namespace firstchair::cli {
namespace {

constexpr std::size_t kGrain = io::Synth::kGrain;
constexpr double kRing_s = 2.5;  // after the last note
constexpr double kLevel_s = .05;
constexpr float kRecorded = .7F;  // gain of a recording beside the band

double processor_s() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// The power of the recording in the last 50 ms.
double lately(const RenderJob& job, Frames at, double& power) {
  double sum = 0;
  for (Frames k = at - job.recording_at; k < at - job.recording_at + static_cast<Frames>(kGrain); ++k)
    if (k >= 0 && static_cast<std::size_t>(k) < job.recording.size()) {
      const auto sample = static_cast<double>(job.recording[static_cast<std::size_t>(k)]);
      sum += sample * sample;
    }
  const double part = static_cast<double>(kGrain) / (kLevel_s * job.run.rate);
  power += (sum / static_cast<double>(kGrain) - power) * (1 - std::exp(-part));
  return power;
}

}  // namespace

Result<Rendered> render_band(RenderJob job) {
  const double rate = job.run.rate;
  std::vector<io::SynthPart> parts = live::synth_parts(job.band, job.run.form.answer_db);
  const int drums = static_cast<int>(parts.size());
  if (job.drums_sound) parts.push_back({.drums = true});
  Result<io::Synth> synth = io::Synth::make({.soundfont = job.soundfont, .rate = rate, .parts = parts});
  if (!synth) return synth.error();
  job.run.notes = std::move(job.band.notes);
  job.run.marks = std::move(job.band.marks);
  Result<practice::BandRun> made = practice::BandRun::make(std::move(job.run));
  if (!made) return made.error();
  practice::BandRun& run = *made;
  std::optional<live::BackingPlayer> backing;
  if (job.backing) {
    Result<live::BackingPlayer> player = live::BackingPlayer::make(*job.backing, rate);
    if (!player) return player.error();
    backing = std::move(*player);
  }

  const double began_s = processor_s();
  Rendered rendered;
  std::vector<Hit> hits;
  std::array<float, kGrain> left{}, right{};
  Frames end = 0;    // 0: not known yet
  double power = 0;  // of the recording, lately
  for (Frames at = 0; end == 0 || at < end; at += kGrain) {
    const Frames until = at + static_cast<Frames>(kGrain);
    if (end == 0)
      while (const std::optional<band::Sounded> sounded = run.next(at, until))
        synth->play(sounded->part, sounded->pitch, sounded->velocity);
    if (!job.recording.empty()) run.level(10 * std::log10(lately(job, at, power) + 1e-20));
    if (job.drummer && end == 0) {
      hits.clear();
      job.drummer(run, until, hits);
      for (const Hit& hit : hits) {
        run.push(hit);
        if (job.drums_sound)
          synth->play(drums, midi::note_of_voice(hit.voice),
                      std::clamp(static_cast<int>(std::lround(hit.strength)), 1, 127));
      }
    }
    synth->render(left, right);
    if (backing) backing->render(run, at, left, right);
    for (std::size_t k = 0; k < kGrain; ++k) {
      const auto in = static_cast<std::size_t>(at - job.recording_at) + k;
      const float beside = at + static_cast<Frames>(k) >= job.recording_at && in < job.recording.size()
                               ? kRecorded * job.recording[in]
                               : 0;
      for (const auto& [from, into] :
           {std::pair(&left, &rendered.left), std::pair(&right, &rendered.right)}) {
        const float sum = (*from)[k] + beside;
        const float kept = std::clamp(sum, -io::Synth::kLoudest, io::Synth::kLoudest);
        rendered.cut += kept != sum;
        into->push_back(kept);
      }
    }
    if (end == 0 && (run.over() || (run.playing() == band::Playing::stopped && until >= job.last_stroke))) {
      synth->let_go();
      end = until + static_cast<Frames>(kRing_s * rate);
    }
  }
  rendered.cut += synth->cut();
  const double spent_s = processor_s() - began_s;
  rendered.times_real = static_cast<double>(rendered.left.size()) / rate / std::max(spent_s, 1e-9);
  rendered.played.beats.assign(run.beats().begin(), run.beats().end());
  rendered.played.limited = run.limited();
  rendered.waited_out = run.waited_out();
  return rendered;
}

}  // namespace firstchair::cli

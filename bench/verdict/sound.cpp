#include "bench/verdict/sound.h"

#include <algorithm>
#include <string_view>

#include "engine/judge/norms.h"
#include "engine/session.h"
#include "lab/render.h"

namespace firstchair::bench {
namespace {

constexpr double kTail = 1.5;  // s, after the last stroke
constexpr std::size_t kBlock = 4096;

// Of leans, places, phrases, bars, tempi, spreads, swing, levels, notes and form; no pads, which no kit has,
// and none of the kit's own strokes, which are an e-kit's.
constexpr std::string_view kKinds[] = {"snare late",
                                       "kick early",
                                       "hat late",
                                       "kick early at one place",
                                       "snare late at one place, every 4th bar",
                                       "end of every 4th bar rushes",
                                       "fill rushes",
                                       "tempo jumps after bar 12",
                                       "tempo gains",
                                       "one bar late",
                                       "late after a rest",
                                       "hat loose",
                                       "snare loose",
                                       "swing too straight",
                                       "swing too wide",
                                       "a kick always missed",
                                       "notes missed in one bar",
                                       "bars skipped",
                                       "another tempo than asked",
                                       "another groove than the chart",
                                       "level falls over the take"};

}  // namespace

bool is_for_sound(const testing::FaultKind& kind) {
  return std::find(std::begin(kKinds), std::end(kKinds), kind.name) != std::end(kKinds);
}

Take judged_as_sound(const testing::FaultyTake& faulty, std::span<const lab::Kit> kits, std::uint64_t seed) {
  lab::Piece piece;
  piece.name = "planted";
  for (const Hit& hit : faulty.hits) {
    const double seconds = static_cast<double>(hit.frame) / kMidiRate;
    piece.strokes.push_back({seconds, hit.voice, static_cast<double>(hit.strength)});
    piece.seconds = std::max(piece.seconds, seconds + kTail);
  }
  const lab::Rendering sound = lab::render(piece, kits[seed % kits.size()], 77 + seed);
  SessionConfig config;
  config.source.kind = SourceKind::audio;
  config.source.rate = lab::kBenchRate;
  config.source.name = "planted";
  config.chart = faulty.chart;
  config.bpm = faulty.bpm;
  config.ask_chart_played = true;
  config.norms = judge::default_norms();
  Result<Session> session = Session::make(config);
  if (!session) return {};
  const std::span<const float> frames(sound.sound);
  for (std::size_t at = 0; at < frames.size(); at += kBlock)
    session->push(frames.subspan(at, std::min(kBlock, frames.size() - at)));
  return session->finish();
}

}  // namespace firstchair::bench

#include "bench/chairs/replays.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "bench/chairs/recorded.h"
#include "engine/chairs/hints.h"
#include "engine/chairs/score.h"
#include "engine/session.h"
#include "lab/phone.h"
#include "lab/render.h"
#include "lab/room.h"
#include "testing/judge/playing_drummer.h"

namespace firstchair::bench {
namespace {

constexpr int kBars = 16, kReplayedOf = 3;

struct Heard {
  std::vector<chairs::NoteError> errors;  // none of a take that cannot be seated
  std::vector<float> sound;               // as the microphone had it
};

std::vector<chairs::NoteError> errors_of(const std::vector<float>& sound, const Chart& chart, double bpm) {
  SessionConfig config;
  config.source.kind = SourceKind::audio;
  config.source.rate = lab::kBenchRate;
  config.norms = judge::default_norms();
  config.chart = chart;
  config.bpm = bpm;
  Result<Session> session = Session::make(config);
  if (!session) return {};
  session->push(std::span(sound));
  const Take take = session->finish();
  // Somebody plays again to be seated by it.
  if (!chairs::score_take(take, {.bpm = bpm, .bars = kBars}, judge::default_norms())) return {};
  return chairs::note_errors(take);
}

std::vector<float> in_a_room(const std::vector<float>& sound, std::uint64_t seed) {
  std::vector<float> out = lab::in_room(sound, lab::Use::validation, seed);
  lab::normalise(out);
  return out;
}

Heard hear(const lab::Piece& piece, const Chart& chart, const lab::Kit& kit, std::uint64_t seed) {
  Heard heard;
  heard.sound = in_a_room(lab::render(piece, kit, seed).sound, seed);
  heard.errors = errors_of(heard.sound, chart, piece.bpm);
  return heard;
}

lab::Piece played(double spread_ms, const Chart& chart, std::uint64_t seed) {
  testing::PlayingDrummer drummer;
  drummer.hand_ms = drummer.foot_ms = drummer.shared_ms = spread_ms;
  const testing::Performance p = testing::perform(drummer, chart, 1, seed, judge::default_norms());
  lab::Dice dice(seed);
  lab::Piece piece{.name = "drummer", .strokes = {}, .seconds = 0, .bpm = drummer.bpm};
  for (const Hit& hit : p.take.hits) {
    const double s = static_cast<double>(hit.frame) / kMidiRate;
    const double velocity = (hit.voice == Voice::hat_closed ? 75 : 100) + 8 * dice.normal();
    piece.strokes.push_back({s, hit.voice, std::clamp(velocity, 20.0, 127.0)});
    piece.seconds = s + 2;
  }
  return piece;
}

// Half of a recorded take, 16 bars.
lab::Piece half_of(const RecordedTake& take, int half) {
  const double bar = 240 / take.bpm, from = 60 / take.bpm + half * kBars * bar, early = 0.1;
  lab::Piece piece{.name = take.performance, .strokes = {}, .seconds = 0, .bpm = take.bpm};
  for (const lab::Stroke& stroke : take.piece.strokes) {
    if (stroke.seconds < from - early || stroke.seconds >= from + kBars * bar - early) continue;
    piece.strokes.push_back({stroke.seconds - from + 0.5, stroke.voice, stroke.velocity});
    piece.seconds = piece.strokes.back().seconds + 2;
  }
  return piece;
}

// Counts of one kind of pairs.
struct Pairs {
  int n = 0, seated = 0, hinted = 0, beside = 0;
  double least = 1, most = -1;
  std::vector<double> all;

  void add(const std::vector<chairs::NoteError>& a, const std::vector<chairs::NoteError>& b) {
    ++n;
    if (a.empty() || b.empty()) return;
    ++seated;
    const chairs::Replay replay = chairs::replayed(a, b);
    hinted += replay.correlation >= chairs::kReplay;
    beside += replay.quarters != 0;
    least = std::min(least, replay.correlation), most = std::max(most, replay.correlation);
    all.push_back(replay.correlation);
  }
  std::string row(const char* what) {
    std::sort(all.begin(), all.end());
    const auto at = [&](double share) {
      return all.empty() ? 0 : all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
    };
    return fmt::format("| {} | {} | {} | {:.2f} / {:.2f} / {:.2f} | {} | {} |\n", what, n, seated, least,
                       at(0.5), most, hinted, beside);
  }
};

void compare_all(const std::vector<Heard>& takes, Pairs& pairs) {
  for (std::size_t a = 0; a < takes.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) pairs.add(takes[a].errors, takes[b].errors);
  }
}

}  // namespace

std::string replays_table(int takes) {
  const std::vector<lab::Kit> kits = lab::load_kits(lab::Use::validation);
  Pairs honest, room, phone, recorded, recorded_again;
  const auto again = [](const Heard& own, const Chart& chart, double bpm, std::uint64_t seed, Pairs& pairs) {
    pairs.add(own.errors, errors_of(in_a_room(own.sound, seed), chart, bpm));
  };
  const Chart chart = testing::plain_rock_chart(kBars);
  std::vector<Heard> heard;
  for (int i = 0; i < takes; ++i) {
    const auto seed = static_cast<std::uint64_t>(i);
    heard.push_back(hear(played(8 + i % 12, chart, 7000 + seed), chart, kits[seed % kits.size()], seed));
    if (i % kReplayedOf != 0) {
      heard.back().sound.clear();
      continue;
    }
    again(heard.back(), chart, 100, seed + 1, room);
    Heard small = heard.back();
    small.sound = lab::through_phone(small.sound, seed);
    again(small, chart, 100, seed + 2, phone);
    heard.back().sound.clear();
  }
  compare_all(heard, honest);
  Chart groove = recorded_chart();
  std::erase_if(groove.notes, [](const Note& n) { return n.tick >= kBars * 4 * kTicksPerQuarter; });
  settle(groove);
  heard.clear();
  for (const RecordedTake& take : recorded_takes()) {
    for (int half = 0; half < 2; ++half) {
      const lab::Piece piece = half_of(take, half);
      heard.push_back(hear(piece, groove, kits.front(), heard.size()));
      again(heard.back(), groove, take.bpm, heard.size(), recorded_again);
    }
  }
  compare_all(heard, recorded);
  return "| pairs of takes of 16 bars | pairs | both can be seated | correlation least / middle / most | "
         "hinted | of them laid beside |\n|---|---|---|---|---|---|\n" +
         honest.row("two drummers, each in a room") +
         room.row("a take and its recording, played through a loudspeaker in another room") +
         phone.row("the same through a telephone first: narrow, compressed, coded") +
         recorded.row("two of the eight halves of the recorded takes") +
         recorded_again.row("each of these and its recording, played through a loudspeaker");
}

}  // namespace firstchair::bench

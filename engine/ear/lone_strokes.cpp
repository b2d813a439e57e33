#include "engine/ear/lone_strokes.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/ear/file_net_of.h"
#include "engine/ear/intake.h"
#include "engine/ear/known_drums.h"
#include "engine/ear/strokes.h"

namespace firstchair::ear {
namespace {

constexpr std::size_t kKept = FileNet::kWindow + FileNet::kAhead + 32;

}  // namespace

struct LoneStrokes::State {
  State(const EarConfig& config, FileNet its_net)
      : intake(config.rate),
        spectrogram(intake.rate()),
        net(std::move(its_net)),
        bands(kKept),
        history(kKept * static_cast<std::size_t>(spectrogram.hop()) + 4096) {}

  void push_clean(float sample) {
    history.push(sample);
    if (!spectrogram.push(history)) return;
    bands.push(spectrogram);
    take(net.push(spectrogram.levels()));
  }

  void take(std::span<const NetFrame> settled) {
    for (const NetFrame& frame : settled) {
      frames = {frames[1], frames[2], frame};
      ++end;
      if (end >= 2 && is_attack(frames[0], frames[1], frame, net.thresholds().any)) tell();
    }
  }

  void tell() {
    const Frames own = end - 2 - Net::kDelay;
    const auto hop = static_cast<double>(spectrogram.hop());
    const double place = StrokePicker::place(own, frames[1].offset, Net::kSeen * intake.rate() / hop);
    const Frames attack = std::max<Frames>(0, std::lround(place * hop));
    const float level = level_after(history, attack, intake.rate());
    if (!intake.tells(attack, level)) return;
    const Frames frame = intake.input_frame(attack);
    const auto bounce =
        static_cast<Frames>(std::lround(kBounce * intake.rate() * static_cast<double>(intake.factor())));
    if (!strokes.empty() && frame - strokes.back().frame < bounce) return;
    strokes.push_back({.frame = frame,
                       .level_db = level,
                       .spectrum = bands.at(own),
                       .said = KnownDrums::said_of(frames, net.thresholds().any)});
  }

  Intake intake;
  Spectrogram spectrogram;
  FileNet net;
  BandHistory bands;
  SampleHistory history;
  std::array<NetFrame, 3> frames{};
  Frames end = 0;  // frames that the net settled
  std::vector<LoneStroke> strokes;
};

LoneStrokes::LoneStrokes(std::unique_ptr<State> state) : state_(std::move(state)) {}
LoneStrokes::LoneStrokes(LoneStrokes&&) noexcept = default;
LoneStrokes& LoneStrokes::operator=(LoneStrokes&&) noexcept = default;
LoneStrokes::~LoneStrokes() = default;

Result<LoneStrokes> LoneStrokes::make(const EarConfig& config) {
  Result<FileNet> net = file_net_of(config);
  if (!net) return net.error();
  return LoneStrokes(std::make_unique<State>(config, std::move(*net)));
}

Result<std::vector<LoneStroke>> LoneStrokes::of(std::span<const float> mono, const EarConfig& config) {
  Result<LoneStrokes> ear = make(config);
  if (!ear) return ear.error();
  ear->push(mono);
  ear->finish();
  return std::move(ear->state_->strokes);
}

void LoneStrokes::push(std::span<const float> mono) {
  float clean = 0;
  for (const float sample : mono) {
    if (state_->intake.push(sample, clean)) state_->push_clean(clean);
  }
}

void LoneStrokes::finish() {
  State& state = *state_;
  const Frames tail = (StrokePicker::kLater + BandHistory::kAfter) * state.spectrogram.hop();
  for (Frames i = 0; i < tail; ++i) state.push_clean(state.intake.fade());
  state.take(state.net.finish());
}

std::span<const LoneStroke> LoneStrokes::strokes() const {
  return state_->strokes;
}

}  // namespace firstchair::ear

#include "live/band_sound.h"

#include <algorithm>

namespace firstchair::live {
namespace {

constexpr std::size_t kMostHits = 4096, kMostBlock = 8192;
constexpr int kBlocksAhead = 2;

std::size_t whole_grains(std::size_t frames) {
  constexpr std::size_t kGrain = io::Synth::kGrain;
  return (frames + kGrain - 1) / kGrain * kGrain;
}

}  // namespace

Result<std::unique_ptr<BandSound>> BandSound::make(BandSoundConfig config) {
  std::vector<io::SynthPart> parts;
  for (const practice::ArrangedPart& part : config.band.parts)
    parts.push_back({.program = part.program, .level = part.level, .pan = part.pan, .drums = part.drums});
  Result<io::Synth> synth =
      io::Synth::make({.soundfont = config.soundfont, .rate = config.run.rate, .parts = std::move(parts)});
  if (!synth) return synth.error();
  config.run.notes = std::move(config.band.notes);
  config.run.held = std::move(config.band.held);
  Result<practice::BandRun> run = practice::BandRun::make(std::move(config.run));
  if (!run) return run.error();
  return std::unique_ptr<BandSound>(new BandSound(std::move(*run), std::move(*synth), config.block));
}

BandSound::BandSound(practice::BandRun run, io::Synth synth, int block)
    : run_(std::move(run)),
      synth_(std::move(synth)),
      hits_(kMostHits),
      block_(static_cast<std::size_t>(std::clamp(block, 16, static_cast<int>(kMostBlock)))),
      spare_left_(kMostBlock),
      spare_right_(kMostBlock) {
  ahead_.emplace(
      [this](Frames frame, std::span<float> left, std::span<float> right) { render(frame, left, right); },
      static_cast<std::size_t>(io::Synth::kGrain), whole_grains(kBlocksAhead * block_));
}

BandSound::~BandSound() {
  ahead_.reset();  // before what it renders with
}

void BandSound::heard(std::span<const Hit> hits, Frames until) {
  hits_.push(hits);
  heard_.store(until, std::memory_order_release);
}

void BandSound::render(Frames frame, std::span<float> left, std::span<float> right) {
  Hit hit;
  while (hits_.pop(std::span(&hit, 1)) == 1) run_.push(hit);
  const Frames until = frame + static_cast<Frames>(left.size());
  while (const std::optional<band::Sounded> sounded = run_.next(frame, until))
    synth_.play(sounded->part, sounded->pitch, sounded->velocity);
  if (run_.over() && !let_go_) {
    let_go_ = true;
    synth_.let_go();
  }
  synth_.render(left, right);
  const double tick = run_.clock().tick_at(static_cast<double>(until));
  quarter_.store(tick / static_cast<double>(kTicksPerQuarter), std::memory_order_relaxed);
  bpm_.store(run_.clock().bpm(tick), std::memory_order_relaxed);
  over_.store(run_.over(), std::memory_order_release);
}

void BandSound::add(Frames frame, std::span<const std::span<float>> out) {
  if (out.empty()) return;
  if (out.size() > 1) {
    ahead_->push(frame, out[0], out[1]);
    return;
  }
  const std::size_t frames = std::min(out[0].size(), kMostBlock);
  const std::span<float> left = std::span(spare_left_).first(frames),
                         right = std::span(spare_right_).first(frames);
  std::fill(left.begin(), left.end(), 0.F);
  std::fill(right.begin(), right.end(), 0.F);
  ahead_->push(frame, left, right);
  for (std::size_t k = 0; k < frames; ++k) out[0][k] += (left[k] + right[k]) / 2;
}

bool BandSound::ready(Frames frame, std::size_t frames) const {
  // The thread renders two blocks ahead of what was taken, and no more.
  return ahead_->has(frame, std::min(frames, kBlocksAhead * block_)) &&
         heard_.load(std::memory_order_acquire) >= frame - static_cast<Frames>(block_);
}

BandNews BandSound::news() const {
  return {.frame = ahead_ ? ahead_->rendered() : 0,
          .quarter = quarter_.load(std::memory_order_relaxed),
          .bpm = bpm_.load(std::memory_order_relaxed),
          .over = over_.load(std::memory_order_acquire)};
}

band::BandPlayed BandSound::finish() {
  late_ = late();
  ahead_.reset();
  band::BandPlayed played;
  played.beats.assign(run_.beats().begin(), run_.beats().end());
  played.limited = run_.limited();
  return played;
}

}  // namespace firstchair::live

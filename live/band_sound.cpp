#include "live/band_sound.h"

#include <algorithm>

#include "live/synth_parts.h"

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
  Result<io::Synth> synth = io::Synth::make({.soundfont = config.soundfont,
                                             .rate = config.run.rate,
                                             .parts = synth_parts(config.band, config.run.form.answer_db)});
  if (!synth) return synth.error();
  config.run.notes = std::move(config.band.notes);
  config.run.marks = std::move(config.band.marks);
  const Chart frame{
      .title = {}, .meters = config.run.meters, .tempi = {}, .notes = {}, .length = config.run.length};
  Result<practice::BandRun> run = practice::BandRun::make(std::move(config.run));
  if (!run) return run.error();
  std::optional<BackingPlayer> backing;
  if (config.backing) {
    Result<BackingPlayer> player = BackingPlayer::make(*config.backing, run->rate());
    if (!player) return player.error();
    backing = std::move(*player);
  }
  return std::unique_ptr<BandSound>(
      new BandSound(std::move(*run), std::move(*synth), std::move(backing), bars_of(frame), config));
}

BandSound::BandSound(practice::BandRun run, io::Synth synth, std::optional<BackingPlayer> backing,
                     std::vector<Bar> bars, const BandSoundConfig& config)
    : run_(std::move(run)),
      synth_(std::move(synth)),
      backing_(std::move(backing)),
      clock_out_(config.clock_out),
      midi_clock_(config.band.count_in),
      bars_(std::move(bars)),
      hits_(kMostHits),
      block_(static_cast<std::size_t>(std::clamp(config.block, 16, static_cast<int>(kMostBlock)))),
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
  if (cued_.exchange(false, std::memory_order_relaxed)) run_.cue();
  if (asked_.exchange(false, std::memory_order_relaxed)) run_.ask_solo();
  const double level_db = level_db_.load(std::memory_order_relaxed);
  if (level_db < kNoLevel) run_.level(level_db);
  const Frames until = frame + static_cast<Frames>(left.size());
  while (const std::optional<band::Sounded> sounded = run_.next(frame, until))
    synth_.play(sounded->part, sounded->pitch, sounded->velocity);
  if (clock_out_ != nullptr) tell_clock(frame, until);
  if (run_.over() && !let_go_) {
    let_go_ = true;
    synth_.let_go();
  }
  synth_.render(left, right);
  if (backing_) backing_->render(run_, frame, left, right);
  const double tick = run_.tick_at(static_cast<double>(until));
  playing_.store(run_.playing(), std::memory_order_relaxed);
  waited_out_.store(run_.waited_out(), std::memory_order_relaxed);
  limited_.store(run_.limited(), std::memory_order_relaxed);
  quarter_.store(tick / static_cast<double>(kTicksPerQuarter), std::memory_order_relaxed);
  bpm_.store(run_.clock().bpm(tick), std::memory_order_relaxed);
  over_.store(run_.over(), std::memory_order_release);
}

void BandSound::tell_clock(Frames frame, Frames until) {
  while (const std::optional<practice::ClockMessage> message = midi_clock_.next(run_, frame, until))
    clock_out_->push({.frame = message->frame, .size = message->size, .bytes = message->bytes});
  const double tick = std::max(0., run_.tick_at(static_cast<double>(frame)));
  const Bar& bar = bar_at(bars_, static_cast<Ticks>(tick));
  clock_out_->place({.frame = frame,
                     .bar = bar.number,
                     .beat = bar.beat_at(static_cast<Ticks>(tick)),
                     .beats = bar.meter.beats,
                     .unit = bar.meter.unit,
                     .bpm = run_.clock().bpm(tick)});
}

void BandSound::add(Frames frame, std::span<const std::span<float>> out) {
  if (clock_out_ != nullptr) clock_out_->cycle(frame);
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
          .over = over_.load(std::memory_order_acquire),
          .playing = playing_.load(std::memory_order_relaxed),
          .waited_out = waited_out_.load(std::memory_order_relaxed),
          .limited = limited_.load(std::memory_order_relaxed)};
}

band::BandPlayed BandSound::finish() {
  late_ = late();
  const Frames rendered = ahead_ ? ahead_->rendered() : 0;
  ahead_.reset();
  if (clock_out_ != nullptr && midi_clock_.runs())
    clock_out_->push({.frame = rendered, .size = 1, .bytes = {practice::MidiClock::kStop}});
  band::BandPlayed played;
  played.beats.assign(run_.beats().begin(), run_.beats().end());
  played.limited = run_.limited();
  return played;
}

}  // namespace firstchair::live

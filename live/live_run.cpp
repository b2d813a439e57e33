#include "live/live_run.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace firstchair::live {
namespace {

constexpr double kQueueSeconds = 5;
constexpr std::size_t kSilence = 256;
constexpr int kSilentTurns = 64;          // of kSilence frames, a block
constexpr int kLongestWaitMs = 8000;      // JACK 1.9.21 gives a client 10 s
constexpr double kLeastReach = 12;        // frames about its place in which a click is looked for, and
constexpr double kLevel_s = .05;          // over which the level of the drummer's sound is taken
constexpr int kSustain = 64;              // MIDI controller
constexpr double kFastestDrift = 300e-6;  // more the longer none was found

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

void LiveSlot::operator()(const io::LiveBlock& block) {
  if (LiveRun* run = run_.load(std::memory_order_acquire)) run->block(block);
  turns_.fetch_add(1, std::memory_order_acq_rel);
}

void LiveSlot::take_off() {
  run_.store(nullptr, std::memory_order_release);
  // A callback that had read the run before is over when two more have ended.
  const std::uint64_t before = turns_.load(std::memory_order_acquire);
  for (int waited = 0; waited < 1000 && turns_.load(std::memory_order_acquire) < before + 2; ++waited)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

Result<LiveRun::Playing> LiveRun::playing_of(const LiveRunConfig& config) {
  DrillConfig drilling;
  drilling.session = config.session;
  drilling.session.source.rate = config.plan.click.rate;
  drilling.session.source.channels = 1;
  if (config.free) {
    Result<FreePlay> free = FreePlay::make(drilling.session);
    if (!free) return free.error();
    return Playing(std::move(*free));
  }
  drilling.session.chart = config.plan.chart;
  drilling.session.bpm = tempo_at(config.plan.chart, 0);
  drilling.bar_numbers = config.plan.bar_numbers;
  drilling.offset_sd_ms = config.round_trip_sd_ms;
  drilling.ask_chart_played = !config.against_click;
  for (const double line : config.plan.bar_lines) drilling.bar_lines.push_back(line + config.round_trip);
  Result<Drill> drill = Drill::make(std::move(drilling));
  if (!drill) return drill.error();
  return Playing(std::move(*drill));
}

Result<std::unique_ptr<LiveRun>> LiveRun::start(LiveRunConfig config) {
  const double rate = config.plan.click.rate;
  Result<Playing> playing = playing_of(config);
  if (!playing) return playing.error();
  Result<practice::Click> click =
      practice::Click::make({.plan = config.plan.click, .level_db = config.level_db});
  if (!click) return click.error();
  Result<practice::ClickTrain> train = practice::ClickTrain::make(config.plan.click);
  if (!train) return train.error();
  const bool sound = config.session.source.kind == SourceKind::audio;
  Result<TakeWriter> writer =
      TakeWriter::start({.folder = config.folder, .rate = rate, .channels = sound ? 1 : 0});
  if (!writer) return writer.error();
  return std::unique_ptr<LiveRun>(
      new LiveRun(std::move(config), std::move(*playing), std::move(*click), *train, std::move(*writer)));
}

LiveRun::LiveRun(LiveRunConfig config, Playing playing, practice::Click click, practice::ClickTrain train,
                 TakeWriter writer)
    : config_(std::move(config)),
      playing_(std::move(playing)),
      click_(std::move(click)),
      announcer_(train, config_.round_trip, config_.plan.bar_lines.front()),
      writer_(std::move(writer)),
      sound_(static_cast<std::size_t>(kQueueSeconds * config_.plan.click.rate)),
      notes_(4096),
      gate_(config_.kit, config_.plan.click.rate),
      finder_(config_.plan.click.rate),
      block_(4096) {
  listener_ = std::thread([this] { listen(); });
}

LiveRun::~LiveRun() {
  stop_ = true;
  if (listener_.joinable()) listener_.join();
}

void LiveRun::wait_for_room(Frames frame, std::size_t frames, std::size_t notes) {
  // Not for ever: a listener that has died must not hang the server.
  for (int turn = 0; turn < kLongestWaitMs; ++turn) {
    const bool played = config_.band == nullptr || config_.band->ready(frame, frames);
    if (played && sound_.fits(2 * frames) && writer_.fits(frames) && notes_.fits(notes)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void LiveRun::block(const io::LiveBlock& block) {
  if (origin_ < 0) origin_ = block.frame;
  const Frames frame = block.frame - origin_;
  const std::size_t frames = !block.out.empty()  ? block.out[0].size()
                             : !block.in.empty() ? block.in[0].size()
                                                 : 0;
  if (block.freewheel) wait_for_room(frame, frames, block.midi.size());
  const double began = seconds_now();
  if (!block.out.empty()) {
    if (config_.clicks) click_.push(frame, block.out[0]);
    if (config_.band != nullptr) config_.band->add(frame, block.out);
    for (std::size_t c = config_.band != nullptr ? 2 : 1; c < block.out.size(); ++c)
      std::copy(block.out[0].begin(), block.out[0].end(), block.out[c].begin());
  }
  if (config_.session.source.kind == SourceKind::audio && !block.in.empty()) {
    writer_.push(frame, block.in.first(1));
    // Every frame number stays true: what was left out, or did not fit, is silence; a long one over several
    // blocks.
    static constexpr std::array<float, kSilence> kNothing{};
    for (int turn = 0; turn < kSilentTurns && sound_end_ < frame; ++turn) {
      const std::size_t part = std::min(static_cast<std::size_t>(frame - sound_end_), kSilence);
      if (!sound_.push(std::span(kNothing).first(part))) break;
      sound_end_ += static_cast<Frames>(part);
    }
    if (sound_end_ == frame && sound_.push(block.in[0])) {
      sound_end_ += static_cast<Frames>(frames);
    } else {
      unheard_ += static_cast<Frames>(frames);
    }
  }
  for (const io::LiveMidi& event : block.midi) {
    if (event.size < 3) continue;
    const int status = event.bytes[0] & 0xF0;
    const bool pedal = status == 0xB0 && event.bytes[1] == kSustain && event.bytes[2] >= 64;
    const bool struck = status == 0x90 && event.bytes[2] > 0;
    const bool cue = pedal || (struck && event.bytes[1] == config_.cue_note);
    if (cue && config_.band != nullptr) config_.band->cue();
    if (!struck || cue) continue;
    notes_.push(Note{frame + event.offset, event.bytes[1], event.bytes[2], event.sigma_ms});
  }
  now_at_.store(began, std::memory_order_relaxed);
  now_.store(frame + static_cast<Frames>(frames), std::memory_order_release);
  if (frames > 0) {
    const double share = (seconds_now() - began) * config_.plan.click.rate / static_cast<double>(frames);
    worst_share_ = std::max(worst_share_, share);
  }
}

void LiveRun::announce_clicks() {
  std::optional<practice::ClockLag> lag;
  if (const io::Drift& drift = clock_.drift(); parted_)
    lag = {.at = drift.at, .behind = drift.behind, .slope = 1e-6 * drift.ppm};
  const Frames second = static_cast<Frames>(config_.plan.click.rate);
  for (const practice::AnnouncedClick& click : announcer_.push(heard_ + second + 1, lag)) {
    awaited_.push_back({.due = click.due, .kind = click.expected.kind, .alone = click.alone});
    std::visit([&](auto& hearing) { hearing.expect_click(click.expected); }, playing_);
  }
}

// Where clicks are heard, late by the drift of one device's clock against the other's.
void LiveRun::find_clicks(std::span<const float> sound) {
  finder_.push(sound);
  while (!awaited_.empty()) {
    ClickFinder::Click click = awaited_.front();
    const io::Drift& drift = clock_.drift();
    click.behind = drift.pairs > 0 ? drift.behind_at(click.due) : 0;
    click.within = kLeastReach + kFastestDrift * (click.due - found_at_);
    if (!finder_.heard(click)) return;
    awaited_.erase(awaited_.begin());
    const FoundClick found = finder_.find(click);
    if (click.alone || found.alike > 0) found_at_ = click.due;
    if (found.alike == 0) continue;
    clock_.push(found.due, found.behind);
    parted_ = parted_ || drift.parts();
    // Free playing is measured against its own pulse, on its own clock.
    if (Drill* drill = std::get_if<Drill>(&playing_); drill != nullptr && parted_)
      drill->set_clock(drift.at + drift.behind, drift.behind, 1e-6 * drift.ppm);
  }
}

bool LiveRun::listen_once() {
  return config_.session.source.kind == SourceKind::midi ? listen_to_notes() : listen_to_sound();
}

bool LiveRun::listen_to_notes() {
  const Frames now = now_.load(std::memory_order_acquire);  // before the notes: none of them is later
  std::array<Note, 64> notes;
  std::array<Hit, notes.size()> hits;
  const bool pad = config_.session.voices == ear::VoicesMode::pad;
  while (const std::size_t count = notes_.pop(notes)) {
    std::size_t strokes = 0;
    for (const Note& note : std::span(notes).first(count)) {
      if (const std::optional<Hit> hit = gate_.push(
              note.number, note.velocity, {.frame = note.frame, .sigma_ms = note.sigma_ms, .pad = pad}))
        hits[strokes++] = *hit;
    }
    if (strokes == 0) continue;
    const std::span<const Hit> heard = std::span(hits).first(strokes);
    strokes_ += strokes;
    writer_.push(heard);
    if (config_.band != nullptr) config_.band->heard(heard, heard_);
    std::visit([&](auto& hearing) { hearing.push(heard); }, playing_);
    collect();
  }
  if (now <= heard_) return false;
  std::visit([&](auto& hearing) { hearing.advance(now); }, playing_);
  heard_ = now;
  if (config_.band != nullptr) config_.band->heard({}, heard_);
  collect();
  return true;
}

bool LiveRun::listen_to_sound() {
  if (config_.click_heard && config_.clicks) announce_clicks();
  const std::size_t count = sound_.pop(block_);
  if (count == 0) return false;
  const std::span<const float> sound = std::span<const float>(block_).first(count);
  if (config_.click_heard) find_clicks(sound);
  std::visit([&](auto& hearing) { hearing.push(sound); }, playing_);
  heard_ += static_cast<Frames>(count);
  for (const ear::Onset& onset : std::visit([](auto& hearing) { return hearing.onsets(); }, playing_)) {
    const Frames since = now_.load(std::memory_order_acquire) - onset.frame;
    const double waited = seconds_now() - now_at_.load(std::memory_order_relaxed);
    reactions_ms_.push_back(1000 * waited +
                            frames_to_ms(static_cast<double>(since), config_.plan.click.rate));
  }
  std::vector<Hit> hits;
  if (const Drill* drill = std::get_if<Drill>(&playing_)) {
    for (const DrillStroke& stroke : drill->strokes()) {
      if (!stroke.revised) hits.push_back(stroke.hit);
    }
  } else {
    const std::span<const Hit> heard = std::get<FreePlay>(playing_).heard();
    hits.assign(heard.begin(), heard.end());
  }
  strokes_ += hits.size();
  if (!hits.empty()) writer_.push(hits);
  if (config_.band != nullptr) {
    double power = 0;
    for (const float sample : sound) power += static_cast<double>(sample) * static_cast<double>(sample);
    const double frames = static_cast<double>(count), part = frames / config_.plan.click.rate / kLevel_s;
    power_ += (power / frames - power_) * (1 - std::exp(-part));
    config_.band->level(10 * std::log10(power_ + 1e-20));
    config_.band->heard(hits, heard_);
  }
  collect();
  return true;
}

void LiveRun::collect() {
  const std::lock_guard lock(news_mutex_);
  news_.heard = strokes_;
  if (const FreePlay* free = std::get_if<FreePlay>(&playing_)) {
    news_.beat = free->beat();
    return;
  }
  const Drill& drill = std::get<Drill>(playing_);
  news_.strokes.insert(news_.strokes.end(), drill.strokes().begin(), drill.strokes().end());
  news_.bars.insert(news_.bars.end(), drill.bars().begin(), drill.bars().end());
  bars_told_ += drill.bars().size();
  news_.where = drill.where();
  news_.over = bars_told_ == config_.plan.bar_numbers.size();
  news_.other_groove = drill.other_groove();
  if (drill.broke()) news_.broke = drill.broke();
}

void LiveRun::listen() {
  while (!stop_.load(std::memory_order_acquire)) {
    if (!listen_once()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

LiveNews LiveRun::news() {
  const std::lock_guard lock(news_mutex_);
  LiveNews news = std::move(news_);
  news_.strokes.clear();
  news_.bars.clear();
  news_.broke.reset();
  news_.where = news.where;
  news_.beat = news.beat;
  news_.over = news.over;
  news_.other_groove = news.other_groove;
  news_.heard = news.heard;
  news.now = now_.load(std::memory_order_acquire);
  return news;
}

LiveResult LiveRun::finish() {
  stop_.store(true, std::memory_order_release);
  listener_.join();
  while (listen_once()) {
  }
  LiveResult result{.take = std::visit([](auto& hearing) { return hearing.finish(); }, playing_),
                    .against_click = {},
                    .written = writer_.finish(),
                    .strokes = {},
                    .unheard = unheard_,
                    .worst_share = worst_share_,
                    .drift = clock_.drift(),
                    .reactions_ms = std::move(reactions_ms_)};
  if (const Drill* drill = std::get_if<Drill>(&playing_)) {
    result.strokes = drill->told();
    result.other_groove = drill->other_groove();
    if (config_.against_click) result.against_click = drill->against_click();
  }
  KitRead& kit = result.take.source.kit;
  kit.below_floor = gate_.below_floor();
  kit.retriggered = gate_.retriggered();
  kit.outside = gate_.outside();
  return result;
}

}  // namespace firstchair::live

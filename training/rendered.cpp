#include "training/rendered.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "lab/attacks.h"
#include "training/dynamics.h"
#include "training/pieces.h"

namespace firstchair::training {
namespace {

constexpr double kRecords = 0.5;  // of the training pieces
constexpr double kMachine = 0.03;
constexpr double kStill = 3e-4;  // -70 dB: a quiet room and a preamplifier

Example finished(Mix mix, std::string kit, std::string kind) {
  Example out;
  out.shares = mix.audible.shares(mix.sound);
  out.sound = std::move(mix.sound);
  out.strokes = std::move(mix.strokes);
  out.kit = std::move(kit);
  out.kind = std::move(kind);
  return out;
}

KitSet kits_of(const ExampleConfig& config) {
  if (config.nothing) return {};
  if (config.condition.empty()) return training_kits();
  return validation_kits();
}

void scale(Mix& mix, double gain) {
  for (float& value : mix.sound) value *= static_cast<float>(gain);
  mix.audible.scaled(gain);
}

}  // namespace

Examples::Examples(ExampleConfig config)
    : config_(std::move(config)),
      held_(!config_.condition.empty()),
      kits_(kits_of(config_)),
      around_(held_ ? validation_surroundings() : training_surroundings()),
      played_(config_.nothing ? std::vector<lab::Piece>{}
                              : lab::grooves(held_ ? lab::Use::validation : lab::Use::tuning, 400, 240)) {}

Example Examples::operator()(int number, lab::Dice& dice) const {
  if (config_.nothing) {
    Example out;
    out.sound.resize(static_cast<std::size_t>(config_.seconds * lab::kBenchRate));
    out.kind = "nothing";
    record_nothing(out.sound, around_, dice);
    return out;
  }
  return held_ ? for_validation(number, dice) : for_training(dice);
}

Example Examples::for_training(lab::Dice& dice) const {
  const lab::Piece piece = training_piece(played_, config_.seconds, dice);
  const DrumSet drums = DrumSet::drawn(kits_, dice.uniform() < kMachine, dice);
  const bool as_record = dice.uniform() < kRecords;
  Mix mix = mix_of(piece, drums, as_record, around_, dice);
  if (!mix.strokes.empty()) scale(mix, 0.7 / peak_of(mix.sound));
  record(mix.sound, as_record, mix.audible, around_, dice);
  return finished(std::move(mix), "", piece.name);
}

Example Examples::for_validation(int number, lab::Dice& dice) const {
  return on_held_kit(number, [](const lab::Kit&, lab::Piece&, DrumSet&) {}, dice);
}

Example Examples::on_held_kit(int number,
                              const std::function<void(const lab::Kit&, lab::Piece&, DrumSet&)>& more,
                              lab::Dice& dice) const {
  const lab::Kit& kit = kits_.kits[static_cast<std::size_t>(number) % kits_.kits.size()];
  lab::Piece piece =
      validation_piece(played_, number / static_cast<int>(kits_.kits.size()), config_.seconds, dice);
  for (lab::Stroke& stroke : piece.strokes) stroke.voice = kit.stand_in(stroke.voice).value_or(stroke.voice);
  DrumSet drums = DrumSet::plain(kit, dice);
  const bool as_record = config_.condition == "record";
  if (as_record) {
    for (const Voice voice :
         {Voice::hat_closed, Voice::hat_open, Voice::hat_pedal, Voice::ride, Voice::ride_bell})
      drums.raise(voice, -4);
  }
  more(kit, piece, drums);
  Mix mix = mix_of(piece, drums, as_record, around_, dice);
  if (config_.condition == "room") {
    const Room& room =
        around_.rooms[static_cast<std::size_t>(dice.below(static_cast<int>(around_.rooms.size())))];
    put_in_room(mix.sound, room, 1, mix.audible);
  }
  if (!mix.strokes.empty()) scale(mix, 0.708 / peak_of(mix.sound));
  for (float& value : mix.sound) value += static_cast<float>(kStill * dice.normal());
  return finished(std::move(mix), kit.name, piece.name == "alone" ? "alone" : "played");
}

StruckOnce Examples::struck_once(int number, std::span<const double> velocities, lab::Dice& dice) const {
  constexpr double kSilence = 3, kApart = 0.7, kPause = 1.6;  // seconds
  double from = 0;
  StruckOnce out;
  const auto strike = [&](const lab::Kit& kit, lab::Piece& piece, DrumSet& drums) {
    drums.one_of_each(kit, dice);
    from = piece.seconds = config_.seconds + kSilence;
    drums.other_takes_from(from);
    for (int v = 0; v < kVoiceCount - 1; ++v) {
      const Voice voice = static_cast<Voice>(v);
      if (!drums.has(voice)) continue;
      out.drums.push_back(voice);
      piece.seconds += kPause - kApart;
      for (const double velocity : velocities) {
        piece.strokes.push_back({piece.seconds + 0.1 * dice.uniform(), voice,
                                 std::clamp(velocity + 6 * dice.normal(), 1.0, 127.0)});
        piece.seconds += kApart;
      }
    }
    piece.seconds += 1;
  };
  Example whole = on_held_kit(number, strike, dice);
  const std::size_t end = static_cast<std::size_t>(config_.seconds * lab::kBenchRate),
                    begin = static_cast<std::size_t>(from * lab::kBenchRate);
  out.take.kit = whole.kit;
  out.take.kind = whole.kind;
  for (std::size_t s = 0; s < whole.strokes.size(); ++s) {
    lab::Stroke stroke = whole.strokes[s];
    if (stroke.seconds < from) {
      out.take.strokes.push_back(stroke);
      out.take.shares.push_back(whole.shares[s]);
    } else {
      stroke.seconds -= static_cast<double>(begin) / lab::kBenchRate;
      out.strokes.push_back(stroke);
    }
  }
  out.sound.assign(whole.sound.begin() + static_cast<std::ptrdiff_t>(begin), whole.sound.end());
  whole.sound.resize(end);
  out.take.sound = std::move(whole.sound);
  return out;
}

lab::Rendering rendering_of(Example example, double least) {
  std::vector<std::size_t> order(example.strokes.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return example.strokes[a].seconds < example.strokes[b].seconds;
  });
  lab::Rendering out{
      .name = example.kind, .kit = example.kit, .sound = std::move(example.sound), .truth = {}};
  for (const std::size_t s : order) {
    const lab::Stroke& stroke = example.strokes[s];
    if (static_cast<double>(example.shares[s]) < least) continue;
    if (out.truth.empty() || stroke.seconds - out.truth.back().seconds > lab::kOneAttack)
      out.truth.push_back({.seconds = stroke.seconds, .strokes = {}, .velocity = 0});
    lab::Truth& truth = out.truth.back();
    truth.strokes.push_back(stroke);
    truth.velocity = std::max(truth.velocity, stroke.velocity);
  }
  return out;
}

}  // namespace firstchair::training

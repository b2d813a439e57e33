#include "io/sound/synth.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>
#include <string_view>

#ifdef FIRSTCHAIR_FLUIDSYNTH
#include "io/sound/font_in_memory.h"
#include "io/sound/late_fluidsynth.h"
#include "io/sound/soundfont_cut.h"
#endif

namespace firstchair::io {

#ifdef FIRSTCHAIR_FLUIDSYNTH

namespace {

constexpr int kChannels = 16, kDrumBank = 128, kVolume = 7, kPan = 10;
constexpr int kVoicesAPart = 32, kLeastVoices = 96, kMostVoices = 256;

std::optional<std::string> cut_for(const SynthConfig& config) {
  if (std::all_of(config.parts.begin(), config.parts.end(),
                  [](const SynthPart& part) { return part.pitches.all() && part.loudest == 127; }))
    return std::nullopt;
  std::vector<FontNotes> notes;
  for (const SynthPart& part : config.parts)
    notes.push_back({.bank = part.drums ? kDrumBank : 0,
                     .program = part.program,
                     .pitches = part.pitches,
                     .loudest = part.loudest});
  return cut_soundfont(config.soundfont, notes);
}

struct FreeSettings {
  void operator()(fluid_settings_t* settings) const { delete_fluid_settings(settings); }
};
struct FreeSynth {
  void operator()(fluid_synth_t* synth) const { delete_fluid_synth(synth); }
};

}  // namespace

struct Synth::State {
  std::unique_ptr<fluid_settings_t, FreeSettings> settings;
  std::unique_ptr<fluid_synth_t, FreeSynth> synth;  // before the settings it goes
  std::int64_t cut = 0;
};

Result<Synth> Synth::make(const SynthConfig& config) {
  if (!(config.rate >= 8000 && config.rate <= 96000))
    return Error{ErrorCode::usage, {}, "a band sounds at 8000 to 96000 frames a second", {}};
  if (config.parts.empty() || config.parts.size() >= kChannels)
    return Error{ErrorCode::usage, {}, "a band has 1 to 15 parts", {}};
  if (const Result<Done> there = fluidsynth.load(); !there) return there.error();
  // What it has to say of a file, this says.
  for (const int level : {FLUID_PANIC, FLUID_ERR, FLUID_WARN, FLUID_INFO, FLUID_DBG})
    fluid_set_log_function(level, nullptr, nullptr);
  auto state = std::make_unique<State>();
  state->settings.reset(new_fluid_settings());
  fluid_settings_t* settings = state->settings.get();
  fluid_settings_setnum(settings, "synth.sample-rate", config.rate);
  fluid_settings_setnum(settings, "synth.gain", config.gain);
  fluid_settings_setint(settings, "synth.midi-channels", kChannels);
  fluid_settings_setint(settings, "synth.threadsafe-api", 0);
  fluid_settings_setint(settings, "synth.chorus.active", 0);
  fluid_settings_setint(settings, "synth.lock-memory", 0);
  // A voice is 9 KB, whether it sounds or not; a stereo instrument takes two a note, and they ring on.
  fluid_settings_setint(
      settings, "synth.polyphony",
      std::min(kMostVoices, std::max(kLeastVoices, kVoicesAPart * static_cast<int>(config.parts.size()))));
  // Only the instruments of the parts are unpacked: a whole soundfont takes seconds. It happens when they are
  // chosen, below.
  fluid_settings_setint(settings, "synth.dynamic-sample-loading", 1);
  state->synth.reset(new_fluid_synth(settings));
  fluid_synth_t* synth = state->synth.get();
  if (synth == nullptr) return Error{ErrorCode::unsupported, {}, "FluidSynth does not start", {}};
  // Where it cannot be cut, the whole is loaded, or FluidSynth says what is wrong with it.
  const std::optional<std::string> cut = cut_for(config);
  const FontInMemory memory(cut ? std::string_view(*cut) : std::string_view());
  if (cut && !memory.lend(settings, synth))
    return Error{ErrorCode::unsupported, {}, "FluidSynth does not start", {}};
  const int font = fluid_synth_sfload(synth, cut ? memory.name().c_str() : config.soundfont.c_str(), 0);
  if (font == FLUID_FAILED)
    return Error{ErrorCode::malformed, config.soundfont, "FluidSynth cannot load it",
                 "Fetch the soundfont again, or name another with --soundfont"};
  for (std::size_t k = 0; k < config.parts.size(); ++k) {
    const SynthPart& part = config.parts[k];
    const int channel = static_cast<int>(k);
    fluid_synth_set_channel_type(synth, channel, part.drums ? CHANNEL_TYPE_DRUM : CHANNEL_TYPE_MELODIC);
    if (fluid_synth_program_select(synth, channel, font, part.drums ? kDrumBank : 0, part.program) ==
        FLUID_FAILED)
      return Error{ErrorCode::malformed, config.soundfont,
                   "it has no instrument " + std::to_string(part.program + 1),
                   "Name a General MIDI soundfont with --soundfont"};
    const auto of_127 = [](double share) {
      return static_cast<int>(std::lround(127 * std::clamp(share, 0., 1.)));
    };
    fluid_synth_cc(synth, channel, kVolume, of_127(part.level));
    fluid_synth_cc(synth, channel, kPan, of_127((part.pan + 1) / 2));
  }
  return Synth(std::move(state));
}

void Synth::play(int part, int pitch, int velocity) {
  if (velocity > 0)
    fluid_synth_noteon(state_->synth.get(), part, pitch, velocity);
  else
    fluid_synth_noteoff(state_->synth.get(), part, pitch);
}

void Synth::let_go() {
  fluid_synth_all_notes_off(state_->synth.get(), -1);
}

void Synth::render(std::span<float> left, std::span<float> right) {
  assert(left.size() == right.size() && left.size() % kGrain == 0);
  fluid_synth_write_float(state_->synth.get(), static_cast<int>(left.size()), left.data(), 0, 1, right.data(),
                          0, 1);
  for (const std::span<float> side : {left, right})
    for (float& sample : side)
      if (std::fabs(sample) > kLoudest) {
        sample = std::copysign(kLoudest, sample);
        ++state_->cut;
      }
}

std::int64_t Synth::cut() const {
  return state_->cut;
}

#else

struct Synth::State {};
Result<Synth> Synth::make(const SynthConfig&) {
  return Error{ErrorCode::unsupported,
               {},
               "this program was built without FluidSynth",
               "Install libfluidsynth-dev and build it again"};
}
void Synth::play(int, int, int) {}
void Synth::let_go() {}
void Synth::render(std::span<float>, std::span<float>) {}
std::int64_t Synth::cut() const {
  return 0;
}

#endif

Synth::Synth(std::unique_ptr<State> state) : state_(std::move(state)) {}
Synth::Synth(Synth&&) noexcept = default;
Synth& Synth::operator=(Synth&&) noexcept = default;
Synth::~Synth() = default;

}  // namespace firstchair::io

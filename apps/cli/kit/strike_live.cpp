#include "apps/cli/kit/strike_live.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "apps/cli/live/terminal.h"
#include "engine/core/spsc_queue.h"
#include "engine/ear/strike_kit.h"
#include "io/live/live_audio.h"
#include "report/text/kit_sound_text.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

constexpr double kQueued = 4;  // seconds of sound that may wait

io::LiveAudioConfig audio_config(const KitOptions& options) {
  io::LiveAudioConfig config{.system = options.system, .server = options.server, .input = options.in};
  config.midi = false;
  config.outputs = 0;
  if (options.system != io::AudioSystem::portaudio && !options.in.empty()) config.input_ports = {options.in};
  return config;
}

std::string ask_text(Voice drum, int clear) {
  return fmt::format("Strike the {}: {} of {}", report::drum_name(drum),
                     std::min(clear, ear::kStrokesOfADrum), ear::kStrokesOfADrum);
}

class Guide {
 public:
  Guide(ear::StrikeKit kit, Terminal& terminal) : kit_(std::move(kit)), terminal_(terminal) {}

  // False: it is over.
  bool turn(std::span<const float> sound, char key) {
    kit_.push(sound);
    if (key == 's' && kit_.drum()) {
      terminal_.line(report::drum_name(*kit_.drum()) + ": left out.");
      kit_.skip();
    }
    for (const std::string& word : kit_.refused()) terminal_.line("  does not count: " + word + ".");
    if (const std::optional<ear::DrumLearnt> again = kit_.struck_again())
      terminal_.line("Once more: " + report::drum_learnt_text(*again).substr(2) + ".");
    for (; told_ < kit_.learnt().size(); ++told_) {
      const ear::DrumLearnt& drum = kit_.learnt()[told_];
      terminal_.line(report::drum_name(drum.voice) + ": learnt.");
      if (const std::string doubt = report::drum_doubt_text(drum); !doubt.empty()) terminal_.line(doubt);
    }
    if (!kit_.drum() || key == 'q') return false;
    const std::string now = ask_text(*kit_.drum(), kit_.clear());
    if (now != shown_) {
      terminal_.plain() ? terminal_.line(now) : terminal_.draw(now + "\n");
      shown_ = now;
    }
    return true;
  }
  const ear::StrikeKit& kit() const { return kit_; }

 private:
  ear::StrikeKit kit_;
  Terminal& terminal_;
  std::string shown_;
  std::size_t told_ = 0;
};

}  // namespace

Result<ear::KitSound> strike_live(const KitOptions& options, std::span<const Voice> drums,
                                  std::vector<ear::DrumLearnt>& learnt) {
  Result<io::LiveAudio> audio = io::LiveAudio::open(audio_config(options));
  if (!audio) return audio.error();
  const double rate = audio->info().rate;
  Result<ear::StrikeKit> kit = ear::StrikeKit::make(rate, {drums.begin(), drums.end()});
  if (!kit) return kit.error();
  SpscQueue<float> heard(static_cast<std::size_t>(kQueued * rate));
  if (Result<Done> started = audio->start([&](const io::LiveBlock& block) {
        if (!block.in.empty()) heard.push(block.in[0]);
      });
      !started)
    return started.error();
  catch_signals();
  Terminal terminal(false);
  terminal.line(fmt::format(
      "Strike each drum {} times as you play it, a second apart. s leaves a drum out, q or Ctrl-C ends.",
      ear::kStrokesOfADrum));
  Guide guide(std::move(*kit), terminal);
  std::vector<float> sound(heard.capacity());
  io::LiveAudioStatus status;
  while (!asked_to_end() && !status.lost) {
    const std::size_t came = heard.pop(sound);
    if (!guide.turn(std::span(sound).first(came), terminal.key())) break;
    std::this_thread::sleep_for(kTurn);
    status = audio->status();
  }
  audio->close();  // the callback looks at this function's variables
  learnt = guide.kit().learnt();
  ear::KitSound made = guide.kit().kit(options.name);
  if (const Result<Done> enough = ear::check_kit_sound(made, learnt); !enough) {
    if (status.lost) return Error{ErrorCode::unreadable, {}, status.why, "Plug it in or start it again"};
    return enough.error();
  }
  return made;
}

}  // namespace firstchair::cli

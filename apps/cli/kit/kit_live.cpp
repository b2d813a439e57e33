#include "apps/cli/kit/kit_live.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <thread>

#include "apps/cli/live/terminal.h"
#include "io/live/midi_input.h"
#include "midi/kit/kit_learn.h"

namespace firstchair::cli {
namespace {

constexpr int kEnough = 12;  // strokes of a pad: half of them soft, half hard

struct Struck {
  int n = 0, softest = 127, loudest = 0;
};

std::string screen_of(const std::map<std::uint8_t, Struck>& struck, const midi::KitProfile& kit) {
  std::string screen;
  for (const auto& [note, pad] : struck) {
    const midi::KitPad& at = kit.pads[note];
    const std::string name(at.is == midi::KitPad::Is::stroke ? name_of(line_of(at.voice)) : "unknown");
    screen +=
        fmt::format("  note {:3} {:9} {:3} strokes, velocity {} to {}{}\n", note, name, pad.n, pad.softest,
                    pad.loudest, pad.n >= kEnough ? "" : fmt::format("; {} more", kEnough - pad.n));
  }
  return screen;
}

}  // namespace

Result<std::vector<midi::PlayedNote>> play_kit(const std::string& port, const midi::KitProfile& kit) {
  Result<std::vector<io::MidiInput>> inputs =
      io::MidiInput::open(port.empty() ? std::vector<std::string>{} : std::vector<std::string>{port});
  if (!inputs) return inputs.error();
  if (inputs->empty()) {
    return Error{ErrorCode::not_found, "MIDI", "no port is there",
                 "Plug the kit in; firstchair devices lists ports"};
  }
  catch_signals();
  Terminal terminal(false);
  terminal.line(fmt::format(
      "Hit each pad by itself, {} times softly and {} times hard, a second apart. q or Ctrl-C ends.",
      kEnough / 2, kEnough / 2));
  std::vector<midi::PlayedNote> notes;
  std::map<std::uint8_t, Struck> struck;
  const double start = io::host_seconds();
  while (!asked_to_end() && terminal.key() != 'q') {
    bool news = false;
    for (io::MidiInput& input : *inputs) {
      io::MidiMessage message;
      while (input.pop(message)) {
        if (message.size < 3 || (message.bytes[0] & 0xF0) != 0x90 || message.bytes[2] == 0) continue;
        midi::PlayedNote note;
        note.frame = std::llround(std::max(0.0, message.host_s - start) * kMidiRate);
        note.channel = message.bytes[0] & 0x0F;
        note.number = message.bytes[1] & 0x7F;
        note.velocity = message.bytes[2] & 0x7F;
        notes.push_back(note);
        Struck& pad = struck[note.number];
        if (++pad.n == 1 && terminal.plain())
          terminal.line(fmt::format("Note {}, velocity {}.", note.number, note.velocity));
        pad.softest = std::min(pad.softest, static_cast<int>(note.velocity));
        pad.loudest = std::max(pad.loudest, static_cast<int>(note.velocity));
        news = true;
      }
    }
    if (news) terminal.draw(screen_of(struck, kit));
    std::this_thread::sleep_for(kTurn);
  }
  std::stable_sort(notes.begin(), notes.end(),
                   [](const midi::PlayedNote& a, const midi::PlayedNote& b) { return a.frame < b.frame; });
  return notes;
}

}  // namespace firstchair::cli

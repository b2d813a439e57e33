// Here each flag that several commands have is defined once: where the book is, who plays, and live sound.
#pragma once

#include <optional>
#include <string>

#include "book/keep.h"
#include "engine/ear/ear.h"
#include "io/live/live_audio.h"
#include "practice/click_sound.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace firstchair::cli {

// LiveOptions say where a command listens and clicks, and where it keeps takes.
struct LiveOptions {
  ear::VoicesMode voices = ear::VoicesMode::kit;
  bool midi = false;
  std::string kit;        // name or file of the kit profile that reads an e-kit's notes; empty: the usual one
  std::string kit_sound;  // name or file of a kit's sound; empty: the drums are not known
  std::optional<io::AudioSystem> system;
  std::string server, in, out;
  double rate = 0;
  int buffer = 256;
  std::string takes, calibration;  // folder, file; empty: the platform's
  double level_db = -12;           // peak of the click's accent
  practice::ClickSound click_sound = practice::ClickSound::beep;
  bool keep = true;  // keep the take in the book
  book::KeepOptions keeping;
  double pain = -1;  // 0 to 10 now; -1: not asked
};

// Adds what says where to listen and click, from --click-level to --calibration; --midi only with `midi`.
void add_device_flags(CLI::App& command, LiveOptions& live, bool midi);
// Adds everything of LiveOptions, from --click-level to --pain.
void add_live_flags(CLI::App& command, LiveOptions& live);
// Adds --book and --player, for a command that puts a take into the book.
void add_keeping_flags(CLI::App& command, book::KeepOptions& keeping);
// Adds --book.
void add_book_flag(CLI::App& command, std::string& book);
// Adds --player, for a command that only looks.
void add_whose_flag(CLI::App& command, std::string& player);
// Adds --voices.
void add_voices_flag(CLI::App& command, ear::VoicesMode& voices);
// Adds --kit; `what` is its text behind "kit profile".
void add_kit_flag(CLI::App& command, std::string& kit, const std::string& what);
// Adds --kit-sound.
void add_kit_sound_flag(CLI::App& command, std::string& kit_sound);
// Adds --system; `what` is its text.
void add_system_flag(CLI::App& command, std::optional<io::AudioSystem>& system, const std::string& what);
// Adds --server.
void add_server_flag(CLI::App& command, std::string& server);
// Adds --bars and returns it, for what it excludes.
CLI::Option* add_bars_flag(CLI::App& command, std::string& bars);
// Adds --plain.
void add_plain_flag(CLI::App& command, bool& plain);

}  // namespace firstchair::cli

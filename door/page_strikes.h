// A page's acoustic kit: its drums are struck one by one, live or in a recording, and become a kit's sound
// (engine/ear/kit_sound.h), which a page keeps, shows and hears with.
//
//   auto strikes = PageStrikes::make(settings);
//   while (more) strikes->push(sound);    // told_json() says which drum is next
//   keep(strikes->close_json());
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/ear/strike_kit.h"

namespace firstchair::door {

class PageStrikes {
 public:
  // [setup] The keys are rate, id (the kit's name), drums (ids of voices in the order in which they are
  // struck, with blanks between them) and recording (1: a recording comes, of which nothing is told before
  // its end). Errors: usage; those of StrikeKit::make.
  static Result<PageStrikes> make(std::string_view settings);

  // Takes the next frames, mono. Of a recording those beyond kMostStruckMinutes are left out, and that is
  // told at the end.
  void push(std::span<const float> mono);
  // Leaves out the drum that is struck now.
  void skip();
  // Tells where it stands, and what is new since the last call [Strikes].
  std::string told_json();
  // Ends it. Tells what was learnt [KitSoundLearnt].
  std::string close_json();

 private:
  PageStrikes(ear::StrikeKit kit, std::vector<Voice> drums, std::string id, double rate, bool recording)
      : kit_(std::move(kit)),
        drums_(std::move(drums)),
        id_(std::move(id)),
        rate_(rate),
        recording_(recording) {}

  ear::StrikeKit kit_;
  std::vector<Voice> drums_;
  std::string id_;
  double rate_;
  bool recording_;
  std::vector<float> sound_;  // of a recording
  bool too_long_ = false;
  std::size_t told_ = 0;  // drums of which it was told that they are learnt
};

// Tells what a kit's sound rests on [KitSoundShown].
std::string kit_sound_json(const ear::KitSound& kit);
// Reads one as the file that the program keeps, for the ear that hears recordings here. Errors: those of
// kits::read_kit_sound and ear::check_ear.
Result<ear::KitSound> read_page_kit_sound(std::string_view text);

}  // namespace firstchair::door

#include "midi/kit/kit_choice.h"

#include <algorithm>
#include <vector>

#include "engine/core/letters.h"

namespace firstchair::midi {
namespace {

using Strokes = std::array<int, 128>;

constexpr int kLeastStrokes = 16;         // fewer give no kit away
constexpr std::size_t kMostNames = 2000;  // bytes
// The numbers of General MIDI Level 2's percussion.
constexpr int kFirstPercussion = 27, kLastPercussion = 87;

struct Share {
  int notes = 0, known = 0, percussion = 0;
  int kick = 0, snare = 0, hat = 0, cymbal = 0, tom = 0;
  int known_numbers = 0, other_numbers = 0;
};

Share share_of(const Strokes& strokes, const KitProfile& kit) {
  Share share;
  for (int number = 0; number < 128; ++number) {
    const auto at = static_cast<std::size_t>(number);
    const int n = strokes[at];
    if (n == 0) continue;
    const KitPad& pad = kit.pads[at];
    const bool stroke = pad.is == KitPad::Is::stroke;
    share.notes += n;
    share.known += stroke ? n : 0;
    ++(stroke ? share.known_numbers : share.other_numbers);
    if (stroke || pad.is == KitPad::Is::no_stroke ||
        (number >= kFirstPercussion && number <= kLastPercussion))
      share.percussion += n;
    if (!stroke) continue;
    switch (family_of(pad.voice)) {
      case Family::kick:
        share.kick += n;
        break;
      case Family::snare:
        share.snare += n;
        break;
      case Family::hat:
        share.hat += n;
        break;
      case Family::cymbal:
        share.cymbal += n;
        break;
      case Family::tom:
        share.tom += n;
        break;
      default:
        break;
    }
  }
  return share;
}

// A bass line lies where the drums' numbers are, and most of these are toms. A kit has kick, snare and
// something that keeps time, some strokes come again, and its toms are fewer than all of those. One pad, or
// two, may be the snare and the kick alone.
bool is_kit(const Share& share) {
  const int numbers = share.known_numbers + share.other_numbers;
  if (numbers <= 2) return true;
  return share.kick > 0 && share.snare > 0 && share.hat + share.cymbal > 0 &&
         4 * share.notes >= 5 * numbers && share.tom * 2 <= share.notes;
}

// `asked`: the player named the kit, so it is one.
bool like_drums(const Share& share, bool asked) {
  if (share.kick + share.snare == 0 || (!asked && !is_kit(share))) return false;
  if (share.known * 10 >= share.notes * 9) return true;
  return share.kick > 0 && share.snare > 0 && share.hat > 0 && share.known * 2 >= share.notes &&
         share.percussion * 10 >= share.notes * 9 && share.other_numbers <= std::min(4, share.known_numbers);
}

bool holds(std::string_view text, std::string_view word) {
  return std::search(text.begin(), text.end(), word.begin(), word.end(),
                     [](char a, char b) { return lowered(a) == lowered(b); }) != text.end();
}

// How many strokes the profile has a word for.
int explained(const Strokes& strokes, const KitProfile& kit) {
  int n = 0;
  for (std::size_t number = 0; number < strokes.size(); ++number)
    n += kit.pads[number].is != KitPad::Is::unknown ? strokes[number] : 0;
  return n;
}

bool read_alike(const Strokes& strokes, const KitProfile& a, const KitProfile& b) {
  for (std::size_t number = 0; number < strokes.size(); ++number) {
    if (strokes[number] == 0) continue;
    const KitPad &x = a.pads[number], &y = b.pads[number];
    if (x.is != y.is || (x.is == KitPad::Is::stroke && x.voice != y.voice)) return false;
  }
  return true;
}

// The longest word that stands in the names, of the one profile that has it.
const KitProfile* named(const NotesHeard& heard, const Strokes& strokes, int notes, std::string& why) {
  const KitProfile* found = nullptr;
  std::string_view longest;
  for (const KitProfile& kit : builtin_kits()) {
    for (const std::string& word : kit.words) {
      if (word.size() <= longest.size() || !holds(heard.names, word)) continue;
      longest = word;
      found = &kit;
    }
  }
  if (found == nullptr || explained(strokes, *found) * 10 < notes * 9) return nullptr;
  why = "\"" + std::string(longest) + "\" among the file's names";
  return found;
}

// The number that most strokes have of those that `kit` does not know.
std::size_t strangest(const Strokes& strokes, const KitProfile& kit) {
  std::size_t most = 0;
  int n = -1;
  for (std::size_t number = 0; number < strokes.size(); ++number) {
    if (kit.pads[number].is != KitPad::Is::unknown || strokes[number] <= n) continue;
    most = number;
    n = strokes[number];
  }
  return most;
}

std::string strokes_text(int n) {
  return std::to_string(n) + (n == 1 ? " stroke" : " strokes");
}

// "superior-drummer and ezdrummer read it as hat, addictive-drums as ride"
std::string readings_of(std::size_t number, const std::vector<const KitProfile*>& kits) {
  std::string text;
  std::vector<bool> told(kits.size(), false);
  for (std::size_t i = 0; i < kits.size(); ++i) {
    if (told[i]) continue;
    const auto line = [&](std::size_t k) { return line_of(kits[k]->pads[number].voice); };
    std::vector<std::string> ids;
    for (std::size_t k = i; k < kits.size(); ++k) {
      if (told[k] || line(k) != line(i)) continue;
      told[k] = true;
      ids.push_back(kits[k]->id);
    }
    std::string names = ids[0];
    for (std::size_t k = 1; k < ids.size(); ++k) names += (k + 1 < ids.size() ? ", " : " and ") + ids[k];
    text += text.empty() ? names + (ids.size() > 1 ? " read" : " reads") + " it as " : ", " + names + " as ";
    text += name_of(line(i));
  }
  return text;
}

// Profiles other than the usual one that know nearly all strokes, with kick and snare among them.
std::vector<const KitProfile*> others(const Strokes& strokes, int notes) {
  std::vector<const KitProfile*> kits;
  for (const KitProfile& kit : builtin_kits().subspan(1)) {
    const Share share = share_of(strokes, kit);
    if (explained(strokes, kit) * 50 >= notes * 49 && share.kick > 0 && share.snare > 0) kits.push_back(&kit);
  }
  return kits;
}

// Beside instruments that the file sets, channel 10 has General MIDI's percussion: congas, claves, bongos.
bool is_arranged(const NotesHeard& heard, int channel) {
  if (channel != kPercussion) return false;
  for (int other = 0; other < 16; ++other) {
    const Strokes& strokes = heard.strokes[static_cast<std::size_t>(other)];
    const bool melodic = (heard.melodic >> static_cast<unsigned>(other) & 1U) != 0;
    if (other != channel && melodic &&
        std::any_of(strokes.begin(), strokes.end(), [](int n) { return n > 0; }))
      return true;
  }
  return false;
}

void guess(const NotesHeard& heard, KitChosen& chosen) {
  const Strokes& strokes = heard.strokes[static_cast<std::size_t>(chosen.channel)];
  int notes = 0;
  for (const int n : strokes) notes += n;
  if (const KitProfile* kit = named(heard, strokes, notes, chosen.read.why)) {
    chosen.kit = kit;
    return;
  }
  if (is_arranged(heard, chosen.channel)) return;
  if (notes < kLeastStrokes || explained(strokes, usual_kit()) * 3 >= notes * 2) return;
  const std::vector<const KitProfile*> kits = others(strokes, notes);
  if (kits.empty()) return;
  const std::size_t number = strangest(strokes, usual_kit());
  const std::string what = "note " + std::to_string(number) + " (" + strokes_text(strokes[number]) + ")";
  const bool alike = std::all_of(kits.begin(), kits.end(),
                                 [&](const KitProfile* kit) { return read_alike(strokes, *kits[0], *kit); });
  if (alike) {
    chosen.kit = kits[0];
    chosen.read.why = what;
  } else {
    chosen.read.hint = what + " is outside it: " + readings_of(number, kits);
  }
}

}  // namespace

NotesHeard NotesHeard::of(const Smf& smf) {
  constexpr std::uint8_t kDrumBank = 120, kDrumBankOfXg = 127;  // General MIDI 2's, and Yamaha's
  NotesHeard heard;
  bool ours = false;
  std::uint16_t drum_banks = 0;
  for (const SmfEvent& event : smf.events) {
    const auto bit = static_cast<std::uint16_t>(1U << static_cast<unsigned>(event.channel()));
    const bool bank = (event.status & 0xF0) == 0xB0 && event.data1 == 0;
    if (bank && (event.data2 == kDrumBank || event.data2 == kDrumBankOfXg)) drum_banks |= bit;
    if ((event.status & 0xF0) == 0xC0 && event.data1 > 0) heard.melodic |= bit;
    if (event.is_note_on() && event.data1 < 128)
      ++heard.strokes[static_cast<std::size_t>(event.channel())][event.data1];
    if (event.status != kMeta) continue;
    // What firstchair writes is General MIDI, whatever it is called.
    ours = ours || (event.data1 == kText && event.text.starts_with("firstchair chart"));
    if ((event.data1 == kName || event.data1 == kInstrument || event.data1 == kDevice) &&
        heard.names.size() + event.text.size() < kMostNames)
      heard.names += event.text + "\n";
  }
  heard.melodic &= static_cast<std::uint16_t>(~drum_banks);
  if (ours) heard.names.clear();
  return heard;
}

std::optional<int> drum_channel(const NotesHeard& heard, const KitProfile& kit, bool asked) {
  const Strokes& percussion = heard.strokes[kPercussion];
  if (std::any_of(percussion.begin(), percussion.end(), [](int n) { return n > 0; })) return kPercussion;
  std::optional<int> best;
  bool best_keeps_time = false;
  int best_known = 0;
  for (int channel = 0; channel < 16; ++channel) {
    const Share share = share_of(heard.strokes[static_cast<std::size_t>(channel)], kit);
    const bool melodic = (heard.melodic >> static_cast<unsigned>(channel) & 1U) != 0;
    if (!like_drums(share, asked) || (melodic && !asked)) continue;
    const bool keeps_time = (share.hat + share.cymbal) * 10 >= share.known;
    if (best && (keeps_time != best_keeps_time ? best_keeps_time : share.known <= best_known)) continue;
    best = channel;
    best_keeps_time = keeps_time;
    best_known = share.known;
  }
  return best;
}

Result<KitChosen> choose_kit(const NotesHeard& heard, const KitProfile* asked) {
  KitChosen chosen;
  chosen.kit = asked != nullptr ? asked : &usual_kit();
  const std::optional<int> channel = drum_channel(heard, *chosen.kit, asked != nullptr);
  if (!channel) {
    return Error{ErrorCode::unsupported,
                 {},
                 "no percussion in it: channel 10 is silent, and no other channel looks like drums",
                 "Put the drums on channel 10, or name their note map with --kit"};
  }
  chosen.channel = *channel;
  if (asked == nullptr) guess(heard, chosen);
  chosen.read.profile = chosen.kit->id;
  chosen.read.choice = asked != nullptr             ? KitChoice::asked
                       : chosen.kit != &usual_kit() ? KitChoice::guessed
                                                    : KitChoice::usual;
  chosen.read.channel = chosen.channel + 1;
  chosen.read.channel_guessed = chosen.channel != kPercussion;
  return chosen;
}

}  // namespace firstchair::midi

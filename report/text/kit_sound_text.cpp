#include "report/text/kit_sound_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/text/words.h"

namespace firstchair::report {
namespace {

// "7.3 s" or "5.8 to 8.8 s".
std::string times_text(const std::vector<Frames>& frames, double rate) {
  const double first = static_cast<double>(frames.front()) / rate,
               last = static_cast<double>(frames.back()) / rate;
  return frames.size() == 1 ? fmt::format("{:.1f} s", first) : fmt::format("{:.1f} to {:.1f} s", first, last);
}

void add(std::string& text, const std::vector<Frames>& strokes, std::string_view what, double rate) {
  if (strokes.empty()) return;
  text += fmt::format("; {} {}, left out", strokes.size(), what);
  if (rate > 0) text += ": " + times_text(strokes, rate);
}

}  // namespace

std::string drum_name(Voice voice) {
  std::string name(id_of(voice));
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string drum_learnt_text(const ear::DrumLearnt& drum, double rate) {
  std::string text = fmt::format("  {:12} ", drum_name(drum.voice));
  const auto strokes = static_cast<std::size_t>(drum.drum.strokes);
  text += strokes > 0 ? count(strokes, "stroke") : "not known: fewer than two clear strokes";
  if (rate > 0 && !drum.taken.empty()) text += ", " + times_text(drum.taken, rate);
  add(text, drum.clipped, "too loud (clipped)", rate);
  add(text, drum.soft, "too soft", rate);
  add(text, drum.unlike, "unlike the others", rate);
  return text;
}

std::string drum_doubt_text(const ear::DrumLearnt& drum) {
  if (drum.sounds_as) {
    return fmt::format("The strokes on the {} sound like a {}: check the order of the drums.",
                       drum_name(drum.voice), id_of(*drum.sounds_as));
  }
  if (drum.sounds_with) {
    return fmt::format("A {} sounds with the strokes on the {}: strike every drum alone.",
                       id_of(*drum.sounds_with), drum_name(drum.voice));
  }
  return {};
}

std::vector<std::string> lost_texts(std::span<const ear::DrumLearnt> learnt) {
  std::vector<std::string> texts;
  for (const Voice voice : ear::lost_voices(learnt)) {
    texts.push_back(fmt::format(
        "No {} will be told with this kit's sound, since it was struck in vain: strike the kit again.",
        drum_name(voice)));
  }
  return texts;
}

std::vector<std::string> alike_texts(const ear::KitSound& kit) {
  std::vector<std::string> texts;
  for (const ear::AlikeDrums& two : ear::alike_drums(kit)) {
    texts.push_back(fmt::format("{} and {} sound alike here: one may be told for the other.",
                                drum_name(two.one), drum_name(two.other)));
  }
  return texts;
}

}  // namespace firstchair::report

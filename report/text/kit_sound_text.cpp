#include "report/text/kit_sound_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/text/words.h"

namespace firstchair::report {
namespace {

void add(std::string& text, int n, std::string_view what) {
  if (n > 0) text += fmt::format("; {} {}, left out", n, what);
}

}  // namespace

std::string drum_name(Voice voice) {
  std::string name(id_of(voice));
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string drum_learnt_text(const ear::DrumLearnt& drum) {
  std::string text = fmt::format("  {:12} ", drum_name(drum.voice));
  const auto strokes = static_cast<std::size_t>(drum.drum.strokes);
  text += strokes > 0 ? count(strokes, "stroke") : "not known: fewer than two clear strokes";
  add(text, drum.clipped, "too loud (clipped)");
  add(text, drum.soft, "too soft");
  add(text, drum.unlike, "unlike the others");
  return text;
}

std::string drum_doubt_text(const ear::DrumLearnt& drum) {
  if (!drum.sounds_as) return {};
  return fmt::format("The strokes on the {} sound like a {}: check the order of --strike.",
                     drum_name(drum.voice), id_of(*drum.sounds_as));
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

#include "report/text/kit_text.h"

#include <fmt/format.h>

#include <cmath>

#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::report {
namespace {

std::string count_of(int n, std::string_view what) {
  return count(static_cast<std::size_t>(n), what);
}

// "Kit: read as superior-drummer, guessed from note 62 (128 strokes); channel 1, since channel 10 is silent."
std::string read_text(const KitRead& kit) {
  std::string text = "Kit: read as " + plain(kit.profile);
  if (kit.choice == KitChoice::asked) text += ", as asked for";
  if (kit.choice == KitChoice::guessed) text += ", guessed from " + plain(kit.why);
  if (kit.channel_guessed) text += fmt::format("; channel {}, since channel 10 is silent", kit.channel);
  if (!kit.hint.empty()) text += "; " + plain(kit.hint) + ". Choose one with --kit";
  return text + ".";
}

std::string left_out_text(const KitRead& kit) {
  std::string text;
  if (kit.below_floor > 0) text = count_of(kit.below_floor, "stroke") + " below the floor of its pad";
  if (kit.retriggered > 0) text += (text.empty() ? "" : ", ") + count_of(kit.retriggered, "second trigger");
  return text.empty() ? text : "Kit: " + text + "; left out.";
}

// "Kit: the hat foot triggers the hat (32 strokes, 12 ms after, velocity 18); left out. Raise ..."
std::string made_text(const KitStrokes& made) {
  const bool twice = made.of == made.told;
  const std::string of(name_of(line_of(made.of))), told(name_of(line_of(made.told)));
  return fmt::format(
      "Kit: the {} {} ({}, {} ms {}, velocity {}); left out. Raise {}, or learn the kit and name it with "
      "--kit.",
      of, twice ? "triggers twice" : "triggers the " + told, count_of(made.count, "stroke"),
      number(std::fabs(made.after_ms), 0), made.after_ms < 0 ? "before" : "after", number(made.velocity, 0),
      twice ? "the pad's retrigger time" : "crosstalk cancelling");
}

}  // namespace

std::vector<std::string> kit_texts(const KitRead& kit) {
  std::vector<std::string> texts;
  if (!kit.profile.empty()) texts.push_back(read_text(kit));
  if (std::string left_out = left_out_text(kit); !left_out.empty()) texts.push_back(std::move(left_out));
  for (const KitStrokes& made : kit.made) texts.push_back(made_text(made));
  return texts;
}

std::vector<std::string> kit_texts(const Take& take) {
  std::vector<std::string> texts = kit_texts(take.source.kit);
  if (const std::optional<KitSoundUsed>& sound = take.source.kit_sound) {
    texts.push_back(
        sound->used ? fmt::format("Kit: heard as {}, whose drums were struck one by one.", plain(sound->name))
                    : fmt::format("Kit: {} was not used: these drums do not sound like it. Strike "
                                  "the kit again where it stands now.",
                                  plain(sound->name)));
  }
  for (const Metric& m : take.verdict.metrics) {
    if (!m.perhaps_kit) continue;
    texts.push_back(fmt::format(
        "Kit: the {} may be {} by itself. Strike it 12 times together with the {}, slowly: as far apart "
        "again, and it is the kit's.",
        name_of(m.line), m.value < 0 ? "early" : "late", m.line == Line::kick ? "snare" : "kick"));
  }
  return texts;
}

}  // namespace firstchair::report

#include "door/choices.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "door/page_limit.h"
#include "engine/teacher/trial.h"
#include "midi/kit/kit_profile.h"
#include "midi/percussion.h"
#include "practice/click_sound.h"
#include "practice/limit_policy.h"
#include "report/data/json_writer.h"
#include "report/page/glyphs.h"
#include "report/page/svg.h"
#include "report/text/words.h"

namespace firstchair::door {
namespace {

// `first`: what somebody begins with who has chosen nothing.
struct Range {
  std::string_view key;
  double low, high, first;
};
constexpr std::array kDrill{
    Range{"bpm", 20, 400, 100},  // first: where the chart names none
    Range{"times", 0, 1000, 0},  // 0: until every line has strokes enough (practice::drill_range)
    Range{"count_in", 0, 16, 1},
    Range{"subdivision", 1, 8, 1},
};
constexpr std::array kLimit{
    Range{"times", 0, practice::kMostPasses, 0},  // 0: as often as makes 8 bars
    Range{"prior_bpm", 0, practice::kHighestLimit,
          0},  // 0: what an earlier search found, or the chart's tempo
    Range{"most", 1, practice::kMostLimitTakes, teacher::LimitConfig{}.most_takes},
    Range{"rest_s", 0, 600, practice::kLimitRestS},  // the page's own pause
};

struct Gap {
  int on, off;
};
constexpr std::array kGaps{Gap{0, 0}, Gap{2, 2}, Gap{4, 4}, Gap{1, 3}};

struct Drum {
  Voice voice;
  std::string_view name;
};
// In the order of a setup.
constexpr std::array kDrums{
    Drum{Voice::kick, "Kick"},
    Drum{Voice::snare, "Snare"},
    Drum{Voice::cross_stick, "Cross-stick"},
    Drum{Voice::hat_closed, "Hat closed"},
    Drum{Voice::hat_open, "Hat open"},
    Drum{Voice::hat_pedal, "Hat foot"},
    Drum{Voice::tom_high, "High tom"},
    Drum{Voice::tom_mid, "Middle tom"},
    Drum{Voice::tom_low, "Low tom"},
    Drum{Voice::ride, "Ride"},
    Drum{Voice::ride_bell, "Ride bell"},
    Drum{Voice::crash, "Crash"},
};

// What became of a note, as the page draws it while it is played.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kMarks{
    {{"upcoming", "not played yet"},
     {"on-time", "within 10 ms"},
     {"early", "10 ms early or more"},
     {"late", "10 ms late or more"},
     {"missed", "missed"},
     {"extra", "extra"},
     {"not-told", "not told apart"}}};

// The house's words, for somebody who reads the first result.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kExplained{
    {{"Lean", "how far the strokes of a drum stand before or behind the beat, on average, in ms"},
     {"Spread", "how far they scatter about that, in ms: 68 of 100 lie closer than it (SD)"},
     {"±", "the truth lies that close to the number in 95 of 100 takes like this one"},
     {"Band", "the values of which nothing is said; a number is out of it only with its whole interval"}}};

struct File {
  std::string_view name, ending, type;
};
// By the number that chart_write() takes.
constexpr std::array kFiles{
    File{"Drum tab", "tab", "text/plain"},
    File{"MIDI", "mid", "audio/midi"},
    File{"MusicXML", "musicxml", "application/vnd.recordare.musicxml+xml"},
};

template <class Ranges>
void write_ranges(report::JsonWriter& json, std::string_view key, const Ranges& ranges) {
  json.begin_object(key);
  for (const Range& range : ranges) {
    json.begin_object(range.key);
    json.real("low", range.low, 0);
    json.real("high", range.high, 0);
    json.real("first", range.first, 0);
    json.end_object();
  }
  json.end_object();
}

void write_letters(report::JsonWriter& json) {
  json.begin_array("letters");
  for (char letter = 'A'; letter <= 'Z'; ++letter) {
    const double z = teacher::z_of_letter(letter);
    if (z <= 0) continue;
    const std::string id(1, letter);
    json.begin_object();
    json.text("id", id);
    json.text("text", fmt::format("{}: {}", id, report::number(z, 2)));
    json.end_object();
  }
  json.end_array();
  json.text("letter", std::string(1, practice::kLimitLetter));
}

void write_words(report::JsonWriter& json) {
  const teacher::LimitConfig limit;
  json.begin_object("words");
  json.text(
      "search",
      fmt::format("Press space, or Start. Each take has its own tempo; the limit is known after {} to {}.",
                  limit.least_takes, limit.most_takes));
  json.text("no_stroke", "No stroke heard. Look at the level in Setup.");
  json.text("no_stroke_kit", "No stroke heard. Hit a pad in Setup: it says what the kit sends.");
  json.text("own_lean",
            "Colours are against your own lean. Setup measures the round trip; then the lean is told.");
  json.text("broken_off", "Broken off: it counts for nothing.");
  json.text("listening", "Listening. A stroke should reach -30 to -3 dB, the noise floor stay under -50.");
  json.end_object();
}

// An id and what it is called.
void write_word(report::JsonWriter& json, std::string_view id, std::string_view key, std::string_view words) {
  json.begin_object();
  json.text("id", id);
  json.text(key, words);
  json.end_object();
}

}  // namespace

std::string gap_text(int on, int off) {
  if (on <= 0 || off <= 0) return "click throughout";
  return fmt::format("{} click, {} silent", report::count(static_cast<std::size_t>(on), "bar"), off);
}

std::string choices_json() {
  report::JsonWriter json;
  json.begin_object();
  write_ranges(json, "drill", kDrill);
  write_ranges(json, "limit", kLimit);
  write_letters(json);
  json.begin_array("gaps");
  for (const Gap& gap : kGaps) {
    json.begin_object();
    json.integer("on", gap.on);
    json.integer("off", gap.off);
    json.text("text", gap_text(gap.on, gap.off));
    json.end_object();
  }
  json.end_array();
  json.begin_array("click_sounds");
  for (const practice::ClickSoundName& sound : practice::click_sounds())
    write_word(json, sound.id, "text", sound.text);
  json.end_array();
  json.begin_array("drums");
  for (const Drum& drum : kDrums) {
    json.begin_object();
    json.integer("note", midi::note_of_voice(drum.voice));
    json.text("voice", id_of(drum.voice));
    json.text("name", drum.name);
    json.text("line", id_of(line_of(drum.voice)));
    json.integer("staff", report::position_of(drum.voice));
    json.end_object();
  }
  json.end_array();
  json.begin_array("kits");
  for (const midi::KitProfile& kit : midi::builtin_kits()) write_word(json, kit.id, "name", kit.name);
  json.end_array();
  json.begin_array("colours");
  for (std::size_t i = 0; i < report::kErrorClass.size(); ++i)
    write_word(json, report::kErrorClass[i], "text", report::kErrorClassText[i]);
  json.end_array();
  json.begin_array("explained");
  for (const auto& [id, text] : kExplained) write_word(json, id, "text", text);
  json.end_array();
  json.begin_array("marks");
  for (const auto& [id, text] : kMarks) {
    json.begin_object();
    json.text("id", id);
    json.text("text", text);
    json.end_object();
  }
  json.end_array();
  json.begin_array("files");
  for (const File& file : kFiles) {
    json.begin_object();
    json.text("name", file.name);
    json.text("ending", file.ending);
    json.text("type", file.type);
    json.end_object();
  }
  json.end_array();
  json.text("chart", "rock-8ths");             // who has chosen none
  json.text("warm_up", "single-stroke-roll");  // a step of the day that names no chart
  write_words(json);
  json.end_object();
  return json.take();
}

}  // namespace firstchair::door

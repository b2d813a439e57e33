// Every tab of tests/corpus/tab_dialects, in a manner that people write, stands beside a file of the strokes
// it means and of what is told of it.
#include <gtest/gtest.h>

#include <filesystem>

#include "charts/tab/tab.h"
#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

// A line a bar: "1 4/4: kick 1 3; snare 2 4", with marks behind the beats: g ghost, a accent, f d b
// ornaments, R L hands. Then what is told.
std::string brief(const ChartRead& reading) {
  std::string out;
  for (const Bar& bar : bars_of(reading.chart)) {
    out += std::to_string(bar.number) + " " + std::to_string(bar.meter.beats) + "/" +
           std::to_string(bar.meter.unit);
    const char* between = ": ";
    for (int v = 0; v < kVoiceCount; ++v) {
      std::string places;
      for (const Note& note : reading.chart.notes) {
        if (note.voice != static_cast<Voice>(v) || note.tick < bar.start || note.tick >= bar.end()) continue;
        char place[32];
        std::snprintf(place, sizeof place, " %.4g", bar.beat_at(note.tick));
        places += place;
        places += note.dynamic == Dynamic::ghost ? "g" : note.dynamic == Dynamic::accent ? "a" : "";
        constexpr const char* kOrnaments[] = {"", "f", "d", "b"};
        constexpr const char* kHands[] = {"", "R", "L"};
        places += kOrnaments[static_cast<int>(note.ornament)];
        places += kHands[static_cast<int>(note.hand)];
      }
      if (places.empty()) continue;
      out += between + std::string(id_of(static_cast<Voice>(v))) + places;
      between = "; ";
    }
    out += "\n";
  }
  for (const std::string& line : lines_of(reading)) out += line + "\n";
  return out;
}

TEST(TabDialects, EveryTabReadsAsItsStrokesSay) {
  const std::filesystem::path folder = std::string(FIRSTCHAIR_SOURCE_DIR) + "/tests/corpus/tab_dialects";
  int tabs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".tab") continue;
    ++tabs;
    const std::string text = testing::file_text(entry.path().string());
    const Result<ChartRead> reading =
        read_whole_tab({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    if (!reading) {
      ADD_FAILURE() << entry.path().filename() << ": " << reading.error().line();
      continue;
    }
    EXPECT_EQ(check_chart(reading->chart), "");
    std::filesystem::path strokes = entry.path();
    strokes.replace_extension(".strokes");
    EXPECT_EQ(brief(*reading), testing::file_text(strokes.string())) << entry.path().filename();
  }
  EXPECT_GE(tabs, 40);
}

}  // namespace
}  // namespace firstchair::charts

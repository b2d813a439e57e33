#include "charts/guitarpro/guitar_pro.h"

#include <gtest/gtest.h>

#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

ChartRead read(const std::string& file) {
  const std::string text =
      testing::file_text(std::string(FIRSTCHAIR_SOURCE_DIR) + "/tests/corpus/guitar_pro/" + file);
  Result<ChartRead> read = read_guitar_pro({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  EXPECT_TRUE(read) << file << ": " << read.error().line();
  return read ? std::move(*read) : ChartRead{};
}

constexpr const char* kBeat =
    "kick\n1:1 hat_closed\n1:1.5 hat_closed\n1:2 snare accent\n1:2 hat_closed\n1:2.5 hat_closed\n"
    "1:3 kick\n1:3 hat_closed\n1:3.5 hat_closed\n1:4 snare accent\n1:4 hat_closed\n1:4.5 hat_closed\n";

std::string beat_in_bar(int bar) {
  std::string text = "1:1 " + std::string(kBeat);
  for (std::size_t at = 0; (at = text.find("1:", at)) != std::string::npos; at += 2) {
    if (at == 0 || text[at - 1] == '\n') text[at] = static_cast<char>('0' + bar);
  }
  return text;
}

// |: beat | 1. fill :| 2. ride | tempo 132 | 3/4 |. `foot` is a second voice, `roll` a tremolo.
std::string song(bool foot, bool roll) {
  return beat_in_bar(1) +
         "2:1 kick\n2:1 crash\n2:2 snare flam\n2:2.5 snare ghost\n2:3 tom_high\n2:3.3333 tom_high\n"
         "2:3.6667 tom_low\n2:4 hat_open\n2:4.75 hat_pedal\n" +
         beat_in_bar(3) + "4:1 kick\n4:1 ride\n" + (foot ? "4:2.5 hat_pedal\n" : "") +
         "4:3 snare\n4:3 ride_bell\n5:1 snare\n" + (roll ? "5:1.25 snare\n5:1.5 snare\n5:1.75 snare\n" : "") +
         "5:2 cross_stick\n5:3 kick\n6:1 kick\n";
}

TEST(GuitarPro, EveryVersionHoldsTheSameSong) {
  for (const char* const file : {"groove.gp3", "groove.gp4", "groove-5.00.gp5", "groove-5.10.gp5",
                                 "groove.gpx", "plain-disk.gpx", "groove.gp"}) {
    const ChartRead chart = read(file);
    const bool old = std::string(file) == "groove.gp3", one_voice = old || std::string(file) == "groove.gp4";
    EXPECT_EQ(testing::strokes_of(chart.chart), song(!one_voice, !old)) << file;
    EXPECT_EQ(chart.chart.title, "Two bars and an end") << file;
    EXPECT_EQ(chart.chart.tempi, (std::vector<TempoChange>{{0, 104}, {4 * kTicksPerWhole, 132}})) << file;
    EXPECT_EQ(chart.chart.meters, (std::vector<MeterChange>{{0, 4, 4}, {5 * kTicksPerWhole, 3, 4}})) << file;
    EXPECT_EQ(lines_of(chart), (std::vector<std::string>{"left out: cowbell, 1 note (bar 4)."})) << file;
  }
}

// Every cut of a whole file is an error, never a shorter song.
TEST(GuitarPro, ACutFileIsNoSong) {
  const std::string whole =
      testing::file_text(std::string(FIRSTCHAIR_SOURCE_DIR) + "/tests/corpus/guitar_pro/groove-5.00.gp5");
  for (std::size_t size = 1; size + 1 < whole.size(); size += 7) {
    const auto cut = read_guitar_pro({reinterpret_cast<const std::uint8_t*>(whole.data()), size});
    ASSERT_FALSE(cut) << size;
    EXPECT_EQ(cut.error().code, ErrorCode::malformed) << size << ": " << cut.error().line();
  }
}

}  // namespace
}  // namespace firstchair::charts

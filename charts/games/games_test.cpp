#include <gtest/gtest.h>

#include "charts/charts.h"
#include "charts/games/game_midi.h"
#include "charts/midi/midi_chart.h"
#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

ChartRead read(const std::string& file) {
  const std::string text =
      testing::file_text(std::string(FIRSTCHAIR_SOURCE_DIR) + "/tests/corpus/clone_hero/" + file);
  Result<ChartRead> read =
      read_whole_chart(ChartFormat::game, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  EXPECT_TRUE(read) << file << ": " << read.error().line();
  return read ? std::move(*read) : ChartRead{};
}

TEST(CloneHero, FourLanesWithCymbalsAccentsAndGhosts) {
  const ChartRead chart = read("four-lanes.chart");
  EXPECT_EQ(chart.chart.title, "Lanes");
  EXPECT_EQ(chart.chart.meters, (std::vector<MeterChange>{{0, 4, 4}, {kTicksPerWhole, 6, 8}}));
  EXPECT_EQ(chart.chart.tempi, (std::vector<TempoChange>{{0, 120}, {kTicksPerWhole, 93.5}}));
  EXPECT_EQ(testing::strokes_of(chart.chart),
            "1:1 kick\n1:1 hat_closed\n1:2 snare accent\n1:2.5 snare ghost\n1:3 tom_high\n1:3.5 tom_mid\n"
            "1:4 crash\n1:4.5 kick\n2:1 ride\n");
  EXPECT_EQ(read("dos-lines.chart").chart, chart.chart);
}

TEST(CloneHero, FiveLanesHaveACymbalOnOrangeAndATomOnGreen) {
  EXPECT_EQ(testing::strokes_of(read("five-lanes.chart").chart),
            "1:1 kick\n1:1 crash\n1:2 snare\n1:3 hat_closed\n1:4 tom_mid\n1:4.5 tom_low\n");
}

TEST(CloneHero, TheHardestLevelThereIsIsReadAndItIsTold) {
  const ChartRead easy = read("easy-alone.chart");
  EXPECT_EQ(testing::strokes_of(easy.chart), "1:1 kick\n1:3 snare\n1:3.5 hat_closed\n");
  ASSERT_EQ(easy.remarks.size(), 2u);
  EXPECT_EQ(easy.remarks[1].text,
            "no lane is marked as a cymbal: yellow, blue and green are hi-hat, ride and crash");
}

midi::SmfEvent event(std::int64_t tick, std::uint8_t status, int a, int b) {
  return {tick, status, static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b), {}, 1};
}
midi::SmfEvent word(std::uint8_t type, std::string text) {
  return {0, 0xFF, type, 0, std::move(text), 1};
}

TEST(GameMidi, LanesAreReadWithTomMarksAndOtherTracksAreNot) {
  midi::Smf smf;
  smf.events = {word(0x03, "PART DRUMS"),   word(0x01, "[ENABLE_CHART_DYNAMICS]"),
                {0, 0x90, 97, 100, {}, 2},  // a guitar's
                event(0, 0x90, 96, 100),    event(0, 0x90, 98, 127),
                event(480, 0x90, 97, 1),    event(960, 0x90, 99, 100),
                event(960, 0x90, 111, 100), event(1080, 0x80, 111, 0),
                event(1440, 0x90, 99, 100), event(1440, 0x90, 84, 100),
                event(1500, 0x90, 95, 100)};
  const auto game = game_chart_in(smf);
  ASSERT_TRUE(game);
  const Result<ChartRead> read = read_game_chart(*game);
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(testing::strokes_of(read->chart),
            "1:1 kick\n1:1 hat_closed accent\n1:2 snare ghost\n1:3 tom_mid\n1:4 ride\n1:4.125 kick\n");
  EXPECT_EQ(read->kit.profile, "");
}

TEST(GameMidi, AFileWithoutSuchATrackIsNone) {
  midi::Smf smf;
  smf.events = {word(0x03, "Drums"), event(0, 0x99, 36, 100)};
  EXPECT_FALSE(game_chart_in(smf));
}

}  // namespace
}  // namespace firstchair::charts

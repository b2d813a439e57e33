#include "charts/musescore/musescore.h"

#include <gtest/gtest.h>

#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

ChartRead read(const std::string& file) {
  const std::string text =
      testing::file_text(std::string(FIRSTCHAIR_SOURCE_DIR) + "/tests/corpus/musescore/" + file);
  Result<ChartRead> read = read_musescore({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  EXPECT_TRUE(read) << file << ": " << read.error().line();
  return read ? std::move(*read) : ChartRead{};
}

// A pickup, two voices, a ghost, an accented chord; a triplet, a flam with its hand and a tremolo in the
// first ending; a drum known by its name in the second, which a repeat sign plays again; a roll that a stroke
// ends.
constexpr const char* kScore =
    "1:4 snare\n1:4.5 snare\n"
    "2:1 kick\n2:1 hat_closed\n2:1 crash\n2:1.5 hat_closed\n2:2 snare accent\n2:2 hat_closed accent\n"
    "2:2 hat_pedal\n2:3 snare ghost\n2:3 hat_open\n2:4 kick\n"
    "3:1 tom_high\n3:1.3333 tom_high\n3:1.6667 tom_low\n3:2 snare flam L\n3:3 snare\n3:3.5 snare\n"
    "3:4 snare\n3:4.5 snare\n"
    "4:1 kick\n4:1 hat_closed\n4:1 crash\n4:1.5 hat_closed\n4:2 snare accent\n4:2 hat_closed accent\n"
    "4:2 hat_pedal\n4:3 snare ghost\n4:3 hat_open\n4:4 kick\n"
    "5:1 kick\n5:3 ride\n5:4.5 cross_stick\n6:1 kick\n6:3 ride\n6:4.5 cross_stick\n"
    "7:1 snare buzz\n7:3 snare\n";

TEST(MuseScore, EveryVersionHoldsTheSameScore) {
  for (const char* const file : {"four.mscx", "packed.mscz", "two.mscx"}) {
    const ChartRead score = read(file);
    EXPECT_EQ(testing::strokes_of(score.chart), kScore) << file;
    EXPECT_EQ(score.chart.title, "Pickup & ending") << file;
    EXPECT_EQ(score.chart.meters, (std::vector<MeterChange>{{0, 4, 4}, {6 * kTicksPerWhole, 3, 4}})) << file;
    EXPECT_EQ(score.chart.tempi, (std::vector<TempoChange>{{0, 104}, {6 * kTicksPerWhole, 120}})) << file;
    EXPECT_EQ(bars_of(score.chart).size(), 8u) << file;
    EXPECT_EQ(lines_of(score), (std::vector<std::string>{"left out: Cowbell, 1 note (bar 5)."})) << file;
  }
}

TEST(MuseScore, JumpsAreTakenAndSlashesKeepTime) {
  const ChartRead score = read("jump.mscx");
  EXPECT_EQ(testing::strokes_of(score.chart),
            "1:1 kick\n2:1 snare\n3:1 snare\n4:1 tom_high\n5:1 kick\n6:1 snare\n");
  EXPECT_EQ(score.chart.swing, 1.5);
  EXPECT_EQ(score.chart.title, "Tag");
  EXPECT_EQ(
      lines_of(score),
      (std::vector<std::string>{
          "measure 3: slashes: the groove before is expected softly, and to play another is no slip."}));
}

}  // namespace
}  // namespace firstchair::charts

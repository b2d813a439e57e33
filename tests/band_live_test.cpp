// firstchair band through a real JACK server: a drummer who hears the band plays to it, and the band hears
// the drummer.
#include <cstdlib>
#include <sstream>

#include "testing/live/jack_listener.h"
#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

// The columns of the last beat in a moves.csv that both played.
std::vector<std::string> last_row(const std::string& csv) {
  std::istringstream lines(csv);
  std::string line;
  std::vector<std::string> row;
  while (std::getline(lines, line)) {
    std::vector<std::string> cells;
    std::istringstream words(line);
    for (std::string word; std::getline(words, word, ',');) cells.push_back(word);
    if (cells.size() >= 15 && !cells[4].empty() && cells[0] != "quarter") row = cells;
  }
  return row;
}

// 64 bars, most of them faster than time: neither runs away from the other.
TEST(BandLive, APairThatListensKeepsItsTempoThroughRealPorts) {
  const testing::Workplace here;
  const testing::JackServer server(512);
  testing::JackListener drummer(server.name, {.bpm = 200});
  testing::Running band(
      here.folder(), {"band",         "blues",   "--parts",  "bass",      "--follow", "60",           "--bpm",
                      "200",          "--bars",  "1-8",      "--times",   "8",        "--count-in",   "1",
                      "--midi",       "--plain", "--server", server.name, "--in",     "drummer:midi", "--out",
                      "drummer:hear", "--takes", "takes",    "--book",    "me.book"});
  ASSERT_TRUE(testing::soon([&] { return drummer.begun(); }, 60000)) << band.out();
  drummer.freewheel(true);
  EXPECT_TRUE(testing::soon([&] { return drummer.beats() >= 250; }, 80000)) << band.out();
  drummer.freewheel(false);
  const testing::Ran ran = band.wait();
  ASSERT_EQ(ran.code, 0) << ran.err << ran.out;
  std::string csv;
  for (const auto& file : std::filesystem::recursive_directory_iterator(here.folder() / "takes"))
    if (file.path().filename() == "moves.csv")
      csv = here.read(std::filesystem::relative(file.path(), here.folder()).string());
  const std::vector<std::string> last = last_row(csv);
  ASSERT_GE(last.size(), 15U) << csv << ran.out;
  EXPECT_GE(std::atoi(last[0].c_str()), 240);
  EXPECT_NEAR(std::atof(last[7].c_str()), 200, 2) << ran.out;  // the band's
  EXPECT_NEAR(std::atof(last[8].c_str()), 200, 4) << ran.out;  // the drummer's, of some strokes
  EXPECT_NE(ran.out.find(" of the gap a beat"), std::string::npos) << ran.out;
  EXPECT_NE(here.run({"book", "list", "--book", "me.book"}).out.find("band at 60"), std::string::npos);
  // The leans are against the band's clock, and say so.
  EXPECT_NE(ran.out.find(" of the band, ±"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("With a band that followed at 60: leans are against its clock"), std::string::npos)
      << ran.out;
  std::printf("%s", ran.out.c_str());
}

TEST(BandLive, AMicrophoneWhoseDelayIsNotKnownMayNotBeFollowedFar) {
  const testing::Workplace here;
  const testing::JackServer server(512);
  const testing::JackFeeder feeder(server);
  ASSERT_NE(feeder.client, nullptr);
  const testing::Ran ran = here.run({"band", "blues", "--follow", "60", "--plain", "--server", server.name,
                                     "--calibration", "none.json", "--takes", "takes", "--no-book"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(
      ran.err,
      "firstchair: --follow 60 needs a known delay: run 'firstchair calibrate', or use --follow 25, or an "
      "e-kit.\n");
}

}  // namespace
}  // namespace firstchair::tests

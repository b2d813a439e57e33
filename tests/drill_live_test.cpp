// firstchair drill through a real JACK server: a drummer who hears the click and plays to it with known
// errors.
#include <signal.h>

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

#include "testing/live/live_drill.h"

namespace firstchair::tests {
namespace {

using LiveDrill = testing::LiveDrillAt<testing::JackServer>;

TEST_F(LiveDrill, PrintsTheErrorsThatWerePlayedIntoTheMicrophoneWithinAMillisecond) {
  lay_out(8);
  testing::JackDrummer drummer(server.name, sound, {});
  const testing::Ran ran = here.run(arguments("beat.mid", false));
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NEAR(printed_lean(ran.out, "snare"), 15, 1) << ran.out;
  EXPECT_NEAR(printed_lean(ran.out, "kick"), -8, 1) << ran.out;
  EXPECT_NEAR(printed_lean(ran.out, "hat"), 0, 1) << ran.out;
  EXPECT_TRUE(std::filesystem::exists(take() / "sound.flac"));
  EXPECT_TRUE(std::filesystem::exists(take() / "take.html"));
  const testing::Ran list = here.run({"book", "list"});
  EXPECT_NE(list.out.find("1 take of me; 1 recording in the book"), std::string::npos)
      << list.out << list.err;
  EXPECT_EQ(here.run({"book", "check"}).code, 0) << "the recording is where the book says";
  // The same take heard again from its file by the same ear has the same strokes.
  const testing::Ran again =
      here.run({"hear", (take() / "sound.flac").string(), "--ear", "live", "--chart", "beat.mid", "--json"});
  const auto strokes = nlohmann::json::parse(again.out)["hits"].size();
  const std::string lines =
      here.read((std::filesystem::relative(take(), here.folder()) / "hits.csv").string());
  // On a machine too busy for its server there are dropouts, of which either makes what it can.
  const double live = static_cast<double>(std::count(lines.begin(), lines.end(), '\n')) - 1;
  EXPECT_NEAR(static_cast<double>(strokes), live, std::max(2.0, 0.1 * live));
  EXPECT_GT(strokes, 60U);
}

TEST_F(LiveDrill, PrintsTheErrorsThatWerePlayedOnAnEKit) {
  lay_out(8);
  testing::JackDrummer drummer(server.name, {}, notes);
  const testing::Ran ran = here.run(arguments("beat.mid", true));
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("0 missed, 0 extra of 8"), std::string::npos) << ran.out;
  EXPECT_NEAR(printed_lean(ran.out, "snare") - printed_lean(ran.out, "kick"), 23, 0.2) << ran.out;
  EXPECT_NE(ran.out.find("Book: take 1."), std::string::npos) << ran.out;
  const testing::Ran progress = here.run({"book", "progress", "beat.mid"});
  EXPECT_NE(progress.out.find("160.0 bpm click  "), std::string::npos) << progress.out << progress.err;
  EXPECT_EQ(here.run({"book", "show", "1", "--json"}).out,
            here.read((std::filesystem::relative(take(), here.folder()) / "take.json").string()));
}

// Sound through PortAudio and MIDI through RtMidi, both at the JACK server of the test. RtMidi's times are
// rounded to the period there: 1.5 ms a stroke, 0.6 ms a difference of two leans of twelve.
TEST_F(LiveDrill, AnEKitOutsideJackIsJudgedItsLossSaidAndTheTakeKept) {
  constexpr double kFast = 60.0 / 240;
  chart = testing::beat_chart(40);
  for (std::size_t i = 0; i < chart.notes.size(); ++i) {
    Note& note = chart.notes[i];
    note.voice = i % 2 == 0 ? Voice::kick : Voice::snare;
    const double second =
        kFast * static_cast<double>(note.tick) / kTicksPerQuarter + testing::lean_of(note.voice) / 1000;
    notes.push_back({std::llround(second * kRate), note.voice});
  }
  const std::vector<std::uint8_t> bytes = charts::write_chart(charts::ChartFormat::midi, chart);
  here.write("beat.mid", {bytes.begin(), bytes.end()});
  ::setenv("JACK_DEFAULT_SERVER", server.name.c_str(), 1);
  auto drummer = std::make_unique<testing::JackDrummer>(server.name, std::vector<float>{}, notes);
  testing::Running running(
      here.folder(), {"drill", "beat.mid", "--bpm", "240", "--count-in", "0", "--plain", "--midi", "--system",
                      "portaudio", "--in", "drummer:midi", "--out", "system", "--takes", "takes"});
  if (!drummer->hears("PortAudio:out_0")) {
    running.signal(SIGINT);
    const testing::Ran ran = running.wait();
    ::unsetenv("JACK_DEFAULT_SERVER");
    ASSERT_NE(ran.err.find("this build has no "), std::string::npos) << ran.out << ran.err;
    GTEST_SKIP() << ran.err;
  }
  ASSERT_TRUE(testing::soon([&] { return running.out().find("Bar 3") != std::string::npos; }))
      << running.out();
  drummer.reset();
  ASSERT_TRUE(testing::soon([&] {
    return running.out().find("Waiting for the device") != std::string::npos;
  })) << running.out();
  const testing::JackDrummer again(server.name, {}, {});
  const auto takes = [&] {
    std::error_code failed;
    const std::filesystem::directory_iterator folder(here.path("takes"), failed);
    return std::distance(begin(folder), end(folder));
  };
  EXPECT_TRUE(testing::soon([&] { return takes() == 2; })) << "it goes on when the port is back";
  running.signal(SIGINT);
  const testing::Ran ran = running.wait();
  ::unsetenv("JACK_DEFAULT_SERVER");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  EXPECT_NE(ran.out.find("the MIDI port drummer:midi is gone\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("Page: "), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("; 0 missed, 0 extra of 8"), std::string::npos) << ran.out;
  EXPECT_NEAR(printed_lean(ran.out, "snare", 2) - printed_lean(ran.out, "kick", 2), 23, 3) << ran.out;
}

TEST_F(LiveDrill, FreePlayingShowsTheTempoAndKeepsTheTake) {
  lay_out(40);
  testing::JackDrummer drummer(server.name, {}, notes, {.click = false});
  const std::vector<std::string> args = arguments("--free", true);
  testing::Running running(here.folder(), args);
  // About four bars.
  ASSERT_TRUE(testing::soon([&] {
    std::error_code failed;
    const std::string lines =
        std::filesystem::exists(here.path(kTakes), failed)
            ? here.read((std::filesystem::relative(take(), here.folder()) / "hits.csv.part").string())
            : "";
    return std::count(lines.begin(), lines.end(), '\n') > 34;
  }));
  running.signal(SIGINT);
  const testing::Ran ran = running.wait();
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(drummer.silent());
  std::smatch told;
  ASSERT_TRUE(std::regex_search(ran.out, told, std::regex("0:0[0-9] ([0-9.]+) bpm ±([0-9.]+)"))) << ran.out;
  EXPECT_NEAR(std::stod(told[1]), 160, 1.5 * std::stod(told[2])) << ran.out;
  EXPECT_NE(ran.out.find("Page: "), std::string::npos) << ran.out;
  const auto json = nlohmann::json::parse(
      here.read((std::filesystem::relative(take(), here.folder()) / "take.json").string()));
  EXPECT_GT(json["hits"].size(), 30U);
}

TEST_F(LiveDrill, AnInterruptKeepsTheTake) {
  lay_out(200);
  testing::JackDrummer drummer(server.name, sound, {});
  testing::Running running(here.folder(), arguments("beat.mid", false));
  ASSERT_TRUE(recording());
  running.signal(SIGINT);
  const testing::Ran ran = running.wait();
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(std::filesystem::exists(take() / "sound.flac"));
  EXPECT_TRUE(std::filesystem::exists(take() / "take.json"));
  // It began a moment ago: kept, and no number is told of it.
  EXPECT_NE(ran.out.find("Book: take 1. Broken off after "), std::string::npos) << ran.out;
}

TEST_F(LiveDrill, AKilledDrillIsRecoveredByTheNextOne) {
  lay_out(200);
  testing::JackDrummer drummer(server.name, sound, {});
  {
    testing::Running running(here.folder(), arguments("beat.mid", false));
    ASSERT_TRUE(recording());
    running.signal(SIGKILL);
    running.wait();
  }
  std::vector<std::string> args = arguments("beat.mid", false);
  args.insert(args.end(), {"--bars", "1"});
  const testing::Ran ran = here.run(args);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(std::regex_search(ran.out, std::regex("recovered [0-9.]+ s of sound and [0-9]+ strokes")))
      << ran.out;
}

TEST_F(LiveDrill, AVanishedServerIsSaidAndTheTakeIsKept) {
  lay_out(200);
  auto drummer =
      std::make_unique<testing::JackDrummer>(server.name, sound, std::vector<testing::JackDrummer::Note>{});
  testing::Running running(here.folder(), arguments("beat.mid", false));
  ASSERT_TRUE(recording());
  server.end(SIGKILL);
  ASSERT_TRUE(testing::soon([&] { return std::filesystem::exists(take() / "take.json"); }));
  running.signal(SIGINT);
  const testing::Ran ran = running.wait();
  EXPECT_NE(ran.out.find("Waiting for the device"), std::string::npos) << ran.out;
  EXPECT_TRUE(std::filesystem::exists(take() / "sound.flac"));
}

TEST_F(LiveDrill, StopsAtTheBarThatBreaksAndBeginsAgain) {
  lay_out(6);
  // From bar 4 on nothing is played.
  std::erase_if(notes, [&](const testing::JackDrummer::Note& note) {
    return static_cast<double>(note.frame) / kRate > 4 * kQuarter * 4 - 0.05;
  });
  testing::JackDrummer drummer(server.name, {}, notes);
  std::vector<std::string> args = arguments("beat.mid", true);
  args.push_back("--stop");
  testing::Running running(here.folder(), args);
  ASSERT_TRUE(testing::soon(
      [&] {
        std::error_code failed;
        int takes = 0;
        for (const auto& entry : std::filesystem::directory_iterator(here.path(kTakes), failed))
          takes += entry.exists();
        return takes >= 2;
      },
      20000));
  running.signal(SIGINT);
  const testing::Ran ran = running.wait();
  EXPECT_NE(ran.out.find("Stop. Bar 4: 0 of 8 notes heard. Again from 3."), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace firstchair::tests

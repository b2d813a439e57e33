// What was handed in is heard again from the record and the file alone.
#include "apps/server/api/chairs_hearing.h"

#include <cmath>

#include "apps/server/api/chairs_test.h"

namespace firstchair::server {
namespace {

using nlohmann::json;

class ChairsHearingTest : public ChairsTest {
 protected:
  // Reads the record so far; the latest attempt of it has a take.
  void read() {
    Result<std::vector<store::RecordLine>> lines =
        store::read_record(body_of(ask("GET", at("/seating.jsonl"))));
    ASSERT_TRUE(lines) << lines.error().line();
    lines_ = std::move(*lines);
    Result<audition::Audition> audition = audition::read_audition(lines_);
    ASSERT_TRUE(audition) << audition.error().line();
    audition_ = std::move(*audition);
    ASSERT_GT(audition_.attempts.back().take, 0U);
  }
  Result<std::string> again(std::string_view file) {
    return strokes_heard_again(audition_, lines_, audition_.attempts.back(), file, judge::default_norms());
  }
  std::string on_record() const {
    return lines_[audition_.attempts.back().take].fields["strokes"].get<std::string>();
  }

  std::vector<store::RecordLine> lines_;
  audition::Audition audition_;
};

TEST_F(ChairsHearingTest, StrokesOfAnEKitComeOutTheSame) {
  post("/api/chairs", wish());
  play(enter("Jane"), 9);
  read();
  const std::string file = body_of(ask("GET", at("/attempts/1/sound")));
  const Result<std::string> heard = again(file);
  ASSERT_TRUE(heard) << heard.error().line();
  EXPECT_EQ(*heard, on_record());
}

TEST_F(ChairsHearingTest, AFileThatIsNotWhatWasCommittedIsNamedByItsBar) {
  post("/api/chairs", wish());
  play(enter("Jane"), 9);
  read();
  std::string file = body_of(ask("GET", at("/attempts/1/sound")));
  const std::size_t middle = file.find('\n', file.size() / 2) + 1;
  file[middle + 2] = file[middle + 2] == '9' ? '8' : '9';
  const Result<std::string> heard = again(file);
  ASSERT_FALSE(heard);
  EXPECT_NE(heard.error().what.find("the recording is not what was committed while playing: bar "),
            std::string::npos)
      << heard.error().what;
}

TEST_F(ChairsHearingTest, SoundOfAMicrophoneIsHeardAgainStrokeByStroke) {
  json asked = wish();
  asked["source"] = "audio";
  post("/api/chairs", asked);
  const std::string jane = enter("Jane");
  const json opened =
      post(at("/attempts"), {{"player", jane}, {"excerpt", 1}, {"device", "mic"}, {"click_heard", false}});
  const door::PageDrillSettings settings =
      *door::parse_drill_settings(opened["settings"].get<std::string>(), chart_);
  const practice::DrillPlan plan = *practice::plan_drill(chart_, settings.range, settings.click);
  const double rate = settings.click.rate, beat = 60 / plan.click.bpm * rate;
  // Short noise on every eighth: strokes of no particular drum.
  const auto frames = static_cast<std::size_t>(plan.bar_lines.front() + 64 * beat);
  std::vector<double> sound(frames, 0.0);
  testing::Chance chance(5);
  for (int eighth = 0; eighth < 128; ++eighth) {
    const auto begin = static_cast<std::size_t>(plan.bar_lines.front() + eighth * beat / 2 +
                                                0.006 * rate * chance.normal() + 0.01 * rate);
    for (std::size_t i = 0; i < 4800 && begin + i < frames; ++i)
      sound[begin + i] += 0.15 * std::exp(-static_cast<double>(i) / 600) * chance.normal();
  }
  PlayedInput input;
  input.bars.resize(plan.bar_lines.size() + 1);
  for (std::size_t i = 0; i < frames; ++i) {
    std::size_t bar = 0;
    while (bar < plan.bar_lines.size() && static_cast<double>(i) >= plan.bar_lines[bar]) ++bar;
    const auto value = static_cast<std::int32_t>(std::lround(std::clamp(sound[i], -0.99, 0.99) * 8388607));
    for (int byte = 0; byte < 3; ++byte) input.bars[bar] += static_cast<char>(value >> (8 * byte) & 255);
  }
  const json taken = finish(opened, input);
  EXPECT_NE(told(taken).find("on record"), std::string::npos) << taken;
  read();
  std::string file = wav_header(rate, input.all().size()) + input.all();
  ASSERT_EQ(file.substr(0, 4), "RIFF");
  const Result<std::string> heard = again(file);
  ASSERT_TRUE(heard) << heard.error().line();
  EXPECT_EQ(*heard, on_record());
  EXPECT_GT(on_record().size(), 1000U);
  file[file.size() / 2] = static_cast<char>(file[file.size() / 2] ^ 1);
  EXPECT_FALSE(again(file));
}

}  // namespace
}  // namespace firstchair::server

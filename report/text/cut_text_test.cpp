#include "report/text/cut_text.h"

#include <gtest/gtest.h>

namespace firstchair::report {
namespace {

//  0      2      4   5   6   7      9
//  |  a   |  b   | a | b | a | none |      strokes: kick on beat 1 at 2 and 4, hat at 5, snare at 6
cut::Film film() {
  cut::Film made;
  made.to_s = 9;
  made.cameras.resize(2);
  made.cameras[0].name = "hands", made.cameras[1].name = "wide";
  const double at[] = {0, 2, 4, 5, 6, 7, 9};
  const int seen[] = {0, 1, 0, 1, 0, -1};
  for (int s = 0; s < 6; ++s) {
    cut::Shot shot;
    shot.camera = seen[s];
    shot.from_s = at[s], shot.to_s = at[s + 1], shot.stroke_s = at[s] + .03;
    made.shots.push_back(shot);
  }
  made.marks = {{.at_s = 2.03, .line = Line::kick, .strength = 1, .bar = 2, .beat = 1},
                {.at_s = 4.03, .line = Line::kick, .strength = 1, .bar = 3, .beat = 1},
                {.at_s = 5.03, .line = Line::hat, .strength = 1, .bar = 3, .beat = 2},
                {.at_s = 6.03, .line = Line::snare, .strength = 1, .bar = 3, .beat = 3}};
  made.tension = {{0, 0}, {9, 1}};
  return made;
}

TEST(CutText, CountsShotsAndWhereTheCutsStand) {
  const ShotFigures figures = shot_figures(film());
  EXPECT_EQ(figures.shots, 6);
  EXPECT_DOUBLE_EQ(figures.mean_s, 1.5);
  EXPECT_DOUBLE_EQ(figures.median_s, 1.5);
  EXPECT_NEAR(figures.cuts_a_minute, 100. / 3, 1e-9);
  EXPECT_DOUBLE_EQ(figures.on_one, .4);
  EXPECT_DOUBLE_EQ(figures.on_drum, .6);
  EXPECT_DOUBLE_EQ(figures.dark_s, 2);
  EXPECT_DOUBLE_EQ(figures.calm_s, 2);
}

TEST(CutText, SaysItInFewLines) {
  const std::vector<std::string> lines = cut_lines(film());
  const std::vector<std::string> wanted = {
      "shots    6 in 0:09, 33.3 cuts a minute, style clean, seed 1",
      "lengths  mean 1.50 s, half of them 1.00 to 2.00 s, all 1.00 to 2.00 s",
      "         under 1 s 0, 1 to 2 s 3, 2 to 4 s 3, 4 to 8 s 0, longer 0",
      "cuts     40 % on beat 1, 60 % on kick, snare or crash",
      "tension  shots of 2.00 s where it is lowest (a third of them), 1.50 s where it is highest",
      "cameras  hands  44 % in 3 shots",
      "         wide   33 % in 2 shots",
      "black    2.00 s: no camera has a picture there"};
  EXPECT_EQ(lines, wanted);
}

TEST(CutText, SixteenCamerasAreAtMostThirtyLines) {
  cut::Film many = film();
  many.cameras.resize(16);
  for (std::size_t c = 0; c < 16; ++c) many.cameras[c].name = "a\nb" + std::to_string(c);
  const std::vector<std::string> lines = cut_lines(many);
  EXPECT_LE(lines.size(), 30u);
  for (const std::string& line : lines) EXPECT_EQ(line.find('\n'), std::string::npos);
}

TEST(CutText, WhereNoBarLineIsKnownItSaysSo) {
  cut::Film made = film();
  for (cut::Mark& mark : made.marks) mark.bar = 0, mark.beat = 0;
  EXPECT_EQ(cut_lines(made)[3], "cuts     no bar line is known, 60 % on kick, snare or crash");
  made.shots.clear();
  EXPECT_EQ(cut_lines(made), std::vector<std::string>{"no shot"});
}

TEST(CutText, SaysWhatACameraShowsAndHowLateItsPictureIs) {
  cut::Camera camera;
  camera.name = "hands";
  cut::MotionMap map;
  EXPECT_EQ(seen_lines(camera, map, false),
            (std::vector<std::string>{"hands  no drum moves clearly enough in its picture to be named"}));
  map.shows = {{.line = Line::snare, .x = .48, .y = .28, .z = 31.2}};
  map.late_s = .0124, map.late_95_s = .003;
  EXPECT_EQ(seen_lines(camera, map, false),
            (std::vector<std::string>{"hands  shows snare (31 σ at 0.48, 0.28)",
                                      "       its picture is 12 ms later than its sound (±3)"}));
  camera.picture_late_s = .0124;
  map.together = {{Line::kick, Line::crash}};
  const std::vector<std::string> mended = seen_lines(camera, map, true);
  ASSERT_EQ(mended.size(), 3U);
  EXPECT_EQ(mended[0], "hands  shows snare (31 σ at 0.48, 0.28); what --show says is kept");
  EXPECT_EQ(mended[1], "       its picture is 12 ms later than its sound (±3), and is shown as much earlier");
  EXPECT_EQ(mended[2], "       kick and crash are struck together too often to say which of them it shows");
  map.late_s = -.001;
  EXPECT_EQ(seen_lines(camera, map, true)[1], "       its picture and its sound are together within 4 ms");
}

TEST(CutText, SaysThatThereIsNoEncoderForH264) {
  EXPECT_EQ(encoder_words("mpeg4"), "no H.264 encoder; MPEG-4 was written");
  EXPECT_EQ(encoder_words("libx264"), "");
  EXPECT_EQ(encoder_words("libx264", "h264_vaapi: no graphics card"),
            "h264_vaapi: no graphics card; libx264 is taken");
}

TEST(CutText, SaysHowLongItGoesOnOnceItCanKnow) {
  EXPECT_EQ(progress_words("hearing 3 recordings", .25, 20), "hearing 3 recordings 25 %, 1:00 left");
  EXPECT_EQ(progress_words("hearing 3 recordings", .25, 1), "hearing 3 recordings 25 %");
  EXPECT_EQ(progress_words("hearing 3 recordings", .01, 20), "hearing 3 recordings 1 %");
  EXPECT_EQ(progress_words("comparing them", 1.5, 20), "comparing them 100 %, 0:00 left");
}

TEST(CutText, NamesWhatIsOfOtherCuts) {
  EXPECT_TRUE(old_words({}, {}).empty());
  EXPECT_EQ(old_words({"film.otio"}, {}),
            (std::vector<std::string>{"film.otio is of other cuts: rendering again writes it anew"}));
  EXPECT_EQ(old_words({"film.otio", "film.mlt", "sheet.png"}, {"burn.mp4", "clips"}),
            (std::vector<std::string>{
                "film.otio, film.mlt and sheet.png are of other cuts: rendering again writes them anew",
                "burn.mp4 and clips are of other cuts: firstchair cut render --force makes them anew"}));
  EXPECT_EQ(old_words({}, {"clips"}, "", "firstchair cut"),
            (std::vector<std::string>{"clips is of other cuts: firstchair cut makes it anew"}));
}

TEST(CutText, AClocksDriftIsAsFineAsItsInterval) {
  cut::Film made = film();
  cut::Placement& at = made.cameras[0].placement;
  at.pieces = {{.from_s = 0, .to_s = 9, .offset_s = 0, .slope = 20.04e-6}};
  at.offset_95_s = .0005;
  at.slope_95 = .03e-6;
  EXPECT_TRUE(camera_words(made, 0)[0].ends_with("its clock 20.04 parts in a million off (±0.03)"));
  at.slope_95 = .2e-6;
  EXPECT_TRUE(camera_words(made, 0)[0].ends_with("its clock 20.0 parts in a million off (±0.2)"));
}

}  // namespace
}  // namespace firstchair::report

// Films that run slower than their take, are held, have another sound, or pictures between the cameras' own.
#include <algorithm>
#include <cmath>

#include "io/video/a_film_test.h"
#include "io/video/sound_track.h"

namespace firstchair::video {
namespace {

class APacedFilm : public AFilm {
 protected:
  cut::Film of(const std::vector<std::string>& files, const std::vector<cut::Shot>& shots) const {
    cut::Film film;
    film.width = 160;
    film.height = 90;
    film.from_s = shots.front().from_s;
    film.to_s = shots.back().to_s;
    for (const std::string& file : files) film.cameras.push_back(laid(file, 0, 0));
    film.shots = shots;
    return film;
  }
  Rendered make(const cut::Film& film, RenderConfig config) const {
    config.path = path("film.mp4");
    config.folder = folder_.string();
    config.force = true;
    const Result<Rendered> done = render(film, config);
    EXPECT_TRUE(done) << done.error().line();
    return done ? *done : Rendered{};
  }
  std::vector<float> sound_of(const std::string& name, double* rate = nullptr) const {
    Result<SoundTrack> sound = SoundTrack::open(path(name), {});
    EXPECT_TRUE(sound);
    std::vector<float> samples(48000 * 2 * 6);
    samples.resize(sound ? sound->read(samples) : 0);
    if (rate != nullptr && sound) *rate = sound->rate();
    return samples;
  }
};

//   take   .9       1.1 held   1.1         1.5      a white picture at 1.0
//   film    0 ------- .4 ------ .6 -------- 1.4
TEST_F(APacedFilm, StandsStillAndIsSilentWhereItIsHeld) {
  camera("red.mp4", "red", "160x90", "30", 0, 0);
  ffmpeg("-f lavfi -i sine=d=5:r=48000", "tone.wav");
  cut::Film film = of({"red.mp4"}, {shot(0, .9, 1.5)});
  film.sound = "tone.wav";
  const cut::Pace pace{.speed = .5, .hold_at_s = 1.02, .hold_s = .2};
  const Rendered done = make(film, {.pace = pace, .cage = {}});
  EXPECT_EQ(done.pictures, 42);
  EXPECT_EQ(seen("film.mp4", 160, 90, 30, 42), "rrrrrr" + std::string(10, 'w') + std::string(26, 'r'));
  const std::vector<float> samples = sound_of("film.mp4");
  const auto loudest = [&](double from_s, double to_s) {
    float peak = 0;
    for (auto i = static_cast<std::size_t>(from_s * 96000);
         i < std::min(samples.size(), static_cast<std::size_t>(to_s * 96000)); ++i)
      peak = std::max(peak, std::abs(samples[i]));
    return peak;
  };
  EXPECT_GT(loudest(.1, .2), .05F);
  EXPECT_LT(loudest(.26, .42), .01F);
  EXPECT_GT(loudest(.5, .6), .05F);
}

TEST_F(APacedFilm, HasAnotherSoundInsteadOfItsOwn) {
  camera("red.mp4", "red", "160x90", "30", 0, 0);
  ffmpeg("-f lavfi -i sine=d=5:r=44100", "tone.wav");
  cut::Film film = of({"red.mp4"}, {shot(0, 0, 1)});
  film.sound = "tone.wav";
  std::int64_t asked = 0;
  RenderConfig config{.cage = {}};
  config.sound_instead = [&](std::int64_t first, std::span<float> stereo) {
    EXPECT_EQ(first, asked);
    for (std::size_t i = 0; i < stereo.size() / 2; ++i)
      stereo[2 * i] = stereo[2 * i + 1] = first + static_cast<std::int64_t>(i) == 24000 ? .9F : 0;
    asked += static_cast<std::int64_t>(stereo.size() / 2);
  };
  make(film, config);
  EXPECT_EQ(asked, 48000);
  double rate = 0;
  const std::vector<float> samples = sound_of("film.mp4", &rate);
  EXPECT_EQ(rate, 48000);
  const auto peak = std::ranges::max_element(samples, {}, [](float x) { return std::abs(x); });
  EXPECT_NEAR(static_cast<double>(peak - samples.begin()) / 2, 24000, 2);
}

// A white bar goes to the right, ten pictures a second, then another camera that is blue.
TEST_F(APacedFilm, MakesUpPicturesBetweenThoseOfOneShotAndNoneOverACut) {
  ffmpeg(
      "-f lavfi -i \"color=black:s=160x90:r=10:d=3,geq=lum='if(between(X,20+60*T,40+60*T)*between(Y,30,60),"
      "235,16)':cb=128:cr=128\" -c:v libx264 -crf 8 -pix_fmt yuv420p",
      "bar.mp4");
  camera("blue.mp4", "blue", "160x90", "30", 0, 0);
  const cut::Film film = of({"bar.mp4", "blue.mp4"}, {shot(0, .2, .8), shot(1, .8, .9)});
  // Where the bar begins, of every picture; -1: another picture.
  const auto places = [&] {
    std::vector<int> found;
    Wanted all{160, 90, Fit::crop, {}};
    for (int k = 0; k < 42; ++k) all.wishes.push_back({.at_s = (k + .5) / 30});
    Result<Pictures> pictures = Pictures::open(path("film.mp4"), all, {});
    Picture picture = black(160, 90);
    for (int k = 0; pictures && k < 42 && pictures->next(picture.bytes); ++k) {
      if (letter(picture, 10, 10) != 'k') {
        found.push_back(letter(picture, 10, 10) == 'b' ? -1 : -2);
        continue;
      }
      int x = 0;
      while (x < 160 && picture.bytes[static_cast<std::size_t>(45 * 160 + x)] < 128) ++x;
      found.push_back(x);
    }
    return found;
  };
  const auto steps = [](const std::vector<int>& of) {
    int moved = 0;
    for (std::size_t k = 1; k < 36; ++k) moved += of[k] != of[k - 1];
    return moved;
  };
  make(film, {.pace = {.speed = .5}, .cage = {}});
  const std::vector<int> repeated = places();
  make(film, {.pace = {.speed = .5}, .made_up = true, .cage = {}});
  const std::vector<int> made_up = places();
  ASSERT_EQ(repeated.size(), 42U);
  ASSERT_EQ(made_up.size(), 42U);
  EXPECT_EQ(steps(repeated), 5);
  EXPECT_GT(steps(made_up), 20);
  for (std::size_t k = 12; k < 30; ++k)  // a pixel a picture; a filter's first are guesses
    EXPECT_NEAR(made_up[k], 20 + 60 * (.2 + (static_cast<double>(k) + .5) / 60), 3) << k;
  for (std::size_t k = 36; k < 42; ++k) EXPECT_EQ(made_up[k], -1) << k;
  for (std::size_t k = 0; k < 36; ++k) EXPECT_GE(made_up[k], 0) << k;
}

// Numbers that any loss would change.
TEST_F(APacedFilm, KeepsTheMastersSamplesWhereItIsWrittenWithoutLoss) {
  camera("red.mp4", "red", "160x90", "30", 0, 0);
  for (const char* bits : {"16", "24"}) {
    ffmpeg("-f lavfi -i \"aevalsrc='random(0)-.5|.7*random(1)-.3':s=44100:d=3\" -c:a pcm_s" +
               std::string(bits) + "le",
           "master.wav");
    cut::Film film = of({"red.mp4"}, {shot(0, .5, 2)});
    film.sound = "master.wav";
    make(film, {.sound_codec = SoundCodec::alac, .cage = {}});
    double rate = 0;
    const std::vector<float> master = sound_of("master.wav"), written = sound_of("film.mp4", &rate);
    EXPECT_EQ(rate, 44100);
    ASSERT_EQ(written.size(), 66150U * 2);
    EXPECT_TRUE(std::equal(written.begin(), written.end(), master.begin() + 22050 * 2)) << bits;
    EXPECT_EQ(std::system(("ffprobe -v error -select_streams a -show_entries stream=bits_per_raw_sample -of "
                           "csv=p=0 '" +
                           path("film.mp4") + "' | grep -x " + bits + " >/dev/null")
                              .c_str()),
              0);
  }
}

}  // namespace
}  // namespace firstchair::video

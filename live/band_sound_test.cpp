// The band's side of a callback: it allocates nothing and loses no frame; what it costs is printed beside a
// drill's click, queue and writer.
#include "live/band_sound.h"

#include <gtest/gtest.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "io/sound/soundfont.h"
#include "live/take_writer.h"
#include "practice/click.h"
#include "testing/audio_scope.h"

namespace firstchair::live {
namespace {

constexpr double kRate = 48000;
constexpr std::size_t kBlock = 128;

Result<std::unique_ptr<BandSound>> bass_of(int bars) {
  const Result<std::string> font = io::find_soundfont({});
  if (!font) return font.error();
  BandSoundConfig config;
  config.soundfont = *font;
  config.block = kBlock;
  config.band.parts = {{.name = "bass", .program = 32}};
  for (int beat = 0; beat < 4 * bars; ++beat)
    config.band.notes.push_back({.tick = beat * kTicksPerQuarter,
                                 .end = (beat + 1) * kTicksPerQuarter - 1,
                                 .pitch = static_cast<std::uint8_t>(40 + beat % 5)});
  config.run.tempi = {{0, 200}};
  config.run.length = bars * kTicksPerWhole;
  config.run.clock.follow = .5;
  return BandSound::make(std::move(config));
}

double thread_us() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e6 * static_cast<double>(now.tv_sec) + 1e-3 * static_cast<double>(now.tv_nsec);
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

TEST(LiveAllocation, ABandsCallbackAllocatesNothingAndLosesNothing) {
  Result<std::unique_ptr<BandSound>> band = bass_of(4);
  ASSERT_TRUE(band) << band.error().line();
  const std::string folder = ::testing::TempDir() + "/band_sound_test." + std::to_string(::getpid());
  std::filesystem::remove_all(folder);
  auto writer = TakeWriter::start({.folder = folder});
  auto click = practice::Click::make({.plan = {.bpm = 200}});
  ASSERT_TRUE(writer && click);
  SpscQueue<float> queue(1 << 20);
  std::vector<float> left(kBlock), right(kBlock);
  const std::span<float> out[] = {left, right};
  std::vector<double> band_us, drill_us;
  band_us.reserve(1 << 16), drill_us.reserve(1 << 16);  // the guard sees every allocation
  double loudest = 0;
  for (Frames frame = 0; !(*band)->news().over; frame += kBlock) {
    const Hit hit{.frame = frame, .voice = Voice::snare, .strength = 90, .sigma_ms = 1};
    (*band)->heard(frame % 7200 < static_cast<Frames>(kBlock) ? std::span(&hit, 1) : std::span<const Hit>{},
                   frame);
    while (!(*band)->ready(frame, kBlock)) ::usleep(100);
    std::fill(left.begin(), left.end(), 0.F);
    std::fill(right.begin(), right.end(), 0.F);
    const testing::AudioScope scope;
    const double began = thread_us();
    (*band)->add(frame, out);
    const double added = thread_us();
    for (const float sample : left) loudest = std::max(loudest, static_cast<double>(std::abs(sample)));
    const std::span<const float> in(left);
    const double again = thread_us();
    click->push(frame, right);
    writer->push(frame, {&in, 1});
    queue.push(in);
    const double ended = thread_us();
    band_us.push_back(added - began);
    drill_us.push_back(ended - again);
  }
  EXPECT_EQ((*band)->late(), 0);
  EXPECT_GT(loudest, .02);
  const band::BandPlayed played = (*band)->finish();
  EXPECT_EQ(played.beats.size(), 16U);
  std::printf("callback, median: %.2f us of a band, %.2f us of a drill\n", median(band_us), median(drill_us));
  (void)writer->finish();
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace firstchair::live

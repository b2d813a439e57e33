// MIDI through RtMidi beside sound through PortAudio, both at a JACK server of the test's own: RtMidi rounds
// JACK's times to the period, which is the jitter there is to find and to tell.
#if FIRSTCHAIR_JACK && FIRSTCHAIR_PORTAUDIO && FIRSTCHAIR_RTMIDI

#include "io/live/host_midi.h"

#include <cmath>
#include <cstdlib>

#include "io/live/live_audio.h"
#include "testing/audio_scope.h"
#include "testing/live/jack_server.h"

namespace firstchair::io {
namespace {

constexpr int kPeriod = 512;    // a busy machine loses few so long
constexpr Frames kApart = 613;  // between messages
constexpr std::uint8_t kSensing = 0xFE, kSnare = 38;

struct Heard {
  Frames frame = 0;
  float sigma_ms = 0;
};

// FIRSTCHAIR_MIDI_S: seconds of notes, for the figures in docs/measured/live.md.
Frames notes_to_play() {
  const char* seconds = std::getenv("FIRSTCHAIR_MIDI_S");
  return seconds == nullptr ? 60 : std::atoi(seconds) * 48000 / kApart;
}

// Quantiles of how far notes were told from the sound that was struck with them, about its mean; half a
// period of the mean is rounding.
struct Spread {
  double mean = 0, sd = 0, p50 = 0, p95 = 0, p99 = 0;
};

Spread spread_of(const std::vector<Heard>& heard, const std::vector<Frames>& attacks) {
  std::vector<double> ms;
  Spread spread;
  const double n = static_cast<double>(heard.size());
  for (std::size_t i = 0; i < heard.size(); ++i) {
    ms.push_back(frames_to_ms(static_cast<double>(heard[i].frame - attacks[i]), 48000));
    spread.mean += ms.back() / n;
  }
  for (double& one : ms) {
    one = std::abs(one - spread.mean);
    spread.sd += one * one / (n - 1);
  }
  spread.sd = std::sqrt(spread.sd);
  std::sort(ms.begin(), ms.end());
  const auto at = [&](double share) { return ms[static_cast<std::size_t>(share * (n - 1))]; };
  spread.p50 = at(0.5), spread.p95 = at(0.95), spread.p99 = at(0.99);
  return spread;
}

TEST(HostMidi, HearsEveryPortTellsTheJitterItHasAndThatAPortIsGone) {
  const Frames count = notes_to_play(), sensings = 64, length = (sensings + count + 2) * kApart;
  testing::JackServer server(kPeriod);
  ::setenv("JACK_DEFAULT_SERVER", server.name.c_str(), 1);
  {
    auto feeder = std::make_unique<testing::JackFeeder>(server);
    testing::JackFeeder other(server);  // feeder-01
    ASSERT_NE(feeder->client, nullptr);
    ASSERT_NE(other.client, nullptr);
    std::vector<float> sound(static_cast<std::size_t>(length), 0.0F);
    std::vector<testing::JackFeeder::Note> notes, others;
    for (Frames i = 1; i <= sensings + count; ++i) {
      notes.push_back({i * kApart, i <= sensings ? kSensing : kSnare});
      if (i > sensings) sound[static_cast<std::size_t>(i * kApart)] = 0.9F;
    }
    for (Frames frame = 500; frame < length - 2000; frame += 2400) others.push_back({frame, 40});
    auto audio = LiveAudio::open({.system = AudioSystem::portaudio,
                                  .input = "system",
                                  .output = "system",
                                  .buffer = kPeriod,
                                  .midi_ports = {"feeder:midi", "feeder-01"}});
    ASSERT_TRUE(audio) << audio.error().line();
    std::vector<Frames> attacks;
    std::vector<Heard> heard;
    attacks.reserve(static_cast<std::size_t>(count) + 1);
    heard.reserve(static_cast<std::size_t>(count) + 1);
    std::size_t heard_others = 0;
    Frames latest = -48000;
    int back = 0;
    ASSERT_TRUE(audio->start([&](const LiveBlock& block) {
      testing::mark_audio_thread();
      for (std::size_t i = 0; i < block.in[0].size(); ++i)
        if (block.in[0][i] > 0.5F) attacks.push_back(block.frame + static_cast<Frames>(i));
      for (const LiveMidi& event : block.midi) {
        back += block.frame + event.offset < latest ? 1 : 0;
        latest = block.frame + event.offset;
        if (event.bytes[1] == kSnare) heard.push_back({latest, event.sigma_ms});
        heard_others += event.bytes[1] == 40 ? 1 : 0;
      }
    }));
    feeder->connect("feeder:out", "PortAudio:in_0");
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    feeder->play(sound, notes, length);
    other.play({}, others, length);
    ASSERT_TRUE(
        testing::soon([&] { return feeder->done() && other.done(); }, 10000 + 30 * static_cast<int>(count)));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_FALSE(audio->status().lost) << audio->status().why;
    const int xruns = audio->status().xruns;
    feeder.reset();
    EXPECT_TRUE(testing::soon([&] { return audio->status().lost; }));
    EXPECT_NE(audio->status().why.find("feeder:midi is gone"), std::string::npos) << audio->status().why;
    audio->close();

    EXPECT_EQ(back, 0);
    if (xruns > 0 && (attacks.size() != static_cast<std::size_t>(count) || heard.size() != attacks.size() ||
                      heard_others != others.size()))
      GTEST_SKIP() << "the machine is too busy for its server, which lost " << xruns << " cycles";
    EXPECT_EQ(heard_others, others.size());
    ASSERT_EQ(attacks.size(), static_cast<std::size_t>(count));
    ASSERT_EQ(heard.size(), attacks.size());
    const Spread spread = spread_of(heard, attacks);
    const double told = static_cast<double>(heard.back().sigma_ms);
    std::printf(
        "%zu notes: %.2f ms from the sound in the mean; about it 50 %% within %.2f, 95 %% %.2f, 99 %% %.2f "
        "ms; sd %.2f, told %.2f; %d dropouts\n",
        heard.size(), spread.mean, spread.p50, spread.p95, spread.p99, spread.sd, told, xruns);
    const double rounding = 1000.0 * kPeriod / 48000 / std::sqrt(12);
    EXPECT_GE(told, 0.95 * rounding);
    // A cycle that the server lost moves the notes beside it; half of them it leaves alone.
    EXPECT_LT(xruns > 0 ? spread.p50 : spread.p95, 2.2 * told);
    EXPECT_LT(told, 3 * spread.sd);
  }
  ::unsetenv("JACK_DEFAULT_SERVER");
}

}  // namespace
}  // namespace firstchair::io

#endif

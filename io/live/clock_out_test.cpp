// A band's MIDI clock through a real JACK server: what comes at which frame, and what a port that goes does.
#if FIRSTCHAIR_JACK

#include "io/live/clock_out.h"

#include <gtest/gtest.h>
#include <jack/transport.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <mutex>

#include "testing/live/jack_server.h"

namespace firstchair::io {
namespace {

// Listens to MIDI and to sound on one clock.
class Lights {
 public:
  explicit Lights(const std::string& server) : client(testing::jack_client_at(server, "lights")) {
    if (client == nullptr) return;
    midi_ = jack_port_register(client, "midi", JACK_DEFAULT_MIDI_TYPE, JackPortIsInput, 0);
    sound_ = jack_port_register(client, "sound", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
    jack_set_process_callback(
        client, [](jack_nframes_t n, void* self) { return static_cast<Lights*>(self)->process(n); }, this);
    EXPECT_EQ(jack_activate(client), 0);
  }
  ~Lights() { close(); }
  Lights(const Lights&) = delete;
  Lights& operator=(const Lights&) = delete;
  void close() {
    if (client != nullptr) jack_client_close(client);
    client = nullptr;
  }

  struct Came {
    std::int64_t frame;
    int status;
  };
  std::vector<Came> came() {
    const std::lock_guard lock(mutex_);
    return came_;
  }
  std::int64_t impulse() {
    const std::lock_guard lock(mutex_);
    return impulse_;
  }
  jack_client_t* client;

 private:
  int process(jack_nframes_t n) {
    const std::lock_guard lock(mutex_);
    const std::int64_t now = jack_last_frame_time(client);
    void* buffer = jack_port_get_buffer(midi_, n);
    for (jack_nframes_t k = 0; k < jack_midi_get_event_count(buffer); ++k) {
      jack_midi_event_t event{};
      if (jack_midi_event_get(&event, buffer, k) == 0) came_.push_back({now + event.time, event.buffer[0]});
    }
    const auto* sound = static_cast<const float*>(jack_port_get_buffer(sound_, n));
    for (jack_nframes_t k = 0; k < n; ++k)
      if (impulse_ < 0 && sound[k] > .5F) impulse_ = now + k;
    return 0;
  }

  jack_port_t *midi_ = nullptr, *sound_ = nullptr;
  std::mutex mutex_;
  std::vector<Came> came_;
  std::int64_t impulse_ = -1;
};

constexpr Frames kFirst = 96000, kApart = 997;

// A run that plays an impulse at frame kFirst and is told of by the clock.
Result<LiveAudio> run_of(const std::string& server, ClockOut& clock) {
  Result<LiveAudio> audio = LiveAudio::open({.system = AudioSystem::jack,
                                             .server = server,
                                             .inputs = 0,
                                             .outputs = 1,
                                             .midi = false,
                                             .output_ports = {"lights:sound"},
                                             .connect = false});
  if (!audio) return audio;
  const Result<Done> started = audio->start([&clock](const LiveBlock& block) {
    clock.cycle(block.frame);
    if (block.out.empty()) return;
    const Frames at = kFirst - block.frame;
    if (at >= 0 && at < static_cast<Frames>(block.out[0].size()))
      block.out[0][static_cast<std::size_t>(at)] = 1;
  });
  if (!started) return started.error();
  return audio;
}

TEST(ClockOut, EveryMessageIsAtItsExactFrameBesideTheSound) {
  const testing::JackServer server(256);
  Lights lights(server.name);
  ASSERT_NE(lights.client, nullptr);
  Result<ClockOut> clock =
      ClockOut::open({.port = "lights", .system = AudioSystem::jack, .server = server.name});
  ASSERT_TRUE(clock) << clock.error().line();
  clock->push({.frame = kFirst, .size = 1, .bytes = {0xFA}});
  for (int k = 0; k < 40; ++k) clock->push({.frame = kFirst + k * kApart, .size = 1, .bytes = {0xF8}});
  {
    const Result<LiveAudio> audio = run_of(server.name, *clock);
    ASSERT_TRUE(audio) << audio.error().line();
    // Faster than time the server waits for every client, however busy the machine is.
    EXPECT_EQ(jack_set_freewheel(lights.client, 1), 0);
    EXPECT_TRUE(testing::soon([&] { return clock->sent() == 41; }, 30000));
    EXPECT_TRUE(testing::soon([&] { return lights.came().size() == 41; }, 30000));
    EXPECT_EQ(jack_set_freewheel(lights.client, 0), 0);
  }
  const std::vector<Lights::Came> came = lights.came();
  ASSERT_EQ(came.size(), 41u);
  EXPECT_EQ(came[0].status, 0xFA);
  EXPECT_EQ(clock->late(), 0);
  EXPECT_EQ(clock->lost(), 0);
  ASSERT_GE(lights.impulse(), 0);
  for (int k = 0; k < 40; ++k)
    ASSERT_EQ(came[static_cast<std::size_t>(k) + 1].frame - lights.impulse(), k * kApart) << k;
}

#if FIRSTCHAIR_RTMIDI
// RtMidi's thread wakes near the frame, and its JACK client sends at the beginning of a block: both are in
// it.
TEST(ClockOut, ThroughRtMidiTicksComeInOrderAndNearTheirFrames) {
  constexpr int kTicks = 200, kBlock = 64;
  constexpr Frames kFrom = 48000, kEvery = 480;
  const testing::JackServer server(kBlock);
  ::setenv("JACK_DEFAULT_SERVER", server.name.c_str(), 1);
  Lights lights(server.name);
  ASSERT_NE(lights.client, nullptr);
  Result<ClockOut> clock = ClockOut::open({.port = "lights", .rtmidi_by_jack = true});
  ::unsetenv("JACK_DEFAULT_SERVER");
  ASSERT_TRUE(clock) << clock.error().line();
  for (int k = 0; k < kTicks; ++k) clock->push({.frame = kFrom + k * kEvery, .size = 1, .bytes = {0xF8}});
  {
    const Result<LiveAudio> audio = run_of(server.name, *clock);
    ASSERT_TRUE(audio) << audio.error().line();
    testing::soon([&] { return lights.came().size() == kTicks && lights.impulse() >= 0; }, 5000);
  }
  const std::vector<Lights::Came> came = lights.came();
  // We lose none; RtMidi's client of JACK loses one in a hundred where the machine is busy.
  EXPECT_EQ(clock->lost(), 0);
  ASSERT_GE(came.size(), static_cast<std::size_t>(kTicks * 9 / 10));
  ASSERT_GE(lights.impulse(), 0);
  std::vector<double> away_ms;
  std::int64_t before = -1;
  for (const Lights::Came& one : came) {
    const std::int64_t since = one.frame - (lights.impulse() - kFirst + kFrom);
    const std::int64_t tick = std::clamp<std::int64_t>((since + kEvery / 2) / kEvery, 0, kTicks - 1);
    EXPECT_GE(tick, before);
    before = tick;
    away_ms.push_back(frames_to_ms(static_cast<double>(since - tick * kEvery), 48000));
  }
  std::sort(away_ms.begin(), away_ms.end());
  const std::size_t count = away_ms.size();
  const double median = away_ms[count / 2];
  std::printf(
      "a tick comes %.2f ms after its frame; 90 of 100 lie within %.2f ms, all within %.2f; a block is %.2f "
      "ms\n",
      median, away_ms[count * 95 / 100] - away_ms[count * 5 / 100], away_ms.back() - away_ms.front(),
      kBlock / 48.);
  EXPECT_LT(std::abs(median), 4);
}
#endif

TEST(ClockOut, APortThatIsNotThereIsNamedWithThoseThatAre) {
  const testing::JackServer server(256);
  Lights lights(server.name);
  const Result<ClockOut> none =
      ClockOut::open({.port = "desk", .system = AudioSystem::jack, .server = server.name});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().line(),
            "--clock-out desk: no MIDI port of that name listens. There are lights:midi.");
  const auto ports = clock_ports(server.name);
  ASSERT_TRUE(ports);
  EXPECT_EQ(*ports, std::vector<std::string>{"lights:midi"});
}

TEST(ClockOut, APortThatGoesIsToldAndNothingElseHappens) {
  const testing::JackServer server(256);
  Lights lights(server.name);
  Result<ClockOut> clock =
      ClockOut::open({.port = "lights", .system = AudioSystem::jack, .server = server.name});
  ASSERT_TRUE(clock);
  EXPECT_EQ(clock->unheard(), "");
  lights.close();
  EXPECT_TRUE(testing::soon([&] { return !clock->unheard().empty(); }));
  EXPECT_EQ(clock->unheard(), "lights:midi does not listen to the clock any more");
}

TEST(ClockOut, LeadsTheTransportByBarBeatAndTempo) {
  const testing::JackServer server(256);
  Lights lights(server.name);
  ASSERT_NE(lights.client, nullptr);
  Result<ClockOut> clock =
      ClockOut::open({.port = "", .system = AudioSystem::jack, .server = server.name, .transport = true});
  ASSERT_TRUE(clock) << clock.error().line();
  clock->place({.frame = 0, .bar = 7, .beat = 1, .beats = 3, .unit = 4, .bpm = 120});
  const Result<LiveAudio> audio = run_of(server.name, *clock);
  ASSERT_TRUE(audio) << audio.error().line();
  jack_position_t position{};
  EXPECT_TRUE(testing::soon(
      [&] {
        return jack_transport_query(lights.client, &position) == JackTransportRolling &&
               (position.valid & JackPositionBBT) != 0 && position.bar >= 8;
      },
      30000));
  EXPECT_EQ(position.beats_per_minute, 120);
  EXPECT_EQ(position.beats_per_bar, 3);
  EXPECT_GE(position.beat, 1);
  EXPECT_LE(position.beat, 3);
}

TEST(ClockOut, WithoutAServerItSaysSo) {
  const Result<ClockOut> none =
      ClockOut::open({.port = "x", .system = AudioSystem::jack, .server = "firstchair-test-none"});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
  const Result<ClockOut> transport =
      ClockOut::open({.port = "x", .system = AudioSystem::portaudio, .transport = true});
  ASSERT_FALSE(transport);
  EXPECT_EQ(transport.error().line(), "--transport: it is JACK's. Start JACK, or leave it out.");
}

}  // namespace
}  // namespace firstchair::io

#endif

// A band's MIDI clock through a real JACK server: what comes at which frame, and what a port that goes does.
#if FIRSTCHAIR_JACK

#include "io/live/clock_out.h"

#include <gtest/gtest.h>
#include <jack/transport.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "io/live/tick_count_test.h"
#include "testing/live/jack_server.h"

namespace firstchair::io {
namespace {

constexpr int kMostImpulses = 512;
constexpr float kLevels = 1024;  // an impulse's level says which one it is

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

  std::vector<CameMessage> came() {
    const std::lock_guard lock(mutex_);
    return came_;
  }
  // Where impulse n was heard, by n; below 0: it was not.
  std::vector<std::int64_t> impulses() {
    const std::lock_guard lock(mutex_);
    return impulses_;
  }
  // How far the server's frames fell behind the host's time while it ran, ms: 0 where it kept up.
  double fell_behind_ms() {
    const std::lock_guard lock(mutex_);
    if (zero_us_.size() < 2000) return 0;
    const auto earliest = [](auto from, auto to) { return *std::min_element(from, to); };
    const auto thousand = static_cast<std::ptrdiff_t>(1000);
    return (earliest(zero_us_.end() - thousand, zero_us_.end()) -
            earliest(zero_us_.begin(), zero_us_.begin() + thousand)) /
           1000;
  }
  jack_client_t* client;

 private:
  int process(jack_nframes_t size) {
    const std::lock_guard lock(mutex_);
    const std::int64_t now = jack_last_frame_time(client);
    zero_us_.push_back(static_cast<double>(jack_get_time()) - static_cast<double>(now) / .048);
    void* buffer = jack_port_get_buffer(midi_, size);
    for (jack_nframes_t k = 0; k < jack_midi_get_event_count(buffer); ++k) {
      jack_midi_event_t event{};
      if (jack_midi_event_get(&event, buffer, k) != 0) continue;
      const int number = event.size == 3 ? event.buffer[1] + 128 * event.buffer[2] : -1;
      came_.push_back({.frame = now + event.time, .status = event.buffer[0], .number = number});
    }
    const auto* sound = static_cast<const float*>(jack_port_get_buffer(sound_, size));
    for (jack_nframes_t k = 0; k < size; ++k)
      if (sound[k] > 0) {
        const auto n = static_cast<std::size_t>(std::lround(sound[k] * kLevels)) - 1;
        if (n < impulses_.size()) impulses_[n] = now + k;
      }
    return 0;
  }

  jack_port_t *midi_ = nullptr, *sound_ = nullptr;
  std::mutex mutex_;
  std::vector<CameMessage> came_;
  std::vector<double> zero_us_;  // the host's time at frame 0, as each cycle tells it
  std::vector<std::int64_t> impulses_ = std::vector<std::int64_t>(kMostImpulses, -1);
};

constexpr Frames kFirst = 96000, kApart = 997;

// A run that plays `count` impulses, the first at frame `first`, and is told of by the clock.
Result<LiveAudio> run_of(const std::string& server, ClockOut& clock, Frames first = 0, Frames every = 1,
                         int count = 0) {
  Result<LiveAudio> audio = LiveAudio::open({.system = AudioSystem::jack,
                                             .server = server,
                                             .inputs = 0,
                                             .outputs = 1,
                                             .midi = false,
                                             .output_ports = {"lights:sound"},
                                             .connect = false});
  if (!audio) return audio;
  const Result<Done> started = audio->start([&clock, first, every, count](const LiveBlock& block) {
    clock.cycle(block.frame);
    if (block.out.empty()) return;
    for (std::size_t k = 0; k < block.out[0].size(); ++k) {
      const Frames since = block.frame + static_cast<Frames>(k) - first;
      if (since >= 0 && since % every == 0 && since / every < count)
        block.out[0][k] = static_cast<float>(since / every + 1) / kLevels;
    }
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
    const Result<LiveAudio> audio = run_of(server.name, *clock, kFirst, kApart, 40);
    ASSERT_TRUE(audio) << audio.error().line();
    // Faster than time the server waits for every client, however busy the machine is.
    EXPECT_EQ(jack_set_freewheel(lights.client, 1), 0);
    EXPECT_TRUE(testing::soon([&] { return clock->sent() == 41; }, 30000));
    EXPECT_TRUE(testing::soon([&] { return lights.came().size() == 41; }, 30000));
    EXPECT_EQ(jack_set_freewheel(lights.client, 0), 0);
  }
  const std::vector<CameMessage> came = lights.came();
  ASSERT_EQ(came.size(), 41u);
  EXPECT_EQ(came[0].status, 0xFA);
  EXPECT_EQ(clock->late(), 0);
  EXPECT_EQ(clock->lost(), 0);
  for (std::size_t k = 0; k < 40; ++k) ASSERT_EQ(came[k + 1].frame, lights.impulses()[k]) << k;
}

#if FIRSTCHAIR_RTMIDI
// How late a thread of this machine wakes from sleeps of 10 ms, as a median: what is busy delays RtMidi's,
// too.
class Wakes {
 public:
  double median_ms() {
    done_ = true;
    thread_.join();
    std::sort(late_ms_.begin(), late_ms_.end());
    return late_ms_.empty() ? 0 : late_ms_[late_ms_.size() / 2];
  }

 private:
  std::vector<double> late_ms_;
  std::atomic<bool> done_ = false;
  std::thread thread_{[this] {
    using namespace std::chrono;
    for (auto due = steady_clock::now() + 10ms; !done_; due += 10ms) {
      std::this_thread::sleep_until(due);
      late_ms_.push_back(duration<double, std::milli>(steady_clock::now() - due).count());
    }
  }};
};

// RtMidi's thread wakes near the frame, and its JACK client sends at the beginning of a block: both are in
// it. Ticks are numbered (tick_count_test.h), so each is laid beside its own frame and not beside the
// nearest.
TEST(ClockOut, ThroughRtMidiEachTickComesOnceInOrderAndNearItsFrame) {
  constexpr int kTicks = 240, kBlock = 64;
  constexpr Frames kFrom = 48000, kEvery = 480;
  const testing::JackServer server(kBlock);
  ::setenv("JACK_DEFAULT_SERVER", server.name.c_str(), 1);
  Lights lights(server.name);
  ASSERT_NE(lights.client, nullptr);
  Result<ClockOut> clock = ClockOut::open({.port = "lights", .rtmidi_by_jack = true});
  ::unsetenv("JACK_DEFAULT_SERVER");
  ASSERT_TRUE(clock) << clock.error().line();
  for (int k = 0; k < kTicks; ++k) {
    const auto number = static_cast<std::uint8_t>(k / kTicksANumber);
    if (k % kTicksANumber == 0)
      clock->push({.frame = kFrom + k * kEvery, .size = 3, .bytes = {0xF2, number, 0}});
    clock->push({.frame = kFrom + k * kEvery, .size = 1, .bytes = {0xF8}});
  }
  Wakes wakes;
  {
    const Result<LiveAudio> audio = run_of(server.name, *clock, kFrom, kEvery, kTicks);
    ASSERT_TRUE(audio) << audio.error().line();
    constexpr std::size_t kMessages = kTicks + kTicks / kTicksANumber;
    testing::soon([&] { return lights.came().size() == kMessages && lights.impulses()[kTicks - 1] >= 0; },
                  5000);
  }
  const double machine_ms = wakes.median_ms();
  std::vector<std::int64_t> due = lights.impulses();
  due.resize(kTicks);
  const TickCount count = count_ticks(lights.came(), due);
  EXPECT_EQ(clock->lost(), 0);
  EXPECT_EQ(count.doubled, 0);
  EXPECT_EQ(count.disordered, 0);
  // A server without a sound card falls behind where the machine is busy, and its sound with it; RtMidi's
  // client of JACK loses ticks then, one in a hundred and more.
  const double behind_ms = std::max(0., lights.fell_behind_ms());
  if (behind_ms < 2) {
    EXPECT_LE(count.lost, kTicks / 10);
  }
  ASSERT_GE(count.late.size(), static_cast<std::size_t>(kTicksANumber));
  const auto median_ms = [](std::vector<std::int64_t> late) {
    std::sort(late.begin(), late.end());
    return frames_to_ms(static_cast<double>(late[late.size() / 2]), 48000);
  };
  const auto quarter = static_cast<std::ptrdiff_t>(count.late.size() / 4);
  const double all = median_ms(count.late);
  const double drift = median_ms({count.late.end() - quarter, count.late.end()}) -
                       median_ms({count.late.begin(), count.late.begin() + quarter});
  std::printf(
      "%d ticks of %d lost; one comes %.2f ms after its frame, at the end %+.2f ms; a thread wakes %.2f ms "
      "late, the server fell %.2f ms behind\n",
      count.lost, kTicks, all, drift, machine_ms, behind_ms);
  EXPECT_LT(std::abs(all), 4 + 2 * machine_ms + behind_ms);
  EXPECT_LT(std::abs(drift), 4 + 2 * machine_ms + behind_ms);
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

// Live sound and MIDI through a real JACK server (its dummy driver), started by each test and ended with it.
#if FIRSTCHAIR_JACK

#include <filesystem>
#include <map>

#include "io/live/live_audio.h"
#include "practice/click.h"
#include "testing/audio_scope.h"
#include "testing/live/jack_server.h"

namespace firstchair::io {
namespace {

LiveAudioConfig on(const testing::JackServer& server) {
  return {.system = AudioSystem::jack, .server = server.name, .connect = false};
}

// What a callback saw; room for it is made before it runs.
struct Heard {
  std::vector<Frames> attacks, notes;  // frames of samples over 0.5, of note-ons
  std::vector<Frames> offsets;         // of the notes in their blocks
  std::vector<std::uint8_t> numbers;
  Heard() {
    for (auto* list : {&attacks, &notes, &offsets}) list->reserve(100000);
    numbers.reserve(100000);
  }
  void push(const LiveBlock& block) {
    for (std::size_t i = 0; !block.in.empty() && i < block.in[0].size(); ++i)
      if (block.in[0][i] > 0.5F) attacks.push_back(block.frame + static_cast<Frames>(i));
    for (const LiveMidi& event : block.midi) {
      notes.push_back(block.frame + event.offset);
      offsets.push_back(event.offset);
      numbers.push_back(event.bytes[1]);
    }
  }
};

// How many notes stand off the grid that most of them stand on. A machine too busy to begin a cycle in time
// tells that one block's notes too late, whichever block it is: the first is no better than another.
int off_the_grid(const std::vector<Frames>& notes, Frames step) {
  std::map<Frames, int> places;
  int most = 0;
  for (const Frames frame : notes) most = std::max(most, ++places[frame % step]);
  return static_cast<int>(notes.size()) - most;
}

TEST(JackAudio, WithoutAServerSaysSoInOneLine) {
  const auto audio = LiveAudio::open({.system = AudioSystem::jack, .server = "firstchair-test-none"});
  ASSERT_FALSE(audio);
  EXPECT_EQ(audio.error().code, ErrorCode::not_found);
  EXPECT_EQ(
      audio.error().line(),
      "no JACK server runs under the name firstchair-test-none. Start one (jackd, qjackctl or PipeWire).");
}

TEST(JackAudio, TellsTheServersRateBufferAndItsPorts) {
  const testing::JackServer server(128, 44100);
  const testing::JackFeeder feeder(server);
  LiveAudioConfig config = on(server);
  config.connect = true;
  auto audio = LiveAudio::open(config);
  ASSERT_TRUE(audio) << audio.error().line();
  EXPECT_EQ(audio->info().rate, 44100);
  EXPECT_EQ(audio->info().buffer, 128);
  ASSERT_TRUE(audio->start([](const LiveBlock&) {}));
  EXPECT_TRUE(testing::soon([&] { return feeder.connected("system:capture_1", "firstchair:in_1"); }));
  EXPECT_TRUE(testing::soon([&] { return feeder.connected("system:playback_1", "firstchair:out_1"); }));
  EXPECT_TRUE(testing::soon([&] { return feeder.connected("system:playback_2", "firstchair:out_2"); }));
  EXPECT_TRUE(
      testing::soon([&] { return audio->info().input_latency > 0 && audio->info().output_latency > 0; }));
  EXPECT_TRUE(testing::soon([&] { return audio->status().frames > 1000; }));

  const auto devices = devices_of(AudioSystem::jack, server.name);
  ASSERT_TRUE(devices);
  ASSERT_EQ(devices->size(), 1u);
  EXPECT_EQ((*devices)[0].rate, 44100);
  EXPECT_EQ((*devices)[0].buffer, 128);
  EXPECT_EQ((*devices)[0].inputs, 2);
  EXPECT_EQ((*devices)[0].outputs, 2);
}

TEST(JackAudio, NamesThePortThatIsNotThere) {
  const testing::JackServer server;
  const testing::JackFeeder feeder(server);
  LiveAudioConfig config = on(server);
  config.input_ports = {"system:capture_7"};
  auto audio = LiveAudio::open(config);
  ASSERT_TRUE(audio);
  const auto started = audio->start([](const LiveBlock&) {});
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().what.find("system:capture_7"), std::string::npos);
}

TEST(JackAudio, TellsWithinASecondThatWhatItHeardIsUnplugged) {
  const testing::JackServer server;
  testing::JackFeeder feeder(server);
  ASSERT_NE(feeder.client, nullptr);
  LiveAudioConfig config = on(server);
  config.input_ports = {"feeder:out"};
  auto audio = LiveAudio::open(config);
  ASSERT_TRUE(audio) << audio.error().line();
  ASSERT_TRUE(audio->start([](const LiveBlock&) {}));
  EXPECT_TRUE(testing::soon([&] { return audio->status().frames > 1000; }));
  EXPECT_EQ(audio->status().unheard, "");
  const auto pulled = std::chrono::steady_clock::now();
  ASSERT_EQ(jack_disconnect(feeder.client, "feeder:out", "firstchair:in_1"), 0);
  EXPECT_TRUE(testing::soon([&] { return !audio->status().unheard.empty(); }));
  EXPECT_LT(std::chrono::steady_clock::now() - pulled, std::chrono::seconds(1));
  EXPECT_EQ(audio->status().unheard, "feeder:out is not connected any more");
  EXPECT_FALSE(audio->status().lost) << "it still runs";
  feeder.connect("feeder:out", "firstchair:in_1");
  EXPECT_TRUE(testing::soon([&] { return audio->status().unheard.empty(); }));
}

// A minute with a stroke as sound and as MIDI at the same frame, on every offset a block has. The server runs
// freely, much faster than time. In the callback's thread operator new ends the program.
TEST(JackAudio, HearsSoundAndMidiAtTheSameExactFrames) {
  constexpr Frames kLength = 60 * 48000;
  const testing::JackServer server;
  testing::JackFeeder feeder(server);
  ASSERT_NE(feeder.client, nullptr);
  std::vector<float> sound(kLength, 0.0F);
  std::vector<testing::JackFeeder::Note> notes;
  for (Frames frame = 1000; frame < kLength; frame += 4801) {
    sound[static_cast<std::size_t>(frame)] = 0.9F;
    notes.push_back({frame, static_cast<std::uint8_t>(35 + notes.size() % 20)});
  }
  LiveAudioConfig config = on(server);
  config.input_ports = {"feeder:out"};
  config.midi_ports = {"feeder:midi"};
  Heard heard;
  auto audio = LiveAudio::open(config);
  ASSERT_TRUE(audio) << audio.error().line();
  ASSERT_TRUE(audio->start([&heard](const LiveBlock& block) {
    testing::mark_audio_thread();
    heard.push(block);
  }));
  feeder.freewheel(true);
  ASSERT_TRUE(testing::soon([&] { return audio->status().freewheel; }));
  const auto start = std::chrono::steady_clock::now();
  feeder.play(sound, notes, kLength);
  ASSERT_TRUE(testing::soon([&] { return feeder.done(); }, 50000));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  feeder.freewheel(false);
  EXPECT_TRUE(testing::soon([&] { return !audio->status().freewheel; }));
  const Frames left_out = audio->status().left_out;
  audio->close();

  ASSERT_EQ(heard.attacks.size(), notes.size());
  ASSERT_EQ(heard.notes, heard.attacks);
  std::vector<bool> offsets(256);
  for (std::size_t i = 0; i < notes.size(); ++i) {
    EXPECT_EQ(heard.attacks[i] - heard.attacks[0], notes[i].frame - notes[0].frame);
    EXPECT_EQ(heard.numbers[i], notes[i].number);
    offsets[static_cast<std::size_t>(heard.offsets[i])] = true;
  }
  EXPECT_EQ(std::count(offsets.begin(), offsets.end(), true), 256);
  std::printf("%zu strokes in 60 s of sound, in %.2f s; frames left out: %lld\n", notes.size(), seconds,
              static_cast<long long>(left_out));
}

TEST(JackAudio, PlaysTheClickSampleForSample) {
  constexpr std::size_t kLength = 10 * 48000;
  const testing::JackServer server;
  testing::JackFeeder feeder(server);
  ASSERT_NE(feeder.client, nullptr);
  const practice::ClickConfig click_config{
      .plan = {.rate = 48000, .bpm = 137, .start = 96000, .subdivision = 3}};
  auto click = practice::Click::make(click_config);
  LiveAudioConfig config = on(server);
  config.output_ports = {"feeder:in"};
  auto audio = LiveAudio::open(config);
  ASSERT_TRUE(audio);
  ASSERT_TRUE(audio->start([&](const LiveBlock& block) { click->push(block.frame, block.out[0]); }));
  feeder.play({}, {}, kLength);
  feeder.freewheel(true);
  ASSERT_TRUE(testing::soon([&] { return feeder.done(); }, 50000));
  feeder.freewheel(false);
  audio->close();

  std::vector<float> expected(kLength, 0.0F);
  auto again = practice::Click::make(click_config);
  again->push(0, expected);
  const auto first = [](const std::vector<float>& sound) {
    return std::find_if(sound.begin(), sound.end(), [](float s) { return s != 0; }) - sound.begin();
  };
  const auto shift = first(feeder.recorded) - first(expected);
  ASSERT_LT(std::abs(shift), 96000);
  std::size_t wrong = 0;
  std::ptrdiff_t compared = 0;
  for (std::ptrdiff_t i = 96000; std::max(i, i + shift) < static_cast<std::ptrdiff_t>(kLength);
       ++i, ++compared)
    wrong += feeder.recorded[static_cast<std::size_t>(i + shift)] != expected[static_cast<std::size_t>(i)];
  EXPECT_EQ(wrong, 0u);
  EXPECT_GT(compared, 5 * 48000);
}

// The callback oversleeps twice. Notes come every 4800 frames of the server's time, so those that still
// arrive must stand on that grid: what was missed is counted, nothing after it is moved.
TEST(JackAudio, AnXrunMovesNothing) {
  constexpr Frames kLength = 2 * 48000;
  const testing::JackServer server;
  testing::JackFeeder feeder(server);
  ASSERT_NE(feeder.client, nullptr);
  std::vector<testing::JackFeeder::Note> notes;
  for (Frames frame = 100; frame < kLength; frame += 4800) notes.push_back({frame, 38});
  LiveAudioConfig config = on(server);
  config.midi_ports = {"feeder:midi"};
  Heard heard;
  int blocks = 0;
  auto audio = LiveAudio::open(config);
  ASSERT_TRUE(audio);
  ASSERT_TRUE(audio->start([&](const LiveBlock& block) {
    heard.push(block);
    ++blocks;
    if (blocks == 100 || blocks == 200) std::this_thread::sleep_for(std::chrono::milliseconds(150));
  }));
  feeder.play({}, notes, kLength);
  ASSERT_TRUE(testing::soon([&] { return feeder.done(); }, 20000));
  const LiveAudioStatus status = audio->status();
  audio->close();
  EXPECT_FALSE(status.lost);
  EXPECT_GT(status.left_out, 2 * 4800);
  EXPECT_GT(status.xruns, 0);
  ASSERT_GT(heard.notes.size(), 8u);
  EXPECT_LT(heard.notes.size(), notes.size());
  EXPECT_LT(2 * off_the_grid(heard.notes, 4800), static_cast<int>(heard.notes.size()));
}

// A client before ours in the graph ends its cycle when the next one has begun: ours then reads that one's
// number from the server. The one block is told too late; nothing after it may be.
TEST(JackAudio, ACycleThatStartsLateMovesNothingAfterIt) {
  constexpr Frames kLength = 3 * 48000;
  const testing::JackServer server;
  testing::JackFeeder feeder(server);
  ASSERT_NE(feeder.client, nullptr);
  std::vector<testing::JackFeeder::Note> notes;
  for (Frames frame = 100; frame < kLength; frame += 2400) notes.push_back({frame, 38});
  LiveAudioConfig config = on(server);
  config.midi_ports = {"feeder:midi"};
  config.input_ports = {"feeder:out"};
  Heard heard;
  auto audio = LiveAudio::open(config);
  ASSERT_TRUE(audio);
  ASSERT_TRUE(audio->start([&](const LiveBlock& block) { heard.push(block); }));
  feeder.play({}, notes, kLength);
  for (int nap = 0; nap < 20; ++nap) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    feeder.oversleep_ms = 6 + nap % 4;  // a period is 5.3 ms
  }
  ASSERT_TRUE(testing::soon([&] { return feeder.done(); }, 20000));
  audio->close();
  ASSERT_GT(heard.notes.size(), 30u);
  // A block that moved what comes after it would leave each of twenty stretches on a grid of its own.
  EXPECT_LT(2 * off_the_grid(heard.notes, 2400), static_cast<int>(heard.notes.size()));
}

TEST(JackAudio, AServerThatChangesItsBufferLosesNoFrame) {
  const testing::JackServer server;
  testing::JackFeeder feeder(server);
  ASSERT_NE(feeder.client, nullptr);
  std::atomic<std::size_t> size{0};
  auto audio = LiveAudio::open(on(server));
  ASSERT_TRUE(audio);
  ASSERT_TRUE(
      audio->start([&](const LiveBlock& block) { size = block.in.empty() ? 0 : block.in[0].size(); }));
  ASSERT_TRUE(testing::soon([&] { return size == 256; }));
  EXPECT_EQ(jack_set_buffer_size(feeder.client, 1024), 0);
  EXPECT_TRUE(testing::soon([&] { return size == 1024; }));
  EXPECT_EQ(audio->info().buffer, 1024);
  EXPECT_FALSE(audio->status().lost);
}

}  // namespace
}  // namespace firstchair::io

#endif

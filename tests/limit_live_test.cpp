// firstchair limit through a real JACK server: a drummer who hears the count-in, plays to it, and breaks at a
// known tempo.
#include <gtest/gtest.h>
#include <jack/jack.h>
#include <jack/midiport.h>

#include <array>
#include <cmath>
#include <regex>

#include "charts/charts.h"
#include "engine/judge/norms.h"
#include "midi/percussion.h"
#include "testing/chance.h"
#include "testing/judge/made_take.h"
#include "testing/live/jack_server.h"
#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

constexpr double kRate = 48000;
constexpr int kPeriod = 256;
constexpr int kBars = 2;
constexpr double kBreaksAt = 200;
constexpr double kSlope = 2.5;  // of ln spread, an octave

// Sixteenths on the snare, an e-kit's, spread so that the spread passes the professionals' range at
// kBreaksAt.
class CountInDrummer {
 public:
  CountInDrummer(const testing::JackServer& server, const judge::Norms& norms) : norms_(norms) {
    client_ = testing::jack_client_at(server.name, "drummer");
    if (client_ == nullptr) return;
    hear_ = jack_port_register(client_, "hear", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
    midi_ = jack_port_register(client_, "midi", JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput, 0);
    jack_set_process_callback(
        client_, [](jack_nframes_t n, void* self) { return static_cast<CountInDrummer*>(self)->process(n); },
        this);
    EXPECT_EQ(jack_activate(client_), 0);
  }
  ~CountInDrummer() {
    if (client_ != nullptr) jack_client_close(client_);
  }
  CountInDrummer(const CountInDrummer&) = delete;
  CountInDrummer& operator=(const CountInDrummer&) = delete;

 private:
  static constexpr Frames kQuiet = 4800;  // between two clicks

  // Four clicks count in; a longer gap than between them begins a new take (the second of rest makes sure of
  // one).
  void heard(Frames frame) {
    if (clicks_ > 1 && static_cast<double>(frame - last_click_) > 1.3 * period_) clicks_ = 0;
    if (clicks_ == 0) first_click_ = frame;
    if (clicks_ > 0) period_ = static_cast<double>(frame - first_click_) / clicks_;
    last_click_ = frame;
    if (++clicks_ != 4) return;
    const double bpm = 60 * kRate / period_;
    const double norm = norms_.reference_ms(Line::snare, 60000 / bpm);
    const double spread = 1.33 * norm * std::pow(bpm / kBreaksAt, kSlope / std::log(2.0));
    for (int i = 0; i < static_cast<int>(strokes_.size()); ++i) {
      strokes_[static_cast<std::size_t>(i)] =
          first_click_ + std::llround(period_ * (4 + i / 4.0) + spread * kRate / 1000 * chance_.normal());
    }
    std::sort(strokes_.begin(), strokes_.end());
    next_ = 0;
  }

  int process(jack_nframes_t n) {
    const auto* hear = static_cast<const float*>(jack_port_get_buffer(hear_, n));
    void* midi = jack_port_get_buffer(midi_, n);
    jack_midi_clear_buffer(midi);
    const auto now = static_cast<Frames>(jack_last_frame_time(client_));
    for (jack_nframes_t i = 0; i < n; ++i) {
      if (hear[i] == 0) continue;
      const Frames frame = now + static_cast<Frames>(i);
      if (frame - last_sound_ > kQuiet) heard(frame);
      last_sound_ = frame;
    }
    for (; next_ < strokes_.size() && strokes_[next_] < now + static_cast<Frames>(n); ++next_) {
      const jack_midi_data_t on[3] = {0x99, midi::note_of_voice(Voice::snare), 100};
      const Frames offset = std::max<Frames>(0, strokes_[next_] - now);
      jack_midi_event_write(midi, static_cast<jack_nframes_t>(offset), on, 3);
    }
    return 0;
  }

  judge::Norms norms_;
  testing::Chance chance_{7};
  jack_client_t* client_ = nullptr;
  jack_port_t *hear_ = nullptr, *midi_ = nullptr;
  std::array<Frames, 16 * kBars> strokes_{};
  std::size_t next_ = strokes_.size();
  int clicks_ = 0;
  Frames first_click_ = 0, last_click_ = 0, last_sound_ = -kQuiet - 1;
  double period_ = 0;
};

TEST(LimitLive, FindsTheTempoAtWhichADrummerBreaksAndCoolsDown) {
  const judge::Norms& norms = judge::default_norms();
  testing::Workplace here;
  testing::JackServer server{kPeriod};
  const std::vector<std::uint8_t> bytes =
      charts::write_chart(charts::ChartFormat::midi, testing::alternating(kBars, 4, Voice::snare));
  here.write("singles.mid", {bytes.begin(), bytes.end()});
  CountInDrummer drummer(server, norms);
  const testing::Ran ran = here.run({"limit",    "singles.mid", "--times", "1",     "--prior", "185",
                                     "--most",   "5",           "--rest",  "1",     "--plain", "--midi",
                                     "--server", server.name,   "--takes", "takes", "--in",    "drummer:midi",
                                     "--out",    "drummer:hear"});
  ASSERT_EQ(ran.code, 0) << ran.err << ran.out;

  std::smatch said;
  ASSERT_TRUE(std::regex_search(
      ran.out, said,
      std::regex(R"(Breaks at ([0-9]+) \(([0-9]+)-([0-9]+)\), ([0-9]+) takes\..* Work at ([0-9]+)\.)")))
      << ran.out;
  // Five takes of 32 strokes; in one case of twenty the interval misses the truth, by little.
  EXPECT_NEAR(std::stod(said[1]), kBreaksAt, 0.15 * kBreaksAt) << ran.out;
  EXPECT_LE(std::stod(said[2]), 1.05 * kBreaksAt) << ran.out;
  EXPECT_GE(std::stod(said[3]), 0.95 * kBreaksAt) << ran.out;
  EXPECT_LT(std::stod(said[5]), std::stod(said[1]));
  EXPECT_NE(ran.out.find("Cool-down: " + said[5].str() + "."), std::string::npos) << ran.out;
  int takes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(here.path("takes"))) takes += entry.exists();
  EXPECT_EQ(takes, std::stoi(said[4]) + 1);
}

}  // namespace
}  // namespace firstchair::tests

#if FIRSTCHAIR_RTMIDI

#include "io/live/midi_input.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace firstchair::io {
namespace {

TEST(MidiInput, WithoutASystemOrAPortSaysSoInOneLineAndNothingElse) {
  ::setenv("JACK_DEFAULT_SERVER", "firstchair-test-none", 1);
  ::testing::internal::CaptureStderr();
  const auto input = MidiInput::open({"no such thing"});
  const auto ports = midi_ports();
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  ::unsetenv("JACK_DEFAULT_SERVER");
  ASSERT_FALSE(input);
  EXPECT_EQ(input.error().code, ErrorCode::not_found);
  if (ports) {  // ALSA's sequencer runs here
    EXPECT_EQ(input.error().what, "there is no MIDI port called no such thing");
  } else {
    EXPECT_EQ(input.error().line(), "no MIDI system runs here. Plug in the e-kit, or start JACK.");
  }
}

}  // namespace
}  // namespace firstchair::io

#endif

// live_beat RATE: hears floats from its standard input and says the beat of free playing, twice a second.
//   arecord -t raw -f FLOAT_LE -c 1 -r 48000 | live_beat 48000
//   c++ -std=c++20 live_beat.cpp -o live_beat $(pkg-config --cflags --libs firstchair)
#include <firstchair/firstchair.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  const long rate = argc == 2 ? std::strtol(argv[1], nullptr, 10) : 48000;
  firstchair_session* made = nullptr;
  if (firstchair_session_new(("rate " + std::to_string(rate)).c_str(), nullptr, &made) != FIRSTCHAIR_OK) {
    std::fprintf(stderr, "live_beat: %s\n", firstchair_error());
    return 1;
  }
  const std::unique_ptr<firstchair_session, decltype(&firstchair_session_free)> session(
      made, firstchair_session_free);

  std::vector<float> block(static_cast<std::size_t>(rate / 100));
  std::vector<firstchair_stroke> strokes(64);
  std::size_t heard = 0;
  for (long blocks = 1; std::fread(block.data(), sizeof(float), block.size(), stdin) == block.size();
       ++blocks) {
    if (firstchair_session_push(session.get(), block.data(), block.size()) != FIRSTCHAIR_OK) return 1;
    while (const std::size_t told = firstchair_session_poll(session.get(), strokes.data(), strokes.size()))
      heard += told;
    firstchair_beat beat{};
    if (blocks % 50 != 0 || firstchair_session_beat(session.get(), &beat) != FIRSTCHAIR_OK) continue;
    if (beat.known != 0) {
      std::printf("%5.1f s  %4zu strokes  %6.1f BPM +-%.1f, %2.0f %% sure\n",
                  static_cast<double>(blocks) / 100, heard, beat.bpm, 1.96 * beat.bpm_sd,
                  std::min(99.0, 100 * static_cast<double>(beat.probability)));
    } else {
      std::printf("%5.1f s  %4zu strokes  no beat yet\n", static_cast<double>(blocks) / 100, heard);
    }
    std::fflush(stdout);
  }
}

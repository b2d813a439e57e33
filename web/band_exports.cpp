// The band's door to JavaScript: flat C over WebAssembly, as band_exports.h declares it.
#include "web/band_exports.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bandstand/page_band.h"
#include "bandstand/page_song.h"
#include "report/report.h"
#include "web/ear_weights.h"

namespace firstchair::bandstand {
namespace {

constexpr std::size_t kMostBlock = 4096;

struct Module {
  std::vector<std::uint8_t> room;
  std::string text;
  std::optional<OpenSong> song;
  std::optional<PageBand> band;
  std::optional<Take> take;  // of the one that was closed last
  std::array<float, kMostBlock> in{};
  std::vector<double> notes, clock;
};

Module& module() {
  static Module one;
  return one;
}

std::string_view room_text(std::size_t from, std::size_t size = std::string_view::npos) {
  const std::string_view all(reinterpret_cast<const char*>(module().room.data()), module().room.size());
  return all.substr(std::min(from, all.size()), size);
}

int tell(std::string text) {
  module().text = std::move(text);
  return static_cast<int>(module().text.size());
}
int fail(const Error& error) {
  return -tell(error.line());
}

int open_as(Result<OpenSong> song) {
  if (!song) return fail(song.error());
  module().song = std::move(*song);
  return tell(song_json(*module().song));
}

const Error kNoSong{ErrorCode::usage, {}, "no song is open", "Choose one"};
const Error kNoTake{ErrorCode::usage, {}, "no stroke was heard", "Play with the band"};
const Error kNoBand{ErrorCode::usage, {}, "no band plays", "Press Start"};

}  // namespace
}  // namespace firstchair::bandstand

using namespace firstchair;
using namespace firstchair::bandstand;

extern "C" {

std::uint8_t* firstchair_band_room(int size) {
  module().room.resize(static_cast<std::size_t>(size));
  return module().room.data();
}
const char* firstchair_band_text() {
  return module().text.data();
}
int firstchair_band_ear_weights() {
  if (ear::give_weights(module().room)) return tell("");
  return fail({ErrorCode::malformed, "ear.weights", "not the ear's weights", "Load the page again"});
}

int firstchair_band_choices() {
  return tell(choices_json());
}
int firstchair_band_song_builtin() {
  return open_as(open_builtin(room_text(0)));
}
int firstchair_band_song_open(int name_size, int number) {
  const auto size = static_cast<std::size_t>(std::max(0, name_size));
  return open_as(open_song(room_text(size), std::string(room_text(0, size)), number));
}

int firstchair_band_open() {
  if (!module().song) return fail(kNoSong);
  const Result<BandSettings> settings = parse_band_settings(room_text(0));
  if (!settings) return fail(settings.error());
  Result<PageBand> band = PageBand::make(*module().song, *settings);
  if (!band) return fail(band.error());
  module().band.emplace(std::move(*band));
  return tell(module().band->plan_json());
}
float* firstchair_band_in() {
  return module().in.data();
}
int firstchair_band_block(int frames) {
  if (!module().band || frames < 0 || frames > static_cast<int>(kMostBlock)) return -1;
  module().band->block(std::span<const float>(module().in).first(static_cast<std::size_t>(frames)));
  module().notes.clear();
  for (const band::Sounded& note : module().band->notes())
    for (const double value : {static_cast<double>(note.frame), static_cast<double>(note.part),
                               static_cast<double>(note.pitch), static_cast<double>(note.velocity)})
      module().notes.push_back(value);
  module().clock.clear();
  for (const practice::ClockMessage& message : module().band->clock())
    for (const double value : {static_cast<double>(message.frame), static_cast<double>(message.size),
                               static_cast<double>(message.bytes[0]), static_cast<double>(message.bytes[1]),
                               static_cast<double>(message.bytes[2])})
      module().clock.push_back(value);
  return static_cast<int>(module().band->notes().size());
}
const double* firstchair_band_notes() {
  return module().notes.data();
}
int firstchair_band_clock_count() {
  return static_cast<int>(module().clock.size() / 5);
}
const double* firstchair_band_clock() {
  return module().clock.data();
}
void firstchair_band_note(double frame, int number, int velocity) {
  if (module().band && number >= 0 && number < 128 && velocity >= 0 && velocity < 128)
    module().band->note(static_cast<Frames>(frame), static_cast<std::uint8_t>(number),
                        static_cast<std::uint8_t>(velocity));
}
void firstchair_band_cue() {
  if (module().band) module().band->cue();
}
void firstchair_band_ask_solo() {
  if (module().band) module().band->ask_solo();
}
int firstchair_band_news() {
  return module().band ? tell(module().band->news_json()) : fail(kNoBand);
}
int firstchair_band_close() {
  if (!module().band) return fail(kNoBand);
  module().take = module().band->take(judge::default_norms());
  const int size = tell(module().band->told_json(module().take));
  module().band.reset();
  return size;
}
int firstchair_band_take() {
  return module().take ? tell(report::take_json(*module().take)) : fail(kNoTake);
}
int firstchair_band_html() {
  return module().take ? tell(report::take_html(*module().take)) : fail(kNoTake);
}

}  // extern "C"

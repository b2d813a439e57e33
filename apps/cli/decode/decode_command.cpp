#include "apps/cli/decode/decode_command.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "charts/charts.h"
#include "hearing/caged_performance.h"
#include "io/files/decoder.h"
#include "io/files/late_libav.h"
#include "io/files/lock_in.h"
#include "io/files/sample_ring.h"
#include "io/video/caged.h"
#include "io/video/late_filters.h"
#include "io/video/sound_track.h"
#include "store/chart_text.h"

namespace firstchair::cli {
namespace {

using io::Said;

constexpr std::size_t kMostBytes = 64u << 20;  // of a file that is read as a whole

[[noreturn]] void leave(int code) {
  ::_exit(code);  // nothing of a library runs at the end
}

void write_all(std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) leave(1);  // nobody listens
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
}
void say(Said said, std::span<const char> bytes) {
  const io::MessageHead head{said, static_cast<std::uint32_t>(bytes.size())};
  write_all({reinterpret_cast<const char*>(&head), sizeof head});
  write_all(bytes);
}
template <class Message>
  requires(std::is_trivially_copyable_v<Message> && !std::is_convertible_v<Message, std::span<const char>>)
void say(Said said, const Message& message) {
  say(said, std::span(reinterpret_cast<const char*>(&message), sizeof message));
}

[[noreturn]] void fail(const Error& error) {
  const auto code = static_cast<std::uint32_t>(error.code);
  std::string bytes(reinterpret_cast<const char*>(&code), sizeof code);
  constexpr std::size_t kMostWord = 1200;  // three of them are below kMostWords
  for (const std::string* word : {&error.place, &error.what, &error.advice}) {
    bytes += word->substr(0, kMostWord);
    bytes += '\0';
  }
  say(Said::failed, std::span<const char>(bytes));
  leave(0);
}

// What a task may meet besides its file.
struct Around {
  std::optional<io::SampleRing> samples;
  std::optional<video::PictureRing> pictures;
};

void tell_sound(Result<std::unique_ptr<io::AudioFile::Decoder>> decoder, Around& around) {
  if (!around.samples) leave(1);
  io::SampleRing* ring = &*around.samples;
  if (!decoder) fail(decoder.error());
  const io::AudioInfo& info = (*decoder)->info;
  say(Said::sound, io::SoundMessage{info.rate, info.frames, info.channels,
                                    static_cast<std::uint32_t>(info.coding), info.track, info.tracks});
  // The samples are written where they are read; the pipe says only how many.
  while (const std::size_t frames = (*decoder)->read(ring->wait_for_block())) {
    ring->end_block();
    const io::MessageHead head{Said::samples, static_cast<std::uint32_t>(frames * sizeof(float))};
    write_all({reinterpret_cast<const char*>(&head), sizeof head});
  }
  say(Said::end, io::EndMessage{(*decoder)->truncated, (*decoder)->opposite});
  leave(0);
}

void sound(const io::Input& input, Around& around) {
  tell_sound(io::open_decoder(input), around);
}
// What libsndfile does not know either is asked for once more, as "sound".
void plain(const io::Input& input, Around& around) {
  tell_sound(io::open_sndfile(input), around);
}

std::vector<std::uint8_t> all_of(const io::Input& input) {
  std::vector<std::uint8_t> bytes;
  std::uint8_t block[1 << 16];
  while (true) {
    const ssize_t got = ::read(input.fd, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail({ErrorCode::unreadable, {}, "cannot be read", "Check its permissions"});
    if (got == 0) return bytes;
    bytes.insert(bytes.end(), block, block + got);
    if (bytes.size() > kMostBytes)
      fail({ErrorCode::too_large, {}, "over " + std::to_string(kMostBytes >> 20) + " MiB", {}});
  }
}

void performance(const io::Input& input, Around&) {
  const Result<midi::PlayedNotes> read = midi::read_notes(all_of(input));
  if (!read) fail(read.error());
  const std::vector<std::uint8_t> bytes = hearing::pack(*read);
  say(Said::data, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  leave(0);
}

void chart(const io::Input& input, Around&) {
  const std::vector<std::uint8_t> bytes = all_of(input);
  const std::string name = input.ending.empty() ? "" : "chart." + input.ending;
  const Result<charts::ChartFormat> format = charts::chart_format(name, bytes);
  if (!format) fail(format.error());
  const Result<Chart> read = charts::read_chart(*format, bytes);
  if (!read) fail(read.error());
  const std::string text = store::chart_text(*read);
  say(Said::data, std::span<const char>(text));
  leave(0);
}

// Says a message of the films' tasks.
void say_of_film(Said said, std::uint32_t length, const void* bytes) {
  const io::MessageHead head{said, length};
  write_all({reinterpret_cast<const char*>(&head), sizeof head});
  if (bytes != nullptr) write_all({static_cast<const char*>(bytes), length});
}
void end_of(const Result<Done>& told) {
  if (!told) fail(told.error());
  leave(0);
}
void video_info(const io::Input& input, Around&) {
  end_of(video::tell_video(input, say_of_film));
}
void pictures(const io::Input& input, Around& around) {
  if (!around.pictures) leave(1);
  end_of(video::tell_pictures(input, *around.pictures, say_of_film));
}
void stereo(const io::Input& input, Around& around) {
  if (!around.samples) leave(1);
  end_of(video::tell_stereo(input, *around.samples, say_of_film));
}

// Loads the libraries that a task calls: locked in, none can be opened any more.
Result<Done> load_what(std::string_view task) {
  const bool pictures = task == "video" || task == "picture";
  if (!pictures && task != "sound" && task != "stereo") return Done{};
  Result<Done> loaded = io::libav.load();
  return loaded && pictures ? video::libavfilter.load() : loaded;
}

}  // namespace

io::Cage own_cage() {
  return {.program = "/proc/self/exe"};
}

std::optional<int> decode(int argc, char** argv) {
  if (argc != 4 || std::string_view(argv[1]) != "decode") return std::nullopt;
  const std::string_view task = argv[2];
  const auto work = task == "sound"         ? sound
                    : task == "plain"       ? plain
                    : task == "performance" ? performance
                    : task == "chart"       ? chart
                    : task == "video"       ? video_info
                    : task == "picture"     ? pictures
                    : task == "stereo"      ? stereo
                                            : nullptr;
  if (work == nullptr) return std::nullopt;
  const io::Input input = io::look_at(STDIN_FILENO, std::string("take.") + argv[3]);
  std::signal(SIGPIPE, SIG_DFL);
  Around around{io::SampleRing::join(io::kRingDescriptor), video::PictureRing::join(io::kRingDescriptor)};
  const Result<Done> loaded = load_what(task);
  say(Said::ready, io::ReadyMessage{io::lock_in(input)});
  try {
    if (!loaded) fail(loaded.error());
    work(input, around);
  } catch (const std::exception&) {  // no memory
  }
  return 1;
}

}  // namespace firstchair::cli

// A cage is for what reads strangers' files: a process of its own that holds one descriptor to read, one pipe
// to write, memory for samples (sample_ring.h), and may do nothing else (lock_in.h). This side starts it,
// reads its pipe, believes nothing it says, and ends it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "io/files/input.h"

namespace firstchair::io {

struct Cage {
  std::string program;               // whose `decode` command decodes; empty: no cage, for a test's own files
  std::function<bool()> go_on = {};  // asked about ten times a second while waiting; false ends it
};

// The pipe carries messages: a head, then `length` bytes; those of `samples` are in the ring. The first
// message is `ready`; `failed` or the last message of its task ends the talk.
enum class Said : std::uint32_t {
  ready,    // ReadyMessage: locked in
  sound,    // SoundMessage: what the file is
  samples,  // float, mono: the start of the ring's next block
  picture,  // PictureMessage (io/video/caged.h): it is in the ring
  end,      // EndMessage, after the last sample
  data,     // the answer to every other task
  failed,   // std::uint32_t ErrorCode, then place, what and advice, each ended by a zero byte
};
struct MessageHead {
  Said said{};
  std::uint32_t length = 0;
};
struct ReadyMessage {
  std::uint32_t filtered = 0;  // 0: this kernel filters no system calls
};
struct SoundMessage {
  double rate = 0;
  std::int64_t frames = 0;
  std::int32_t channels = 0;
  std::uint32_t coding = 0;  // a Coding
  std::int32_t track = 1, tracks = 1;
  std::int32_t bits = 24, unused = 0;  // bits: of a sample, 16 or 24, for "stereo"
};
struct EndMessage {
  std::uint32_t truncated = 0;
  std::uint32_t opposite = 0;
};
inline constexpr std::uint32_t kMostMessage = 1 << 16;    // bytes of any message but those two
inline constexpr std::uint32_t kMostAnswer = 256u << 20;  // bytes of `data`
inline constexpr std::uint32_t kMostWords = 4096;         // bytes of `failed`
inline constexpr int kRingDescriptor = 3;                 // where the cage finds the ring

// Says how long a file may take, for its size: seconds of processor time in the cage and of waiting outside.
std::int64_t most_seconds(std::int64_t bytes);

inline constexpr std::string_view kUnfiltered =
    "this kernel filters no system calls; it was decoded in a process of its own all the same";

// This is one process in the cage. It is not thread-safe; any thread may start one.
class Caged {
 public:
  // `task` is "sound", "plain" (sound that libsndfile reads), "performance" or "chart"; the films' stand in
  // io/video/caged.h. Sound needs the descriptor of a SampleRing. Errors:
  // unreadable (no process, the decoder stopped: another try may go better). What a decoder says of a file is
  // never unreadable, since it says the same again.
  static Result<std::unique_ptr<Caged>> start(const Cage& cage, std::string_view task, const Input& input,
                                              int ring = -1);
  ~Caged();  // ends it
  Caged(const Caged&) = delete;
  Caged& operator=(const Caged&) = delete;

  bool filtered() const { return filtered_; }
  // Returns the next message's head; nothing when the process has stopped, is too slow or breaks the rules.
  std::optional<MessageHead> next();
  // Reads exactly so many bytes of the message that next() announced.
  bool take(void* into, std::size_t bytes);
  // Says why there is nothing: what a `failed` message of this length says, or that the decoder stopped.
  Error failure(const MessageHead& head);
  Error stopped() const;

 private:
  Caged() = default;
  std::function<bool()> go_on_;
  pid_t process_ = -1;
  int pipe_ = -1;
  bool filtered_ = false, ended_ = false, timed_ = false;
  std::chrono::steady_clock::duration patience_{};  // for waiting that is left
};

// Returns the whole answer of a task but sound; a warning is added when the kernel filters nothing.
Result<std::vector<std::uint8_t>> ask_cage(const Cage& cage, std::string_view task, const Input& input,
                                           std::vector<std::string>& warnings);

// This does the same for bytes in memory, which are a file of that name elsewhere.
Result<std::vector<std::uint8_t>> ask_cage(const Cage& cage, std::string_view task,
                                           std::span<const std::uint8_t> bytes, const std::string& name,
                                           std::vector<std::string>& warnings);

// Says whether this kernel filters system calls.
bool cage_filters();

}  // namespace firstchair::io

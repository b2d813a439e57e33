#include "io/files/cage.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace firstchair::io {
namespace {

using clock = std::chrono::steady_clock;

// Both ends above the standard streams, so that none of them is overwritten on the way into the process.
class Lifted {
 public:
  explicit Lifted(int fd) : fd_(::fcntl(fd, F_DUPFD_CLOEXEC, 10)) {}
  ~Lifted() {
    if (fd_ >= 0) ::close(fd_);
  }
  Lifted(const Lifted&) = delete;
  Lifted& operator=(const Lifted&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// Of the caller's environment only what the loader and the sanitizers need.
std::vector<std::string> environment() {
  std::vector<std::string> kept{"LC_ALL=C"};
  for (const char* name : {"LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS"})
    if (const char* value = std::getenv(name)) kept.push_back(std::string(name) + "=" + value);
  return kept;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  for (std::string& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

// The process with `file` as its input, `pipe` as its output, `ring` (-1: none) as the ring and no other
// descriptor; -1 when there is none.
pid_t spawn(const std::string& program, std::vector<std::string> words, int file, int pipe, int ring) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t how;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&how);
  posix_spawn_file_actions_adddup2(&files, file, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, pipe, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  if (ring >= 0) posix_spawn_file_actions_adddup2(&files, ring, kRingDescriptor);
  posix_spawn_file_actions_addclosefrom_np(&files, kRingDescriptor + (ring >= 0));
  sigset_t none, defaults;
  sigemptyset(&none);
  sigemptyset(&defaults);
  for (const int number : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGXCPU}) sigaddset(&defaults, number);
  posix_spawnattr_setsigmask(&how, &none);
  posix_spawnattr_setsigdefault(&how, &defaults);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> around = environment();
  pid_t process = -1;
  if (posix_spawn(&process, program.c_str(), &files, &how, pointers(words).data(), pointers(around).data()) !=
      0)
    process = -1;
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&files);
  return process;
}

// A stranger's words become ours only as one printable line.
std::string tamed(std::string_view words) {
  std::string line;
  for (const char letter : words) {
    const auto byte = static_cast<unsigned char>(letter);
    line += byte < 32 || byte == 127 ? '?' : letter;
  }
  return line;
}

}  // namespace

std::int64_t most_seconds(std::int64_t bytes) {
  constexpr std::int64_t kSeconds = 120, kBytesPerSecond = 10'000;
  return kSeconds + bytes / kBytesPerSecond;
}

bool cage_filters() {
  std::uint32_t action = SECCOMP_RET_KILL_PROCESS;
  return ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

Result<std::unique_ptr<Caged>> Caged::start(const Cage& cage, std::string_view task, const Input& input,
                                            int ring) {
  std::unique_ptr<Caged> caged(new Caged);
  caged->go_on_ = cage.go_on;
  caged->timed_ = input.seekable;
  caged->patience_ = std::chrono::seconds(most_seconds(input.bytes));
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) == 0) {
    caged->pipe_ = ends[0];
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    if (ring < 0) ::fcntl(ends[0], F_SETPIPE_SZ, 1 << 20);  // an answer comes as a whole
    const Lifted file(input.fd), pipe(ends[1]), samples(ring);
    ::close(ends[1]);
    if (file.get() >= 0 && pipe.get() >= 0 && (ring < 0 || samples.get() >= 0)) {
      caged->process_ = spawn(cage.program, {"firstchair", "decode", std::string(task), input.ending},
                              file.get(), pipe.get(), samples.get());
    }
  }
  if (caged->process_ < 0)
    return Error{ErrorCode::unreadable,
                 {},
                 std::string("no decoder can be started (") + std::strerror(errno) + ")",
                 {}};
  const std::optional<MessageHead> head = caged->next();
  ReadyMessage ready;
  if (!head || head->said != Said::ready || head->length != sizeof ready ||
      !caged->take(&ready, sizeof ready))
    return caged->stopped();
  caged->filtered_ = ready.filtered != 0;
  return caged;
}

Caged::~Caged() {
  if (pipe_ >= 0) ::close(pipe_);
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::optional<MessageHead> Caged::next() {
  MessageHead head;
  if (!take(&head, sizeof head)) return std::nullopt;
  const std::uint32_t most = head.said == Said::data     ? kMostAnswer
                             : head.said == Said::failed ? kMostWords
                                                         : kMostMessage;
  if (head.said > Said::failed || head.length > most) {
    ended_ = true;
    return std::nullopt;
  }
  return head;
}

bool Caged::take(void* into, std::size_t bytes) {
  char* next = static_cast<char*>(into);
  while (bytes > 0 && !ended_) {
    const ssize_t got = ::read(pipe_, next, bytes);
    if (got > 0) {
      next += got;
      bytes -= static_cast<std::size_t>(got);
      continue;
    }
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      ended_ = true;
      break;
    }
    if (errno == EINTR) continue;
    const clock::time_point before = clock::now();
    pollfd waiting{.fd = pipe_, .events = POLLIN, .revents = 0};
    ::poll(&waiting, 1, 100);
    patience_ -= clock::now() - before;
    if ((timed_ && patience_ < clock::duration::zero()) || (go_on_ && !go_on_())) ended_ = true;
  }
  return bytes == 0;
}

Error Caged::stopped() const {
  return {ErrorCode::unreadable, {}, "could not be decoded (the decoder stopped)", {}};
}

Error Caged::failure(const MessageHead& head) {
  if (head.said != Said::failed || head.length < sizeof(std::uint32_t) || head.length > kMostWords)
    return stopped();
  std::vector<char> bytes(head.length);
  if (!take(bytes.data(), bytes.size())) return stopped();
  std::uint32_t code = 0;
  std::memcpy(&code, bytes.data(), sizeof code);
  std::string_view rest(bytes.data() + sizeof code, bytes.size() - sizeof code);
  std::string words[3];
  for (std::string& word : words) {
    const std::size_t end = rest.find('\0');
    if (end == std::string_view::npos) return stopped();
    word = tamed(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  if (code > static_cast<std::uint32_t>(ErrorCode::unwritable) || words[1].empty()) return stopped();
  // What is said of a file is final; unreadable is what stops us.
  const auto kind = static_cast<ErrorCode>(code);
  return {kind == ErrorCode::unreadable ? ErrorCode::malformed : kind, words[0], words[1], words[2]};
}

Result<std::vector<std::uint8_t>> ask_cage(const Cage& cage, std::string_view task, const Input& input,
                                           std::vector<std::string>& warnings) {
  Result<std::unique_ptr<Caged>> caged = Caged::start(cage, task, input);
  if (!caged) return caged.error();
  if (!(*caged)->filtered()) warnings.emplace_back(kUnfiltered);
  const std::optional<MessageHead> head = (*caged)->next();
  if (!head) return (*caged)->stopped();
  if (head->said != Said::data) return (*caged)->failure(*head);
  // Grows as bytes arrive: a length is only a promise.
  constexpr std::size_t kPiece = 1 << 20;
  std::vector<std::uint8_t> answer;
  while (answer.size() < head->length) {
    const std::size_t had = answer.size(), piece = std::min(kPiece, head->length - had);
    answer.resize(had + piece);
    if (!(*caged)->take(answer.data() + had, piece)) return (*caged)->stopped();
  }
  return answer;
}

Result<std::vector<std::uint8_t>> ask_cage(const Cage& cage, std::string_view task,
                                           std::span<const std::uint8_t> bytes, const std::string& name,
                                           std::vector<std::string>& warnings) {
  const int fd = ::memfd_create("upload", MFD_CLOEXEC);
  bool written = fd >= 0;
  for (std::span<const std::uint8_t> rest = bytes; written && !rest.empty();) {
    const ssize_t n = ::write(fd, rest.data(), rest.size());
    written = n > 0;
    if (written) rest = rest.subspan(static_cast<std::size_t>(n));
  }
  written = written && ::lseek(fd, 0, SEEK_SET) == 0;
  Result<std::vector<std::uint8_t>> answer =
      written ? ask_cage(cage, task, look_at(fd, name), warnings)
              : Error{ErrorCode::unreadable, {}, "no room for it in memory", "Try again later"};
  if (fd >= 0) ::close(fd);
  return answer;
}

}  // namespace firstchair::io

#include "live/take_writer.h"

#include <fcntl.h>
#include <sndfile.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/core/spsc_queue.h"
#include "live/flac_repair.h"
#include "live/take_files.h"

namespace firstchair::live {
namespace {

constexpr std::size_t kChunk = 128;      // samples, of all channels together
constexpr std::size_t kHitQueue = 4096;  // 16 minutes at 250 strokes a minute, were the thread ever asleep

// What travels through the queue; a block of the callback is one or several.
struct Chunk {
  Frames frame = 0;
  std::uint32_t frames = 0;
  std::array<float, kChunk> samples{};  // interleaved
};

Error unwritable(const std::string& place, int error) {
  if (error == ENOSPC || error == EDQUOT || error == EFBIG)
    return {ErrorCode::unwritable, place, "the disk is full", "Make room on it, or record to another place"};
  return {ErrorCode::unwritable, place, std::string("cannot be written (") + std::strerror(error) + ")",
          "Choose another place"};
}

// 0 or errno.
int sync_file(int fd) {
#ifdef __APPLE__
  const bool done = ::fcntl(fd, F_FULLFSYNC) == 0 || ::fsync(fd) == 0;
#else
  const bool done = ::fdatasync(fd) == 0;
#endif
  return done ? 0 : errno;
}

// A file that remembers its first error and stays as that left it.
struct Output {
  int fd = -1;
  int error = 0;

  Output() = default;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() { close(); }

  bool write(const void* bytes, std::size_t size) {
    const char* from = static_cast<const char*>(bytes);
    while (size > 0 && error == 0) {
      const ssize_t n = ::write(fd, from, size);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) error = n < 0 ? errno : ENOSPC;
      if (n > 0) from += n, size -= static_cast<std::size_t>(n);
    }
    return error == 0;
  }
  void sync() {
    if (fd >= 0 && error == 0) error = sync_file(fd);
  }
  void close() {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
};

Output& output(void* state) {
  return *static_cast<Output*>(state);
}

// libsndfile's door: libFLAC makes one write call a frame through it.
SF_VIRTUAL_IO door() {
  SF_VIRTUAL_IO io{};
  io.get_filelen = [](void* state) -> sf_count_t {
    const off_t here = ::lseek(output(state).fd, 0, SEEK_CUR), end = ::lseek(output(state).fd, 0, SEEK_END);
    ::lseek(output(state).fd, here, SEEK_SET);
    return end;
  };
  io.seek = [](sf_count_t offset, int whence, void* state) -> sf_count_t {
    return ::lseek(output(state).fd, offset, whence);
  };
  io.read = [](void* to, sf_count_t count, void* state) -> sf_count_t {
    return ::read(output(state).fd, to, static_cast<std::size_t>(count));
  };
  io.write = [](const void* from, sf_count_t count, void* state) -> sf_count_t {
    return output(state).write(from, static_cast<std::size_t>(count)) ? count : 0;
  };
  io.tell = [](void* state) -> sf_count_t { return ::lseek(output(state).fd, 0, SEEK_CUR); };
  return io;
}

}  // namespace

struct TakeWriter::State {
  TakeWriterConfig config;
  SpscQueue<Chunk> chunks;
  SpscQueue<Hit> hit_queue{kHitQueue};
  std::atomic<Frames> lost{0};
  std::atomic<std::size_t> lost_hits{0};
  std::atomic<bool> stop{false};
  std::atomic<int> error{0};  // errno of the disk
  std::atomic<Frames> error_frame{0};
  std::thread thread;

  // A sync waits for the disk, so it has a thread to itself: what is written meanwhile is safe from a kill.
  std::thread syncer;
  std::mutex sync_mutex;
  std::condition_variable sync_ended;
  bool sync_stop = false;
  std::atomic<int> sync_error{0};

  // The writing thread's own until it is joined; the syncing thread reads both descriptors.
  Output sound_file, hits_file;
  SNDFILE* sound = nullptr;
  Frames written = 0;
  std::size_t hits = 0;
  std::vector<float> silence = std::vector<float>(kChunk, 0.0F);

  explicit State(const TakeWriterConfig& asked)
      : config(asked),
        // As if every block were 64 frames or as few as a chunk of this many channels holds.
        chunks(static_cast<std::size_t>(asked.channels == 0 ? 1 : kQueueSeconds * asked.rate / 64)) {}
  ~State() {
    end_threads();
    if (sound != nullptr) sf_close(sound);
  }

  void run();
  void sync_now_and_then();
  void end_threads();
  void write_sound(const Chunk& chunk);
  void write_samples(const float* samples, Frames frames);
  void write_hits();
  void note_error();
};

Result<TakeWriter> TakeWriter::start(const TakeWriterConfig& config) {
  if (!(config.rate >= 8000 && config.rate <= 192000) || config.rate != std::floor(config.rate) ||
      config.channels < 0 || config.channels > 2) {
    return Error{ErrorCode::usage, config.folder, "a take has 0 to 2 channels of 8000 to 192000 Hz", {}};
  }
  std::error_code failed;
  std::filesystem::create_directories(config.folder, failed);
  if (failed) return unwritable(config.folder, failed.value());
  for (const std::string_view name : {kTakeHits, kTakeSound}) {
    for (const std::string& path : {take_file(config.folder, name), part_file(config.folder, name)}) {
      if (std::filesystem::exists(path, failed))
        return Error{ErrorCode::unwritable, path, "there is a take in this folder", "Choose another one"};
    }
  }

  auto state = std::make_unique<State>(config);
  // Locked before it has its name, so that no recovery can mistake it for one left behind.
  const std::string nameless = part_file(config.folder, kTakeHits) + "-" + std::to_string(::getpid());
  const std::string hits = part_file(config.folder, kTakeHits);
  state->hits_file.fd = ::open(nameless.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (state->hits_file.fd < 0) return unwritable(config.folder, errno);
  ::flock(state->hits_file.fd, LOCK_EX | LOCK_NB);
  state->hits_file.write(kHitsHeader.data(), kHitsHeader.size());
  if (state->hits_file.error != 0 || ::rename(nameless.c_str(), hits.c_str()) != 0) {
    const int error = state->hits_file.error != 0 ? state->hits_file.error : errno;
    ::unlink(nameless.c_str());
    return unwritable(hits, error);
  }
  const auto give_up = [&](const std::string& place, int error) {
    ::unlink(hits.c_str());
    ::unlink(part_file(config.folder, kTakeSound).c_str());
    return unwritable(place, error);
  };

  if (config.channels > 0) {
    const std::string path = part_file(config.folder, kTakeSound);
    Output& file = state->sound_file;
    file.fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file.fd < 0) return give_up(path, errno);
    SF_INFO info{};
    info.samplerate = static_cast<int>(config.rate);
    info.channels = config.channels;
    info.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_24;
    SF_VIRTUAL_IO io = door();
    state->sound = sf_open_virtual(&io, SFM_WRITE, &info, &file);
    if (state->sound == nullptr || file.error != 0) return give_up(path, file.error != 0 ? file.error : EIO);
    double fastest = 0;  // blocks of kBlockFrames; the better levels wait for 4096
    sf_command(state->sound, SFC_SET_COMPRESSION_LEVEL, &fastest, sizeof fastest);
    sf_command(state->sound, SFC_SET_CLIPPING, nullptr, SF_TRUE);
  }
  sync_folder(config.folder);
  state->thread = std::thread([&state = *state] { state.run(); });
  state->syncer = std::thread([&state = *state] { state.sync_now_and_then(); });
  return TakeWriter(std::move(state));
}

TakeWriter::TakeWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
TakeWriter::TakeWriter(TakeWriter&&) noexcept = default;
TakeWriter& TakeWriter::operator=(TakeWriter&&) noexcept = default;
TakeWriter::~TakeWriter() = default;

void TakeWriter::push(Frames frame, std::span<const std::span<const float>> channels) FIRSTCHAIR_AUDIO {
  const auto width = static_cast<std::size_t>(state_->config.channels);
  if (width == 0 || channels.empty()) return;
  const std::size_t total = channels[0].size();
  Chunk chunk;
  for (std::size_t at = 0; at < total; at += chunk.frames) {
    chunk.frame = frame + static_cast<Frames>(at);
    chunk.frames = static_cast<std::uint32_t>(std::min(kChunk / width, total - at));
    for (std::size_t i = 0; i < chunk.frames; ++i) {
      for (std::size_t c = 0; c < width; ++c) {
        const float sample = c < channels.size() ? channels[c][at + i] : 0.0F;
        chunk.samples[i * width + c] = std::isfinite(sample) ? sample : 0.0F;
      }
    }
    if (!state_->chunks.push(chunk)) state_->lost.fetch_add(chunk.frames, std::memory_order_relaxed);
  }
}

bool TakeWriter::fits(std::size_t frames) FIRSTCHAIR_AUDIO {
  const auto width = static_cast<std::size_t>(state_->config.channels);
  return width == 0 || state_->chunks.fits(frames / (kChunk / width) + 1);
}

void TakeWriter::push(std::span<const Hit> hits) FIRSTCHAIR_AUDIO {
  for (const Hit& hit : hits)
    if (!state_->hit_queue.push(hit)) state_->lost_hits.fetch_add(1, std::memory_order_relaxed);
}

void TakeWriter::State::run() {
  for (bool last = false; !last;) {
    last = stop.load(std::memory_order_acquire);  // before the last look into the queues
    Chunk chunk;
    while (chunks.pop(chunk)) write_sound(chunk);
    write_hits();
    note_error();
    if (!last) std::this_thread::sleep_for(std::chrono::milliseconds(kTurnMs));
  }
}

void TakeWriter::State::sync_now_and_then() {
  std::unique_lock lock(sync_mutex);
  while (!sync_ended.wait_for(lock, std::chrono::milliseconds(kSyncMs), [&] { return sync_stop; })) {
    lock.unlock();
    for (const int fd : {sound_file.fd, hits_file.fd}) {
      const int found = fd >= 0 ? sync_file(fd) : 0;
      if (found != 0) sync_error.store(found, std::memory_order_relaxed);
    }
    lock.lock();
  }
}

void TakeWriter::State::end_threads() {
  stop.store(true, std::memory_order_release);
  if (thread.joinable()) thread.join();
  {
    const std::lock_guard lock(sync_mutex);
    sync_stop = true;
  }
  sync_ended.notify_one();
  if (syncer.joinable()) syncer.join();
}

void TakeWriter::State::write_sound(const Chunk& chunk) {
  Frames skip = written - chunk.frame;  // frames that come a second time
  while (skip < 0 && sound_file.error == 0) {
    const Frames quiet = std::min<Frames>(-skip, static_cast<Frames>(kChunk) / config.channels);
    write_samples(silence.data(), quiet);
    skip += quiet;
  }
  if (skip >= static_cast<Frames>(chunk.frames)) return;
  write_samples(chunk.samples.data() + skip * config.channels, static_cast<Frames>(chunk.frames) - skip);
}

void TakeWriter::State::write_samples(const float* samples, Frames frames) {
  if (error.load(std::memory_order_relaxed) != 0 || sound_file.error != 0) return;
  if (sf_writef_float(sound, samples, frames) == frames) written += frames;
}

void TakeWriter::State::write_hits() {
  std::array<Hit, 64> some;
  for (;;) {
    const std::size_t count = hit_queue.pop(some);
    if (count == 0) return;
    std::string lines;
    for (std::size_t i = 0; i < count; ++i) lines += line_of(some[i]) + '\n';
    if (error.load(std::memory_order_relaxed) == 0 && hits_file.write(lines.data(), lines.size()))
      hits += count;
  }
}

void TakeWriter::State::note_error() {
  int found = sound_file.error != 0 ? sound_file.error : hits_file.error;
  if (found == 0) found = sync_error.load(std::memory_order_relaxed);
  if (found == 0 || error.load(std::memory_order_relaxed) != 0) return;
  error_frame.store(written, std::memory_order_relaxed);
  error.store(found, std::memory_order_release);
}

std::optional<Error> TakeWriter::failure() const {
  const int error = state_->error.load(std::memory_order_acquire);
  if (error == 0) return {};
  Error told = unwritable(state_->config.folder, error);
  const double seconds = static_cast<double>(state_->error_frame.load()) / state_->config.rate;
  std::array<char, 64> kept{};
  std::snprintf(kept.data(), kept.size(), "; the take is kept up to %.1f s", seconds);
  told.what += kept.data();
  return told;
}

WrittenTake TakeWriter::finish() {
  State& state = *state_;
  const std::string& folder = state.config.folder;
  state.end_threads();
  if (state.sound != nullptr) sf_close(state.sound);
  state.sound = nullptr;
  state.sound_file.sync();
  state.hits_file.sync();
  state.note_error();

  WrittenTake take{folder, state.written, state.lost.load(), state.hits, state.lost_hits.load(), failure()};
  if (state.config.channels > 0) {
    const std::string sound = part_file(folder, kTakeSound);
    state.sound_file.close();
    if (take.failure) {
      const Result<Frames> kept = repair_flac(sound);
      take.frames = kept ? *kept : 0;
    }
    if (::rename(sound.c_str(), take_file(folder, kTakeSound).c_str()) != 0 && !take.failure)
      take.failure = unwritable(folder, errno);
  }
  if (take.failure) take.hits = settle_hits(part_file(folder, kTakeHits)).value_or(0);
  if (::rename(part_file(folder, kTakeHits).c_str(), take_file(folder, kTakeHits).c_str()) != 0 &&
      !take.failure)
    take.failure = unwritable(folder, errno);
  sync_folder(folder);
  state.hits_file.close();
  return take;
}

}  // namespace firstchair::live

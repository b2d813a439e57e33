// This file gives tests a JACK server of their own without a sound card, and a client that feeds and records.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <jack/jack.h>
#include <jack/midiport.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "engine/core/units.h"

namespace firstchair::testing {

// Waits up to `ms`, whatever the machine does meanwhile. Returns false when it did not come true.
inline bool soon(const std::function<bool()>& what, int ms = 10000) {
  for (int waited = 0; waited < ms; ++waited) {
    if (what()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return what();
}

// The server has one of three names, so that tests may run side by side: JACK keeps a slot for each server
// that was killed, has eight in all on a machine, and gives a slot back only to a server of the same name.
class JackServer {
 public:
  explicit JackServer(int period = 256, int rate = 48000) {
    soon(
        [&] {
          for (int i = 1; i <= 3 && lock_ < 0; ++i) {
            name = "firstchair-test-" + std::to_string(i);
            lock_ = ::open(("/tmp/" + name + "." + std::to_string(::getuid()) + ".lock").c_str(),
                           O_RDWR | O_CREAT | O_CLOEXEC, 0600);
            if (lock_ >= 0 && ::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
              ::close(lock_);
              lock_ = -1;
            }
          }
          return lock_ >= 0;
        },
        60000);
    if (lock_ < 0) ADD_FAILURE() << "other tests hold every JACK server";
    const std::string p = std::to_string(period), r = std::to_string(rate);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      const int nowhere = ::open("/dev/null", O_RDWR);
      for (const int stream : {0, 1, 2}) ::dup2(nowhere, stream);
      ::execlp("jackd", "jackd", "--no-realtime", "--name", name.c_str(), "-d", "dummy", "--rate", r.c_str(),
               "--period", p.c_str(), "--capture", "2", "--playback", "2", nullptr);
      ::_exit(127);
    }
  }
  JackServer(const JackServer&) = delete;
  JackServer& operator=(const JackServer&) = delete;
  ~JackServer() {
    end(SIGTERM);
    if (lock_ >= 0) ::close(lock_);
  }

  void end(int signal) {
    if (pid_ <= 0) return;
    ::kill(pid_, signal);
    int status = 0;
    if (!soon([&] { return ::waitpid(pid_, &status, WNOHANG) == pid_; }, 3000)) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, &status, 0);
    }
    pid_ = -1;
  }

  std::string name;

 private:
  int lock_ = -1;
  pid_t pid_ = -1;
};

// Returns a client of the server of that name (empty: the default one), which may still be starting. When
// there is none it returns null, and the test has failed.
inline jack_client_t* jack_client_at(const std::string& server, const char* name) {
  jack_set_error_function([](const char*) {});
  jack_set_info_function([](const char*) {});
  jack_client_t* client = nullptr;
  soon([&] {
    client = server.empty()
                 ? jack_client_open(name, JackNoStartServer, nullptr)
                 : jack_client_open(name, static_cast<jack_options_t>(JackNoStartServer | JackServerName),
                                    nullptr, server.c_str());
    return client != nullptr;
  });
  if (client == nullptr) ADD_FAILURE() << "no JACK server: is jackd2 installed?";
  return client;
}

// The frames of a JackFeeder count from the first block after play(); sound and notes leave it at theirs. It
// records what reaches its input from that same frame on, and passes its "room" input on to its "room"
// output, `room_delay` frames late.
class JackFeeder {
 public:
  struct Note {
    Frames frame;
    std::uint8_t number;
  };

  explicit JackFeeder(const JackServer& server) {
    client = jack_client_at(server.name, "feeder");
    if (client == nullptr) return;
    out_ = add("out", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput);
    midi_ = add("midi", JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput);
    in_ = add("in", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput);
    room_in_ = add("room_in", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput);
    room_out_ = add("room_out", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput);
    room_.resize(1 << 16);
    jack_set_process_callback(
        client, [](jack_nframes_t n, void* self) { return static_cast<JackFeeder*>(self)->process(n); },
        this);
    EXPECT_EQ(jack_activate(client), 0);
  }
  JackFeeder(const JackFeeder&) = delete;
  JackFeeder& operator=(const JackFeeder&) = delete;
  ~JackFeeder() {
    if (client != nullptr) jack_client_close(client);
  }

  // Plays for `length` frames.
  void play(std::vector<float> sound, std::vector<Note> notes, Frames length) {
    sound_ = std::move(sound);
    notes_ = std::move(notes);
    recorded.assign(static_cast<std::size_t>(length), 0.0F);
    playing_.store(true, std::memory_order_release);
  }
  bool done() const { return done_.load(std::memory_order_acquire); }
  void connect(const std::string& from, const std::string& to) {
    EXPECT_EQ(jack_connect(client, from.c_str(), to.c_str()), 0) << from << " to " << to;
  }
  void freewheel(bool on) { EXPECT_EQ(jack_set_freewheel(client, on ? 1 : 0), 0); }
  bool connected(const std::string& from, const std::string& to) const {
    const char** list = jack_port_get_all_connections(client, jack_port_by_name(client, from.c_str()));
    bool found = false;
    for (const char** name = list; name != nullptr && *name != nullptr; ++name) found |= *name == to;
    jack_free(list);
    return found;
  }

  jack_client_t* client = nullptr;
  std::vector<float> recorded;
  std::atomic<int> room_delay{0};
  std::atomic<int> oversleep_ms{0};  // once, at the end of the next cycle

 private:
  jack_port_t* add(const char* name, const char* type, unsigned long flags) {
    return jack_port_register(client, name, type, flags, 0);
  }

  int process(jack_nframes_t n) {
    auto* out = static_cast<float*>(jack_port_get_buffer(out_, n));
    const auto* in = static_cast<const float*>(jack_port_get_buffer(in_, n));
    void* midi = jack_port_get_buffer(midi_, n);
    jack_midi_clear_buffer(midi);
    std::fill_n(out, n, 0.0F);
    const auto* room_in = static_cast<const float*>(jack_port_get_buffer(room_in_, n));
    auto* room_out = static_cast<float*>(jack_port_get_buffer(room_out_, n));
    const std::size_t mask = room_.size() - 1, delay = static_cast<std::size_t>(room_delay.load());
    const std::size_t at = jack_last_frame_time(client);
    for (std::size_t i = 0; i < n; ++i) {
      room_[(at + i) & mask] = room_in[i];
      room_out[i] = room_[(at + i - delay) & mask];
    }
    struct Nap {
      int ms;
      ~Nap() {
        if (ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(ms));
      }
    } const nap{oversleep_ms.exchange(0)};
    if (!playing_.load(std::memory_order_acquire) || done()) return 0;
    // In the server's own time: a cycle this client missed is not played later.
    const jack_nframes_t now = jack_last_frame_time(client);
    if (first_) first_ = false, origin_ = now;
    const Frames frame = static_cast<Frames>(static_cast<std::int32_t>(now - origin_));
    const Frames end = frame + static_cast<Frames>(n);
    const auto length = static_cast<Frames>(recorded.size());
    for (Frames i = frame; i < std::min(end, length); ++i) {
      if (i < static_cast<Frames>(sound_.size())) out[i - frame] = sound_[static_cast<std::size_t>(i)];
      recorded[static_cast<std::size_t>(i)] = in[i - frame];
    }
    for (; next_ < notes_.size() && notes_[next_].frame < end; ++next_) {
      if (notes_[next_].frame < frame) continue;
      const jack_midi_data_t on[3] = {0x99, notes_[next_].number, 100};
      const bool realtime = notes_[next_].number >= 0xF8;  // clock, active sensing
      jack_midi_event_write(midi, static_cast<jack_nframes_t>(notes_[next_].frame - frame),
                            realtime ? &on[1] : on, realtime ? 1 : 3);
    }
    if (end >= length) done_.store(true, std::memory_order_release);
    return 0;
  }

  jack_port_t *out_ = nullptr, *midi_ = nullptr, *in_ = nullptr, *room_in_ = nullptr, *room_out_ = nullptr;
  std::vector<float> sound_, room_;
  std::vector<Note> notes_;
  std::size_t next_ = 0;
  bool first_ = true;
  jack_nframes_t origin_ = 0;
  std::atomic<bool> playing_{false}, done_{false};
};

}  // namespace firstchair::testing

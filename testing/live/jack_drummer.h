// This file gives tests a drummer at a JACK server, who begins with the first click.
#pragma once

#include "engine/core/voice.h"
#include "midi/percussion.h"
#include "testing/live/jack_server.h"

namespace firstchair::testing {

struct JackDrummerManner {
  Frames loop_from = -1;  // the sound goes on for ever: after its end it comes again from that frame on
  bool click = true;      // true: he begins with the first click
};

// A JackDrummer plays sound and notes, their frames counted from the first click it hears; or, without a
// click, from half a second after somebody listens.
class JackDrummer {
 public:
  struct Note {
    Frames frame = 0;
    Voice voice = Voice::snare;
  };

  JackDrummer(const std::string& server, std::vector<float> sound, std::vector<Note> notes,
              JackDrummerManner manner = {})
      : sound_(std::move(sound)), notes_(std::move(notes)), manner_(manner) {
    client_ = jack_client_at(server, "drummer");
    if (client_ == nullptr) return;
    hear_ = jack_port_register(client_, "hear", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
    play_ = jack_port_register(client_, "play", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
    midi_ = jack_port_register(client_, "midi", JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput, 0);
    jack_set_process_callback(
        client_, [](jack_nframes_t n, void* self) { return static_cast<JackDrummer*>(self)->process(n); },
        this);
    EXPECT_EQ(jack_activate(client_), 0);
  }
  ~JackDrummer() {
    if (client_ != nullptr) jack_client_close(client_);
  }
  JackDrummer(const JackDrummer&) = delete;
  JackDrummer& operator=(const JackDrummer&) = delete;

  // Returns the frames from the first click to the end of the latest block, or 0 when it has not begun.
  Frames played() const { return played_.load(std::memory_order_acquire); }
  // Says, for a drummer without a click, whether nothing was heard.
  bool silent() const { return silent_; }
  // Connects that port to its ear within 10 s, for a click that cannot be told where to go.
  bool hears(const std::string& port) {
    return soon([&] { return jack_connect(client_, port.c_str(), jack_port_name(hear_)) == 0; });
  }
  // JACK 1.9.21 stands still when clients join or leave meanwhile.
  void freewheel(bool on) { EXPECT_EQ(jack_set_freewheel(client_, on ? 1 : 0), 0); }

 private:
  int process(jack_nframes_t n) {
    const auto* hear = static_cast<const float*>(jack_port_get_buffer(hear_, n));
    auto* play = static_cast<float*>(jack_port_get_buffer(play_, n));
    void* midi = jack_port_get_buffer(midi_, n);
    jack_midi_clear_buffer(midi);
    std::fill_n(play, n, 0.0F);
    const auto now = static_cast<Frames>(jack_last_frame_time(client_));
    if (!manner_.click) {
      if (std::any_of(hear, hear + n, [](float x) { return x != 0; })) silent_ = false;
      if (!begun_ && jack_port_connected(play_) + jack_port_connected(midi_) > 0) {
        begun_ = true;
        origin_ = now + static_cast<Frames>(jack_get_sample_rate(client_) / 2);
      }
    }
    for (jack_nframes_t i = 0; i < n && !begun_; ++i) {
      if (hear[i] == 0) continue;
      begun_ = true;
      origin_ = now + static_cast<Frames>(i);
    }
    if (!begun_) return 0;
    for (jack_nframes_t i = 0; i < n; ++i) {
      Frames frame = now + static_cast<Frames>(i) - origin_;
      const auto length = static_cast<Frames>(sound_.size());
      if (manner_.loop_from >= 0 && frame >= length)
        frame = manner_.loop_from + (frame - length) % (length - manner_.loop_from);
      if (frame >= 0 && frame < length) play[i] = sound_[static_cast<std::size_t>(frame)];
    }
    for (; next_ < notes_.size() && notes_[next_].frame + origin_ < now + static_cast<Frames>(n); ++next_) {
      const jack_midi_data_t on[3] = {0x99, midi::note_of_voice(notes_[next_].voice), 100};
      const Frames offset = std::max<Frames>(0, notes_[next_].frame + origin_ - now);
      jack_midi_event_write(midi, static_cast<jack_nframes_t>(offset), on, 3);
    }
    played_.store(now + static_cast<Frames>(n) - origin_, std::memory_order_release);
    return 0;
  }

  jack_client_t* client_ = nullptr;
  jack_port_t *hear_ = nullptr, *play_ = nullptr, *midi_ = nullptr;
  std::vector<float> sound_;
  std::vector<Note> notes_;
  JackDrummerManner manner_;
  std::size_t next_ = 0;
  bool begun_ = false;
  std::atomic<bool> silent_{true};
  Frames origin_ = 0;
  std::atomic<Frames> played_{0};
};

}  // namespace firstchair::testing

// These guard the audio promise in tests: while a scope is alive, or from mark_audio_thread() on, operator
// new ends the program when the same thread calls it. One file of the program includes testing/no_new.h for
// it.
#pragma once

namespace firstchair::testing {

inline thread_local bool in_audio_scope = false;

struct AudioScope {
  AudioScope() { in_audio_scope = true; }
  ~AudioScope() { in_audio_scope = false; }
  AudioScope(const AudioScope&) = delete;
  AudioScope& operator=(const AudioScope&) = delete;
};

inline void mark_audio_thread() {
  in_audio_scope = true;
}

}  // namespace firstchair::testing

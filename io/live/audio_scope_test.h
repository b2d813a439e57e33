// For tests: while a scope is alive, or from mark_audio_thread() on, operator new ends this program when the
// same thread calls it.
#pragma once

namespace firstchair {

struct AudioScope {
  AudioScope();
  ~AudioScope();
};
void mark_audio_thread();

}  // namespace firstchair

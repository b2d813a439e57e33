// This file measures what a band that sounds costs: its callback beside a drill's, its memory, and hours of
// playing.
#pragma once

#include <functional>
#include <string>

namespace firstchair::bench {

// Returns the processor time of whole callbacks of 128 frames, of a drill and of a band, as Markdown; a line
// that says what is missing where no soundfont is installed.
std::string callback_table(int seconds);
// Returns the memory of a drill and of a band as Markdown. It forks, so no other thread may run.
std::string memory_table();
// Plays so many hours as fast as it goes. `told` is called with what was lost so far, as Markdown, every half
// hour of sound and at the end.
void soak(double hours, const std::function<void(const std::string&)>& told);

}  // namespace firstchair::bench

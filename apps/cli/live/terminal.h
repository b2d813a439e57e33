// A Terminal is what a drill draws into. It is put back as it was, whatever ends the program's function.
#pragma once

#include <chrono>
#include <string>

namespace firstchair::cli {

// This is the time between two looks at keyboard, news and screen.
inline constexpr auto kTurn = std::chrono::milliseconds(40);

class Terminal {
 public:
  // With `plain` the terminal prints lines only and redraws nothing; so it does where standard output is no
  // terminal.
  explicit Terminal(bool plain);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  bool plain() const { return plain_; }
  int columns() const;
  int rows() const;
  // Draws over what stood there before. Does nothing when plain.
  void draw(const std::string& screen);
  // Prints a line that stays: above the screen, or as it is when plain.
  void line(const std::string& text);
  // Returns the key that was pressed, or 0 for none. It never waits.
  char key();

 private:
  bool plain_ = false, raw_ = false;
  int drawn_ = 0;    // lines of the last screen drawn
  int columns_ = 0;  // columns of the terminal when it was drawn
};

// After this call Ctrl-C and SIGTERM only make asked_to_end() true, so that the take is kept. A second Ctrl-C
// within a run changes nothing.
void catch_signals();
bool asked_to_end();

}  // namespace firstchair::cli

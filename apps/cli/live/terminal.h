// The terminal a drill draws into, put back as it was whatever ends the program's function.
#pragma once

#include <chrono>
#include <string>

namespace firstchair::cli {

// Between two looks at keyboard, news and screen.
inline constexpr auto kTurn = std::chrono::milliseconds(40);

class Terminal {
 public:
  // plain: lines only, nothing is redrawn (also where standard output is no terminal).
  explicit Terminal(bool plain);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  bool plain() const { return plain_; }
  int columns() const;
  int rows() const;
  // Over what stood there before; nothing when plain.
  void draw(const std::string& screen);
  // A line that stays: above the screen, or as it is when plain.
  void line(const std::string& text);
  // A key that was pressed, 0: none. Never waits.
  char key();

 private:
  bool plain_ = false, raw_ = false;
  int drawn_ = 0;    // lines of the last screen
  int columns_ = 0;  // of the terminal then
};

// From now on Ctrl-C and SIGTERM only set this, so that the take is kept. A second Ctrl-C within a run
// changes nothing.
void catch_signals();
bool asked_to_end();

}  // namespace firstchair::cli

#include "apps/cli/live/terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "report/text/fold.h"

namespace firstchair::cli {
namespace {

volatile sig_atomic_t ended = 0;
termios before{};

winsize size_now() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) size.ws_col = 80, size.ws_row = 24;
  return size;
}

void write_out(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace

void catch_signals() {
  struct sigaction action{};
  action.sa_handler = [](int) { ended = 1; };
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGHUP, &action, nullptr);
  // A limit on file size is told like a full disk.
  action.sa_handler = SIG_IGN;
  sigaction(SIGXFSZ, &action, nullptr);
}

bool asked_to_end() {
  return ended != 0;
}

Terminal::Terminal(bool plain) : plain_(plain || isatty(STDOUT_FILENO) == 0) {
  if (isatty(STDIN_FILENO) == 0 || tcgetattr(STDIN_FILENO, &before) != 0) return;
  termios quiet = before;
  quiet.c_lflag &= static_cast<tcflag_t>(~(ECHO | ICANON));  // Ctrl-C stays a signal
  quiet.c_cc[VMIN] = 0;
  quiet.c_cc[VTIME] = 0;
  raw_ = tcsetattr(STDIN_FILENO, TCSANOW, &quiet) == 0;
  if (!plain_) write_out("\x1b[?25l");
}

Terminal::~Terminal() {
  if (!plain_) write_out("\x1b[?25h");
  if (raw_) tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

int Terminal::columns() const {
  return size_now().ws_col;
}
int Terminal::rows() const {
  return size_now().ws_row;
}

void Terminal::draw(const std::string& screen) {
  if (plain_) return;
  // Each line is wiped to its end; what the last screen had below, too. No clearing first: it would flicker.
  // A terminal of another width has folded the old lines: begin anew.
  const int columns_now = columns();
  const bool folded = columns_ != 0 && columns_now != columns_;
  columns_ = columns_now;
  std::string out = folded ? "\x1b[2J\x1b[H" : drawn_ > 0 ? "\x1b[" + std::to_string(drawn_) + "A" : "";
  for (const char c : screen) {
    if (c == '\n') out += "\x1b[K";
    out += c;
  }
  write_out("\r" + out + "\x1b[J");
  drawn_ = static_cast<int>(std::count(screen.begin(), screen.end(), '\n'));
}

void Terminal::line(const std::string& text) {
  if (plain_) {
    write_out(text + "\n");
    return;
  }
  const std::string up = drawn_ > 0 ? "\x1b[" + std::to_string(drawn_) + "A\r\x1b[J" : "";
  drawn_ = 0;
  write_out(up + report::folded(text, columns()) + "\n");
}

char Terminal::key() {
  if (!raw_) return 0;
  char pressed = 0;
  return read(STDIN_FILENO, &pressed, 1) == 1 ? pressed : 0;
}

}  // namespace firstchair::cli

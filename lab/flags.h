// The Flags are what a bench or a fit is told on its command line. CLI11 reads them, and is compiled once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace firstchair::lab {

class Flags {
 public:
  // `what` says what the program does, for its --help.
  explicit Flags(const std::string& what);
  ~Flags();
  Flags(const Flags&) = delete;
  Flags& operator=(const Flags&) = delete;

  // Each adds a flag. Its value, which outlives this, stays as it is where the flag is not named.
  void add(const std::string& name, std::string& value, const std::string& what);
  void add(const std::string& name, int& value, const std::string& what);
  void add(const std::string& name, double& value, const std::string& what);
  void add(const std::string& name, std::uint64_t& value, const std::string& what);
  void add(const std::string& name, bool& value, const std::string& what);  // takes no value

  // Reads the command line. Returns the status with which the program ends at once: 0 after --help, another
  // after what is wrong was said; none when it goes on.
  std::optional<int> read(int argc, const char* const* argv);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace firstchair::lab

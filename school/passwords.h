// Passwords are kept as argon2id makes them, by libsodium (19 MiB, two passes: 21 ms of a core). At most four
// are made at once, so that a morning's logins take 76 MiB and not the machine.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace firstchair::school {

inline constexpr std::size_t kFewestLetters = 10, kMostLetters = 200;

// Says why a password is refused: too short or long, the name itself, made of fewer than five different
// letters or one row of the keyboard, or one of the 10,000 that are tried first, also written twice or with
// digits and marks around it. Errors: usage.
Result<Done> fit_password(std::string_view password, std::string_view name);

// Says whether a text is one of the 10,000 passwords that people choose most. Small and large letters are
// one.
bool is_common(std::string_view text);

class Passwords {
 public:
  static constexpr int kAtOnce = 4;
  explicit Passwords(std::chrono::milliseconds patience = std::chrono::seconds(2)) : patience_(patience) {}

  // Any thread may call these; they wait for a turn. Errors: too_large (no turn within the patience).
  Result<std::string> kept(std::string_view password);
  struct Checked {
    bool right = false;
    bool outdated = false;  // right, and made with other parameters than today's
  };
  // An empty `secret` is never right; it takes as long as a wrong password does, so that the time tells
  // nobody whether a name is known.
  Result<Checked> check(std::string_view password, const std::string& secret);
  int waiting() const;

 private:
  class Turn;
  std::chrono::milliseconds patience_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  int working_ = 0, waiting_ = 0;
};

}  // namespace firstchair::school

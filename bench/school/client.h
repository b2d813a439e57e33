// A Client is one person's page: it has a cookie, asks whichever server answers, and keeps what it sends
// until it was answered.
#pragma once

#include <atomic>
#include <string>
#include <vector>

namespace firstchair::bench {

struct Answered {
  int status = 0;  // 0: nobody answered
  std::string body;
  double ms = 0;
};

class Client {
 public:
  // `ports` are of servers that serve the same school; they outlive the client.
  explicit Client(const std::vector<int>& ports, std::size_t first = 0) : ports_(ports), at_(first) {}

  // Asks once.
  Answered ask(const std::string& method, const std::string& path, const std::string& body = {},
               const std::string& type = "application/json");
  // Asks until an answer comes that is no stumble of a machine (none, 429 or 503), as a page does that keeps
  // what it has, for `patience_s` at most; every stumble is counted.
  Answered ask_until(const std::string& method, const std::string& path, const std::string& body = {},
                     const std::string& type = "application/json", double patience_s = 180);
  // Takes an invite or logs in. It returns false when that was refused.
  bool join(const std::string& code, const std::string& login);
  bool login(const std::string& login);
  int stumbles() const { return stumbles_; }

  static constexpr const char* kPassword = "correct horse battery";

 private:
  bool welcomed(const Answered& answer);
  const std::vector<int>& ports_;
  std::size_t at_;
  std::string cookie_, csrf_;
  std::string set_cookie_;  // of the last answer
  int stumbles_ = 0;
};

// Returns the body of a form that brings a recording; its type stands below.
std::string form_of(const std::string& id, const std::string& sound, const std::string& sound_type);
inline constexpr const char* kFormType = "multipart/form-data; boundary=firstchair-bench";

}  // namespace firstchair::bench

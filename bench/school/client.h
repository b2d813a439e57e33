// A Client is one person's page: it has a cookie, asks whichever server answers, and keeps what it sends
// until it was answered.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace firstchair::server {
class RawClient;
}

namespace firstchair::bench {

struct Answered {
  int status = 0;  // 0: nobody answered
  std::string body;
  double ms = 0;
};

class Client {
 public:
  // `ports` are of servers that serve the same school; they outlive the client. `keeps`: the connection stays
  // open between two questions, as that of a browser or a proxy does.
  explicit Client(const std::vector<int>& ports, std::size_t first = 0, bool keeps = false);
  ~Client();

  // Asks once.
  Answered ask(const std::string& method, const std::string& path, const std::string& body = {},
               const std::string& type = "application/json");
  // Asks until an answer comes that is no stumble of a machine (none, 429 or 503), as a page does that keeps
  // what it has, for `patience_s` at most; every stumble is counted.
  Answered ask_until(const std::string& method, const std::string& path, const std::string& body = {},
                     const std::string& type = "application/json", double patience_s = 1800);
  // Takes an invite or logs in. It returns false when that was refused.
  bool join(const std::string& code, const std::string& login);
  bool login(const std::string& login);
  // From now on its questions come from that address, by a proxy that the stand trusts.
  void come_from(std::string address) { address_ = std::move(address); }
  // From now on it is the page of whom `other` is.
  void be(const Client& other);
  int stumbles() const { return stumbles_; }
  int last_status() const { return status_; }  // of the last answer; 0: none came

  static constexpr const char* kPassword = "correct horse battery";

 private:
  bool welcomed(const Answered& answer);
  std::string asked(const std::string& text, int port);
  const std::vector<int>& ports_;
  std::size_t at_;
  const bool keeps_;
  std::unique_ptr<server::RawClient> line_;  // where it keeps one
  std::string cookie_, csrf_, address_;
  std::string set_cookie_;  // of the last answer
  int stumbles_ = 0, status_ = 0;
};

// Returns the body of a form that brings a recording; its type stands below.
std::string form_of(const std::string& id, const std::string& sound, const std::string& sound_type);
inline constexpr const char* kFormType = "multipart/form-data; boundary=firstchair-bench";

}  // namespace firstchair::bench

// The Opening is the address that a browser is started with. Its words can be read by every user of this
// machine, so it leads to the key once, and soon. One thread, the network's.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "apps/server/http/http.h"
#include "apps/server/http/kept_key.h"

namespace firstchair::server {

class Opening {
 public:
  static bool is_its(std::string_view path) { return path.starts_with(kPath); }

  // Draws a path that is good for a while; the one before it is good no longer.
  std::string draw(std::chrono::seconds good_for) {
    key_ = drawn_key();
    until_ = std::chrono::steady_clock::now() + good_for;
    return std::string(kPath) + key_;
  }
  // Says whether a path that is_its() is the one that was drawn, in time.
  bool good(std::string_view path) const {
    return !key_.empty() && same_secret(path.substr(kPath.size()), key_) &&
           std::chrono::steady_clock::now() < until_;
  }
  void use_up() { key_.clear(); }

 private:
  static constexpr std::string_view kPath = "/open/";
  std::string key_;
  std::chrono::steady_clock::time_point until_;
};

}  // namespace firstchair::server

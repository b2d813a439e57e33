// The Api answers what a page asks of `firstchair school serve`: who is logged in, people, classes, invites
// and the log. docs/school_api.json describes it for programs. It knows no network: the server says where a
// request came from and puts the answer into HTTP.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "apps/school/gradebooks.h"
#include "apps/school/hearing.h"
#include "apps/school/kept_chairs.h"
#include "apps/school/listener.h"
#include "apps/school/watch/metrics.h"
#include "apps/school/watch/watch.h"
#include "school/passwords.h"
#include "school/sounds.h"
#include "school/store_pool.h"

namespace firstchair::school_api {

inline constexpr std::string_view kCookie = "__Host-firstchair";

struct Asked {
  std::string method, path;  // path decoded, without the query
  std::map<std::string, std::string, std::less<>> query = {};
  std::string body = {};
  std::string address = {};   // of who asks, behind every proxy that is trusted
  std::string session = {};   // the value of the cookie; empty: there is none
  std::string csrf = {};      // the header X-Firstchair-Csrf
  bool secure = true;         // false: a cookie would go over an open line
  std::string if_match = {};  // the header
  std::string type = {};      // Content-Type
  // The body's file, where it is of several parts; `body` is then empty. Whoever asks removes it, if it is
  // still there.
  std::string upload = {};
};

struct Told {
  int status = 200;
  std::string body;         // JSON; empty with 204
  std::string cookie = {};  // the whole Set-Cookie header; empty: none
  std::string allow = {};   // methods, of a 405
  int retry_after_s = 0;    // 0: none
  std::string type = "application/json";
  std::string tag = {};       // names the body (ETag); empty: nobody has named it yet
  std::string file = {};      // the body is this file, parts of which may be asked for
  std::string location = {};  // where else to ask, of a 307
  bool passing = false;       // whoever sends the file removes it, with its folder
};

struct ApiConfig {
  school::StoreConfig store;
  std::int64_t school = 1;  // the school of whoever names none
  // Where what was handed in as sound is kept: a folder, or a bucket (school/blobs); empty: none is kept.
  std::string sounds = {};
  Hearing hearing = {};
  // This is the list of who was erased (school/keeping.h), a file beside the database. Empty: nobody can be
  // erased.
  std::string erased = {};
  bool factor_for_admins = true;  // an admin without a second factor can only set one up
  // Returns the rows of a QR code, a letter a module, '1' is dark; empty: there is none.
  std::function<std::vector<std::string>(const std::string&)> qr = {};
  ListenerConfig listener = {};
  // Is told a line of JSON about every request (watch/request_line.h), from any thread; empty: nothing is
  // told.
  std::function<void(const std::string& line)> request_log = {};
  std::string version = {};  // of the program, for its metrics
};

// Returns the value of our cookie in a Cookie header; empty: it is not there.
std::string session_in(std::string_view cookies);
// Returns the /24 or /48 that an address is in; empty: it is none.
std::string prefix_of(const std::string& address);
// Says whether a path is answered here.
bool is_of_school(std::string_view path);
// Says whether a request's body may be large and goes to a file: several parts with a sound among them.
bool is_sent_sound(std::string_view method, std::string_view path, std::string_view type);
// Says whether an answer waits for the place where sound is kept, which may be a slow network's.
bool may_wait_for_sound(std::string_view method, std::string_view path, std::string_view type);
// Returns the address, without its origin, that is shared to let somebody in.
std::string invite_link(std::string_view code);
// Returns the same of the address where a password is set.
std::string reset_link(std::string_view code);

class Api {
 public:
  // `now` gives Unix seconds.
  Api(ApiConfig config, std::function<std::int64_t()> now);

  // Any number of threads may call this at once; it waits for the database and for turns to hash. The caller
  // has checked Host and Origin.
  Told answer(const Asked& asked);
  // Says whether the cookie is that of somebody who is logged in, before a large body is read. Nothing: the
  // database does not answer.
  std::optional<bool> knows(const std::string& session);
  // Returns the origin from which sound is listened to where that is not ours; empty: it is ours.
  std::string listens_at() const { return sounds_.link_origin(); }
  // Answers /healthz, /readyz and /metrics; any number of threads may call it.
  Watch::Answer watch(std::string_view path) { return watch_.answer(path); }

  struct Call;  // one request on its way (call.h)

 private:
  struct Seen;  // what the log tells of a request
  Told answered(const Asked& asked, Seen& seen);

  ApiConfig config_;
  std::function<std::int64_t()> now_;
  school::StorePool stores_;
  school::Passwords passwords_;
  school::Sounds sounds_;
  Gradebooks gradebooks_;
  KeptChairs kept_chairs_;
  Metrics metrics_;
  Listener listener_;  // its threads end first
  Watch watch_;
};

// An address that is answered, as the description writes it: "{id}" is a number or a word.
struct Route {
  std::string_view method, pattern;
  bool open;  // true: nobody has to be logged in
  Told (*handler)(Api::Call&);
};
// Returns every route there is.
const std::vector<Route>& routes();

}  // namespace firstchair::school_api

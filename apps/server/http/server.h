// The server of `firstchair serve` speaks HTTP and WebSocket on one thread; a few more threads hear
// recordings and ask the book. The network library lives in server.cpp, connection.h and exchange.h alone.
//
// It is safe by default: it listens on the loopback; Host and Origin must be ours; /api/ asks for the token
// of the printed address; headers, bodies, connections and waiting are limited; no path of a request meets
// the disk. With a certificate it speaks HTTPS, and whoever comes in the clear is sent there.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "apps/school/api.h"
#include "apps/server/api/film_api.h"
#include "apps/server/api/routes.h"
#include "engine/core/result.h"
#include "io/files/cage.h"

namespace firstchair::server {

// A school is served instead of a book: whoever asks logs in, and nothing else of /api/ is there but charts.
struct SchoolServing {
  school_api::ApiConfig api;
  std::string site = {};                          // the host name behind a proxy; empty: none
  std::vector<std::string> trusted_proxies = {};  // "127.0.0.1", "10.0.0.0/8"
  bool insecure_for_tests = false;                // true: cookies go over open lines, too
};

struct ServerConfig {
  std::string listen = "127.0.0.1";  // numeric
  int port = 8808;                   // 0: any free one
  std::string token;                 // empty: drawn for this server alone
  std::string certificate;           // a key and its certificate, PEM: HTTPS; empty: HTTP
  std::string shown;                 // the address to print when it listens on any; empty: 127.0.0.1
  std::string book;                  // file; empty: the platform's
  std::string kits;                  // folder of kits' sounds; empty: the platform's
  ServedFilm film = {};              // a film that the page shows
  std::string seating_key;           // file of who directs auditions; empty: the platform's
  io::Cage cage;                     // where what is sent is decoded; without a program: here, for tests
  std::string uploads;  // folder for bodies on their way; empty: the system's for temporary files
  std::uint64_t most_upload = std::uint64_t{1} << 30;  // bytes
  std::uint64_t most_body = std::uint64_t{8} << 20;    // bytes, the body of every other request
  std::uint32_t most_header = 16 << 10;
  int most_connections = 1000;
  int most_strangers = 800;                 // of these, without the token
  int most_uploads = 16;                    // on their way at once; of one client half of them
  JobLimits jobs;                           // of what was uploaded; its folder is filled in
  int readers = 2;                          // threads that ask the book
  std::chrono::seconds header_timeout{10};  // for a whole header
  std::chrono::seconds body_timeout{20};    // without a byte of the body, or with a response not taken
  std::chrono::seconds opening_for{60};     // that an opening address is good for
  std::optional<SchoolServing> school = {};
};

class Server {
 public:
  // Starts to listen. Errors: usage (address, proxies), unwritable (port taken, no folder for uploads),
  // malformed (certificate).
  static Result<std::unique_ptr<Server>> start(ServerConfig config, PageFiles page, judge::Norms norms);
  ~Server();

  int port() const;
  const std::string& token() const;
  std::string origin() const;   // "http://127.0.0.1:8808"
  std::string address() const;  // "http://127.0.0.1:8808/?token=...", with a certificate "https://..."
  // Returns the same with that player's own key: whoever opens it sees nobody else's takes.
  std::string player_address(std::string_view player) const;
  // Returns an address that may be read by others: it leads to that one once, for a minute, and only a
  // program of the user who runs the server. The one before leads nowhere any more. Call it before run().
  std::string opening_address();

  // Serves until stop() or, with `signals`, until SIGINT or SIGTERM.
  void run(bool signals);
  void stop();  // any thread
  // Answers /healthz, /readyz and /metrics of the school that is served; any thread.
  school_api::Watch::Answer watch(std::string_view path);

 private:
  struct Inside;
  explicit Server(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace firstchair::server

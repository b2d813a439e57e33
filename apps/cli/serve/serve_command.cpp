#include "apps/cli/serve/serve_command.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "apps/cli/decode/decode_command.h"
#include "apps/cli/serve/own_page.h"
#include "apps/server/http/certificate.h"
#include "apps/server/http/kept_key.h"
#include "apps/server/http/qr_code.h"
#include "apps/server/http/server.h"
#include "book/keep.h"
#include "engine/judge/norms.h"
#include "report/text/text.h"

extern char** environ;

namespace firstchair::cli {
namespace {

// The desktop's browser, where there is a desktop; whether it comes up is its own business.
void open_browser(const std::string& address) {
#ifdef __APPLE__
  const char* opener = "open";
#else
  if (std::getenv("DISPLAY") == nullptr && std::getenv("WAYLAND_DISPLAY") == nullptr) return;
  const char* opener = "xdg-open";
#endif
  std::string name = opener, what = address;
  char* const words[] = {name.data(), what.data(), nullptr};
  pid_t child = 0;
  if (posix_spawnp(&child, opener, nullptr, nullptr, words, environ) == 0)
    std::thread([child] { waitpid(child, nullptr, 0); }).detach();
}

// The kept one; where none can be kept it is this start's alone.
std::string key_of(bool fresh) {
  const std::string file = server::default_key_file();
  if (file.empty()) return {};
  Result<std::string> key = server::kept_key(file, fresh);
  if (key) return std::move(*key);
  fmt::print(stderr, "firstchair: {} The key is another at every start until then.\n",
             report::plain(key.error().line()));
  return {};
}

Result<Done> all_known(const ServeOptions& options) {
  const Result<store::Book> book = book::open_book(options.book, true);
  if (!book) return book.error();
  for (const std::string& name : options.players)
    if (const Result<Player> player = book->player(name); !player) return player.error();
  return Done{};
}

void print_code(const std::string& address) {
  fmt::print("{}", server::qr_code(address, ::isatty(STDOUT_FILENO) == 1));
}

// What somebody with a phone in the hand needs.
void print_for_phones(const server::Server& server, const std::vector<std::string>& players,
                      const server::Certificate& certificate) {
  if (players.empty()) {
    fmt::print("On a phone or tablet of this network scan it:\n");
    print_code(server.address());
  }
  for (const std::string& name : players) {
    const std::string address = server.player_address(name);
    fmt::print("{} opens {}\n", report::plain(name), address);
    print_code(address);
  }
  fmt::print(
      "The browser warns, since nobody vouches for this certificate. Go on if it shows this fingerprint "
      "(SHA-256):\n{}\n",
      certificate.fingerprint);
}

}  // namespace

Result<int> serve(const ServeOptions& options) {
  Result<server::PageFiles> page = server::PageFiles::read(options.page.empty() ? own_page() : options.page);
  if (!page) return page.error();
  server::ServerConfig config;
  const std::vector<std::string> addresses =
      options.tls ? server::own_addresses() : std::vector<std::string>();
  config.listen = !options.listen.empty() ? options.listen : options.tls ? "0.0.0.0" : "127.0.0.1";
  if (!addresses.empty()) config.shown = addresses.front();
  config.port = options.port;
  config.book = options.book;
  config.cage = own_cage();
  config.jobs.workers = static_cast<int>(std::clamp(std::thread::hardware_concurrency() / 2, 1U, 4U));
  config.jobs.most_hours = options.most_hours;
  config.token = key_of(options.new_key);
  if (!options.film.empty()) {
    config.film = {options.film.front(), {options.film.begin() + 1, options.film.end()}};
    std::error_code failed;
    if (!std::filesystem::is_regular_file(std::filesystem::path(config.film.folder) / "cut.json", failed))
      return Error{ErrorCode::not_found, "--film " + config.film.folder, "there is no cut.json in it",
                   "Name the folder that firstchair cut wrote"};
  }
  if (!options.players.empty()) {
    if (!options.tls)
      return Error{ErrorCode::usage, "--player", "a player's own address goes with --tls", "Add --tls"};
    if (auto known = all_known(options); !known) return known.error();
  }
  server::Certificate certificate;
  if (options.tls) {
    const std::string file = server::default_certificate_file();
    if (file.empty())
      return Error{ErrorCode::unwritable, "--tls", "there is no home folder to keep a certificate in",
                   "Set HOME"};
    Result<server::Certificate> kept = server::kept_certificate(file, addresses);
    if (!kept) return kept.error();
    certificate = std::move(*kept);
    config.certificate = certificate.pem;
  }
  Result<std::unique_ptr<server::Server>> server =
      server::Server::start(config, std::move(*page), judge::default_norms());
  if (!server) return server.error();
  if (!io::cage_filters()) {
    fmt::print(
        stderr,
        "firstchair: this kernel filters no system calls; what is sent here is decoded in a process of its "
        "own all the same. Serve only people you trust.\n");
  }
  fmt::print("Open {}\n", (*server)->address());
  if (!options.film.empty()) fmt::print("The film is at {}#film\n", (*server)->address());
  if (options.tls) print_for_phones(**server, options.players, certificate);
  fmt::print("Ctrl-C ends it.\n");
  std::fflush(stdout);
  // Its words can be read by every user of this machine: they are good once.
  if (!options.no_open) open_browser((*server)->opening_address());
  (*server)->run(true);
  return 0;
}

}  // namespace firstchair::cli

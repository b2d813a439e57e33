#include "apps/server/http/peer.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

namespace firstchair::server {

bool socket_of_user(std::string_view table, int peer_port, int own_port, unsigned user) {
  bool found = false;
  std::istringstream lines{std::string(table)};
  for (std::string line; std::getline(lines, line);) {
    // number: address:port address:port state queue:queue timer:when retransmits user ..., all but the user
    // in hex
    unsigned from = 0, to = 0, owner = 0;
    if (std::sscanf(line.c_str(), "%*d: %*[0-9A-Fa-f]:%x %*[0-9A-Fa-f]:%x %*x %*x:%*x %*x:%*x %*x %u", &from,
                    &to, &owner) != 3 ||
        static_cast<int>(from) != peer_port || static_cast<int>(to) != own_port)
      continue;
    if (owner != user) return false;
    found = true;
  }
  return found;
}

bool peer_is_own_user(int peer_port, int own_port) {
  std::stringstream table;
  for (const char* name : {"/proc/net/tcp", "/proc/net/tcp6"})
    if (std::ifstream file(name); file) table << file.rdbuf();
  return socket_of_user(table.str(), peer_port, own_port, ::geteuid());
}

}  // namespace firstchair::server

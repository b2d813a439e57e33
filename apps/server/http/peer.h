// This file says who is at the other end of a connection within this machine.
#pragma once

#include <string>
#include <string_view>

namespace firstchair::server {

// Says whether a table of sockets, as Linux writes /proc/net/tcp, has one from `peer_port` to `own_port`, and
// every such one belongs to the user.
bool socket_of_user(std::string_view table, int peer_port, int own_port, unsigned user);

// Asks the system the same of the user whom this program runs for. It is false where the system does not
// tell.
bool peer_is_own_user(int peer_port, int own_port);

}  // namespace firstchair::server

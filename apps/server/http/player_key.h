// A player's own key opens that player's takes, day and goals, and nobody else's. It is made of the server's
// key and the player's name, so none has to be kept; with another server's key all of them end.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace firstchair::server {

// Returns 32 hexadecimal digits, a dot, and the name's bytes in hexadecimal digits.
std::string player_key(std::string_view server_key, std::string_view player);

// Returns the player whose key was shown. Nothing: it is no player's key of this server.
std::optional<std::string> player_of(std::string_view shown, std::string_view server_key);

}  // namespace firstchair::server

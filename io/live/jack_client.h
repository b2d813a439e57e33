// Makes a client of a JACK server, and names the ports there. Only what was built with JACK includes this.
#pragma once

#include <jack/jack.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::io {

struct CloseJackClient {
  void operator()(jack_client_t* client) const { jack_client_close(client); }
};
using JackClient = std::unique_ptr<jack_client_t, CloseJackClient>;

// Becomes a client of the server of that name; empty: the usual one. It starts none. Errors: not_found.
Result<JackClient> connect_to_jack(const std::string& name, const std::string& server);

// Returns the names of ports, in JACK's order. `type` is JACK's, as JACK_DEFAULT_MIDI_TYPE; `flags` are.
std::vector<std::string> jack_ports(jack_client_t* client, const char* type, unsigned long flags);

}  // namespace firstchair::io

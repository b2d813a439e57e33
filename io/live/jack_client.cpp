#if FIRSTCHAIR_JACK

#include "io/live/jack_client.h"

namespace firstchair::io {

Result<JackClient> connect_to_jack(const std::string& name, const std::string& server) {
  // libjack talks to standard error by itself.
  jack_set_error_function([](const char*) {});
  jack_set_info_function([](const char*) {});
  jack_status_t status{};
  jack_client_t* client =
      server.empty()
          ? jack_client_open(name.c_str(), JackNoStartServer, &status)
          : jack_client_open(name.c_str(), static_cast<jack_options_t>(JackNoStartServer | JackServerName),
                             &status, server.c_str());
  if (client != nullptr) return JackClient(client);
  const bool absent = (status & JackServerFailed) != 0;
  return Error{ErrorCode::not_found,
               {},
               absent ? "no JACK server runs" + (server.empty() ? std::string() : " under the name " + server)
                      : "the JACK server turned us away",
               "Start one (jackd, qjackctl or PipeWire)"};
}

std::vector<std::string> jack_ports(jack_client_t* client, const char* type, unsigned long flags) {
  std::vector<std::string> names;
  const char** list = jack_get_ports(client, nullptr, type, flags);
  for (const char** name = list; name != nullptr && *name != nullptr; ++name) names.emplace_back(*name);
  jack_free(list);
  return names;
}

}  // namespace firstchair::io

#endif

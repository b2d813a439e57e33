#if FIRSTCHAIR_JACK

#include "io/live/jack_client.h"

#include <chrono>
#include <thread>

namespace firstchair::io {
namespace {

// A server that has just begun, or is taking in another client, turns this one away: it is asked again.
constexpr int kTries = 6;
constexpr std::chrono::milliseconds kBetween{100};

}  // namespace

Result<JackClient> connect_to_jack(const std::string& name, const std::string& server) {
  // libjack talks to standard error by itself.
  jack_set_error_function([](const char*) {});
  jack_set_info_function([](const char*) {});
  jack_status_t status{};
  const auto opened = [&] {
    return server.empty() ? jack_client_open(name.c_str(), JackNoStartServer, &status)
                          : jack_client_open(name.c_str(),
                                             static_cast<jack_options_t>(JackNoStartServer | JackServerName),
                                             &status, server.c_str());
  };
  jack_client_t* client = opened();
  for (int tries = 1; client == nullptr && (status & JackServerFailed) == 0 && tries < kTries; ++tries) {
    std::this_thread::sleep_for(kBetween);
    client = opened();
  }
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

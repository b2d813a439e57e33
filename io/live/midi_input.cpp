#include "io/live/midi_input.h"

#include <chrono>

#if FIRSTCHAIR_RTMIDI

#include <RtMidi.h>

#include <algorithm>
#include <cmath>

#include "engine/core/spsc_queue.h"
#include "io/live/live_audio.h"
#include "io/live/quiet_stderr.h"

namespace firstchair::io {
namespace {

constexpr std::size_t kWaiting = 1024;  // messages
constexpr const char* kClient = "firstchair-midi";

struct System {
  std::string name;
  RtMidi::Api api;
  double rounded_ms;
};

// Nothing where the system does not run.
std::unique_ptr<RtMidiIn> input_of(RtMidi::Api api) {
  try {
    auto input = std::make_unique<RtMidiIn>(api, kClient);
    input->setErrorCallback([](RtMidiError::Type, const std::string&, void*) {});
    return input;
  } catch (const RtMidiError&) {
    return nullptr;
  }
}

std::vector<std::string> names_of(RtMidiIn& input) {
  std::vector<std::string> names;
  try {
    const unsigned count = input.getPortCount();
    for (unsigned i = 0; i < count; ++i) names.push_back(input.getPortName(i));
  } catch (const RtMidiError&) {
    names.clear();
  }
  return names;
}

// Those that run. RtMidi makes inputs of a JACK that does not, so JACK itself is asked; its messages come
// once a period.
std::vector<System> systems() {
  std::vector<RtMidi::Api> apis;
  RtMidi::getCompiledApi(apis);
  std::vector<System> running;
  for (const RtMidi::Api api : apis) {
    double rounded_ms = 0;
    if (api == RtMidi::UNIX_JACK) {
      const auto server = devices_of(AudioSystem::jack);
      if (server) rounded_ms = 1000 * (*server)[0].buffer / (*server)[0].rate / std::sqrt(12);
      if (!server && server.error().code == ErrorCode::not_found) continue;
    }
    if (input_of(api)) running.push_back({RtMidi::getApiDisplayName(api), api, rounded_ms});
  }
  return running;
}

Error no_system() {
  return {ErrorCode::not_found, {}, "no MIDI system runs here", "Plug in the e-kit, or start JACK"};
}

// Indices of the ports that are meant; `missing`: the first name that none has.
std::vector<unsigned> chosen(const std::vector<std::string>& there, const std::vector<std::string>& names,
                             std::string& missing) {
  std::vector<bool> meant(there.size(), false);
  const auto choose = [&](const auto& is) {
    bool any = false;
    for (std::size_t i = 0; i < there.size(); ++i) {
      if (!is(there[i])) continue;
      any = meant[i] = true;
    }
    return any;
  };
  if (names.empty())
    choose([](const std::string& port) { return port.find("Midi Through") == std::string::npos; });
  for (const std::string& name : names) {
    if (choose([&](const std::string& port) { return port == name; })) continue;
    if (choose([&](const std::string& port) { return port.find(name) != std::string::npos; })) continue;
    missing = name;
    return {};
  }
  std::vector<unsigned> indices;
  for (std::size_t i = 0; i < there.size(); ++i)
    if (meant[i]) indices.push_back(static_cast<unsigned>(i));
  return indices;
}

}  // namespace

struct MidiInput::Port {
  Port() : messages(kWaiting) {}

  MidiPort named;
  SpscQueue<MidiMessage> messages;
  std::unique_ptr<RtMidiIn> input;  // the first to go: its thread writes to the queue

  static void came(double, std::vector<unsigned char>* bytes, void* self) {
    if (bytes->empty() || bytes->size() > 3) return;
    MidiMessage message{.host_s = host_seconds(), .size = static_cast<int>(bytes->size())};
    std::copy(bytes->begin(), bytes->end(), message.bytes.begin());
    static_cast<Port*>(self)->messages.push(message);
  }
};

Result<std::vector<MidiPort>> midi_ports() {
  const QuietStderr quiet;
  const std::vector<System> running = systems();
  if (running.empty()) return no_system();
  std::vector<MidiPort> ports;
  for (const System& system : running) {
    const auto input = input_of(system.api);
    if (!input) continue;
    for (const std::string& name : names_of(*input)) ports.push_back({system.name, name, system.rounded_ms});
  }
  return ports;
}

Result<std::vector<MidiInput>> MidiInput::open(const std::vector<std::string>& names,
                                               const std::string& through) {
  const QuietStderr quiet;
  const std::vector<System> running = systems();
  if (running.empty()) return no_system();
  std::string missing;
  for (const System& system : running) {
    if (!through.empty() && system.name != through) continue;
    const auto looking = input_of(system.api);
    if (!looking) continue;
    const std::vector<std::string> there = names_of(*looking);
    std::vector<MidiInput> opened;
    for (const unsigned index : chosen(there, names, missing)) {
      auto port = std::make_unique<Port>();
      port->named = {system.name, there[index], system.rounded_ms};
      port->input = input_of(system.api);
      if (!port->input) return no_system();
      port->input->ignoreTypes(true, false, false);
      port->input->setCallback(&Port::came, port.get());
      try {
        port->input->openPort(index, "in");
      } catch (const RtMidiError&) {
      }
      if (!port->input->isPortOpen()) {
        return Error{ErrorCode::unreadable, there[index], "cannot be opened",
                     "Close the program that uses it"};
      }
      opened.push_back(MidiInput(std::move(port)));
    }
    if (!opened.empty()) return opened;
  }
  return Error{ErrorCode::not_found,
               {},
               missing.empty() ? "there is no MIDI port" : "there is no MIDI port called " + missing,
               "firstchair devices lists what is there"};
}

bool MidiInput::pop(MidiMessage& message) {
  return port_->messages.pop(message);
}

const MidiPort& MidiInput::port() const {
  return port_->named;
}

bool MidiInput::gone() const {
  const std::vector<std::string> names = names_of(*port_->input);
  return std::find(names.begin(), names.end(), port_->named.name) == names.end();
}

void MidiInput::abandon() {
  static_cast<void>(port_.release());
}

#else

namespace firstchair::io {
namespace {

Error absent() {
  return {
      ErrorCode::unsupported, {}, "this build has no RtMidi", "Install RtMidi and build again, or use JACK"};
}

}  // namespace

struct MidiInput::Port {
  MidiPort named;
};

Result<std::vector<MidiPort>> midi_ports() {
  return absent();
}
Result<std::vector<MidiInput>> MidiInput::open(const std::vector<std::string>&, const std::string&) {
  return absent();
}
bool MidiInput::pop(MidiMessage&) {
  return false;
}
const MidiPort& MidiInput::port() const {
  return port_->named;
}
bool MidiInput::gone() const {
  return true;
}
void MidiInput::abandon() {
  port_.reset();
}

#endif

MidiInput::MidiInput(std::unique_ptr<Port> port) : port_(std::move(port)) {}
MidiInput::MidiInput(MidiInput&&) noexcept = default;
MidiInput& MidiInput::operator=(MidiInput&&) noexcept = default;
MidiInput::~MidiInput() = default;

double host_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace firstchair::io

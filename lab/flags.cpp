#include "lab/flags.h"

#include <CLI/CLI.hpp>

namespace firstchair::lab {

struct Flags::State {
  CLI::App app;
};

Flags::Flags(const std::string& what) : state_(std::make_unique<State>()) {
  state_->app.description(what);
}
Flags::~Flags() = default;

void Flags::add(const std::string& name, std::string& value, const std::string& what) {
  state_->app.add_option(name, value, what);
}
void Flags::add(const std::string& name, int& value, const std::string& what) {
  state_->app.add_option(name, value, what);
}
void Flags::add(const std::string& name, double& value, const std::string& what) {
  state_->app.add_option(name, value, what);
}
void Flags::add(const std::string& name, std::uint64_t& value, const std::string& what) {
  state_->app.add_option(name, value, what);
}
void Flags::add(const std::string& name, bool& value, const std::string& what) {
  state_->app.add_flag(name, value, what);
}

std::optional<int> Flags::read(int argc, const char* const* argv) {
  try {
    state_->app.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    return state_->app.exit(wrong);
  }
  return std::nullopt;
}

}  // namespace firstchair::lab

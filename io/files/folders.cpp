#include "io/files/folders.h"

#include <cstdlib>

namespace firstchair::io {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

// Empty stays empty.
std::string below(const std::string& folder, const std::string& rest) {
  return folder.empty() ? folder : folder + rest;
}

}  // namespace

std::string data_folder() {
#if defined(_WIN32)
  return below(variable("LOCALAPPDATA"), "/firstchair");
#elif defined(__APPLE__)
  return below(variable("HOME"), "/Library/Application Support/firstchair");
#else
  const std::string xdg = variable("XDG_DATA_HOME");
  return xdg.empty() ? below(variable("HOME"), "/.local/share/firstchair") : xdg + "/firstchair";
#endif
}

std::string config_folder() {
#if defined(_WIN32) || defined(__APPLE__)
  return data_folder();
#else
  const std::string xdg = variable("XDG_CONFIG_HOME");
  return xdg.empty() ? below(variable("HOME"), "/.config/firstchair") : xdg + "/firstchair";
#endif
}

std::string cache_folder() {
#if defined(_WIN32)
  return data_folder();
#elif defined(__APPLE__)
  return below(variable("HOME"), "/Library/Caches/firstchair");
#else
  const std::string xdg = variable("XDG_CACHE_HOME");
  return xdg.empty() ? below(variable("HOME"), "/.cache/firstchair") : xdg + "/firstchair";
#endif
}

}  // namespace firstchair::io

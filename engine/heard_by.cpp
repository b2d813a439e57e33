#include "engine/heard_by.h"

namespace firstchair {

std::string heard_by(const SessionConfig& config) {
  if (config.weights) return config.weights->name;
  return config.which_ear == ear::WhichEar::live ? std::string(ear::ear_weights_name()) : std::string();
}

}  // namespace firstchair

#include "engine/ear/file_net_of.h"

namespace firstchair::ear {

Result<FileNet> file_net_of(const EarConfig& config) {
  if (!(config.rate >= 8000 && config.rate <= 192000)) {
    return Error{
        ErrorCode::unsupported, {}, "the sample rate is outside 8000..192000 Hz", "convert the recording"};
  }
  if (!config.weights)
    return Error{ErrorCode::unsupported, {}, "no weights for hearing files", "name a weights file"};
  return FileNet::make(config.weights->name, config.weights->bytes);
}

}  // namespace firstchair::ear

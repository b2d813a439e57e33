#include "engine/follow/free/groove_model.h"

#include "engine/core/fitted.h"

namespace firstchair::follow {

// Made by the build of data/weights/groove-<hash>.weights.
extern const std::string_view kGrooveFileName;
extern const std::span<const std::uint8_t> kGrooveFile;

Struck struck_of(Voice voice, float strength) {
  switch (line_of(voice)) {
    case Line::kick:
      return Struck::kick;
    case Line::snare:
      return strength < 45 ? Struck::ghost : Struck::snare;
    case Line::tom:
      return Struck::tom;
    case Line::crash:
      return Struck::crash;
    default:
      return Struck::time;
  }
}

Result<GrooveModel> read_groove_model(std::string_view name, std::span<const std::uint8_t> bytes) {
  const Result<Fitted> file =
      read_fitted(name, bytes, "groove", kGrooveKinds * (3 + kBarPlaces * kStruckCount));
  if (!file) return file.error();
  GrooveModel model;
  std::size_t at = 0;
  const auto next = [&] { return static_cast<float>(file->numbers[at++]); };
  for (GrooveKind& kind : model) {
    kind.share = next(), kind.log_bpm = next(), kind.spread = next();
    for (auto& place : kind.rate) {
      for (float& rate : place) rate = next();
    }
  }
  return model;
}

const Result<GrooveModel>& groove_model() {
  static const Result<GrooveModel> model = read_groove_model(kGrooveFileName, kGrooveFile);
  return model;
}

}  // namespace firstchair::follow

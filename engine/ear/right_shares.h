// What an ear says of a drum's probability is what its net says: enough to choose by, but no share of how
// often it is right. RightShares tells that share.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/core/result.h"
#include "engine/core/voice.h"
#include "engine/ear/ear.h"

namespace firstchair::ear {

// A table measured on rendered kits that nothing was trained on: data/weights/right-<hash>.weights says how,
// and known-right-<hash>.weights where a kit's sound is used (known_drums.h).
class RightShares {
 public:
  // Returns the table of the ear whose weights have that name; none if it is neither of those that this
  // program was built with.
  static std::optional<RightShares> of(std::string_view weights_name);
  // Returns its table where the drums are those of a known kit.
  static std::optional<RightShares> of_known(std::string_view weights_name);
  // [setup] Reads one ear's table from a file of both. Fails (malformed, naming the file) as read_fitted()
  // does, and when a share is outside 0..1 or a row falls.
  static Result<RightShares> make(std::string_view name, std::span<const std::uint8_t> bytes, WhichEar ear);
  // [setup] Reads that of known kits, one row an ear for all families. It fails likewise.
  static Result<RightShares> make_known(std::string_view name, std::span<const std::uint8_t> bytes,
                                        WhichEar ear);

  // Returns how often the drum's family is right, 0..1, of strokes whose `voice_probability` is that. It
  // never falls where that rises. A pad's is what it was.
  float operator()(Voice voice, float voice_probability) const;

  // A row is a family's; its shares stand at 0, .1 ... 1.
  static constexpr std::size_t kFamilies = kFamilyCount - 1, kSteps = 10;
  using Row = std::array<float, kSteps + 1>;

 private:
  static std::optional<WhichEar> ear_of(std::string_view weights_name);
  Result<Done> check(std::string_view name) const;

  std::array<Row, kFamilies> rows_{};
};

}  // namespace firstchair::ear

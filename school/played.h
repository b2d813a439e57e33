// What people of a school have played and the charts they play: nouns of the SchoolStore (store.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/core/take.h"
#include "store/packed_take.h"

namespace firstchair::school {

struct OwnTake {
  std::int64_t id = 0, began_s = 0;
  std::string title;
  double bpm = 0;
  std::optional<std::int64_t> submission = {};  // nothing: it was not handed in
};

struct PlayedTake {
  std::int64_t id = 0, person = 0;
  store::Circumstances how = {};  // its player is 0
  Take take = {};
};

struct KeptChart {
  std::string hash, title;
  std::int64_t owner = 0;

  bool operator==(const KeptChart&) const = default;
};

}  // namespace firstchair::school

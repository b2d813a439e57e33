// KeptChairs keeps how chairs of a class stand for whoever looks next. What is kept is told only where the
// database says that nothing is new since, and of a record only those lines are read that came since.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "school/chairs.h"

namespace firstchair::school_api {

struct GoingChairs;  // class_chairs.h

class KeptChairs {
 public:
  static constexpr std::size_t kMost = 64;  // those that were looked at last

  // Kept is one record. The news and whether it was closed are of the moment before it was read.
  struct Kept {
    std::mutex looking;  // of all below
    std::shared_ptr<const GoingChairs> going = {};
    school::ChairsNews news = {};
    bool closed = false;
  };

  // Any number of threads may call this at once.
  std::shared_ptr<Kept> of(std::int64_t school, std::int64_t chairs);

 private:
  using Key = std::pair<std::int64_t, std::int64_t>;
  struct Place {
    std::shared_ptr<Kept> kept;
    std::list<Key>::iterator used;
  };
  std::mutex mutex_;
  std::map<Key, Place> places_;
  std::list<Key> used_;  // the latest last
};

}  // namespace firstchair::school_api

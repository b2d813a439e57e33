#include "apps/school/kept_chairs.h"

namespace firstchair::school_api {

std::shared_ptr<KeptChairs::Kept> KeptChairs::of(std::int64_t school, std::int64_t chairs) {
  const std::lock_guard lock(mutex_);
  const Key key{school, chairs};
  if (const auto found = places_.find(key); found != places_.end()) {
    used_.splice(used_.end(), used_, found->second.used);
    return found->second.kept;
  }
  used_.push_back(key);
  const auto kept = std::make_shared<Kept>();
  places_[key] = {.kept = kept, .used = std::prev(used_.end())};
  if (used_.size() > kMost) {
    places_.erase(used_.front());
    used_.pop_front();
  }
  return kept;
}

}  // namespace firstchair::school_api

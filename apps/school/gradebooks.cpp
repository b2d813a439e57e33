#include "apps/school/gradebooks.h"

#include <algorithm>

#include "school/secrets.h"

namespace firstchair::school_api {

std::string tag_of(const std::string& text) {
  constexpr std::size_t kDigits = 32;
  return '"' + school::hash_of(text).substr(0, kDigits) + '"';
}

std::optional<Gradebooks::Shown> Gradebooks::shown(const Asked& asked,
                                                   const std::function<std::optional<Made>()>& make) {
  const Key key{asked.school, asked.klass};
  const std::shared_ptr<Kept> kept = kept_of(key);
  const std::lock_guard lock(kept->making);
  if (kept->changes >= asked.changes && asked.now_s >= kept->from_s && asked.now_s < kept->until_s)
    return kept->shown;
  std::optional<Made> made = make();
  if (!made) return std::nullopt;
  Shown shown{.text = std::move(made->text), .tag = {}};
  shown.tag = tag_of(shown.text);
  // One that is too large to be kept beside others is made anew each time.
  if (shown.text.size() > kMostBytes / 4) return shown;
  kept->changes = asked.changes;
  kept->from_s = asked.now_s;
  kept->until_s = std::min(made->until_s, asked.now_s + kLongestS);
  kept->shown = shown;
  weigh(key, shown.text.size());
  return shown;
}

std::shared_ptr<Gradebooks::Kept> Gradebooks::kept_of(const Key& key) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(key);
  if (found != places_.end()) {
    used_.splice(used_.end(), used_, found->second.used);
    return found->second.kept;
  }
  used_.push_back(key);
  const auto kept = std::make_shared<Kept>();
  places_[key] = {.kept = kept, .used = std::prev(used_.end())};
  return kept;
}

// What was used longest ago goes; whoever is reading it keeps it until then.
void Gradebooks::weigh(const Key& key, std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(key);
  if (found == places_.end()) return;  // it went meanwhile
  bytes_ += bytes - found->second.bytes;
  found->second.bytes = bytes;
  while (bytes_ > kMostBytes && used_.front() != key) {
    const auto oldest = places_.find(used_.front());
    bytes_ -= oldest->second.bytes;
    places_.erase(oldest);
    used_.pop_front();
  }
}

}  // namespace firstchair::school_api

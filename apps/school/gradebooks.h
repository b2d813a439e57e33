// Gradebooks keeps answers to the page's largest question, so that whoever asks again is told at once. What
// is kept is told only where the database says that nothing has changed since, and no day is over since.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace firstchair::school_api {

class Gradebooks {
 public:
  static constexpr std::int64_t kLongestS = 60;
  static constexpr std::size_t kMostBytes = std::size_t{16} << 20;  // of all that are kept

  struct Asked {
    std::int64_t school = 0, klass = 0;
    std::int64_t changes = 0;  // as the store's changes() said, before anything else was read
    std::int64_t now_s = 0;
  };
  struct Made {
    std::string text;
    std::int64_t until_s = 0;  // it is the same until then, if nothing changes
  };
  struct Shown {
    std::string text, tag;  // the tag names the text (ETag)
  };

  // Any number of threads may call this at once: of those that ask for the same class one makes the book, and
  // the others wait for it. Returns nothing where `make` did.
  std::optional<Shown> shown(const Asked& asked, const std::function<std::optional<Made>()>& make);

 private:
  struct Kept {
    std::mutex making;  // of all below
    std::int64_t changes = -1, from_s = 0, until_s = 0;
    Shown shown = {};
  };
  using Key = std::pair<std::int64_t, std::int64_t>;
  struct Place {
    std::shared_ptr<Kept> kept;
    std::size_t bytes = 0;
    std::list<Key>::iterator used;
  };
  std::shared_ptr<Kept> kept_of(const Key& key);
  void weigh(const Key& key, std::size_t bytes);

  std::mutex mutex_;
  std::map<Key, Place> places_;
  std::list<Key> used_;  // the latest last
  std::size_t bytes_ = 0;
};

// Returns the tag by which a text is known again, in its quotation marks.
std::string tag_of(const std::string& text);

}  // namespace firstchair::school_api

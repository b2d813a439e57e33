// The Listener hears recordings that were handed in, one after the other, on a thread of its own: whoever
// sent one is answered at once. What waits is in the database, so that a server that ends in between hears it
// when it begins again.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "apps/school/hearing.h"
#include "school/sounds.h"
#include "school/store_pool.h"

namespace firstchair::school_api {

class Listener {
 public:
  // Begins with what waits in `school`. Without a hearing nothing is heard.
  Listener(const Hearing& hearing, std::int64_t school, std::function<std::int64_t()> now,
           school::StorePool& stores, const school::Sounds& sounds);
  ~Listener();  // what is being heard is heard to its end
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void add(std::int64_t school, std::int64_t submission);  // any thread
  void wait();                                             // until nothing waits; for tests

 private:
  void work();
  void hear(std::int64_t school, std::int64_t submission);

  const Hearing& hearing_;
  const std::int64_t school_;
  const std::function<std::int64_t()> now_;
  school::StorePool& stores_;
  const school::Sounds& sounds_;
  std::mutex mutex_;
  std::condition_variable wake_, idle_;
  std::deque<std::pair<std::int64_t, std::int64_t>> waiting_;
  bool busy_ = false, stop_ = false;
  std::thread thread_;
};

}  // namespace firstchair::school_api

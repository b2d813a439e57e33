// The Listener hears recordings that were handed in, and does a school's errands (errand_job.h), on threads
// of its own: whoever asked is answered at once. What waits is in the database's queue (school/jobs.h), which
// any number of servers and workers share; one that ends in between is followed by whoever claims the job
// when its lease is over.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "apps/school/hearing.h"
#include "school/sounds.h"
#include "school/store_pool.h"

namespace firstchair::school_api {

struct ListenerConfig {
  int threads = 1;        // 0: nothing is done here, workers do it
  std::string name = {};  // of this worker, told apart from all others; empty: one is drawn
  int lease_s = 120;      // renewed every quarter of it
  int retry_s = 60;       // until the second try; the third comes twice as late
  std::chrono::milliseconds poll{2000};
  std::chrono::milliseconds errands{
      5000};  // so often they come before hearing, however much waits to be heard
};

// What was heard since the beginning.
struct ListenerCounts {
  std::atomic<std::uint64_t> heard{0}, failed{0}, put_off{0}, lost{0};
  std::atomic<std::uint64_t> milliseconds{0};  // of hearing, all together
  std::atomic<std::uint64_t> errands{0}, errands_put_off{0};
};

class Listener {
 public:
  // Gives what waits in `school` without a job one, and its table of days (0: in none). Without a hearing
  // nothing is done.
  Listener(const Hearing& hearing, std::int64_t school, std::function<std::int64_t()> now,
           school::StorePool& stores, const school::Sounds& sounds, ListenerConfig config = {});
  ~Listener();  // what is being heard is heard to its end
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void wake();  // any thread: something was added
  const ListenerCounts& counts() const { return counts_; }

 private:
  void work(std::string name);
  void keep_leases();
  // These claim one and do it; false: nothing is due, or the database does not answer.
  bool hear_one(const std::string& name);
  bool errand(const std::string& name);
  void hold(const std::string& name, const school::Job& job);
  void let_go(const std::string& name);

  const Hearing& hearing_;
  const std::function<std::int64_t()> now_;
  school::StorePool& stores_;
  const school::Sounds& sounds_;
  const ListenerConfig config_;
  ListenerCounts counts_;
  std::mutex mutex_;
  std::condition_variable wake_, end_;
  std::uint64_t woken_ = 0;
  bool stop_ = false;
  std::map<std::string, school::Job> held_;  // by the name of who is at it
  std::vector<std::jthread> threads_;        // last: they end first
};

}  // namespace firstchair::school_api

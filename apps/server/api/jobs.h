// Jobs are recordings that were uploaded. A few workers hear them one after the other.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/session.h"
#include "io/files/cage.h"
#include "midi/kit/kit_profile.h"

namespace firstchair::server {

enum class JobState : unsigned char { waiting, hearing, done, failed };
std::string_view id_of(JobState state);

struct JobView {
  std::string id, name;
  JobState state = JobState::waiting;
  double heard_s = 0, length_s = 0;
  std::string error;                  // one line, when failed
  std::vector<std::string> warnings;  // when done
};
std::string json_of(const JobView& job);

struct JobResult {
  std::string json, html;  // of the take
};

// The class is thread-safe. The last kKept jobs are kept in memory; uploads are deleted as soon as they are
// heard.
class Jobs {
 public:
  static constexpr std::size_t kKept = 64, kMostWaiting = 32;

  // `told` is called from the workers, and from add and remove, without a lock held.
  // `cage` decodes what was uploaded.
  Jobs(int workers, std::function<void(const JobView&)> told, io::Cage cage);
  ~Jobs();  // ends what is being heard
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  // Takes over the file at `path`. Returns nothing when kMostWaiting jobs are waiting.
  std::optional<JobView> add(std::string path, std::string name, SessionConfig config,
                             const midi::KitProfile* kit = nullptr);
  std::optional<JobView> view(const std::string& id) const;
  // Returns nothing when there is no such job or it is not done.
  std::optional<JobResult> result(const std::string& id) const;
  bool remove(const std::string& id);  // ends it if need be

 private:
  struct Job {
    JobView view;
    std::string path;
    SessionConfig config;
    const midi::KitProfile* kit = nullptr;  // a built-in one
    JobResult result;
    std::atomic<bool> ended{false};
  };

  void work();
  void hear(Job& job);
  void change(Job& job, const std::function<void(JobView&)>& set);

  std::function<void(const JobView&)> told_;
  const io::Cage cage_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::string, std::shared_ptr<Job>> jobs_;
  std::deque<std::shared_ptr<Job>> waiting_;
  std::deque<std::string> order_;  // oldest first
  std::uint64_t next_ = 1;
  bool stop_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace firstchair::server

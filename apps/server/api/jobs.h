// Jobs are recordings that were uploaded. A few workers hear them, and clients take turns: whoever was heard
// longest ago is next, so that nobody waits for all that another has sent. What was heard lies on the disk.
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
#include "hearing/hear_file.h"
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
  std::string json, html;  // files of the take; they go with the job
};

struct JobLimits {
  std::string folder;                                    // for what was heard
  int workers = 1;                                       // threads that hear
  std::size_t most_waiting = 64;                         // recordings; of one client half of them
  std::uint64_t waiting_bytes = std::uint64_t{8} << 30;  // of all that wait; of one client half of it
  std::size_t most_kept = 64;                            // jobs that are over
  std::uint64_t kept_bytes = std::uint64_t{1} << 30;  // of their takes; the newest is kept whatever it takes
  double most_hours = hearing::kMostHours;            // of a recording
  // The book (empty: the platform's) whose charts are the player's own, where something else than the chart
  // was played; none: no player has charts.
  std::optional<std::string> book = {};
};

// The class is thread-safe. What is beyond the limits of what is kept goes, the oldest first; uploads are
// deleted as soon as they are heard.
class Jobs {
 public:
  // `told` is called from the workers, and from add and remove, without a lock held.
  // `cage` decodes what was uploaded.
  Jobs(JobLimits limits, std::function<void(const JobView&)> told, io::Cage cage);
  ~Jobs();  // ends what is being heard
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  // Takes over the file at `path`, which `client` sent. Returns nothing, and leaves the file, when too many
  // or too large ones are waiting. `kit` reads the notes of a MIDI file; null: it is chosen. `player` is one
  // of the book; empty: its first.
  std::optional<JobView> add(std::string path, std::string name, SessionConfig config, std::string client,
                             const midi::KitProfile* kit = nullptr, std::string player = {});
  std::optional<JobView> view(const std::string& id) const;
  // Returns nothing when there is no such job or it is not done. Its files may go at any time.
  std::optional<JobResult> result(const std::string& id) const;
  bool remove(const std::string& id);  // ends it if need be

 private:
  struct Job {
    ~Job();  // its take goes
    JobView view;
    std::string path, client, player;
    std::uint64_t bytes = 0;  // of the upload
    SessionConfig config;
    const midi::KitProfile* kit = nullptr;  // a built-in one
    JobResult result;
    std::uint64_t result_bytes = 0;
    std::atomic<bool> ended{false};
  };

  void work();
  void hear(Job& job);
  void change(Job& job, const std::function<void(JobView&)>& set);
  // These two are called with the lock held.
  std::shared_ptr<Job> take_next();
  void make_room();

  const JobLimits limits_;
  std::function<void(const JobView&)> told_;
  const io::Cage cage_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::string, std::shared_ptr<Job>> jobs_;
  std::deque<std::shared_ptr<Job>> waiting_;
  std::deque<std::string> order_;               // oldest first
  std::map<std::string, std::uint64_t> turns_;  // of clients: which of all turns was their last
  std::uint64_t turn_ = 0;
  std::uint64_t next_ = 1;
  bool stop_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace firstchair::server

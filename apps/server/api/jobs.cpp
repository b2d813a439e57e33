#include "apps/server/api/jobs.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "hearing/hear_file.h"
#include "report/data/json_writer.h"
#include "report/report.h"

namespace firstchair::server {

std::string_view id_of(JobState state) {
  constexpr std::string_view kIds[] = {"waiting", "hearing", "done", "failed"};
  return kIds[static_cast<std::size_t>(state)];
}

std::string json_of(const JobView& job) {
  report::JsonWriter json;
  json.begin_object();
  json.text("id", job.id);
  json.text("name", job.name);
  json.text("state", id_of(job.state));
  json.real("heard_s", job.heard_s, 1);
  json.real("length_s", job.length_s, 1);
  if (job.error.empty()) {
    json.null("error");
  } else {
    json.text("error", job.error);
  }
  json.begin_array("warnings");
  for (const std::string& warning : job.warnings) json.text("", warning);
  json.end_array();
  json.end_object();
  return json.take();
}

Jobs::Jobs(int workers, std::function<void(const JobView&)> told, io::Cage cage)
    : told_(std::move(told)), cage_(std::move(cage)) {
  for (int i = 0; i < workers; ++i) workers_.emplace_back([this] { work(); });
}

Jobs::~Jobs() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    for (auto& [id, job] : jobs_) job->ended = true;
  }
  wake_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  std::error_code ignored;
  for (const std::shared_ptr<Job>& job : waiting_) std::filesystem::remove(job->path, ignored);
}

std::optional<JobView> Jobs::add(std::string path, std::string name, SessionConfig config,
                                 const midi::KitProfile* kit) {
  auto job = std::make_shared<Job>();
  job->path = std::move(path);
  job->view.name = std::move(name);
  job->config = std::move(config);
  job->kit = kit;
  JobView view;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= kMostWaiting) return std::nullopt;
    job->view.id = std::to_string(next_++);
    view = job->view;
    jobs_.emplace(view.id, job);
    order_.push_back(view.id);
    waiting_.push_back(std::move(job));
    // The oldest one that is over makes room.
    if (order_.size() > kKept) {
      const auto over = std::find_if(order_.begin(), order_.end(), [&](const std::string& id) {
        const JobState state = jobs_.at(id)->view.state;
        return state == JobState::done || state == JobState::failed;
      });
      if (over != order_.end()) {
        jobs_.erase(*over);
        order_.erase(over);
      }
    }
  }
  wake_.notify_one();
  return view;
}

std::optional<JobView> Jobs::view(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return std::nullopt;
  return found->second->view;
}

std::optional<JobResult> Jobs::result(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end() || found->second->view.state != JobState::done) return std::nullopt;
  return found->second->result;
}

bool Jobs::remove(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return false;
  found->second->ended = true;
  jobs_.erase(found);
  std::erase(order_, id);
  return true;
}

void Jobs::work() {
  while (true) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stop_ || !waiting_.empty(); });
      if (stop_) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    // A recording that memory does not suffice for ends its own hearing and no other.
    try {
      if (!job->ended) hear(*job);
    } catch (const std::exception& error) {
      change(*job, [&](JobView& view) {
        view.state = JobState::failed;
        view.error = Error{ErrorCode::unreadable, view.name, error.what(), {}}.line();
      });
    }
    std::error_code ignored;
    std::filesystem::remove(job->path, ignored);
  }
}

void Jobs::change(Job& job, const std::function<void(JobView&)>& set) {
  JobView view;
  {
    const std::lock_guard lock(mutex_);
    set(job.view);
    view = job.view;
  }
  told_(view);
}

void Jobs::hear(Job& job) {
  using clock = std::chrono::steady_clock;
  change(job, [](JobView& view) { view.state = JobState::hearing; });
  clock::time_point next = clock::now() + std::chrono::milliseconds(200);
  std::vector<std::string> warnings;
  Result<Take> take = hearing::hear_file(
      job.path, job.view.name, std::move(job.config), {},
      [&](const hearing::HearingProgress& now) {
        if (clock::now() >= next) {
          next = clock::now() + std::chrono::milliseconds(200);
          change(job, [&](JobView& view) { view.heard_s = now.heard_s, view.length_s = now.length_s; });
        }
        return !job.ended;
      },
      warnings, cage_, job.kit);
  if (!take) {
    change(job, [&](JobView& view) { view.state = JobState::failed, view.error = take.error().line(); });
    return;
  }
  JobResult result{.json = report::take_json(*take), .html = report::take_html(*take)};
  const double length =
      take->source.rate > 0 ? static_cast<double>(take->source.length) / take->source.rate : 0;
  change(job, [&](JobView& view) {
    job.result = std::move(result);
    view.state = JobState::done;
    view.heard_s = view.length_s = length;
    view.warnings = std::move(warnings);
  });
}

}  // namespace firstchair::server

#include "apps/server/api/jobs.h"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "book/own_charts.h"
#include "door/nearest_told.h"
#include "engine/core/ids.h"
#include "engine/heard_by.h"
#include "io/files/files.h"
#include "report/data/json_writer.h"
#include "report/report.h"

namespace firstchair::server {

std::string_view id_of(JobState state) {
  static constexpr auto kIds = ids_up_to<JobState::failed>("waiting", "hearing", "done", "failed");
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

Jobs::Job::~Job() {
  std::error_code ignored;
  for (const std::string& file : {result.json, result.html})
    if (!file.empty()) std::filesystem::remove(file, ignored);
}

Jobs::Jobs(JobLimits limits, std::function<void(const JobView&)> told, io::Cage cage)
    : limits_(std::move(limits)), told_(std::move(told)), cage_(std::move(cage)) {
  for (int i = 0; i < limits_.workers; ++i) workers_.emplace_back([this] { work(); });
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

std::optional<JobView> Jobs::add(std::string path, std::string name, SessionConfig config, std::string client,
                                 const midi::KitProfile* kit, std::string player) {
  auto job = std::make_shared<Job>();
  std::error_code unknown;
  const auto bytes = std::filesystem::file_size(path, unknown);
  job->bytes = unknown ? 0 : static_cast<std::uint64_t>(bytes);
  job->client = std::move(client);
  job->player = std::move(player);
  job->view.name = std::move(name);
  job->config = std::move(config);
  job->kit = kit;
  JobView view;
  {
    const std::lock_guard lock(mutex_);
    std::size_t of_client = 0;
    std::uint64_t all_bytes = job->bytes, client_bytes = job->bytes;
    for (const std::shared_ptr<Job>& other : waiting_) {
      const bool same = other->client == job->client;
      of_client += same;
      all_bytes += other->bytes;
      client_bytes += same ? other->bytes : 0;
    }
    if (waiting_.size() >= limits_.most_waiting || of_client * 2 >= limits_.most_waiting ||
        all_bytes > limits_.waiting_bytes || client_bytes > limits_.waiting_bytes / 2)
      return std::nullopt;
    job->path = std::move(path);
    job->view.id = std::to_string(next_++);
    view = job->view;
    jobs_.emplace(view.id, job);
    order_.push_back(view.id);
    waiting_.push_back(std::move(job));
    make_room();
  }
  wake_.notify_one();
  return view;
}

void Jobs::make_room() {
  std::size_t over = 0;
  std::uint64_t bytes = 0;
  for (auto at = order_.rbegin(); at != order_.rend();) {  // the newest first
    const Job& job = *jobs_.at(*at);
    const bool is_over = job.view.state == JobState::done || job.view.state == JobState::failed;
    over += is_over;
    bytes += job.result_bytes;
    if (is_over && over > 1 && (over > limits_.most_kept || bytes > limits_.kept_bytes)) {
      jobs_.erase(*at);
      at = std::make_reverse_iterator(order_.erase(std::next(at).base()));
    } else {
      ++at;
    }
  }
}

std::shared_ptr<Jobs::Job> Jobs::take_next() {
  constexpr std::size_t kMostRemembered = 1000;
  const auto last_turn = [&](const std::string& client) {
    const auto found = turns_.find(client);
    return found == turns_.end() ? 0 : found->second;
  };
  const auto next = std::min_element(waiting_.begin(), waiting_.end(), [&](const auto& a, const auto& b) {
    return last_turn(a->client) < last_turn(b->client);  // of equals the first, who came first
  });
  std::shared_ptr<Job> job = std::move(*next);
  waiting_.erase(next);
  turns_[job->client] = ++turn_;
  if (turns_.size() > kMostRemembered)
    turns_.erase(std::min_element(turns_.begin(), turns_.end(),
                                  [](const auto& a, const auto& b) { return a.second < b.second; }));
  return job;
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
      job = take_next();
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
    job.reset();
    ::malloc_trim(0);  // a long recording's memory goes back to the system
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
  const std::string ear = heard_by(job.config);
  Result<Take> take = hearing::hear_file(
      job.path, job.view.name, std::move(job.config),
      {.click = {}, .most_hours = limits_.most_hours, .cage = cage_, .kit = job.kit},
      [&](const hearing::HearingProgress& now) {
        if (clock::now() >= next) {
          next = clock::now() + std::chrono::milliseconds(200);
          change(job, [&](JobView& view) { view.heard_s = now.heard_s, view.length_s = now.length_s; });
        }
        return !job.ended;
      },
      warnings);
  if (!take) {
    change(job, [&](JobView& view) { view.state = JobState::failed, view.error = take.error().line(); });
    return;
  }
  if (!take->reading.chart_played) {
    door::tell_nearest_chart(
        *take, limits_.book ? book::own_charts(*limits_.book, job.player) : std::vector<NamedChart>());
  }
  // Nobody looks at it before the job is done.
  const std::string stem = limits_.folder + "/take-" + job.view.id;
  job.result = {.json = stem + ".json", .html = stem + ".html"};
  std::uint64_t bytes = 0;
  const auto keep = [&](const std::string& file, const std::string& text) {
    bytes += text.size();
    return static_cast<bool>(io::write_file(file, text, true));
  };
  if (!keep(job.result.json, report::take_json(*take, ear)) ||
      !keep(job.result.html, report::take_html(*take, ear))) {
    change(job, [&](JobView& view) {
      view.state = JobState::failed;
      view.error = Error{ErrorCode::unwritable, view.name, "no room for its take on this disk", {}}.line();
    });
    return;
  }
  const double length =
      take->source.rate > 0 ? static_cast<double>(take->source.length) / take->source.rate : 0;
  change(job, [&](JobView& view) {
    job.result_bytes = bytes;
    view.state = JobState::done;
    view.heard_s = view.length_s = length;
    view.warnings = std::move(warnings);
    make_room();
  });
}

}  // namespace firstchair::server

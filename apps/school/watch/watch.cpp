#include "apps/school/watch/watch.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "school/keeping.h"

namespace firstchair::school_api {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

Watch::Answer Watch::answer(std::string_view path) {
  if (path == "/healthz") return {.body = "up\n"};
  if (path == "/readyz") {
    const std::string why = not_ready();
    return why.empty() ? Answer{.body = "ready\n"} : Answer{.status = 503, .body = why + "\n"};
  }
  if (path == "/metrics") return {.type = "text/plain; version=0.0.4; charset=utf-8", .body = metrics_text()};
  return {.status = 404, .body = "there is /healthz, /readyz and /metrics\n"};
}

std::string Watch::not_ready() {
  const auto begin = Clock::now();
  const auto store = parts_.stores.lend();
  if (!store) return store.error().line();
  const auto queue = (*store)->queue(school::kHearJob);
  if (!queue) return queue.error().line();
  if (const double took = seconds_since(begin); took > std::chrono::duration<double>(kMostWait).count())
    return fmt::format("the database took {:.0f} ms to answer", took * 1000);
  if (queue->oldest_s > kMostWaiting)
    return fmt::format("a recording waits for {} min to be heard", queue->oldest_s / 60);
  return parts_.keeps_sound ? probe_sound() : std::string();
}

std::string Watch::probe_sound() {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (!probing_.valid()) {
    if (probed_ && now - *probed_ < kProbeEvery && probe_.empty()) return {};
    probing_since_ = now;
    probing_ = std::async(std::launch::async, [this] {
      const auto blobs = parts_.sounds.blobs();
      const Result<Done> done = blobs ? (*blobs)->probe() : Result<Done>(blobs.error());
      return done ? std::string() : done.error().line();
    });
  }
  if (probing_.wait_for(kProbeWait) == std::future_status::ready) {
    probe_ = probing_.get();
    probed_ = Clock::now();
    return probe_;
  }
  if (probed_ && probe_.empty() && now - *probed_ < kProbeHolds) return {};
  return fmt::format("the place for sound has not answered for {:.0f} s", seconds_since(probing_since_));
}

std::optional<std::int64_t> Watch::overdue(school::SchoolStore& store) {
  const std::lock_guard lock(mutex_);
  if (counted_ && Clock::now() - *counted_ < kCountEvery) return overdue_;
  const auto over = store.overdue(parts_.school, parts_.now() - school::kRetainGraceS);
  counted_ = Clock::now();
  overdue_ = over ? std::optional(over->all()) : std::nullopt;
  return overdue_;
}

std::string Watch::metrics_text() {
  std::string text = parts_.metrics != nullptr ? parts_.metrics->text() : std::string();
  MetricText out;
  out.begin("firstchair_build_info", "gauge", "The program's version.");
  out.value(1, fmt::format("version=\"{}\"", label_text(parts_.version)));
  const auto begin = Clock::now();
  const auto store = parts_.stores.lend();
  std::vector<std::pair<const char*, school::Queue>> queues;
  bool up = static_cast<bool>(store);
  for (const char* kind : {school::kHearJob, school::kExportJob, school::kEraseJob}) {
    if (!up) break;
    const auto queue = (*store)->queue(kind);
    up = static_cast<bool>(queue);
    if (queue) queues.emplace_back(kind, *queue);
  }
  out.one("firstchair_database_up", "gauge", "1 when the database answers.", up ? 1 : 0);
  out.one("firstchair_database_answer_seconds", "gauge", "How long the database took to answer just now.",
          seconds_since(begin));
  if (up) {
    out.begin("firstchair_jobs", "gauge", "Jobs of all schools by kind and state.");
    for (const auto& [kind, queue] : queues) {
      out.value(static_cast<double>(queue.waiting), fmt::format("kind=\"{}\",state=\"waiting\"", kind));
      out.value(static_cast<double>(queue.running), fmt::format("kind=\"{}\",state=\"running\"", kind));
    }
    out.begin("firstchair_oldest_job_seconds", "gauge", "How long the oldest job has been there.");
    for (const auto& [kind, queue] : queues)
      out.value(static_cast<double>(queue.oldest_s), fmt::format("kind=\"{}\"", kind));
  }
  if (up && parts_.school != 0 && parts_.now)
    if (const auto over = overdue(**store))
      out.one("firstchair_retention_overdue", "gauge",
              "What the school's table of days would have had gone more than a day ago.",
              static_cast<double>(*over));
  if (store && parts_.school != 0) {
    const auto backup = (*store)->newest_backup(parts_.school);
    if (backup && *backup)
      out.one("firstchair_backup_timestamp_seconds", "gauge", "When the newest backup was made (Unix time).",
              static_cast<double>(**backup));
  }
  const auto pool = parts_.stores.counts();
  out.begin("firstchair_stores", "gauge", "Connections to the database.");
  out.value(pool.lent, "state=\"lent\"");
  out.value(pool.free, "state=\"free\"");
  if (parts_.passwords != nullptr)
    out.one("firstchair_passwords_waiting", "gauge", "Requests that wait for a turn to hash.",
            parts_.passwords->waiting());
  if (parts_.listener != nullptr) {
    const ListenerCounts& counts = parts_.listener->counts();
    out.begin("firstchair_heard_total", "counter", "Recordings by how their hearing ended here.");
    out.value(static_cast<double>(counts.heard), "end=\"heard\"");
    out.value(static_cast<double>(counts.failed), "end=\"failed\"");
    out.value(static_cast<double>(counts.put_off), "end=\"put_off\"");
    out.value(static_cast<double>(counts.lost), "end=\"lost\"");
    out.begin("firstchair_errands_total", "counter", "Jobs of other kinds by how they ended here.");
    out.value(static_cast<double>(counts.errands), "end=\"done\"");
    out.value(static_cast<double>(counts.errands_put_off), "end=\"put_off\"");
    out.one("firstchair_hearing_seconds_total", "counter", "Seconds spent on hearing here, by the clock.",
            static_cast<double>(counts.milliseconds) / 1000);
  }
  return text + out.text();
}

}  // namespace firstchair::school_api

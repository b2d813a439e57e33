#include "bench/follow/bench_live_follower.h"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <functional>

#include "bench/follow/loop.h"
#include "bench/follow/stress.h"
#include "engine/follow/chart/align.h"
#include "engine/follow/chart/follower.h"
#include "lab/bootstrap.h"

namespace firstchair::bench {
namespace {

double cpu_us() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e6 * static_cast<double>(now.tv_sec) + 1e-3 * static_cast<double>(now.tv_nsec);
}

enum class Departs { no, skip, repeat, restart, start };

struct Task {
  const char* name;
  std::function<Performance(const Groove&, std::mt19937_64&)> perform;
  Departs departs = Departs::no;
  bool heard = false;
  bool click = false;
  bool bars = false;  // and where the click has the chart's bars
};

// The first bar (from 0) played after the departure: what was played before says nothing about it.
int first_bar_after(const Groove& groove, const Performance& p, Departs departs) {
  switch (departs) {
    case Departs::no: {
      // The first bar played from its first eighth on; how many came before is known to nobody.
      const int first = *std::find_if(p.note_of.begin(), p.note_of.end(), [](int n) { return n >= 0; });
      const Ticks bar = groove.meter.bar_length(),
                  tick = groove.chart.notes[static_cast<std::size_t>(first)].tick;
      return static_cast<int>((tick + bar * 7 / 8 - 1) / bar);
    }
    case Departs::skip:
      return p.from;
    case Departs::repeat:
      return p.from - 1;
    default:
      return p.to - 1;
  }
}

struct File {  // one take
  double right = 0, revised_right = 0, meant = 0, extra = 0, extra_right = 0, same = 0, strokes = 0;
  double clear = 0, clear_right = 0;          // strokes whose note no other stroke was meant for
  double meant_compared = 0, meant_same = 0;  // live against whole take, strokes meant for a note
  double cases = 0, recovered = 0;
};

struct Row {
  std::vector<File> files;
  std::vector<double> cpu;                        // us a stroke
  std::vector<std::pair<double, bool>> promises;  // probability said, right
};

class Judge {
 public:
  Judge(const Groove& groove, const Task& task)
      : groove_(groove), task_(task), bars_(bar_contents(groove)), contested_(contested(groove)) {}

  void play(const Performance& p, Row& row, File& file) const {
    follow::FollowerConfig config{.rate = kMidiRate, .click = task_.click};
    if (task_.bars) config.first_bar = 0;
    if (task_.heard) config.detail = VoiceDetail::family, config.polyphonic = false;
    Result<follow::Follower> follower = follow::Follower::make(groove_.chart, config);
    std::vector<int> live, later;
    std::vector<float> said;
    for (const Hit& hit : p.hits) {
      const double before = cpu_us();
      follower->push(hit);
      row.cpu.push_back(cpu_us() - before);
      const auto note = [](const follow::Followed& f) { return f.kind == MatchKind::grace ? -1 : f.note; };
      live.push_back(note(follower->answer()));
      later.push_back(live.back());
      said.push_back(follower->answer().probability);
      for (const follow::Followed& f : follower->revisions())
        later[static_cast<std::size_t>(f.stroke)] = note(f);
    }
    double right_after = 0, meant_after = 0;
    const Frames settled =
        p.departure + std::llround(2 * 240e6 / groove_.bpm * groove_.meter.beats / groove_.meter.unit);
    for (std::size_t h = 0; h < p.hits.size(); ++h) {
      const bool departed = p.hits[h].frame >= p.departure;
      if (p.note_of[h] < 0) {
        ++file.extra;
        file.extra_right += live[h] < 0;
        continue;
      }
      const bool ok = right(live[h], p.note_of[h], p, departed);
      file.right += ok;
      file.revised_right += right(later[h], p.note_of[h], p, departed);
      ++file.meant;
      row.promises.emplace_back(said[h], ok);
      if (!contested_[static_cast<std::size_t>(p.note_of[h])]) ++file.clear, file.clear_right += ok;
      if (departed && p.hits[h].frame > settled) right_after += ok, ++meant_after;
    }
    ++file.cases;
    file.recovered += right_after >= 0.95 * meant_after;
    if (task_.departs != Departs::no && verbose && right_after < 0.95 * meant_after) {
      fmt::print("  {:24} {:24} {:18} {}-{} after {:.1f} % of {}\n", task_.name, groove_.id, groove_.style,
                 p.from, p.to, 100 * right_after / std::max(1.0, meant_after), meant_after);
    } else if (task_.departs == Departs::no && verbose && file.right < 0.98 * file.meant) {
      fmt::print("  {:24} {:24} {:18} {:.1f} % of {}\n", task_.name, groove_.id, groove_.style,
                 100 * file.right / std::max(1.0, file.meant), file.meant);
    }
    if (task_.departs != Departs::no) return;
    follow::AlignConfig whole{.rate = kMidiRate};
    if (task_.heard) whole.detail = VoiceDetail::family, whole.polyphonic = false;
    const Alignment a = follow::align(p.hits, groove_.chart, whole);
    for (const Match& m : a.matches) {
      if (m.hit < 0) continue;
      ++file.strokes;
      const int note = m.kind == MatchKind::grace ? -1 : m.note;
      const bool agree = note < 0 ? live[static_cast<std::size_t>(m.hit)] < 0
                                  : right(live[static_cast<std::size_t>(m.hit)], note, p, false);
      file.same += agree;
      if (p.note_of[static_cast<std::size_t>(m.hit)] < 0) continue;
      ++file.meant_compared;
      file.meant_same += agree;
    }
  }

  static inline bool verbose = false;

 private:
  // Two strokes of one drum fell on it: only one of them can be right.
  static std::vector<bool> contested(const Groove& groove) {
    std::vector<bool> notes(groove.chart.notes.size());
    for (std::size_t h = 0; h < groove.hits.size(); ++h) {
      if (groove.note_of[h] >= 0) continue;
      for (std::size_t k = h > 8 ? h - 8 : 0; k < std::min(h + 9, groove.hits.size()); ++k) {
        if (groove.note_of[k] < 0 || groove.hits[k].voice != groove.hits[h].voice) continue;
        if (std::abs(groove.hits[k].frame - groove.hits[h].frame) < 80000)
          notes[static_cast<std::size_t>(groove.note_of[k])] = true;
      }
    }
    return notes;
  }

  const Note& note(int n) const { return groove_.chart.notes[static_cast<std::size_t>(n)]; }

  bool same(int a, int b) const {
    if (a < 0 || b < 0) return a == b;
    return task_.heard ? note(a).tick == note(b).tick : a == b;
  }

  bool right(int live, int truth, const Performance& p, bool departed) const {
    if (live < 0) return false;
    if (same(live, truth)) return true;
    const Note &a = note(live), &b = note(truth);
    const Ticks bar = groove_.meter.bar_length();
    if ((!task_.heard && a.voice != b.voice) || (a.tick - b.tick) % bar != 0) return false;
    // Another bar is as right as long as it and those before it, back to the departure, are alike.
    const int shift = static_cast<int>((a.tick - b.tick) / bar);
    const int count = static_cast<int>(groove_.chart.length / bar);
    for (int k = first_bar_after(groove_, p, departed ? task_.departs : Departs::no);
         k <= static_cast<int>(b.tick / bar); ++k) {
      // After the last bar comes the first.
      if (bars_[static_cast<std::size_t>(k)] != bars_[static_cast<std::size_t>((k + shift + count) % count)])
        return false;
    }
    return true;
  }

  const Groove& groove_;
  const Task& task_;
  std::vector<int> bars_;
  std::vector<bool> contested_;
};

using Field = double File::*;

std::string share(const Row& row, Field part, Field whole) {
  double all = 0;
  const auto figure = [&](std::span<const std::size_t> files) {
    double a = 0, b = 0;
    for (const std::size_t f : files) a += row.files[f].*part, b += row.files[f].*whole;
    all = b;
    return b > 0 ? 100 * a / b : 100;
  };
  std::vector<std::size_t> every(row.files.size());
  for (std::size_t f = 0; f < every.size(); ++f) every[f] = f;
  const double value = figure(every);
  if (all == 0) return "-";
  const lab::Interval interval = lab::bootstrap(row.files.size(), figure);
  return fmt::format("{:.2f} ({:.2f} to {:.2f})", value, interval.low, interval.high);
}

void print(const Task& task, const Row& row) {
  const bool departs = task.departs != Departs::no;
  fmt::print("| {:30} | {:24} | {:8} | {:8} | {:24} | {:24} | {:24} | {:8} | {:5.0f} / {:5.0f} / {:6.0f} |\n",
             task.name, share(row, &File::right, &File::meant),
             share(row, &File::clear_right, &File::clear).substr(0, 6),
             share(row, &File::revised_right, &File::meant).substr(0, 6),
             share(row, &File::extra_right, &File::extra),
             departs ? share(row, &File::recovered, &File::cases) : "-",
             departs ? "-" : share(row, &File::meant_same, &File::meant_compared),
             departs ? "-" : share(row, &File::same, &File::strokes).substr(0, 6),
             lab::percentile(row.cpu, 0.5), lab::percentile(row.cpu, 0.99), lab::percentile(row.cpu, 1));
  std::fflush(stdout);
}

void print_promises(const char* name, const Row& row) {
  constexpr std::array<double, 7> kEdges{0, 0.5, 0.8, 0.9, 0.98, 0.998, 1.01};
  fmt::print("| {:30} |", name);
  for (std::size_t b = 0; b + 1 < kEdges.size(); ++b) {
    double said = 0, right = 0, n = 0;
    for (const auto& [p, ok] : row.promises) {
      if (p < kEdges[b] || p >= kEdges[b + 1]) continue;
      said += p, right += ok, ++n;
    }
    fmt::print(" {} |", n > 0 ? fmt::format("{:.3f} -> {:.3f} ({:.0f})", said / n, right / n, n) : "");
  }
  fmt::print("\n");
}

std::vector<Task> tasks_of(bool loops) {
  const auto plain = [](const Groove& g, std::mt19937_64&) { return as_played(g); };
  const auto errors = [](const Groove& g, std::mt19937_64& r) { return with_errors(as_played(g), r); };
  const auto skip = [](const Groove& g, std::mt19937_64& r) { return with_skipped_bar(g, r); };
  const auto repeat = [](const Groove& g, std::mt19937_64& r) { return with_repeated_bar(g, r); };
  const auto restart = [](const Groove& g, std::mt19937_64& r) { return with_restart(g, r); };
  std::vector<Task> tasks{
      {"as played", plain},
      {"as played, click known", plain, Departs::no, false, true},
      {"as played, click and bars known", plain, Departs::no, false, true, true},
      {"tempo waves of 10 %",
       [](const Groove& g, std::mt19937_64& r) { return with_tempo_waves(as_played(g), r); }},
      {"5 % stroke errors", errors},
      {"5 % errors, 2 % wrong drums",
       [=](const Groove& g, std::mt19937_64& r) { return with_wrong_drums(errors(g, r), r); }},
      {"one bar skipped", skip, Departs::skip},
      {"one bar repeated", repeat, Departs::repeat},
      {"stop, restart near", restart, Departs::restart},
      {"stop, restart anywhere",
       [](const Groove& g, std::mt19937_64& r) { return with_restart_anywhere(g, r); }, Departs::restart},
      {"start in the middle", [](const Groove& g, std::mt19937_64& r) { return with_late_start(g, r); },
       Departs::start},
      {"5 % errors, one bar skipped",
       [](const Groove& g, std::mt19937_64& r) { return with_errors(with_skipped_bar(g, r), r); },
       Departs::skip},
  };
  if (loops) return tasks;
  tasks.push_back({"as heard", [=](const Groove& g, std::mt19937_64& r) { return as_heard(plain(g, r), r); },
                   Departs::no, true});
  tasks.push_back({"as heard, one bar skipped",
                   [=](const Groove& g, std::mt19937_64& r) { return as_heard(skip(g, r), r); },
                   Departs::skip, true});
  tasks.push_back({"as heard, restart near",
                   [=](const Groove& g, std::mt19937_64& r) { return as_heard(restart(g, r), r); },
                   Departs::restart, true});
  return tasks;
}

void table(std::span<const Groove> grooves, const char* title, bool loops, const LiveOptions& options) {
  fmt::print(
      "\n| {} | exact note % | of clear notes | revised | extra called extra % | recovered % | as the whole "
      "take % | all strokes | us/stroke p50 / p99 / worst |\n|---|---|---|---|---|---|---|---|---|\n",
      title);
  std::vector<std::pair<const char*, Row>> promised;
  std::vector<Task> tasks = tasks_of(loops);
  tasks.resize(std::min(tasks.size(), options.rows));
  for (const Task& task : tasks) {
    Row row;
    for (const Groove& groove : grooves) {
      std::mt19937_64 random(std::hash<std::string>{}(groove.id));
      const Judge judge(groove, task);
      File file;
      const int draws = task.departs == Departs::no ? 1 : options.draws;
      for (int d = 0; d < draws; ++d) judge.play(task.perform(groove, random), row, file);
      row.files.push_back(file);
    }
    print(task, row);
    promised.emplace_back(task.name, std::move(row));
  }
  fmt::print(
      "\n| {}: probability said -> found (strokes) | below .5 | .5 to .8 | .8 to .9 | .9 to .98 | .98 to "
      ".998 | from .998 |\n|---|---|---|---|---|---|---|\n",
      title);
  for (const auto& [name, row] : promised) print_promises(name, row);
}

}  // namespace

void bench_live(std::span<const Groove> grooves, const LiveOptions& options) {
  Judge::verbose = options.verbose;
  table(grooves, "own chart", false, options);
  std::vector<Groove> loops;
  for (const Groove& groove : grooves) {
    loops.push_back(with_loop(groove));
    if (known_share(loops.back()) < 0.6) loops.pop_back();
  }
  fmt::print("\n{} of {} takes are at least 60 % their loop\n", loops.size(), grooves.size());
  table(loops, "chart of a loop", true, options);
}

}  // namespace firstchair::bench

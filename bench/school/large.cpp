#include "bench/school/large.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "school/sounds.h"
#include "school/store.h"

namespace firstchair::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kDay = 86'400, kBegan = 1'690'000'000;
constexpr int kStrokes = 1000;

double since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

store::PackedTake take_of(std::int64_t began_s) {
  Take take;
  take.source.kind = SourceKind::midi;
  take.source.rate = 1'000'000;
  take.chart.title = "Eighths";
  take.chart.meters = {MeterChange{}};
  for (int i = 0; i < kStrokes; ++i) {
    Note note;
    note.tick = i * kTicksPerQuarter / 2;
    note.voice = Voice::snare;
    take.chart.notes.push_back(note);
    Hit hit;
    hit.frame = 326'087LL * i + (i * 7919) % 9000;
    hit.voice = Voice::snare;
    take.hits.push_back(hit);
  }
  settle(take.chart);
  take.source.length = take.hits.back().frame + 1'000'000;
  return store::pack_take(take, {.began_s = began_s, .item = "rock-8ths", .bpm = 92, .engine = "1"});
}

}  // namespace

ErasedYears erase_years(const Stand& stand, const TermResult& term, int takes, int sounds) {
  ErasedYears erased{.takes = takes, .sounds = sounds};
  const auto failed = [&](const Error& error) {
    erased.fault = error.line();
    return erased;
  };
  auto store = school::SchoolStore::open({.database = stand.database(), .create = false});
  if (!store) return failed(store.error());
  const school::Act act{.at_s = kBegan};
  const auto person = store->add_person(1, {.name = "Threeyears", .given = "T"}, act);
  if (!person) return failed(person.error());
  if (const auto in = store->set_member(1, term.klass, *person, school::Role::student, act); !in)
    return failed(in.error());
  const school::Sounds kept(stand.sound());
  for (int i = 0; i < takes; ++i) {
    const std::int64_t at = kBegan + i * 3 * 365 * kDay / takes;
    const store::PackedTake take = take_of(at);
    school::Submission one{.assignment = 1,
                           .person = *person,
                           .sent_name = fmt::format("years-{:05}", i),
                           .state = school::SubmissionState::heard,
                           .began_s = at,
                           .came_s = at,
                           .answers = {{.standing = assign::DemandStanding::met,
                                        .value = 9,
                                        .low = 8,
                                        .high = 11,
                                        .n = kStrokes,
                                        .needed = 50}}};
    if (i < sounds) {
      const std::string file = stand.folder() + "/recording";
      std::ofstream(file) << std::string(50'000, static_cast<char>('a' + i % 26)) << i;
      const auto hash = kept.keep(1, file);
      if (!hash) return failed(hash.error());
      one.sound = *hash;
      one.sound_type = "audio/ogg";
    }
    if (const auto id = store->hand_in(1, one, {.person = *person, .at_s = at}, &take); !id)
      return failed(id.error());
  }
  std::string said;
  const auto begin = Clock::now();
  const int code = stand.run(fmt::format("school erase --person {} --confirm --database '{}' --sound '{}'",
                                         *person, stand.database(), stand.sound()),
                             said);
  erased.seconds = since(begin);
  if (code != 0) erased.fault = said;
  if (store->person(1, *person)) erased.fault = "the person is still there";
  if (said.find(fmt::format("{} takes, {} submissions", takes, takes)) == std::string::npos)
    erased.fault = "not all was erased: " + said;
  return erased;
}

EnrolledMany enrol_many(const Stand& stand, int people) {
  constexpr int kInAClass = 250;
  EnrolledMany done{.people = people};
  const std::string file = stand.folder() + "/district.csv";
  {
    std::ofstream table(file);
    table << "class;family name;given name;id\n";
    for (int i = 0; i < people; ++i)
      table << fmt::format("d{:04};Family{:06};Given;{}\n", i / kInAClass, i, 1'000'000 + i);
  }
  const auto enrol = [&] {
    std::string said;
    const auto begin = Clock::now();
    const int code =
        stand.run(fmt::format("school roster '{}' --database '{}'", file, stand.database()), said);
    if (code != 0 && done.fault.empty()) done.fault = said.substr(0, 300);
    return since(begin);
  };
  done.seconds = enrol();
  // The most that any program took which was waited for: it is the largest by far.
  rusage waited{};
  ::getrusage(RUSAGE_CHILDREN, &waited);
  done.peak_mb = static_cast<double>(waited.ru_maxrss) / 1024;
  done.again_seconds = enrol();
  return done;
}

}  // namespace firstchair::bench

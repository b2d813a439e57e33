#include "bench/school/histories.h"

#include <fmt/format.h>

#include <chrono>

#include "school/store.h"
#include "testing/school/history.h"

namespace firstchair::bench {

using firstchair::testing::SchoolLife;

Histories live_histories(const Stand& stand, int steps, unsigned seed) {
  Histories told{.steps = steps};
  const auto begin = std::chrono::steady_clock::now();
  // The stand's workers write into every school's log, so these live where no worker looks.
  const Cluster& cluster = stand.cluster();
  std::string said;
  stand.run(fmt::format("school migrate --database '{}' --app-role app", cluster.owner(Cluster::kQuiet)),
            said);
  auto there = school::SchoolStore::open({.database = cluster.app(Cluster::kQuiet), .create = false});
  auto here = school::SchoolStore::open({.database = stand.folder() + "/histories.sqlite"});
  if (!there || !here) {
    told.first = (there ? here : there).error().line();
    return told;
  }
  SchoolLife ours[] = {SchoolLife(*here, "Ours", seed), SchoolLife(*there, "Ours", seed)};
  SchoolLife theirs[] = {SchoolLife(*here, "Theirs", seed + 1), SchoolLife(*there, "Theirs", seed + 1)};
  const auto compare = [&](const std::string& one, const std::string& other, const char* foreign) {
    ++told.answers;
    told.foreign +=
        one.find(foreign) == std::string::npos && other.find(foreign) == std::string::npos ? 0 : 1;
    if (one == other) return;
    if (told.differ++ == 0) told.first = fmt::format("{}\n{}", one.substr(0, 300), other.substr(0, 300));
  };
  for (int turn = 0; turn < steps; ++turn) {
    const std::string one = ours[0].step(), other = theirs[0].step();
    compare(one, ours[1].step(), "Theirs");
    compare(other, theirs[1].step(), "Ours");
  }
  compare(ours[0].everything(), ours[1].everything(), "Theirs");
  compare(theirs[0].everything(), theirs[1].everything(), "Ours");
  told.whole = true;
  for (const SchoolLife* one : {&ours[0], &ours[1], &theirs[0], &theirs[1]}) {
    told.shown += one->shown_changed();
    told.not_told += one->not_told();
    const bool of_file = one == &ours[0] || one == &theirs[0];
    const auto broken = (of_file ? here : there)->first_broken(one->school());
    told.whole = told.whole && broken && *broken == 0;
  }
  told.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return told;
}

}  // namespace firstchair::bench

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "report/report.h"
#include "testing/report/take_fixture.h"

namespace firstchair::report {

TEST(EventsCsv, HasOneRowAMatchAndTheSameColumnsInEach) {
  for (auto& [name, take] : testing::all_takes()) {
    std::istringstream in(events_csv(take));
    std::string line;
    std::size_t rows = 0;
    std::ptrdiff_t commas = -1;
    while (std::getline(in, line)) {
      const auto here = std::count(line.begin(), line.end(), ',');
      if (commas < 0) commas = here;
      EXPECT_EQ(here, commas) << name << ": " << line;
      ++rows;
    }
    EXPECT_EQ(rows, take.alignment.matches.size() + 1) << name;
  }
}

TEST(EventsCsv, ReadsLikeThis) {
  //  bar 1 of 4/4, a snare written on 2, played 14 ms early at 486 ms; then a kick on 3 that nobody played
  Take take;
  take.source.rate = kMidiRate;
  take.chart.notes = {{kTicksPerQuarter, Voice::snare, Dynamic::accent}, {2 * kTicksPerQuarter, Voice::kick}};
  settle(take.chart);
  Hit hit;
  hit.frame = 486000;
  hit.voice = Voice::snare;
  hit.strength = 110;
  hit.level_db = -1.25F;
  hit.sigma_ms = 0.5F;
  take.hits = {hit};
  take.alignment.matches = {{MatchKind::matched, 0, 0, 0, kTicksPerQuarter, 500000, -14},
                            {MatchKind::missed, -1, 1, 0, 2 * kTicksPerQuarter, 1000000, 0}};
  take.verdict.local_error_ms = {-3.25, 0.0 / 1};
  const std::string csv = events_csv(take);
  EXPECT_EQ(csv.substr(csv.find('\n') + 1),
            "matched,486.00,500.00,-14.00,-3.25,0,1,2.0000,322560,snare,snare,snare,accent,none,unwritten,"
            "110.0,-1.25,0.500,1,0\n"
            "missed,,1000.00,,0.00,0,1,3.0000,645120,kick,kick,,normal,none,unwritten,,,,,\n");
}

}  // namespace firstchair::report

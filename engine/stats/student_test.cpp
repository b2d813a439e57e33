#include "engine/stats/student.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/stats/stats.h"

namespace firstchair::stats {
namespace {

TEST(Student, QuantilesOfTheTableHaveTheirProbability) {
  EXPECT_NEAR(Student(1).below(12.706), 0.975, 1e-5);
  EXPECT_NEAR(Student(3).below(3.182446), 0.975, 1e-7);
  EXPECT_NEAR(Student(7).below(2.364624), 0.975, 1e-7);
  EXPECT_NEAR(Student(15).below(1.753050), 0.95, 1e-7);
  EXPECT_NEAR(Student(2.5).below(-4.0), 0.0196, 0.0005);
  EXPECT_NEAR(Student(1e9).below(1.959964), 0.975, 1e-6);
}

TEST(Student, IsEvenAndRises) {
  for (const double df : {1.0, 7.0, 15.5, 63.0, 1000.0}) {
    const Student t(df);
    EXPECT_DOUBLE_EQ(t.below(0), 0.5);
    double before = 0;
    for (double x = -30; x <= 30; x += 0.25) {
      EXPECT_NEAR(t.below(x) + t.below(-x), 1, 1e-12) << df << " at " << x;
      EXPECT_GE(t.below(x), before);
      before = t.below(x);
    }
  }
}

TEST(Student, DensityIsTheSlope) {
  for (const double df : {2.0, 7.0, 40.0}) {
    const Student t(df);
    for (double x = -5; x <= 5; x += 0.5)
      EXPECT_NEAR(t.density(x), (t.below(x + 1e-5) - t.below(x - 1e-5)) / 2e-5, 1e-6) << df << " at " << x;
  }
}

TEST(Student, OfManyDegreesIsTheNormal) {
  for (double x = -4; x <= 4; x += 0.5) EXPECT_NEAR(Student(1e6).below(x), normal_cdf(x), 1e-6);
}

}  // namespace
}  // namespace firstchair::stats

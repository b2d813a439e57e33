#include "report/text/loose_lines.h"

#include <gtest/gtest.h>

#include "report/report.h"

namespace firstchair::report {
namespace {

// A take whose hat is loose at 110, beside lines of those standings.
Take loose(std::initializer_list<Standing> others) {
  Take take;
  take.alignment.pulse.resize(1);
  take.reading.bpm = 110;
  Metric hat;
  hat.measure = Measure::tightness, hat.line = Line::hat;
  hat.value = 24, hat.low = 21, hat.high = 27, hat.band_low = 10, hat.band_high = 17, hat.n = hat.needed = 64;
  hat.standing = Standing::out_of_band;
  take.verdict.metrics = {hat};
  for (const Standing standing : others) {
    Metric other = hat;
    other.line = Line::snare, other.standing = standing;
    if (standing == Standing::in_band) other.value = 14, other.low = 12, other.high = 16;
    take.verdict.metrics.push_back(other);
  }
  take.order.action = Action::next_tempo;
  take.order.cause = hat;
  take.order.bpm = 103;
  return take;
}

TEST(LooseLines, EveryLineIsLooseOnlyWhereEveryOneThatWasMeasuredIs) {
  const Take every = loose({Standing::out_of_band, Standing::too_few});
  EXPECT_EQ(headline(every), "All your lines wander more than a professional's.");
  EXPECT_TRUE(order_text(every).ends_with(" Every line strays as far: slower, at 103.")) << order_text(every);
  for (const Take& one : {loose({Standing::too_few}), loose({Standing::out_of_band, Standing::in_band})}) {
    EXPECT_EQ(headline(one),
              "Your hat wanders more than a professional's, and the others are not much tighter.");
    EXPECT_TRUE(order_text(one).ends_with(" The others are not much tighter: slower, at 103."))
        << order_text(one);
  }
}

TEST(LooseLines, ALineThatIsAloneIsComparedWithNone) {
  const Take alone = loose({});
  EXPECT_EQ(headline(alone), "Your hat wanders more than a professional's.");
  EXPECT_TRUE(order_text(alone).ends_with(" Slower, at 103.")) << order_text(alone);
}

}  // namespace
}  // namespace firstchair::report

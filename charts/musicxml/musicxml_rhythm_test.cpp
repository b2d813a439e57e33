#include "charts/musicxml/musicxml_rhythm.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

namespace firstchair::charts {
namespace {

constexpr Ticks q = kTicksPerQuarter;

// "q" a quarter, "e" an eighth, "s" a 16th ...; "." a dot; capitals are notes, small letters rests; "?" no
// value. A tuplet stands in brackets with its numbers.
std::string drawn(const MeterChange& meter, const std::vector<Ticks>& onsets) {
  constexpr std::string_view kLetters = "whqestuvx";
  std::string out;
  for (const RhythmSlot& slot : engrave(meter, onsets)) {
    if (slot.tuplet_starts)
      out += "[" + std::to_string(slot.actual) + ":" + std::to_string(slot.normal) + " ";
    char letter = slot.whole_bar   ? '-'
                  : slot.value < 0 ? '?'
                                   : kLetters[static_cast<std::size_t>(slot.value)];
    if (slot.onset >= 0 && letter >= 'a') letter = static_cast<char>(letter - 'a' + 'A');
    out += letter + std::string(static_cast<std::size_t>(slot.dots), '.');
    if (slot.tuplet_stops) out += "]";
  }
  return out;
}

TEST(MusicXmlRhythm, SimpleBeats) {
  EXPECT_EQ(drawn({0, 4, 4}, {}), "-");
  EXPECT_EQ(drawn({0, 4, 4}, {0, q, 2 * q, 3 * q}), "QQQQ");
  EXPECT_EQ(drawn({0, 4, 4}, {0}), "Qqh");  // a drum does not ring by notation
  EXPECT_EQ(drawn({0, 4, 4}, {2 * q}), "hQq");
  EXPECT_EQ(drawn({0, 2, 4}, {0, 3 * q / 4, q + q / 2}), "E.SeE");
  EXPECT_EQ(drawn({0, 1, 4}, {q / 4}), "sE.");  // a rest as far as the 16th, then the rest of the beat
  EXPECT_EQ(drawn({0, 1, 4}, {0, 5 * q / 8}), "EtS.");
}

TEST(MusicXmlRhythm, CompoundBeatsAreDotted) {
  EXPECT_EQ(drawn({0, 6, 8}, {0, 3 * q / 2}), "Q.Q.");
  EXPECT_EQ(drawn({0, 6, 8}, {0, q / 2, q, 2 * q}), "EEEeQ");
  EXPECT_EQ(drawn({0, 6, 8}, {0, 3 * q / 4}), "E.E.eq");  // a duplet needs no bracket
  EXPECT_EQ(drawn({0, 5, 8}, {0, q / 2}), "EEqe");
}

TEST(MusicXmlRhythm, TupletsOfABeat) {
  EXPECT_EQ(drawn({0, 1, 4}, {0, q / 3, 2 * q / 3}), "[3:2 EEE]");
  EXPECT_EQ(drawn({0, 1, 4}, {0, 2 * q / 3}), "[3:2 QE]");
  EXPECT_EQ(drawn({0, 1, 4}, {q / 3}), "[3:2 eQ]");
  EXPECT_EQ(drawn({0, 1, 4}, {0, q / 6, q / 3}), "[3:2 SSQ]");
  EXPECT_EQ(drawn({0, 1, 4}, {0, q / 5}), "[5:4 SQ]");
  EXPECT_EQ(drawn({0, 1, 4}, {0, q / 7, 2 * q / 7, 3 * q / 7}), "[7:4 SSSQ]");
  EXPECT_EQ(drawn({0, 3, 8}, {0, 3 * q / 10}), "[5:3 EH]");
  EXPECT_EQ(drawn({0, 1, 4}, {0, 11}), "??");  // no tuplet a player could read
}

TEST(MusicXmlRhythm, LengthsFillTheBarAndOnsetsStandWhereTheyShould) {
  std::mt19937 random(3);
  for (int round = 0; round < 3000; ++round) {
    const MeterChange meter{0, 1 + static_cast<int>(random() % 12), 1 << (random() % 7)};
    const Ticks bar = meter.bar_length();
    const Ticks parts[] = {1, 2, 3, 4, 5, 6, 7, 8, 12, 16, bar};
    const Ticks part = parts[random() % std::size(parts)] * meter.beats;
    std::set<Ticks> ticks;
    for (auto n = random() % 10; n > 0; --n) {
      ticks.insert(static_cast<Ticks>(random() % static_cast<unsigned>(part)) % part *
                   (bar / std::min(part, bar)));
    }
    std::erase_if(ticks, [&](Ticks tick) { return tick >= bar; });
    const std::vector<Ticks> onsets(ticks.begin(), ticks.end());
    Ticks at = 0;
    std::size_t next = 0;
    int open = 0;
    for (const RhythmSlot& slot : engrave(meter, onsets)) {
      ASSERT_GT(slot.length, 0);
      if (slot.onset >= 0) {
        ASSERT_EQ(static_cast<std::size_t>(slot.onset), next);
        ASSERT_EQ(at, onsets[next++]);
      }
      open += slot.tuplet_starts;
      ASSERT_EQ(open > 0, slot.actual > 1);
      open -= slot.tuplet_stops;
      if (slot.value >= 0 && !slot.whole_bar) {
        const Ticks value = kTicksPerWhole >> slot.value;
        ASSERT_EQ(slot.length * slot.actual, (value + (slot.dots > 0 ? value / 2 : 0)) * slot.normal);
      }
      at += slot.length;
    }
    ASSERT_EQ(at, bar);
    ASSERT_EQ(next, onsets.size());
  }
}

}  // namespace
}  // namespace firstchair::charts

// The whole way of a stroke, from sound to order, over takes whose truth is known.
#include "engine/session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/hit_count.h"
#include "engine/ear/file_weights.h"
#include "engine/ear/struck_kit_test.h"
#include "engine/fixed_takes.h"
#include "practice/click_announcer.h"

namespace firstchair::tests {
namespace {

const judge::Norms& norms() {
  return judge::default_norms();
}

FixedTake fixed(const std::string& name) {
  for (FixedTake& take : fixed_takes(norms())) {
    if (take.name == name) return std::move(take);
  }
  ADD_FAILURE() << "no fixed take " << name;
  return {};
}

const Metric* find(const Take& take, Measure measure, Line line) {
  for (const Metric& metric : take.verdict.metrics) {
    if (metric.measure == measure && metric.line == line) return &metric;
  }
  return nullptr;
}

int count(const Take& take, MatchKind kind) {
  return static_cast<int>(std::count_if(take.alignment.matches.begin(), take.alignment.matches.end(),
                                        [&](const Match& match) { return match.kind == kind; }));
}

// Two bars of a groove, two of slashes, and again: over the slashes the player plays another groove, or
// leaves half of it out.
TEST(Session, OverSlashesAnotherGrooveIsNoSlip) {
  const auto slips = [](bool slashes) {
    Chart chart;
    std::vector<Hit> hits;
    const auto note = [&](int eighth, Voice voice, bool suggested) {
      chart.notes.push_back({.tick = eighth * kTicksPerQuarter / 2, .voice = voice, .suggested = suggested});
    };
    const auto stroke = [&](int eighth, Voice voice) {
      hits.push_back({.frame = 1'000'000 + eighth * 250'000, .voice = voice, .voice_probability = 1});
    };
    for (int eighth = 0; eighth < 16 * 8; ++eighth) {
      const int place = eighth % 8;
      const bool keep = eighth / 16 % 2 == 1;
      note(eighth, Voice::hat_closed, keep && slashes);
      if (place % 4 == 0) note(eighth, Voice::kick, keep && slashes);
      if (place % 4 == 2) note(eighth, Voice::snare, keep && slashes);
      if (!keep || place % 2 == 0) stroke(eighth, Voice::hat_closed);
      if (keep ? place % 2 == 1 : place % 4 == 0) stroke(eighth, Voice::kick);
      if (place % 4 == 2) stroke(eighth, Voice::snare);
    }
    chart.tempi = {{0, 120}};
    chart.length = 16 * kTicksPerWhole;
    settle(chart);
    SessionConfig config;
    config.norms = norms();
    config.chart = chart;
    config.source.kind = SourceKind::midi;
    config.source.rate = kMidiRate;
    Result<Session> session = Session::make(std::move(config));
    EXPECT_TRUE(session);
    session->push(hits);
    const Take take = session->finish();
    const HitCount counted = count_hits(take).all;
    return std::pair(counted.missed, counted.extra + counted.wrong);
  };
  EXPECT_EQ(slips(true), std::pair(0, 0));
  const auto [missed, others] = slips(false);
  EXPECT_GT(missed, 10);
  EXPECT_GT(others, 20);
}

// The snare of this take sits 22 ms behind its own beat; leans are relative to the pulse of all lines, so the
// distance between two of them is what was put in.
TEST(Session, AnInjectedLeanComesBackFromSound) {
  Result<Take> take = play(fixed("kit-with-chart"));
  ASSERT_TRUE(take);
  const Metric* snare = find(*take, Measure::placement, Line::snare);
  const Metric* hat = find(*take, Measure::placement, Line::hat);
  ASSERT_NE(snare, nullptr);
  ASSERT_NE(hat, nullptr);
  const double half = std::hypot(snare->high - snare->value, hat->high - hat->value);
  EXPECT_NEAR(snare->value - hat->value, 22, std::max(6.0, half));
}

TEST(Session, LeftOutAndRepeatedBarsAreNamedAndNotScored) {
  Result<Take> take = play(fixed("e-kit-form"));
  ASSERT_TRUE(take);
  ASSERT_EQ(take->alignment.departures.size(), 2u);
  EXPECT_EQ(take->alignment.departures[0].kind, DepartureKind::skipped);
  EXPECT_EQ(take->alignment.departures[0].first_bar, 5);
  EXPECT_EQ(take->alignment.departures[0].last_bar, 5);
  EXPECT_EQ(take->alignment.departures[1].kind, DepartureKind::repeated);
  EXPECT_EQ(take->alignment.departures[1].first_bar, 8);
  EXPECT_LE(count(*take, MatchKind::missed), 6);
}

TEST(Session, TheTempoOfAFreeTakeIsFound) {
  Result<Take> take = play(fixed("kit-without-chart"));
  ASSERT_TRUE(take);
  EXPECT_FALSE(take->reading.chart_given);
  // 118, gaining 0.4 % a bar over 12 bars.
  EXPECT_NEAR(take->reading.bpm, 120.6, 2.5);
  const Metric* drift = nullptr;
  for (const Metric& metric : take->verdict.metrics) {
    if (metric.measure == Measure::drift) drift = &metric;
  }
  ASSERT_NE(drift, nullptr);
  EXPECT_GT(drift->high, 0);
}

TEST(Session, BlocksOfAnySizeGiveTheSameTake) {
  const FixedTake take = fixed("kit-with-chart");
  const auto in_blocks = [&](std::size_t block) {
    Result<Session> session = Session::make(take.config);
    EXPECT_TRUE(session);
    const std::span<const float> sound(take.sound);
    for (std::size_t at = 0; at < sound.size(); at += block) {
      session->push(sound.subspan(at, std::min(block, sound.size() - at)));
    }
    return session->finish();
  };
  const Take whole = in_blocks(take.sound.size());
  for (const std::size_t block : {std::size_t{64}, std::size_t{480}, std::size_t{1000000}}) {
    EXPECT_EQ(in_blocks(block).hits, whole.hits) << block;
  }
  EXPECT_EQ(decision_hash(in_blocks(333)), decision_hash(whole));
}

// Four clicks of count-in and then one on every beat, beside the player's: as loud as a snare.
TEST(Session, AMetronomeWhoseClicksAreKnownChangesNothing) {
  FixedTake take = fixed("kit-with-chart");
  const double rate = take.config.source.rate;
  const practice::Metronome click{.bpm = 100, .at = 0.1, .count_in = 4, .accent = 4};
  const std::size_t lead = static_cast<std::size_t>(2.4 * rate);
  take.sound.insert(take.sound.begin(), lead, 0.0F);
  const Result<Take> alone = play(take);
  const double seconds = static_cast<double>(take.sound.size()) / rate;
  for (int c = 0; click.at + c * 0.6 < seconds - 0.2; ++c) {
    const std::size_t from = static_cast<std::size_t>(std::llround((click.at + c * 0.6) * rate));
    for (std::size_t i = 0; i < static_cast<std::size_t>(0.1 * rate); ++i) {
      const double t = static_cast<double>(i) / rate;
      take.sound[from + i] += static_cast<float>(0.3 * std::exp(-t / 0.012) *
                                                 std::sin(2 * 3.14159265 * (c % 4 == 0 ? 1800 : 1200) * t));
    }
  }
  Result<Session> session = Session::make(take.config);
  Result<practice::ClickAnnouncer> announcer = practice::ClickAnnouncer::make(click, rate);
  ASSERT_TRUE(alone && session && announcer);
  const auto second = static_cast<std::size_t>(rate);
  for (std::size_t at = 0; at < take.sound.size(); at += second) {
    for (const practice::AnnouncedClick& told : announcer->push(static_cast<Frames>(at + 2 * second)))
      EXPECT_TRUE(session->expect_click(told.expected));
    session->push(std::span<const float>(take.sound).subspan(at, std::min(second, take.sound.size() - at)));
  }
  const Result<Take> beside = session->finish();
  const auto attacks = [&](const Take& told) {
    std::vector<double> ms;
    for (const Hit& hit : told.hits) {
      const double at = static_cast<double>(hit.frame) / rate * 1000;
      if (ms.empty() || at > ms.back() + 8) ms.push_back(at);
    }
    return ms;
  };
  const std::vector<double> wanted = attacks(*alone), got = attacks(*beside);
  ASSERT_GT(wanted.size(), 50U);
  const auto same = std::count_if(wanted.begin(), wanted.end(), [&](double at) {
    return std::any_of(got.begin(), got.end(), [&](double other) { return std::abs(at - other) < 1; });
  });
  EXPECT_GE(static_cast<double>(same), 0.98 * static_cast<double>(wanted.size()));
  EXPECT_LE(static_cast<double>(got.size() - static_cast<std::size_t>(same)),
            0.02 * static_cast<double>(wanted.size()));
}

TEST(Session, ATakeOfNothingIsATakeWithoutANumber) {
  SessionConfig config;
  config.source.kind = SourceKind::midi;
  config.source.rate = kMidiRate;
  config.norms = norms();
  Result<Session> session = Session::make(config);
  ASSERT_TRUE(session);
  const Take take = session->finish();
  EXPECT_EQ(take.order.action, Action::record_more);
  for (const Metric& metric : take.verdict.metrics) EXPECT_EQ(metric.standing, Standing::too_few);
}

TEST(Session, TheStrokesOfATakeJudgedAgainGiveTheTake) {
  for (FixedTake& fixed : fixed_takes(norms())) {
    const Result<Take> take = play(fixed);
    ASSERT_TRUE(take);
    SessionConfig config = fixed.config;
    config.source = take->source;
    const Take again = judge_strokes(config, take->hits);
    EXPECT_EQ(decision_hash(again), decision_hash(*take)) << fixed.name;
    EXPECT_EQ(again.verdict.floor_ms, take->verdict.floor_ms);
    ASSERT_EQ(again.verdict.metrics.size(), take->verdict.metrics.size());
    for (std::size_t i = 0; i < again.verdict.metrics.size(); ++i)
      EXPECT_EQ(again.verdict.metrics[i].value, take->verdict.metrics[i].value) << fixed.name;
  }
}

TEST(Session, ARateThatIsNoNumberAboveZeroIsRefused) {
  for (const SourceKind kind : {SourceKind::midi, SourceKind::audio}) {
    for (const double rate : {0.0, -48000.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
      SessionConfig config;
      config.source.kind = kind;
      config.source.rate = rate;
      config.norms = norms();
      EXPECT_FALSE(Session::make(config)) << rate;
    }
  }
}

TEST(Session, SoundIsNoPartOfAMidiSession) {
  SessionConfig config;
  config.source.kind = SourceKind::midi;
  config.source.rate = kMidiRate;
  config.norms = norms();
  const std::vector<float> sound(4800, 0.5F);
  EXPECT_DEBUG_DEATH(
      {
        Result<Session> session = Session::make(config);
        session->push(std::vector<Hit>{{.frame = 10, .voice = Voice::snare}});
        session->push(sound);
        EXPECT_TRUE(session->heard().empty());
        const Take take = session->finish();
        EXPECT_EQ(take.hits.size(), 1U);
        EXPECT_EQ(take.source.length, 11);
      },
      "ear_");
}

// Chords over nothing: the ear of recordings names them, and judging the take again keeps what was named.
TEST(Session, ARecordingSaysWhereOtherInstrumentsSound) {
  SessionConfig config;
  config.source.rate = 8000;
  config.norms = norms();
  config.which_ear = ear::WhichEar::file;
  config.weights = ear::file_ear_weights();
  std::vector<float> sound(12 * 8000);
  for (std::size_t i = 0; i < sound.size(); ++i) {
    const double t = static_cast<double>(i) / 8000, root = 110 * std::exp2(std::floor(t / 2) / 6);
    for (const double part : {1.0, 1.26, 1.5}) {
      const double turns = part * root * t;
      sound[i] += static_cast<float>(0.2 * (turns - std::floor(turns) - 0.5));
    }
  }
  Result<Session> session = Session::make(config);
  ASSERT_TRUE(session);
  session->push(sound);
  const Take take = session->finish();
  ASSERT_FALSE(take.source.music.empty());
  EXPECT_LE(take.source.music.back().to, 12 * 8000);
  config.source = take.source;
  EXPECT_EQ(judge_strokes(config, take.hits).source.music, take.source.music);
}

// Drums made of arithmetic, struck one by one before.
TEST(Session, AKitsSoundServesBothEarsAndIsNamedInTheTake) {
  const ear::KitSound kit = ear::struck_kit({Voice::kick, Voice::snare, Voice::hat_closed});
  SessionConfig config;
  config.norms = norms();
  config.source.kind = SourceKind::audio;
  config.source.rate = ear::kStruckRate;
  config.which_ear = ear::WhichEar::file;
  config.weights = ear::file_ear_weights();
  std::vector<float> sound = ear::struck_drums({Voice::kick, Voice::snare}, 8);
  const auto heard = [&](const std::optional<ear::KitSound>& known) {
    SessionConfig with = config;
    with.kit_sound = known;
    Result<Session> session = Session::make(std::move(with));
    if (!session) return Take{};
    session->push(sound);
    return session->finish();
  };
  const Take plain = heard({}), known = heard(kit);
  EXPECT_EQ(plain.source.kit_sound, std::nullopt);
  EXPECT_EQ(known.source.kit_sound, (KitSoundUsed{.name = "made", .used = true}));
  // Another kit's: nothing of it counts.
  ear::KitSound other = kit;
  std::swap(other.drums[static_cast<std::size_t>(Voice::kick)],
            other.drums[static_cast<std::size_t>(Voice::hat_closed)]);
  const ear::KitSound swapped = other;
  other.drums[static_cast<std::size_t>(Voice::snare)] = {};
  const Take wrong = heard(other);
  ASSERT_EQ(wrong.source.kit_sound, (KitSoundUsed{.name = "made", .used = false}));
  ASSERT_EQ(wrong.hits.size(), plain.hits.size());
  for (std::size_t h = 0; h < plain.hits.size(); ++h) {
    EXPECT_EQ(wrong.hits[h].voice, plain.hits[h].voice);
    EXPECT_EQ(wrong.hits[h].strength, plain.hits[h].strength);
  }
  config.which_ear = ear::WhichEar::live;
  config.weights.reset();
  EXPECT_EQ(heard({}).source.kit_sound, std::nullopt);
  EXPECT_EQ(heard(kit).source.kit_sound, (KitSoundUsed{.name = "made", .used = true}));
  std::vector<ear::SyntheticStroke> kicks;
  for (int k = 0; k < 24; ++k) kicks.push_back({0.5 + 0.4 * k, Voice::kick, 0.5});
  sound = ear::synthesise(kicks, 11, ear::kStruckRate);
  ear::add_noise(sound, -65);
  EXPECT_EQ(heard(swapped).source.kit_sound, (KitSoundUsed{.name = "made", .used = false}));
}

TEST(Session, AChartThatBreaksItsLawsIsRefused) {
  SessionConfig config;
  config.source.kind = SourceKind::midi;
  config.source.rate = kMidiRate;
  config.chart = Chart{};
  config.chart->length = 7;
  EXPECT_FALSE(Session::make(config));
}

}  // namespace
}  // namespace firstchair::tests

// An audition that tests write line by line, as a program does it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/chairs/audition.h"
#include "apps/chairs/audition_record.h"
#include "apps/chairs/seating_record.h"
#include "testing/chairs/four_players.h"

namespace firstchair::audition {

inline constexpr std::int64_t kStart = 1764374400;

// Two excerpts of 16 bars at 100, as the players of files have them.
inline const Declaration& two_excerpts() {
  static const Declaration declaration = testing::four_players().declaration;
  return declaration;
}

// An audition that is written line by line, as a program does it.
class Played {
 public:
  explicit Played(Level level = Level::live) {
    Declaration declaration = two_excerpts();
    Conditions& asked = declaration.attempts.emplace();
    asked.level = level;
    asked.draw_percent = level == Level::live ? 2 : 0;
    const Result<Declaration> read = read_declaration(declaration_json(declaration));
    EXPECT_TRUE(read) << read.error().line();
    EXPECT_EQ(add(declared_line(*read, "key\n", "", kStart)), "");
  }
  std::string add(const store::RecordLine& line) {
    std::string why = audition.take_in(line);
    if (why.empty()) lines.push_back(line);
    return why;
  }
  void enter(const std::string& id) {
    EXPECT_EQ(add(entrant_line(id, commitment_of(std::string(64, 'a'), "name of " + id), ++now)), "");
  }
  // Opens an attempt; the tempo is drawn by hand, so that every run of the test is the same.
  std::string open(const std::string& id, std::size_t excerpt, double percent = 1.2, int challenge = 0) {
    Attempt attempt{.player = id, .excerpt = excerpt, .challenge = challenge};
    if (challenge > 0) {
      attempt.round = audition.next_round(challenge, id);
      attempt.excerpt = static_cast<std::size_t>(std::max(0, attempt.round - 1)) % 2;
    }
    attempt.nonce = {.bpm = 100 + percent, .count_in = 1, .seed = 7};
    const Attempt* before = audition.last_attempt(id, attempt.excerpt, challenge, attempt.round);
    return add(opened_line(attempt, before == nullptr ? 1 : before->number + 1, "jack", ++now));
  }
  // What a drummer of that spread plays to the tempo that was drawn.
  std::string play(double sd_ms) {
    const Attempt& attempt = audition.attempts.back();
    const Chart& chart = audition.declaration.excerpts[attempt.excerpt].chart;
    testing::Chance chance(++seed);
    std::vector<Hit> hits;
    for (const Note& note : chart.notes) {
      const double s = 1 + 60 / attempt.nonce.bpm * static_cast<double>(note.tick) / kTicksPerQuarter +
                       0.001 * sd_ms * chance.normal();
      Hit hit{.frame = static_cast<Frames>(s * kMidiRate), .voice = note.voice, .sigma_ms = 1};
      hit.strength = static_cast<float>(70 + std::lround(6 * chance.normal()));
      hits.push_back(hit);
    }
    std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
    Source source;
    source.name = "take";
    source.kind = SourceKind::midi;
    source.rate = kMidiRate;
    source.length = hits.back().frame + 1;
    const PlayedTake played = heard_take(audition, attempt, source, std::move(hits),
                                         std::string(60, 'b') + std::to_string(1000 + seed));
    return add(take_line(attempt, played, now += 60));
  }
  void perform(const std::string& id, double sd_ms) {
    for (std::size_t e = 0; e < 2; ++e) {
      ASSERT_EQ(open(id, e), "");
      ASSERT_EQ(play(sd_ms), "");
    }
  }
  JudgedTakes judged() const {
    JudgedTakes all;
    const Result<Done> done = judge_takes(audition, lines, all);
    EXPECT_TRUE(done) << done.error().line();
    return all;
  }
  Seated seat() {
    const Result<Seated> seated = seat_audition(audition, judged());
    EXPECT_TRUE(seated) << seated.error().line();
    for (const store::RecordLine& line : seating_lines(audition, *seated, ++now)) EXPECT_EQ(add(line), "");
    return *seated;
  }
  std::string told() const {
    const Result<Verified> verified = verify_record(store::record_text(lines));
    return verified ? "" : verified.error().line();
  }

  Audition audition;
  std::vector<store::RecordLine> lines;
  std::int64_t now = kStart;
  std::uint64_t seed = 100;
};

// Four who play both excerpts, and are seated.
inline Played played_four() {
  Played four;
  for (const char* id : {"KA", "BE", "CU", "DO"}) four.enter(id);
  four.perform("KA", 6);
  four.perform("BE", 6.4);
  four.perform("CU", 11);
  four.perform("DO", 18);
  return four;
}

}  // namespace firstchair::audition

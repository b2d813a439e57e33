// What may never be printed, looked for in every output of every fixture.
#include <gtest/gtest.h>

#include <cctype>
#include <set>

#include "report/report.h"
#include "report/text/book_text.h"
#include "report/text/free_text.h"
#include "report/text/teacher_text.h"
#include "testing/report/take_fixture.h"

namespace firstchair::report {
namespace {

const std::set<std::string> kNever{"good",       "bad",       "great",     "sloppy",   "lazy",
                                   "terrible",   "perfect",   "excellent", "nice",     "awesome",
                                   "poor",       "weak",      "amazing",   "awful",    "brilliant",
                                   "horrible",   "fantastic", "messy",     "clumsy",   "careless",
                                   "talented",   "gifted",    "skilled",   "hopeless", "congratulations",
                                   "bravo",      "wow",       "oops",      "sorry",    "unfortunately",
                                   "impressive", "solid",     "decent",    "mediocre", "worst",
                                   "failed",     "failure",   "stupid",    "wrong",    "mistake",
                                   "mistakes",   "superb",    "beautiful", "ugly",     "keep",
                                   "well"};

// Words of the text a reader sees: tags, attributes that are not read out, styles and JSON keys left out.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_') {
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

std::string visible(std::string html) {
  html.erase(0, html.find("</style>") + 8);
  std::string text;
  for (std::size_t at = 0; at < html.size();) {
    const std::size_t open = html.find('<', at);
    text += html.substr(at, open - at) + ' ';
    if (open == std::string::npos) break;
    const std::size_t close = html.find('>', open);
    const std::string tag = html.substr(open, close - open);
    const std::size_t label = tag.find("aria-label=\"");
    if (label != std::string::npos) text += tag.substr(label + 12) + ' ';
    at = close + 1;
  }
  return text;
}

}  // namespace

TEST(Wording, NeitherPraisesNorInsults) {
  for (const auto& [name, take] : testing::all_takes()) {
    for (const std::string& text : {summary(take, {}), headline(take), order_text(take), hands_text(take),
                                    visible(take_html(take)), take_json(take), events_csv(take)}) {
      for (const std::string& word : words_of(text))
        EXPECT_FALSE(kNever.contains(word)) << name << ": " << word;
    }
  }
}

TEST(Wording, FreePlayingIsTold) {
  for (const double probability : {0.3, 0.99}) {
    const FreeBeat beat{.known = true,
                        .bpm = 118,
                        .low = 117,
                        .high = 119,
                        .probability = probability,
                        .beat = 1,
                        .bar_probability = probability};
    const FreeScreen screen{.beat = beat, .source = "MIDI", .message = {}};
    for (const std::string& text : {free_text(beat, 3), free_text({}, 3), free_screen(screen, 80, 24)}) {
      for (const std::string& word : words_of(text)) EXPECT_FALSE(kNever.contains(word)) << word;
    }
  }
}

TEST(Wording, OfTheBookNeitherPraisesNorInsults) {
  KeptTake kept;
  kept.title = "Rock 8ths";
  kept.z = kept.z_low = kept.z_high = 1.2;
  kept.discarded = true;
  kept.lines.resize(1);
  kept.lines[0].spread_ms = 9;
  std::string text = take_row(kept, "2026-11-25") + progress_row(kept, "2026-11-25");
  const auto takes = testing::all_takes();
  for (const auto& [name, take] : takes) {
    for (const std::string& change : changes_between(takes.front().take, take)) text += change + "\n";
  }
  for (const std::string& word : words_of(text)) EXPECT_FALSE(kNever.contains(word)) << word;
}

TEST(Wording, EveryMetricSaysANumber) {
  for (const auto& [name, take] : testing::all_takes()) {
    for (const Metric& metric : take.verdict.metrics) {
      EXPECT_NE(metric_text(metric).find_first_of("0123456789"), std::string::npos) << name;
      for (const std::string& word : words_of(metric_text(metric)))
        EXPECT_FALSE(kNever.contains(word)) << word;
    }
  }
}

// Every sentence the teacher can say, with every number in it.
std::vector<std::string> teacher_texts() {
  std::vector<std::string> texts;
  for (int broke = 0; broke <= static_cast<int>(Broke::spread); ++broke) {
    texts.push_back(
        trial_text({.trial = {.bpm = 92}, .broke = static_cast<Broke>(broke), .notes = 64, .z = 1.2}, 1));
    texts.push_back(trial_text({.trial = {.bpm = 92}, .broke = static_cast<Broke>(broke), .notes = 64}, 1));
  }
  const LimitEstimate limit{.bpm = 126, .low = 121, .high = 131, .work_bpm = 118};
  texts.push_back(limit_text(limit, {.takes = 9, .broke = 4}, {.limb = true, .hand = Hand::right, .bar = 2}));
  texts.push_back(limit_so_far_text(limit, {.takes = 3, .broke = 1}, 112));
  texts.push_back(limit_text(limit, {.takes = 9, .held_bpm = 120}, {}));
  texts.push_back(limit_so_far_text(limit, {.takes = 3, .held_bpm = 120}, 112));
  const WrittenNote note{.bar = 1, .voice = Voice::crash};
  texts.push_back(missing_text(std::span(&note, 1)));
  texts.push_back(plan_text({}));
  Plan plan{.steps = {}, .playing = 30, .total = 35};
  for (int kind = 0; kind <= static_cast<int>(StepKind::rest); ++kind) {
    for (int because = 0; because <= static_cast<int>(Because::rest_due); ++because) {
      Step step{.kind = static_cast<StepKind>(kind), .item = "x", .minutes = 4};
      step.because = static_cast<Because>(because);
      step.ends = static_cast<Ends>(because % 3);
      step.value = because % 2 == 0 ? -1 : 3;
      plan.steps.push_back(step);
    }
  }
  texts.push_back(plan_text(plan));
  texts.push_back(plan_done_text(plan, {.steps = std::vector<StepDone>(plan.steps.size())}));
  for (int halt = 1; halt <= static_cast<int>(Halt::speed_full); ++halt) {
    texts.push_back(
        advice_text({.halt = static_cast<Halt>(halt), .rest_minutes = 5, .played = 26, .limit = 25},
                    {.spread = true, .level = true, .sag = true, .hand = true}));
  }
  for (int change = 0; change <= static_cast<int>(Change::too_few); ++change) {
    texts.push_back(comparison_text(
        {.line = Line::hat, .spread = static_cast<Change>(change), .before_ms = 12, .after_ms = 9}));
  }
  texts.push_back(progress_text(
      {.line = Line::hat, .takes = 6, .days = 4, .before_ms = 19, .after_ms = 15, .shown = true}));
  for (const SaidLean said : {SaidLean::early, SaidLean::late, SaidLean::even})
    texts.push_back(answer_text(Line::snare, 1, -2, 4, said));
  return texts;
}

TEST(Wording, TheTeacherNeitherPraisesNorInsultsAndAlwaysSaysANumber) {
  for (const std::string& text : teacher_texts()) {
    EXPECT_NE(text.find_first_of("0123456789"), std::string::npos) << text;
    for (const std::string& word : words_of(text))
      EXPECT_FALSE(kNever.contains(word)) << text << ": " << word;
  }
}

TEST(Wording, SaysPulseWhereNoClickIsKnown) {
  for (const auto& [name, take] : testing::all_takes()) {
    EXPECT_EQ((summary(take, {}) + visible(take_html(take))).find("click"), std::string::npos) << name;
  }
}

}  // namespace firstchair::report

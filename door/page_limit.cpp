#include "door/page_limit.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "door/settings.h"
#include "report/data/json_writer.h"
#include "report/text/teacher_text.h"
#include "report/text/words.h"

namespace firstchair::door {
namespace {

constexpr std::array<std::string_view, 8> kLimitSettings{
    "letter", "most", "from", "to", "times", "prior_bpm", "known_log2_bpm", "known_sigma_oct"};

}  // namespace

Result<PageLimitSettings> parse_limit_settings(std::string_view text, const Chart& chart) {
  Result<Settings> wishes = Settings::parse(text, kLimitSettings);
  if (!wishes) return wishes.error();
  std::optional<Error> wrong;
  const auto number = [&](std::string_view key, double otherwise, double low, double high) {
    Result<double> value = wishes->number(key, otherwise, low, high);
    if (!value && !wrong) wrong = value.error();
    return value ? *value : otherwise;
  };
  const auto whole = [&](std::string_view key, int otherwise, int low, int high) {
    return static_cast<int>(std::lround(number(key, otherwise, low, high)));
  };
  PageLimitSettings s;
  const std::string letter = wishes->text("letter");
  const Result<double> spread = practice::spread_of_letter(
      letter.empty() ? std::string(1, practice::kLimitLetter) : letter, "letter " + letter);
  if (!spread) return spread.error();
  s.z_wanted = *spread;
  s.range = practice::excerpt_range(chart, {.from = whole("from", 1, 1, 100'000),
                                            .to = whole("to", 0, 0, 100'000),
                                            .times = whole("times", 0, 0, practice::kMostPasses)});
  s.limit = practice::begin_search(
      {.asked_bpm = number("prior_bpm", 0, 0, practice::kHighestLimit),
       .written_bpm = tempo_at(chart, 0),
       .known = {.log2_bpm = number("known_log2_bpm", 0, 0, practice::kHighestLog2Bpm),
                 .sigma_oct = number("known_sigma_oct", 0, 0, practice::kMostOctaves)},
       .most_takes = whole("most", teacher::LimitConfig{}.most_takes, 1, practice::kMostLimitTakes)});
  if (wrong) return *wrong;
  return s;
}

PageLimit::PageLimit(const PageLimitSettings& settings, const judge::Norms& norms)
    : settings_(settings), finder_(settings.limit, norms, settings.z_wanted) {}

double PageLimit::next_bpm() const {
  return done() ? practice::cool_down_bpm(finder_.limit()) : finder_.limit().next_bpm();
}

PageDrillSettings PageLimit::excerpt(PageDrillSettings wishes) const {
  wishes.range = settings_.range;
  wishes.stop = false;
  wishes.click = practice::excerpt_click(wishes.click, next_bpm());
  wishes.ask_chart_played = false;
  return wishes;
}

void PageLimit::add(const PageDrill& drill) {
  if (done()) return;
  bar_numbers_ = drill.plan().bar_numbers;
  if (practice::broken_off(drill.played_bars())) {
    said_ = drill.broken_off_text() + " " + next_text();
    return;
  }
  const TrialOutcome outcome = finder_.add_excerpt(drill.against_click(), drill.told(), drill.plan());
  told_.push_back(finder_.limit().estimate());
  const std::string enough = guard();
  said_ = done()
              ? so_far() + " " + next_text()
              : report::trial_text(outcome, finder_.z_wanted()) + " " + (enough.empty() ? so_far() : enough);
  if (const std::string missing = report::missing_text(finder_.newly_missing()); !missing.empty())
    said_ += " " + missing;
}

bool PageLimit::discard_last() {
  if (!finder_.discard_last()) return false;
  told_.pop_back();
  said_ = fmt::format("Take {} thrown away.", told_.size() + 1);
  if (!told_.empty()) said_ += " " + so_far();
  return true;
}

// What the book tells of the day the page asks its server before it begins.
std::string PageLimit::guard() const {
  return report::advice_text(practice::guard_of(finder_, {}, 0));
}

std::string PageLimit::so_far() const {
  if (told_.empty()) return "";
  const LimitEstimate found = finder_.limit().estimate();
  return done() ? report::limit_text(found, finder_.limit().tried(), finder_.what_breaks(bar_numbers_))
                : report::limit_so_far_text(found, finder_.limit().tried(), next_bpm());
}

std::string PageLimit::next_text() const {
  const std::string bpm = report::number(next_bpm(), 0);
  if (done()) return fmt::format("Cool-down: {}.", bpm);
  return fmt::format("Take {} of at most {}: {}.", told_.size() + 1, settings_.limit.most_takes, bpm);
}

std::string PageLimit::json() const {
  report::JsonWriter json;
  json.begin_object();
  json.boolean("done", done());
  json.integer("most", settings_.limit.most_takes);
  json.real("bpm", next_bpm(), 2);
  json.integer("from", settings_.range.from);
  json.integer("to", settings_.range.to);
  json.integer("times", settings_.range.times);
  json.text("next", next_text());
  json.text("text", so_far());
  if (!said_.empty()) json.text("said", said_);
  if (const std::string enough = guard(); !enough.empty()) json.text("guard", enough);
  json.begin_array("trials");
  for (std::size_t i = 0; i < told_.size(); ++i) {
    const LimitTrial& trial = finder_.limit().trials()[i];
    json.begin_object();
    json.real("bpm", trial.bpm, 2);
    json.boolean("clean", trial.clean);
    json.text("text", report::trial_text(finder_.outcomes()[i], finder_.z_wanted()));
    json.begin_array("limit_bpm");
    for (const double bpm : {told_[i].bpm, told_[i].low, told_[i].high})
      json.real("", bpm, 6);  // a page rounds it once
    json.end_array();
    json.end_object();
  }
  json.end_array();
  if (!told_.empty() && finder_.limit().worth_keeping()) {
    const LimitEstimate found = finder_.limit().estimate();
    json.real("log2_bpm", found.log2_bpm, 9);
    json.real("sd_oct", found.sd_oct, 5);
    json.real("sigma_oct", found.sigma_oct, 5);
    json.integer("broke", finder_.limit().tried().broke);
    json.real("held_bpm", finder_.limit().tried().held_bpm, 2);
  }
  json.end_object();
  return json.take();
}

}  // namespace firstchair::door

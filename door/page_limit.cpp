#include "door/page_limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "door/settings.h"
#include "engine/teacher/guard.h"
#include "practice/against_click.h"
#include "report/data/json_writer.h"
#include "report/text/teacher_text.h"
#include "report/text/words.h"

namespace firstchair::door {
namespace {

constexpr int kExcerpt = 8;               // bars
constexpr double kReturningSdOct = 0.15;  // of an excerpt that was measured before
constexpr double kLowest = 40, kHighest = 260;

constexpr std::array<std::string_view, 8> kKnown{"letter", "most",      "from",           "to",
                                                 "times",  "prior_bpm", "known_log2_bpm", "known_sigma_oct"};

}  // namespace

Result<PageLimitSettings> parse_limit_settings(std::string_view text, const Chart& chart) {
  Result<Settings> wishes = Settings::parse(text, kKnown);
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
  if (!letter.empty()) {
    s.z_wanted = teacher::z_of_letter(static_cast<char>(std::toupper(static_cast<unsigned char>(letter[0]))));
    if (letter.size() != 1 || s.z_wanted == 0)
      return Error{ErrorCode::usage, "letter " + letter, "not a letter of the scale", "Choose A, B, C or D"};
  }
  s.limit.most_takes = whole("most", s.limit.most_takes, 1, 40);
  s.range = {.from = whole("from", 1, 1, 100'000), .to = whole("to", 0, 0, 100'000)};
  s.range.times = whole("times", 0, 0, 1000);
  if (s.range.times == 0) {
    const int last = s.range.to > 0 ? s.range.to : static_cast<int>(bars_of(chart).size());
    const int bars = std::max(1, last - s.range.from + 1);
    s.range.times = (kExcerpt + bars - 1) / bars;
  }
  const double written = tempo_at(chart, 0);
  if (written > 0) s.limit.prior_bpm = written;
  const double known = number("known_log2_bpm", 0, 0, 9);
  s.limit.prior_sigma_oct = number("known_sigma_oct", 0, 0, 1);
  if (known > 0) {
    s.limit.prior_bpm = std::exp2(known);
    s.limit.prior_sd_oct = kReturningSdOct;
  }
  if (const double prior = number("prior_bpm", 0, 0, kHighest); prior > 0) {
    s.limit.prior_bpm = prior;
    s.limit.prior_sd_oct = teacher::LimitConfig{}.prior_sd_oct;
  }
  s.limit.prior_bpm = std::clamp(s.limit.prior_bpm, kLowest, kHighest);
  if (wrong) return *wrong;
  return s;
}

PageLimit::PageLimit(const PageLimitSettings& settings, const judge::Norms& norms)
    : settings_(settings), norms_(norms), finder_(settings.limit, norms, settings.z_wanted) {}

double PageLimit::next_bpm() const {
  return done() ? std::round(finder_.limit().estimate().work_bpm) : finder_.limit().next_bpm();
}

PageDrillSettings PageLimit::excerpt(PageDrillSettings wishes) const {
  wishes.range = settings_.range;
  wishes.stop = false;
  wishes.click.bpm = next_bpm();
  wishes.click.count_in_bars = 1;
  wishes.click.gap_on = wishes.click.gap_off = 0;
  wishes.click.mute_share = 0;
  wishes.click.ramp = {};
  return wishes;
}

void PageLimit::add(const PageDrill& drill, Take take) {
  if (done()) return;
  const practice::DrillPlan& plan = drill.plan();
  bar_numbers_ = plan.bar_numbers;
  const bool lost = practice::lost_a_bar(practice::settled(drill.told()), plan);
  const double seconds = (plan.bar_lines.back() - plan.bar_lines.front()) / plan.click.rate;
  std::string text = finder_.add(practice::against_click(std::move(take), drill.told(), plan, norms_),
                                 plan.click.bpm, lost, seconds);
  told_.push_back({std::move(text), finder_.limit().estimate()});
  said_ = done() ? so_far() + " " + next_text() : told_.back().text + " " + (full() ? guard() : so_far());
}

bool PageLimit::discard_last() {
  if (!finder_.discard_last()) return false;
  told_.pop_back();
  said_ = fmt::format("Take {} thrown away.", told_.size() + 1);
  if (!told_.empty()) said_ += " " + so_far();
  return true;
}

bool PageLimit::full() const {
  return finder_.speed_minutes() >= teacher::kSpeedDay;
}

std::string PageLimit::guard() const {
  return report::speed_full_text(finder_.speed_minutes(), teacher::kSpeedDay);
}

std::string PageLimit::so_far() const {
  return told_.empty() ? "" : done() ? finder_.words(bar_numbers_) : finder_.words_so_far();
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
  if (full()) json.text("guard", guard());
  json.begin_array("trials");
  for (std::size_t i = 0; i < told_.size(); ++i) {
    const LimitTrial& trial = finder_.limit().trials()[i];
    json.begin_object();
    json.real("bpm", trial.bpm, 2);
    json.boolean("clean", trial.clean);
    json.text("text", told_[i].text);
    json.begin_array("limit_bpm");
    for (const double bpm : {told_[i].after.bpm, told_[i].after.low, told_[i].after.high})
      json.real("", bpm, 1);
    json.end_array();
    json.end_object();
  }
  json.end_array();
  if (!told_.empty() && finder_.limit().worth_keeping()) {
    const LimitEstimate found = finder_.limit().estimate();
    json.real("log2_bpm", found.log2_bpm, 5);
    json.real("sd_oct", found.sd_oct, 5);
    json.real("sigma_oct", found.sigma_oct, 5);
  }
  json.end_object();
  return json.take();
}

}  // namespace firstchair::door

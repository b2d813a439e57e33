#include "apps/server/api/book_json.h"

#include "engine/core/ids.h"
#include "report/report.h"
#include "report/text/count_text.h"
#include "report/text/teacher_text.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::server {
namespace {

using report::JsonWriter;

// Whoever writes a tempo as a whole number rounds what is here, and comes to what the texts beside it say.
constexpr int kTempo = 6;

void interval(JsonWriter& json, std::string_view key, bool known, double value, double low, double high,
              int decimals = 2) {
  if (!known) {
    json.null(key);
    return;
  }
  json.begin_array(key);
  for (const double x : {value, low, high}) json.real("", x, decimals);
  json.end_array();
}

void text_or_null(JsonWriter& json, std::string_view key, std::string_view text) {
  if (text.empty()) {
    json.null(key);
  } else {
    json.text(key, text);
  }
}

void real_or_null(JsonWriter& json, std::string_view key, bool known, double value, int decimals) {
  if (known) {
    json.real(key, value, decimals);
  } else {
    json.null(key);
  }
}

std::string_view id_of(StepKind kind) {
  static constexpr auto kIds =
      ids_up_to<StepKind::rest>("warm_up", "retest", "work", "own_time", "full_take", "rest");
  return kIds[static_cast<std::size_t>(kind)];
}

std::string_view id_of(Change change) {
  static constexpr auto kIds = ids_up_to<Change::too_few>("real", "not_shown", "not_like", "too_few");
  return kIds[static_cast<std::size_t>(change)];
}

void write_line(JsonWriter& json, const KeptLine& line) {
  json.begin_object();
  json.text("line", firstchair::id_of(line.line));
  json.text("name", report::capital(name_of(line.line)));
  json.integer("n", line.n);
  // A line alone against its own pulse has no lean.
  interval(json, "lean_ms", line.mean_high > line.mean_low, line.mean_ms, line.mean_low, line.mean_high);
  interval(json, "spread_ms", line.spread_ms > 0, line.spread_ms, line.spread_low, line.spread_high);
  interval(json, "z", line.z > 0, line.z, line.z_low, line.z_high);
  json.real("level_db", line.level_db, 1);
  json.end_object();
}

void write_step(JsonWriter& json, const Step& step) {
  const report::StepText words = report::step_text(step);
  json.begin_object();
  json.text("kind", id_of(step.kind));
  json.integer("block", step.block);
  text_or_null(json, "item", step.item);
  json.text("title", report::plain(step.title));
  json.integer("from_bar", step.from_bar);
  json.integer("to_bar", step.to_bar);
  json.real("bpm", step.bpm, 1);
  json.real("minutes", step.minutes, 2);
  json.integer("gap_on", step.gap_on);
  json.integer("gap_off", step.gap_off);
  json.integer("count", step.count);
  real_or_null(json, "target_bpm", step.target_bpm > 0, step.target_bpm, 1);
  json.text("what", words.what);
  json.text("why", words.why);
  json.text("until", words.until);
  json.end_object();
}

}  // namespace

void write_level(JsonWriter& json, std::string_view key, const teacher::Level& level) {
  interval(json, key, level.observations > 0, level.bpm(), level.low_bpm(), level.high_bpm(), kTempo);
}

void write_take(JsonWriter& json, std::string_view key, const KeptTake& take, std::string_view text) {
  json.begin_object(key);
  json.integer("id", take.id);
  json.integer("began_s", take.began_s);
  json.real("minutes", take.minutes, 2);
  text_or_null(json, "item", take.item);
  json.text("title", report::plain(take.title));
  json.real("bpm", take.bpm, kTempo);
  json.integer("bars", take.bars);
  json.boolean("click", take.click);
  real_or_null(json, "follow", take.follow >= 0, take.follow, 0);
  json.text("mode", mode_text(take));
  json.text("kit", report::id_of(take.kit));
  json.boolean("discarded", take.discarded);
  json.boolean("counted", take.counted);
  real_or_null(json, "pain", take.pain >= 0, take.pain, 1);
  json.begin_object("hits");
  json.integer("notes", take.hits.notes);
  json.integer("missed", take.hits.missed);
  json.integer("extra", take.hits.extra);
  json.integer("wrong", take.hits.wrong);
  json.integer("covered", take.hits.covered);
  json.text("text", report::slips_text(take.hits));
  json.end_object();
  interval(json, "z", take.z > 0, take.z, take.z_low, take.z_high);
  json.begin_array("lines");
  for (const KeptLine& line : take.lines) write_line(json, line);
  json.end_array();
  json.text("text", text);
  json.end_object();
}

void write_limit(JsonWriter& json, const LimitKept& limit, std::string_view title) {
  const LimitEstimate estimate = book::estimate_of(limit);
  json.begin_object();
  json.text("item", limit.item);
  json.text("title", report::plain(title));
  json.integer("began_s", limit.began_s);
  interval(json, "bpm", true, estimate.bpm, estimate.low, estimate.high, kTempo);
  json.real("work_bpm", estimate.work_bpm, kTempo);
  json.integer("takes", limit.takes);
  json.text("text",
            report::limit_text(estimate,
                               {.takes = limit.takes, .broke = limit.broke, .held_bpm = limit.held_bpm}, {}));
  json.end_object();
}

void write_levels(JsonWriter& json, std::span<const teacher::Level> track) {
  json.begin_array("levels");
  for (const teacher::Level& level : track) {
    json.begin_object();
    json.integer("at_s", level.at_s);
    write_level(json, "bpm", level);
    json.end_object();
  }
  json.end_array();
}

void write_goals(JsonWriter& json, std::span<const book::GoalStanding> goals) {
  json.begin_array("goals");
  for (const book::GoalStanding& standing : goals) {
    json.begin_object();
    json.text("item", standing.goal.item);
    json.text("title", report::plain(standing.title));
    json.real("bpm", standing.goal.bpm, 1);
    json.real("weight", standing.goal.weight, 2);
    write_level(json, "level_bpm", standing.level);
    json.text("text", book::goal_text(standing));
    json.end_object();
  }
  json.end_array();
}

void write_comparison(JsonWriter& json, const Comparison& line) {
  json.begin_object();
  json.text("line", firstchair::id_of(line.line));
  json.text("name", report::capital(name_of(line.line)));
  json.real("before_ms", line.before_ms, 2);
  json.real("after_ms", line.after_ms, 2);
  interval(json, "ratio", true, line.ratio, line.ratio_low, line.ratio_high, 3);
  json.text("spread", id_of(line.spread));
  interval(json, "moved_ms", true, line.moved, line.moved_low, line.moved_high);
  json.text("mean", id_of(line.mean));
  json.text("text", report::comparison_text(line));
  json.end_object();
}

void write_today(JsonWriter& json, const book::Today& today) {
  if (today.advice.halt == Halt::none) {
    json.null("advice");
  } else {
    json.begin_object("advice");
    json.text("text", report::advice_text(today.advice));
    json.boolean("may_override", today.advice.may_override);
    json.real("rest_minutes", today.advice.rest_minutes, 1);
    json.end_object();
  }
  if (!today.plan) {
    json.null("plan");
    return;
  }
  json.begin_object("plan");
  json.real("playing", today.plan->playing, 2);
  json.real("total", today.plan->total, 2);
  json.text("text", report::plan_text(*today.plan));
  json.begin_array("steps");
  for (const Step& step : today.plan->steps) write_step(json, step);
  json.end_array();
  json.end_object();
  if (!today.done) return;
  json.begin_object("done");
  json.real("minutes", today.done->minutes, 2);
  json.integer("beside", today.done->beside);
  json.text("text", report::plan_done_text(*today.plan, *today.done));
  json.begin_array("steps");
  for (const StepDone& step : today.done->steps) {
    json.begin_object();
    json.real("minutes", step.minutes, 2);
    json.integer("takes", step.takes);
    json.integer("clean", step.clean);
    real_or_null(json, "best_bpm", step.best_bpm > 0, step.best_bpm, 1);
    json.boolean("ended", step.ended);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void write_about(JsonWriter& json, const store::BookTake& take, std::string_view text) {
  const store::Circumstances& how = take.circumstances;
  json.begin_object();
  write_take(json, "take", take.kept, text);
  json.text("engine", how.engine);
  text_or_null(json, "weights", how.weights);
  text_or_null(json, "device", report::plain(how.device));
  interval(json, "round_trip_ms", how.round_trip_sd_ms > 0, how.round_trip_ms,
           how.round_trip_ms - 1.96 * how.round_trip_sd_ms, how.round_trip_ms + 1.96 * how.round_trip_sd_ms);
  json.end_object();
}

}  // namespace firstchair::server

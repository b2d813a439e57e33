// What a drill in a page tells: its plan, its news, bar by bar.
#include <algorithm>
#include <array>
#include <cmath>

#include "door/page_drill.h"
#include "report/data/json_writer.h"
#include "report/page/svg.h"
#include "report/report.h"
#include "report/text/book_text.h"
#include "report/text/drill_text.h"
#include "report/text/words.h"

namespace firstchair::door {
namespace {

constexpr const char* kOfOwnLean = " of your own lean";

// Notes of a bar that no stroke answers, by their index in the plan's chart.
struct Unanswered {
  std::vector<std::size_t> missed, covered;
};

void interval(report::JsonWriter& json, std::string_view key, double value, double low, double high) {
  json.begin_array(key);
  for (const double x : {value, low, high}) json.real("", x, 2);
  json.end_array();
}

std::string count_in_text(int bars) {
  if (bars <= 0) return "Play.";
  return "Count-in: " + report::count(static_cast<std::size_t>(bars), "bar") + ".";
}

void write(report::JsonWriter& json, const HitCount& hits) {
  json.integer("notes", hits.notes);
  json.integer("missed", hits.missed);
  json.integer("wrong_voice", hits.wrong);
  json.integer("covered", hits.covered);
  json.integer("extra", hits.extra);
}

void write(report::JsonWriter& json, const BarVerdict& bar, bool midi, bool relative,
           const Unanswered& unanswered) {
  json.integer("bar", bar.bar);
  BarVerdict said = bar;
  for (BarLine& line : said.lines) line.measured = line.measured && !relative;
  json.text("text", bar.played ? report::bar_text(said) : report::nothing_heard_text(bar, midi));
  json.text("fault", bar.fault == BarFault::none ? "none" : bar.fault == BarFault::hits ? "hits" : "lean");
  json.boolean("played", bar.played);
  write(json, bar.hits);
  json.begin_array("lines");
  for (const BarLine& line : bar.lines) {
    json.begin_object();
    json.text("line", id_of(line.line));
    json.text("name", report::capital(name_of(line.line)));
    json.integer("n", line.timed);
    write(json, line.hits);
    if (line.measured) {
      interval(json, "lean_ms", line.lean_ms, line.lean_low, line.lean_high);
      const int decimals = report::decimals_for((line.lean_high - line.lean_low) / 2);
      json.text("lean", report::lean(line.lean_ms, decimals) + (relative ? kOfOwnLean : ""));
      json.text("lean_interval", report::plus_minus(line.lean_low, line.lean_high, decimals));
    }
    if (line.spread_measured) {
      interval(json, "spread_ms", line.spread_ms, line.spread_low, line.spread_high);
      const int decimals = report::decimals_for((line.spread_high - line.spread_low) / 2);
      json.text("spread", report::number(line.spread_ms, decimals) + " ms");
      json.text("spread_interval", report::range(line.spread_low, line.spread_high, decimals));
    }
    json.end_object();
  }
  json.end_array();
  for (const auto& [key, notes] :
       {std::pair{"missed_notes", &unanswered.missed}, std::pair{"covered_notes", &unanswered.covered}}) {
    json.begin_array(key);
    for (const std::size_t note : *notes) json.integer("", static_cast<std::int64_t>(note));
    json.end_array();
  }
}

// A line's lean against that of all the player's strokes: what the round trip may be is the same in both.
void against_own_lean(BarLine& line, const std::optional<double>& own, double round_trip_sd_ms) {
  line.measured = line.measured && own;
  if (!line.measured) return;
  const double whole = (line.lean_high - line.lean_low) / 2, trip = 1.96 * round_trip_sd_ms;
  const double half = std::sqrt(std::max(0.0, whole * whole - trip * trip));
  line.lean_ms -= *own;
  line.lean_low = line.lean_ms - half;
  line.lean_high = line.lean_ms + half;
}

// A note that none answers is covered where one that is answered was written with it, as often as the bar
// counts that.
Unanswered unanswered(const std::vector<Note>& notes, std::size_t from, std::size_t to,
                      const std::vector<bool>& answered, const BarVerdict& bar) {
  Unanswered found;
  std::array<int, kLineCount> covered{};
  for (const BarLine& line : bar.lines) covered[static_cast<std::size_t>(line.line)] = line.hits.covered;
  for (std::size_t i = from; i < to; ++i) {
    if (answered[i]) continue;
    bool together = false;
    for (std::size_t k = from; k < to; ++k) together |= answered[k] && notes[k].tick == notes[i].tick;
    int& left = covered[static_cast<std::size_t>(line_of(notes[i].voice))];
    (together && left > 0 ? found.covered : found.missed).push_back(i);
    if (together && left > 0) --left;
  }
  return found;
}

}  // namespace

void PageDrill::write_bars(report::JsonWriter& json) const {
  std::vector<bool> answered(plan_.chart.notes.size(), false);
  for (const DrillStroke& stroke : last_told(told())) {
    if (stroke.note >= 0 && !stroke.elsewhere) answered[static_cast<std::size_t>(stroke.note)] = true;
  }
  const std::vector<Bar> all = bars_of(plan_.chart);
  const std::vector<Note>& notes = plan_.chart.notes;
  const auto first_from = [&](Ticks tick) {
    return static_cast<std::size_t>(
        std::lower_bound(notes.begin(), notes.end(), tick,
                         [](const Note& note, Ticks at) { return note.tick < at; }) -
        notes.begin());
  };
  json.begin_array("bars");
  // Bars of another groove are no bars of the chart's.
  for (std::size_t i = 0; i < bars_.size() && !other_groove(); ++i) {
    const std::size_t index = bars_told_ - bars_.size() + i;
    BarVerdict bar = bars_[i];
    if (settings_.relative) {
      for (BarLine& line : bar.lines) against_own_lean(line, own_lean_, settings_.round_trip_sd_ms);
    }
    json.begin_object();
    json.integer("index", static_cast<std::int64_t>(index));
    write(json, bar, settings_.kind == SourceKind::midi, settings_.relative,
          unanswered(notes, first_from(all[index].start), first_from(all[index].end()), answered, bar));
    json.end_object();
  }
  json.end_array();
}

std::string PageDrill::plan_json() const {
  report::JsonWriter json;
  json.begin_object();
  json.real("rate", plan_.click.rate, 3);
  json.real("bpm", plan_.click.bpm, 2);
  json.integer("beats", plan_.click.meter.beats);
  json.integer("unit", plan_.click.meter.unit);
  json.text("title", plan_.chart.title);
  json.text("text", count_in_text(settings_.click.count_in_bars));
  json.integer("start", plan_.click.start);
  json.integer("first_note", static_cast<std::int64_t>(first_note_));
  json.integer("notes", static_cast<std::int64_t>(notes_));
  json.begin_array("bar_lines");
  for (const double line : plan_.bar_lines) json.real("", line, 3);
  json.end_array();
  json.begin_array("bar_first");  // of the plan's notes, the first in every bar
  for (const Bar& bar : bars_of(plan_.chart)) {
    json.integer("", std::lower_bound(plan_.chart.notes.begin(), plan_.chart.notes.end(), bar.start,
                                      [](const Note& note, Ticks tick) { return note.tick < tick; }) -
                         plan_.chart.notes.begin());
  }
  json.end_array();
  json.begin_array("bar_numbers");
  for (const int number : plan_.bar_numbers) json.integer("", number);
  json.end_array();
  json.end_object();
  return json.take();
}

std::string PageDrill::news_json() {
  report::JsonWriter json;
  json.begin_object();
  json.integer("frame", now_);
  json.begin_array("strokes");
  for (const DrillStroke& stroke : std::span(told()).subspan(news_from_)) {
    json.begin_object();
    json.integer("frame", stroke.hit.frame);
    json.text("voice", id_of(stroke.hit.voice));
    json.text("kind", report::id_of(stroke.kind));
    if (stroke.note >= 0 && !stroke.elsewhere) {
      json.integer("note", stroke.note);
      // A flam's grace stroke belongs to the note and has no error of its own against the click.
      if (stroke.hit.timed && stroke.kind != MatchKind::grace) {
        json.real("error_ms", stroke.error_ms, 2);
        json.real("sigma_ms", static_cast<double>(stroke.hit.sigma_ms), 2);
        if (!settings_.relative || own_lean_) {
          const double shown = stroke.error_ms - own_lean_.value_or(0);
          json.text("colour", report::kErrorClass[static_cast<std::size_t>(report::error_class(shown))]);
          json.text("text", report::lean(shown, 0) + (settings_.relative ? kOfOwnLean : ""));
        }
      }
    }
    json.real("level_db", static_cast<double>(stroke.hit.level_db), 1);
    json.boolean("elsewhere", stroke.elsewhere);
    json.boolean("revised", stroke.revised);
    json.end_object();
  }
  json.end_array();
  write_bars(json);
  if (other_groove() != other_told_) {
    other_told_ = other_groove();
    json.text("groove", report::other_groove_text(plan_.chart.title, other_told_));
  }
  if (settings_.stop && broke_) {
    const int again = std::max(settings_.range.from, broke_->bar - 1);
    json.text("stop", report::stop_text(*broke_, again));
    json.integer("again_from", again);
  }
  const follow::Whereabouts where = drill_.where();
  if (where.known && where.bpm_sd > 0)
    interval(json, "bpm", where.bpm, where.bpm - 1.96 * where.bpm_sd, where.bpm + 1.96 * where.bpm_sd);
  json.boolean("over", over_);
  json.end_object();
  news_from_ = told().size();
  bars_.clear();
  broke_.reset();
  news_ = false;
  return json.take();
}

}  // namespace firstchair::door

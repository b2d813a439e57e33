#include "apps/chairs/sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "apps/chairs/sentences.h"
#include "report/page/page_css.h"
#include "report/page/svg.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::audition {
namespace {

using report::escape_html;

constexpr double kWidth = 960, kRow = 34, kTop = 12, kLeft = 190, kRight = 40;

constexpr std::string_view kOwnCss = R"(
.dot { fill: var(--ink); }
.reach { stroke: var(--ink); stroke-width: 2; fill: none; }
.cut { stroke: var(--mark); stroke-width: 2; fill: none; }
.bracket { stroke: var(--soft); stroke-width: 2; fill: none; }
.axis { stroke: var(--rule); fill: none; }
text { fill: var(--ink); font-size: 15px; }
text.soft { fill: var(--soft); font-size: 13px; }
text.end { text-anchor: end; }
text.middle { text-anchor: middle; }
)";

struct Axis {
  double low = 0, high = 1;
  double x(double score) const { return kLeft + (score - low) / (high - low) * (kWidth - kLeft - kRight); }
};

Axis axis_of(const std::vector<chairs::Seat>& seats) {
  Axis axis{1e9, -1e9};
  for (const chairs::Seat& s : seats) {
    if (s.behind == chairs::Behind::no_take) continue;
    axis.low = std::min(axis.low, s.low);
    axis.high = std::max(axis.high, s.high);
  }
  if (!(axis.low < axis.high)) return {};
  const double margin = 0.04 * (axis.high - axis.low);
  return {axis.low - margin, axis.high + margin};
}

// A chair, or chairs that are shared, with a bracket over their rows.
std::string chairs_drawn(const std::vector<chairs::Seat>& seats) {
  std::string svg;
  report::Pen brackets;
  for (std::size_t i = 0; i < seats.size();) {
    std::size_t to = i;
    while (to + 1 < seats.size() && seats[to + 1].last == seats[i].last) ++to;
    const double top = kTop + kRow * static_cast<double>(i),
                 bottom = kTop + kRow * static_cast<double>(to + 1);
    const std::string chair = seats[i].first == seats[i].last
                                  ? std::to_string(seats[i].first)
                                  : fmt::format("{}–{}", seats[i].first, seats[i].last);
    svg += report::svg_text(46, (top + bottom) / 2 + 5, "end", chair);
    if (to > i) brackets.move(64, top + 6).line(56, top + 6).line(56, bottom - 6).line(64, bottom - 6);
    i = to + 1;
  }
  return svg + brackets.path("bracket");
}

std::string picture(const Seated& seated) {
  const std::vector<chairs::Seat>& seats = seated.told().seats;
  const Axis axis = axis_of(seats);
  const double bottom = kTop + kRow * static_cast<double>(seats.size());
  std::string svg = report::svg_open(kWidth, bottom + 40, "Every player's score with its 95 % interval");
  report::Pen ticks, reaches, dots, cuts;
  const double step = report::nice_step(axis.high - axis.low, 8);
  for (double at = std::ceil(axis.low / step) * step; at <= axis.high; at += step) {
    ticks.move(axis.x(at), kTop).vertical(bottom);
    svg += report::svg_text(axis.x(at), bottom + 18, "soft middle", report::number(at, 2));
  }
  for (std::size_t i = 0; i < seats.size(); ++i) {
    const double y = kTop + kRow * (static_cast<double>(i) + 0.5);
    svg += report::svg_text(kLeft - 16, y + 5, "end", seats[i].id);
    if (seats[i].behind == chairs::Behind::no_take) {
      svg += report::svg_text(kLeft, y + 5, "soft", "no take");
      continue;
    }
    reaches.move(axis.x(seats[i].low), y).line(axis.x(seats[i].high), y);
    dots.box(axis.x(seats[i].score) - 4, y - 4, 8, 8);
    const bool cut = i + 1 < seats.size() && seated.told().cuts[i].told;
    if (cut) cuts.move(76, y + kRow / 2).line(kWidth - kRight, y + kRow / 2);
  }
  svg += ticks.path("axis") + cuts.path("cut") + reaches.path("reach") + dots.path("dot");
  svg += chairs_drawn(seats);
  svg += report::svg_text(kLeft, bottom + 36, "soft", "score: lower is tighter and cleaner");
  return svg + "</svg>";
}

std::string list(const std::vector<std::string>& lines) {
  std::string html;
  for (const std::string& line : lines) html += "<p class=\"said\">" + escape_html(line) + "</p>";
  return html;
}

std::string head_line(const std::string& head) {
  return fmt::format("Record: {}.", head.substr(0, 16));
}

}  // namespace

std::string sheet_text(const Seated& seated, const std::string& head) {
  std::string text = asked(seated) + "\n\n";
  const auto add = [&](const std::vector<std::string>& lines) {
    for (const std::string& line : lines) text += line + "\n";
  };
  add(chairs_told(seated));
  text += "\n";
  add(players_told(seated));
  text += "\n";
  add(remarks(seated));
  if (const std::vector<std::string> hints = hints_told(seated); !hints.empty()) {
    text += "\nTo be listened to, and no verdict:\n";
    add(hints);
  }
  return text + head_line(head) + "\n";
}

std::string sheet_html(const Seated& seated, const std::string& head) {
  const std::vector<std::string> told = chairs_told(seated), hints = hints_told(seated);
  const std::string title = seated.declaration.title.empty() ? "Seating" : seated.declaration.title;
  std::string html = fmt::format(
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, "
      "initial-scale=1\"><title>{}</title><style>{}{}</style></head><body><main>",
      escape_html(title), report::kPageCss, kOwnCss);
  html += "<p class=\"what\">" + escape_html(asked(seated)) + "</p>";
  html += "<h1>" + escape_html(told.front()) + "</h1>";
  html += list({told.begin() + 1, told.end()});
  html +=
      "<section><h2>Scores</h2><p class=\"how\">Every player's score with its 95 % interval. A line is "
      "where everybody above is shown to be ahead of everybody below; a bracket holds chairs that are "
      "shared.</p><div class=\"scroll\" tabindex=\"0\">" +
      picture(seated) + "</div></section>";
  html += "<section><h2>Players</h2>" + list(players_told(seated)) + "</section>";
  html += "<section><h2>What it rests on</h2>" + list(remarks(seated)) + "</section>";
  if (!hints.empty())
    html +=
        "<section><h2>To be listened to</h2><p class=\"how\">These are hints for whoever rules, and no "
        "verdict.</p>" +
        list(hints) + "</section>";
  html += "<section><p class=\"how\">" + escape_html(head_line(head)) +
          " firstchair chairs verify computes all of it again from seating.jsonl.</p></section>";
  return html + "</main></body></html>\n";
}

std::string sheet_json(const Seated& seated, const std::string& head) {
  using nlohmann::json;
  json seats = json::array(), cuts = json::array();
  for (const chairs::Seat& s : seated.told().seats) {
    const PlayedSpread spread = spread_of(seated.player(s.id));
    json seat{{"player", s.id},
              {"chairs", {s.first, s.last}},
              {"best", s.best},
              {"expected_chair", {{"value", s.expected}, {"low", s.chair_low}, {"high", s.chair_high}}},
              {"behind", s.behind == chairs::Behind::none   ? json()
                         : s.behind == chairs::Behind::must ? json("must")
                                                            : json("no take")}};
    if (s.behind != chairs::Behind::no_take) {
      seat["score"] = {{"value", s.score}, {"low", s.low}, {"high", s.high}};
      if (spread.ms > 0)
        seat["spread_ms"] = {
            {"value", spread.ms}, {"low", spread.low}, {"high", spread.high}, {"n", spread.strokes}};
    }
    seats.push_back(std::move(seat));
  }
  for (const chairs::Cut& c : seated.told().cuts)
    cuts.push_back(
        {{"after", c.after}, {"certainty", c.certainty}, {"told", c.told}, {"by_rule", c.by_rule}});
  const json all{{"format", "firstchair.seating"},
                 {"title", seated.declaration.title},
                 {"asked", asked(seated)},
                 {"claim", seated.declaration.claim == chairs::Claim::played ? "played" : "again"},
                 {"seats", std::move(seats)},
                 {"cuts", std::move(cuts)},
                 {"chairs_told", chairs_told(seated)},
                 {"players_told", players_told(seated)},
                 {"remarks", remarks(seated)},
                 {"hints", hints_told(seated)},
                 {"record", head}};
  return all.dump(1) + "\n";
}

}  // namespace firstchair::audition
